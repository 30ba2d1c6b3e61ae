// A backtracking matcher over a parsed pattern.
//
// Nodes hold the node that follows them implicitly: matching takes a continuation, so that a quantifier can try the
// rest of the pattern after each repetition. Steps are bounded, so no pattern runs away.
#include "sources/python/regex.h"

#include <cctype>
#include <functional>
#include <memory>

namespace si::python {
namespace {

enum class Op { kChar, kAny, kClass, kStart, kEnd, kWordBoundary, kGroup, kLook, kRepeat, kBackReference };

struct Piece;
using Sequence = std::vector<Piece>;

struct Piece {
  Op op = Op::kChar;
  char c = 0;
  bool negated = false;  // of a class or look-around
  bool behind = false;   // look-behind
  bool lazy = false;
  int group = -1;  // capture number; -1: none
  int minimum = 0, maximum = 0;
  std::vector<std::pair<unsigned char, unsigned char>> ranges;
  std::vector<Sequence> alternatives;  // of a group or look-around; of a repetition: what is repeated, alone
};

class PatternParser {
 public:
  explicit PatternParser(std::string_view text) : text_(text) {}

  std::optional<std::vector<Sequence>> parse() {
    auto result = alternatives();
    if (failed_ || at_ != text_.size()) return std::nullopt;
    return result;
  }
  int groups() const { return groups_; }

 private:
  bool more() const { return at_ < text_.size(); }
  bool take(std::string_view what) {
    if (!text_.substr(at_).starts_with(what)) return false;
    at_ += what.size();
    return true;
  }

  std::vector<Sequence> alternatives() {
    std::vector<Sequence> out(1);
    if (++depth_ > 20) failed_ = true;
    while (more() && !failed_ && text_[at_] != ')') {
      if (take("|")) {
        out.emplace_back();
        continue;
      }
      Piece piece = atom();
      out.back().push_back(quantified(std::move(piece)));
    }
    --depth_;
    return out;
  }

  Piece quantified(Piece piece) {
    for (;;) {
      Piece repeat;
      repeat.op = Op::kRepeat;
      if (take("*")) {
        repeat.minimum = 0, repeat.maximum = 1000;
      } else if (take("+")) {
        repeat.minimum = 1, repeat.maximum = 1000;
      } else if (take("?")) {
        repeat.minimum = 0, repeat.maximum = 1;
      } else if (more() && text_[at_] == '{') {
        const auto close = text_.find('}', at_);
        if (close == std::string_view::npos) {
          failed_ = true;
          return piece;
        }
        const std::string body(text_.substr(at_ + 1, close - at_ - 1));
        const auto comma = body.find(',');
        repeat.minimum = std::atoi(body.c_str());
        repeat.maximum = comma == std::string::npos ? repeat.minimum
                         : comma + 1 == body.size() ? 1000
                                                    : std::atoi(body.c_str() + comma + 1);
        at_ = close + 1;
      } else {
        return piece;
      }
      repeat.lazy = take("?");
      repeat.alternatives = {{std::move(piece)}};
      piece = std::move(repeat);
    }
  }

  Piece group(int number) {
    Piece piece;
    piece.op = Op::kGroup;
    piece.group = number;
    piece.alternatives = alternatives();
    if (!take(")")) failed_ = true;
    return piece;
  }

  Piece atom() {
    Piece piece;
    if (take("(?:")) return group(-1);
    for (const std::string_view look : {"(?=", "(?!", "(?<=", "(?<!"}) {
      if (!take(look)) continue;
      piece = group(-1);
      piece.op = Op::kLook;
      piece.negated = look.ends_with('!');
      piece.behind = look.find('<') != std::string_view::npos;
      return piece;
    }
    if (take("(?P<")) {
      const auto close = text_.find('>', at_);
      if (close == std::string_view::npos) failed_ = true;
      at_ = close == std::string_view::npos ? text_.size() : close + 1;
      const int named = ++groups_;
      return group(named);
    }
    if (take("(?")) {
      failed_ = true;
      return piece;
    }
    if (take("(")) {
      const int number = ++groups_;
      return group(number);
    }
    if (take("[")) return char_class();
    const char c = text_[at_++];
    if (c == '.') {
      piece.op = Op::kAny;
    } else if (c == '^') {
      piece.op = Op::kStart;
    } else if (c == '$') {
      piece.op = Op::kEnd;
    } else if (c == '\\' && more()) {
      return escape(text_[at_++]);
    } else {
      piece.c = c;
    }
    return piece;
  }

