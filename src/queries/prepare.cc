// A text goes through here in three steps:
//   SELECT * FROM {table} WHERE name = %(name)s AND at > '{day}'   a hole is the character \x01
//   words, literals, comments and marks of parameters are told apart, as PostgreSQL's scanner does
//   SELECT * FROM si_hole_1_ WHERE name = $1 AND at > $2
// Where a hole's name does not fit the grammar, other ways to fill it are tried, near the parser's complaint.
#include "queries/prepare.h"

#include <algorithm>

#include "sources/sql/parse_tree.h"
#include "support/strings.h"

namespace si {
namespace {

constexpr char kHole = '\x01';
constexpr int kMaxTries = 80;

bool is_word_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_word_start(c) || is_digit(c) || c == '$'; }

enum class TokenKind : std::uint8_t {
  kBlank,
  kComment,
  kWord,        // also numbers
  kLiteral,     // '…', E'…'
  kDollar,      // $$…$$
  kIdentifier,  // "…"
  kParameter,
  kEscape,  // %% or \: : its last character counts
  kSemicolon,
  kMark,  // any other character
};

struct Token {
  TokenKind kind = TokenKind::kMark;
  std::size_t begin = 0, end = 0;
  int holes = 0;
  bool parameter_inside = false;
};

class Scanner {
 public:
  Scanner(std::string_view text, ParameterStyle style) : text_(text), style_(style) {}