  static bool class_escape(char c, Piece& piece) {
    const char lower = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (lower == 'd') piece.ranges.push_back({'0', '9'});
    if (lower == 'w') piece.ranges.insert(piece.ranges.end(), {{'a', 'z'}, {'A', 'Z'}, {'0', '9'}, {'_', '_'}});
    if (lower == 's') piece.ranges.insert(piece.ranges.end(), {{' ', ' '}, {'\t', '\r'}});
    return lower == 'd' || lower == 'w' || lower == 's';
  }

  Piece escape(char c) {
    Piece piece;
    if (class_escape(c, piece)) {
      piece.op = Op::kClass;
      piece.negated = std::isupper(static_cast<unsigned char>(c)) != 0;
    } else if (c == 'b' || c == 'B') {
      piece.op = Op::kWordBoundary;
      piece.negated = c == 'B';
    } else if (c == 'Z' || c == 'A') {
      piece.op = c == 'Z' ? Op::kEnd : Op::kStart;
    } else if (c >= '1' && c <= '9') {
      piece.op = Op::kBackReference;
      piece.group = c - '0';
    } else if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      failed_ = true;
    } else {
      piece.c = c;
    }
    return piece;
  }

  Piece char_class() {
    Piece piece;
    piece.op = Op::kClass;
    piece.negated = take("^");
    bool first = true;
    while (more() && (first || text_[at_] != ']')) {
      first = false;
      char c = text_[at_++];
      if (c == '\\' && more()) {
        c = text_[at_++];
        if (class_escape(c, piece)) {
          if (std::isupper(static_cast<unsigned char>(c)) != 0) failed_ = true;
          continue;
        }
        if (std::isalpha(static_cast<unsigned char>(c)) != 0) failed_ = true;
      }
      unsigned char last = static_cast<unsigned char>(c);
      if (at_ + 1 < text_.size() && text_[at_] == '-' && text_[at_ + 1] != ']') {
        last = static_cast<unsigned char>(text_[at_ + 1]);
        at_ += 2;
      }
      piece.ranges.push_back({static_cast<unsigned char>(c), last});
    }
    if (!take("]")) failed_ = true;
    return piece;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int groups_ = 0;
  int depth_ = 0;
  bool failed_ = false;
};

class Matcher {
 public:
  Matcher(const std::vector<Sequence>& pattern, int groups, std::string_view text)
      : pattern_(pattern), text_(text), captures_(static_cast<std::size_t>(groups) + 1, {0, 0}) {}

  // The end of a match that begins at `at`; nullopt: none.
  std::optional<std::size_t> match(std::size_t at) {
    std::optional<std::size_t> end;
    for (auto& capture : captures_) capture = {0, 0};
    any(pattern_, at, [&](std::size_t here) {
      end = here;
      return true;
    });
    return end;
  }
  std::string_view captured(std::size_t group) const {
    if (group >= captures_.size()) return {};
    return text_.substr(captures_[group].first, captures_[group].second - captures_[group].first);
  }
  bool exhausted() const { return steps_ > 200000; }

 private:
  using Next = std::function<bool(std::size_t)>;

  bool any(const std::vector<Sequence>& alternatives, std::size_t at, const Next& next) {
    for (const Sequence& sequence : alternatives)
      if (from(sequence, 0, at, next)) return true;
    return false;
  }

  bool from(const Sequence& sequence, std::size_t index, std::size_t at, const Next& next) {
    if (++steps_ > 200000) return false;
    if (index == sequence.size()) return next(at);
    return piece(sequence[index], at, [&, index](std::size_t here) { return from(sequence, index + 1, here, next); });
  }

  static bool word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

  bool piece(const Piece& p, std::size_t at, const Next& next) {
    switch (p.op) {
      case Op::kChar: return at < text_.size() && text_[at] == p.c && next(at + 1);
      case Op::kAny: return at < text_.size() && text_[at] != '\n' && next(at + 1);
      case Op::kClass: {
        if (at >= text_.size()) return false;
        const auto c = static_cast<unsigned char>(text_[at]);
        bool in = false;
        for (const auto& [first, last] : p.ranges) in = in || (c >= first && c <= last);
        return in != p.negated && next(at + 1);
      }
      case Op::kStart: return at == 0 && next(at);
      case Op::kEnd: return at == text_.size() && next(at);
      case Op::kWordBoundary: {
        const bool before = at > 0 && word(text_[at - 1]);
        const bool after = at < text_.size() && word(text_[at]);
        return (before != after) != p.negated && next(at);
      }
      case Op::kBackReference: {
        const std::string_view group = captured(static_cast<std::size_t>(p.group));
        return text_.substr(at).starts_with(group) && next(at + group.size());
      }
      case Op::kGroup:
        return any(p.alternatives, at, [&](std::size_t here) {
          if (p.group < 0) return next(here);
          const auto before = captures_[static_cast<std::size_t>(p.group)];
          captures_[static_cast<std::size_t>(p.group)] = {at, here};
          if (next(here)) return true;
          captures_[static_cast<std::size_t>(p.group)] = before;
          return false;
        });
      case Op::kLook: {
        bool found = false;
        if (!p.behind) {
          found = any(p.alternatives, at, [](std::size_t) { return true; });
        } else {
          for (std::size_t begin = 0; begin <= at && !found; ++begin)
            found = any(p.alternatives, begin, [&](std::size_t here) { return here == at; });
        }
        return found != p.negated && next(at);
      }
      case Op::kRepeat: return repeat(p, 0, at, next);
    }
    return false;
  }

  bool repeat(const Piece& p, int count, std::size_t at, const Next& next) {
    if (++steps_ > 200000) return false;
    const auto again = [&] {
      return count < p.maximum &&
             any(p.alternatives, at, [&](std::size_t here) { return here != at && repeat(p, count + 1, here, next); });
    };
    const bool enough = count >= p.minimum;
    if (p.lazy) return (enough && next(at)) || again();
    return again() || (enough && next(at));
  }

  const std::vector<Sequence>& pattern_;
  std::string_view text_;
  std::vector<std::pair<std::size_t, std::size_t>> captures_;
  int steps_ = 0;
};

// Calls `found(begin, end, matcher)` for every match from left to right; false: not supported.
bool each_match(std::string_view pattern, std::string_view text,
                const std::function<void(std::size_t, std::size_t, const Matcher&)>& found) {
  if (text.size() > 500) return false;
  PatternParser parser(pattern);
  const auto parsed = parser.parse();
  if (!parsed) return false;
  Matcher matcher(*parsed, parser.groups(), text);
  std::size_t last_end = std::string_view::npos;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = matcher.match(at);
    if (matcher.exhausted()) return false;
    if (!end || (*end == at && at == last_end)) {
      ++at;
      continue;
    }
    found(at, *end, matcher);
    last_end = *end;
    at = *end == at ? at + 1 : *end;
  }
  return true;
}

int group_count(std::string_view pattern) {
  PatternParser parser(pattern);
  return parser.parse() ? parser.groups() : 0;
}

}  // namespace

std::optional<std::string> regex_sub(std::string_view pattern, std::string_view replacement, std::string_view text) {
  std::string out;
  std::size_t done = 0;
  const bool ok = each_match(pattern, text, [&](std::size_t begin, std::size_t end, const Matcher& matcher) {
    out += text.substr(done, begin - done);
    done = end;
    for (std::size_t i = 0; i < replacement.size(); ++i) {
      if (replacement[i] != '\\' || i + 1 >= replacement.size()) {
        out += replacement[i];
        continue;
      }
      const char c = replacement[++i];
      if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
        out += matcher.captured(static_cast<std::size_t>(c - '0'));
      } else if (c == 'g' && i + 3 < replacement.size() && replacement[i + 1] == '<' && replacement[i + 3] == '>') {
        out += matcher.captured(static_cast<std::size_t>(replacement[i + 2] - '0'));
        i += 3;
      } else {
        out += c;
      }
    }
  });
  if (!ok) return std::nullopt;
  out += text.substr(done);
  return out;
}

std::optional<std::vector<std::string>> regex_split(std::string_view pattern, std::string_view text) {
  if (group_count(pattern) > 0) return std::nullopt;
  std::vector<std::string> out;
  std::size_t done = 0;
  const bool ok = each_match(pattern, text, [&](std::size_t begin, std::size_t end, const Matcher&) {
    out.emplace_back(text.substr(done, begin - done));
    done = end;
  });
  if (!ok) return std::nullopt;
  out.emplace_back(text.substr(done));
  return out;
}

std::optional<std::vector<std::string>> regex_findall(std::string_view pattern, std::string_view text) {
  const int groups = group_count(pattern);
  if (groups > 1) return std::nullopt;
  std::vector<std::string> out;
  const bool ok = each_match(pattern, text, [&](std::size_t begin, std::size_t end, const Matcher& matcher) {
    out.emplace_back(groups == 1 ? matcher.captured(1) : text.substr(begin, end - begin));
  });
  if (!ok) return std::nullopt;
  return out;
}

}  // namespace si::python