  std::vector<Token> run() {
    tokens_.reserve(text_.size() / 3);
    const bool any_holes = text_.find(kHole) != std::string_view::npos;
    while (at_ < text_.size()) {
      Token token;
      token.begin = at_;
      token.kind = next();
      token.end = at_;
      if (any_holes)
        token.holes = static_cast<int>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(token.begin),
                                                  text_.begin() + static_cast<std::ptrdiff_t>(token.end), kHole));
      token.parameter_inside = inside_;
      inside_ = false;
      tokens_.push_back(token);
    }
    return std::move(tokens_);
  }

 private:
  char peek(std::size_t ahead) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  // The length of a parameter's mark here; 0: none.
  std::size_t parameter_length(std::size_t at) const {
    const auto c = [&](std::size_t i) { return at + i < text_.size() ? text_[at + i] : '\0'; };
    if (style_ == ParameterStyle::kFormat && c(0) == '%') {
      if (c(1) == 's' || c(1) == 'b' || c(1) == 't') return 2;
      if (c(1) == '(') {
        const std::size_t close = text_.find(')', at);
        if (close != std::string_view::npos && close + 1 < text_.size() &&
            (text_[close + 1] == 's' || text_[close + 1] == 'b' || text_[close + 1] == 't'))
          return close + 2 - at;
      }
      return 0;
    }
    if (style_ == ParameterStyle::kNamed && c(0) == ':' && c(1) != ':' && (is_word_start(c(1)) || is_digit(c(1)))) {
      const char before = at > 0 ? text_[at - 1] : '\0';
      if (before == ':' || before == '\\' || is_word(before)) return 0;
      std::size_t end = at + 1;
      while (end < text_.size() && (is_word_start(text_[end]) || is_digit(text_[end]))) ++end;
      if (end < text_.size() && text_[end] == ':') return 0;
      return end - at;
    }
    if (style_ == ParameterStyle::kNumeric && c(0) == '$' && is_digit(c(1))) {
      std::size_t end = at + 1;
      while (end < text_.size() && is_digit(text_[end])) ++end;
      return end - at;
    }
    return 0;
  }

  TokenKind next() {
    const char c = text_[at_];
    if (is_space(c)) {
      while (at_ < text_.size() && is_space(text_[at_])) ++at_;
      return TokenKind::kBlank;
    }
    if (c == '-' && peek(1) == '-') {
      while (at_ < text_.size() && text_[at_] != '\n') ++at_;
      return TokenKind::kComment;
    }
    if (c == '/' && peek(1) == '*') return comment();
    if (c == '\'') return quoted('\'', escaped_);
    if (c == '"') return quoted('"', false);
    if (const std::size_t length = parameter_length(at_); length > 0) {
      at_ += length;
      return TokenKind::kParameter;
    }
    if ((style_ == ParameterStyle::kFormat && c == '%' && peek(1) == '%') ||
        (style_ == ParameterStyle::kNamed && c == '\\' && peek(1) == ':')) {
      at_ += 2;
      return TokenKind::kEscape;
    }
    if (c == '$') {
      if (const TokenKind kind = dollar(); kind != TokenKind::kMark) return kind;
    }
    if (is_word_start(c) || is_digit(c) || c == kHole) {
      const std::size_t begin = at_;
      while (at_ < text_.size() && (is_word(text_[at_]) || text_[at_] == kHole ||
                                    (text_[at_] == '.' && is_digit(text_[begin]) && is_digit(peek(1)))))
        ++at_;
      // E'…', B'…': the quote belongs to it.
      const std::string_view word = text_.substr(begin, at_ - begin);
      if (at_ < text_.size() && text_[at_] == '\'' && word.size() == 1 &&
          std::string_view("eEbBxXnN").find(word[0]) != std::string_view::npos)
        return quoted('\'', word[0] == 'e' || word[0] == 'E');
      return TokenKind::kWord;
    }
    ++at_;
    return c == ';' ? TokenKind::kSemicolon : TokenKind::kMark;
  }

  TokenKind comment() {
    int depth = 0;
    while (at_ < text_.size()) {
      if (text_[at_] == '/' && peek(1) == '*') {
        ++depth;
        at_ += 2;
      } else if (text_[at_] == '*' && peek(1) == '/') {
        at_ += 2;
        if (--depth == 0) break;
      } else {
        ++at_;
      }
    }
    return TokenKind::kComment;
  }

  TokenKind quoted(char quote, bool backslashes) {
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\\' && backslashes) {
        ++at_;
      } else if (text_[at_] == quote) {
        if (peek(1) != quote) break;
        ++at_;
      } else if (parameter_length(at_) > 0 && quote == '\'') {
        inside_ = true;
      }
    }
    at_ = std::min(at_ + 1, text_.size());
    return quote == '"' ? TokenKind::kIdentifier : TokenKind::kLiteral;
  }

  TokenKind dollar() {
    std::size_t end = at_ + 1;
    while (end < text_.size() && (is_word_start(text_[end]) || (is_digit(text_[end]) && end > at_ + 1))) ++end;
    if (end >= text_.size() || text_[end] != '$') return TokenKind::kMark;
    const std::string_view tag = text_.substr(at_, end + 1 - at_);
    const std::size_t close = text_.find(tag, end + 1);
    at_ = close == std::string_view::npos ? text_.size() : close + tag.size();
    return TokenKind::kDollar;
  }

  std::string_view text_;
  ParameterStyle style_;
  std::size_t at_ = 0;
  bool inside_ = false;
  bool escaped_ = false;
  std::vector<Token> tokens_;
};

bool equals_ignoring_case(std::string_view word, std::string_view lower) {
  return word.size() == lower.size() && to_lower_ascii(word) == lower;
}

// A constant that the type word before it takes; empty: it is no such word.
std::string_view constant_for(std::string_view word) {
  if (word == "interval") return "'1 day'";
  if (word == "date") return "'2000-01-01'";
  if (word == "timestamp" || word == "timestamptz") return "'2000-01-01 00:00'";
  if (word == "time" || word == "timetz") return "'00:00'";
  return {};
}

class Writer {
 public:
  Writer(std::string_view text, const BuiltText& marked, ParameterStyle style)
      : text_(text), marked_(marked), style_(style) {}

  // Statement [from, to) of the tokens, with each hole filled as `uses` says.
  PreparedSql write(const std::vector<Token>& tokens, std::size_t from, std::size_t to,
                    const std::vector<HoleUse>& uses) {
    PreparedSql out;
    if (from < to) out.sql.reserve(tokens[to - 1].end - tokens[from].begin);
    out.server_parameters = style_ == ParameterStyle::kNumeric;
    std::size_t hole = 0;
    std::string_view previous;  // the word before
    bool after_in = false;
    for (std::size_t i = from; i < to; ++i) {
      const Token& token = tokens[i];
      const std::string_view written = text_.substr(token.begin, token.end - token.begin);
      switch (token.kind) {
        case TokenKind::kComment: put(out, " ", token); continue;
        case TokenKind::kBlank: copy(out, token); continue;
        case TokenKind::kParameter:
          if (const std::string_view constant = constant_for(to_lower_ascii(previous));
              !constant.empty() && !out.server_parameters) {
            put(out, constant, token);
          } else if (out.server_parameters) {
            copy(out, token);
            out.parameters = std::max(out.parameters, std::atoi(std::string(written.substr(1)).c_str()));
          } else if (equals_ignoring_case(previous, "values")) {
            // psycopg2's execute_values writes rows here.
            out.open_rows = true;
            put(out, "(" + std::string(kHolePrefix) + "rows)", token);
          } else {
            // psycopg2 writes a tuple with its brackets; SQLAlchemy's expanding parameters too.
            const std::string mark = "$" + std::to_string(++out.parameters);
            const std::size_t begin = out.sql.size() + (after_in ? 1 : 0);
            put(out, after_in ? "(" + mark + ")" : mark, token);
            out.marks.emplace_back(begin, begin + mark.size());
          }
          break;
        case TokenKind::kEscape: put(out, written.substr(1), token); break;
        case TokenKind::kLiteral:
          if (token.holes > 0 || token.parameter_inside) {
            for (int n = 0; n < token.holes; ++n, ++hole)
              out.holes.push_back({HoleUse::kValue, origin(token, n), true, out.sql.size()});
            const std::string_view constant = constant_for(to_lower_ascii(previous));
            put(out, constant.empty() ? "$" + std::to_string(++out.parameters) : std::string(constant), token);
          } else if (style_ == ParameterStyle::kFormat && written.find("%%") != std::string_view::npos) {
            put(out, replace_all(std::string(written), "%%", "%"), token);
          } else if (style_ == ParameterStyle::kNamed && written.find("\\:") != std::string_view::npos) {
            put(out, replace_all(std::string(written), "\\:", ":"), token);
          } else {
            copy(out, token);
          }
          break;
        case TokenKind::kWord:
        case TokenKind::kIdentifier:
          if (token.holes == 0) {
            copy(out, token);
          } else {
            fill(out, token, hole < uses.size() ? uses[hole] : HoleUse::kName, hole, after_in);
            hole += static_cast<std::size_t>(token.holes);
          }
          break;
        case TokenKind::kDollar:
          if (token.holes > 0) out.problem = "a hole within a dollar-quoted text";
          copy(out, token);
          hole += static_cast<std::size_t>(token.holes);
          break;
        default: copy(out, token); break;
      }
      previous = token.kind == TokenKind::kWord ? written : std::string_view();
      after_in = equals_ignoring_case(previous, "in");
    }
    out.text = marked_;
    return out;
  }

 private:
  HoleOrigin origin(const Token& token, int number) const {
    const BuiltText part = slice(marked_, token.begin, token.end);
    for (const TextPiece& piece : part)
      if (piece.hole && number-- == 0) return piece.origin;
    return HoleOrigin::kUnknown;
  }

  void fill(PreparedSql& out, const Token& token, HoleUse use, std::size_t index, bool after_in) {
    const std::string name = std::string(kHolePrefix) + std::to_string(index + 1) + "_";
    if (token.holes == 1 && token.end - token.begin > 1 && use != HoleUse::kName) use = HoleUse::kName;
    for (int n = 0; n < token.holes; ++n) out.holes.push_back({use, origin(token, n), false, out.sql.size()});
    switch (use) {
      case HoleUse::kNothing: put(out, " ", token); break;
      case HoleUse::kJoin: put(out, " CROSS JOIN " + name + " ", token); break;
      case HoleUse::kSet: put(out, " " + name + " = NULL ", token); break;
      default: put(out, after_in ? "(" + name + ")" : name, token); break;
    }
  }

  static void copy_stretch(PreparedSql& out, std::size_t length, const Token& token) {
    if (length == token.end - token.begin && !out.stretches.empty()) {
      PreparedSql::Stretch& last = out.stretches.back();
      if (last.text_end == token.begin && last.sql_end - last.sql_begin == last.text_end - last.text_begin) {
        last.sql_end += length;
        last.text_end += length;
        return;
      }
    }
    out.stretches.push_back({out.sql.size(), out.sql.size() + length, token.begin, token.end});
  }
  void copy(PreparedSql& out, const Token& token) {
    copy_stretch(out, token.end - token.begin, token);
    out.sql += text_.substr(token.begin, token.end - token.begin);
  }
  void put(PreparedSql& out, std::string_view text, const Token& token) {
    out.stretches.push_back({out.sql.size(), out.sql.size() + text.size(), token.begin, token.end});
    out.sql += text;
    // What follows must not be taken for byte-for-byte.
    if (text.size() == token.end - token.begin)
      out.stretches.push_back({out.sql.size(), out.sql.size(), token.end, token.end});
  }

  std::string_view text_;
  const BuiltText& marked_;
  ParameterStyle style_;
};

// Where the parser complains, the hole at or before that place is filled otherwise.
void fit_holes(Writer& writer, const std::vector<Token>& tokens, std::size_t from, std::size_t to, PreparedSql& out) {
  std::vector<HoleUse> uses;
  for (const PreparedHole& hole : out.holes) uses.push_back(hole.use);
  const std::vector<HoleUse> all{HoleUse::kName, HoleUse::kJoin, HoleUse::kSet, HoleUse::kNothing};
  ParseTree tree(out.sql);
  int tries = 0;
  while (!tree.ok() && tree.is_syntax_error() && tries < kMaxTries) {
    // The best of all single changes: the one whose complaint stands furthest on.
    std::size_t best_offset = tree.error_offset();
    std::size_t best_hole = uses.size();
    HoleUse best_use = HoleUse::kName;
    bool solved = false;
    // Lengths differ between the ways, so progress is measured from the end.
    const auto rest = [](const std::string& sql, std::size_t offset) {
      return sql.size() - std::min(offset, sql.size());
    };
    std::size_t best_rest = rest(out.sql, best_offset);
    for (std::size_t h = 0; h < uses.size() && h < out.holes.size() && !solved; ++h) {
      if (out.holes[h].use == HoleUse::kValue) continue;
      if (out.holes[h].offset > tree.error_offset() + 1) break;
      for (const HoleUse use : all) {
        if (use == uses[h]) continue;
        std::vector<HoleUse> changed = uses;
        changed[h] = use;
        const PreparedSql candidate = writer.write(tokens, from, to, changed);
        const ParseTree parsed(candidate.sql);
        if (++tries >= kMaxTries) break;
        const std::size_t left = parsed.ok() ? 0 : rest(candidate.sql, parsed.error_offset());
        if (parsed.ok() || left < best_rest) {
          best_rest = left;
          best_hole = h;
          best_use = use;
          solved = parsed.ok();
          if (solved) break;
        }
      }
    }
    if (best_hole == uses.size()) return;
    uses[best_hole] = best_use;
    const std::string problem = out.problem;
    out = writer.write(tokens, from, to, uses);
    tree = ParseTree(out.sql);
  }
}

}  // namespace

Location PreparedSql::place(std::size_t begin, std::size_t end) const {
  std::size_t from = 0, to = 0;
  bool found = false;
  for (const Stretch& stretch : stretches) {
    if (stretch.sql_end <= begin || stretch.sql_begin >= std::max(end, begin + 1)) continue;
    const bool exact = stretch.sql_end - stretch.sql_begin == stretch.text_end - stretch.text_begin;
    const std::size_t a =
        exact && begin > stretch.sql_begin ? stretch.text_begin + (begin - stretch.sql_begin) : stretch.text_begin;
    const std::size_t b =
        exact && end < stretch.sql_end ? stretch.text_begin + (end - stretch.sql_begin) : stretch.text_end;
    if (!found) from = a;
    to = b;
    found = true;
  }
  if (!found) {
    from = stretches.empty() ? 0 : stretches.back().text_end;
    to = from;
  }
  return locate(text, from, to);
}

std::optional<SourceBytes> PreparedSql::source(std::size_t begin, std::size_t end) const {
  for (const Stretch& stretch : stretches) {
    if (begin < stretch.sql_begin || end > stretch.sql_end) continue;
    if (stretch.sql_end - stretch.sql_begin != stretch.text_end - stretch.text_begin) return std::nullopt;
    return source_bytes(text, stretch.text_begin + (begin - stretch.sql_begin),
                        stretch.text_begin + (end - stretch.sql_begin));
  }
  return std::nullopt;
}

Location PreparedSql::word_place(std::size_t begin) const {
  std::size_t end = begin;
  if (end < sql.size() && (sql[end] == '"' || sql[end] == '\'')) {
    const char quote = sql[end++];
    while (end < sql.size() && sql[end] != quote) ++end;
    ++end;
  } else if (end < sql.size() && is_word(sql[end])) {
    while (end < sql.size() && is_word(sql[end])) ++end;
  } else {
    ++end;
  }
  return place(begin, std::min(end, sql.size()));
}

std::vector<PreparedSql> prepare(const BuiltText& text, ParameterStyle style) {
  BuiltText marked = text;
  bool sample = false, odd = false;
  for (TextPiece& piece : marked) {
    sample = sample || piece.sample;
    odd = odd ||
          (!piece.hole && (piece.text.find('\x01') != std::string::npos || piece.text.find('\0') != std::string::npos));
    if (!piece.hole) continue;
    piece.text.assign(1, kHole);
    piece.exact = false;
  }
  const std::string plain = plain_text(marked);
  std::vector<PreparedSql> out;
  if (odd || plain.size() > 100 * 1024) {
    PreparedSql& refused = out.emplace_back();
    refused.text = std::move(marked);
    refused.problem = odd ? "it holds control characters" : "it is too long";
    return out;
  }
  const std::vector<Token> tokens = Scanner(plain, style).run();
  Writer writer(plain, marked, style);
  const auto holds_words = [&](std::size_t from, std::size_t to) {
    return std::any_of(
        tokens.begin() + static_cast<std::ptrdiff_t>(from), tokens.begin() + static_cast<std::ptrdiff_t>(to),
        [](const Token& token) { return token.kind != TokenKind::kBlank && token.kind != TokenKind::kComment; });
  };
  std::size_t from = 0;
  for (std::size_t i = 0; i <= tokens.size(); ++i) {
    if (i < tokens.size() && tokens[i].kind != TokenKind::kSemicolon) continue;
    if (holds_words(from, i)) {
      PreparedSql one = writer.write(tokens, from, i, {});
      one.sample = sample;
      if (!one.holes.empty() && one.problem.empty()) {
        fit_holes(writer, tokens, from, i, one);
        one.sample = sample;
      }
      out.push_back(std::move(one));
    }
    from = i + 1;
  }
  return out;
}

}  // namespace si
