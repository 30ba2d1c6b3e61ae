// The grammar's own tables and lexers, run as tree-sitter runs them as long as nothing is wrong: tokens are shifted and
// reduced on stacks of states alone. Where two readings of a text are possible there are several stacks for a while.
// Whatever is out of the ordinary ends in "no", for the parse that follows knows better: there is no error recovery
// here, no text between errors, and few ways at once.
#include "sources/python/syntax_check.h"

#include <tree_sitter/api.h>
#include <tree_sitter/parser.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

extern "C" const TSLanguage* tree_sitter_python(void);

namespace si::python {
namespace {

constexpr TSStateId kStart = 1;
// Tree-sitter follows six; and its scanner keeps no more of what is open than fits a buffer.
constexpr std::size_t kMaxWays = 4, kMaxStack = 500;

// Reads characters for the grammar's lexers, as tree-sitter's own lexer does.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {
    api_.advance = [](TSLexer* api, bool skip) { of(api).advance(skip); };
    api_.mark_end = [](TSLexer* api) { of(api).token_end_ = of(api).at_; };
    api_.get_column = [](TSLexer* api) {
      of(api).strange_ = true;
      return std::uint32_t{0};
    };
    api_.is_at_included_range_start = [](const TSLexer* api) { return of(const_cast<TSLexer*>(api)).at_ == 0; };
    api_.eof = [](const TSLexer* api) { return of(const_cast<TSLexer*>(api)).ended_; };
  }

  TSLexer* start(std::size_t at) {
    at_ = token_begin_ = at;
    token_end_ = kUnset;
    api_.result_symbol = 0;
    look();
    return &api_;
  }
  TSSymbol symbol() const { return api_.result_symbol; }
  std::size_t token_begin() const { return std::min(token_begin_, token_end()); }
  std::size_t token_end() const { return token_end_ == kUnset ? at_ : token_end_; }
  // Something that only a parse can tell: bytes that are no UTF-8, a question that Python's grammar does not ask.
  bool strange() const { return strange_; }

 private:
  static constexpr std::size_t kUnset = static_cast<std::size_t>(-1);
  static Lexer& of(TSLexer* api) { return *reinterpret_cast<Lexer*>(api); }

  void advance(bool skip) {
    if (ended_) return;
    at_ += width_;
    if (skip) token_begin_ = at_;
    look();
  }
  void look() {
    width_ = 1;
    ended_ = at_ >= text_.size();
    const auto byte = [&](std::size_t i) -> std::uint32_t {
      return at_ + i < text_.size() ? static_cast<unsigned char>(text_[at_ + i]) : 0;
    };
    const std::uint32_t first = byte(0);
    if (first < 0x80) {
      api_.lookahead = static_cast<std::int32_t>(first);
      return;
    }
    width_ = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    std::uint32_t code = first & (0x7fU >> width_);
    for (std::size_t i = 1; i < width_; ++i) {
      if ((byte(i) & 0xc0) != 0x80) strange_ = true;
      code = code << 6 | (byte(i) & 0x3f);
    }
    if (first < 0xc2 || first > 0xf4 || code == 0xfeff || code < 0x80 || code > 0x10ffff) strange_ = true;
    api_.lookahead = static_cast<std::int32_t>(code);
  }

  TSLexer api_{};  // first: the lexers know no more than its address
  std::string_view text_;
  std::size_t at_ = 0, token_begin_ = 0, token_end_ = 0, width_ = 1;
  bool ended_ = false, strange_ = false;
};

// The grammar's tables. What is in them is looked up again and again, so the last answers are kept.
class Tables {
 public:
  std::uint16_t lookup(TSStateId state, TSSymbol symbol) {
    if (state < language.large_state_count) return language.parse_table[state * language.symbol_count + symbol];
    const std::uint32_t key = std::uint32_t{state} << 16 | symbol;
    Kept& kept = kept_[(key * 2654435761U) >> (32 - kKeptBits)];
    if (kept.key != key) kept = {key, search(state, symbol)};
    return kept.value;
  }
  const TSParseActionEntry* actions(TSStateId state, TSSymbol symbol) {
    return language.parse_actions + lookup(state, symbol);
  }
  TSStateId after(TSStateId state, TSSymbol symbol) {
    if (symbol >= language.token_count) return lookup(state, symbol);
    const TSParseActionEntry* entry = actions(state, symbol);
    if (entry->entry.count == 0) return 0;
    const TSParseAction& last = entry[entry->entry.count].action;
    if (last.type != TSParseActionTypeShift) return 0;
    return last.shift.extra ? state : last.shift.state;
  }
  bool is_reserved(TSStateId state, TSSymbol symbol) const {
    const std::size_t set = language.lex_modes[state].reserved_word_set_id;
    const TSSymbol* word = language.reserved_words + set * language.max_reserved_word_set_size;
    if (set == 0) return false;
    const TSSymbol* end = std::find(word, word + language.max_reserved_word_set_size, TSSymbol{0});
    return std::find(word, end, symbol) != end;
  }

  const TSLanguage& language = *tree_sitter_python();

 private:
  std::uint16_t search(TSStateId state, TSSymbol symbol) const {
    const std::uint16_t* at =
        language.small_parse_table + language.small_parse_table_map[state - language.large_state_count];
    for (std::uint16_t groups = *at++; groups > 0; --groups) {
      const std::uint16_t value = at[0], count = at[1];
      at += 2;
      if (std::find(at, at + count, symbol) != at + count) return value;
      at += count;
    }
    return 0;
  }

  static constexpr int kKeptBits = 12;
  struct Kept {
    std::uint32_t key = 0;
    std::uint16_t value = 0;
  };
  std::array<Kept, std::size_t{1} << kKeptBits> kept_;  // key 0 is a state of the large table
};

Tables& tables() {
  thread_local Tables the_tables;
  return the_tables;
}

// One way to read the text so far.
struct Way {
  std::vector<TSStateId> stack{kStart};
  std::size_t at = 0;   // behind its last token
  std::string scanner;  // what the scanner knew there; kept only where there are several ways
};

struct Token {
  TSSymbol symbol = 0;
  std::size_t from = 0;  // where reading it began: before the white space
  std::size_t begin = 0, end = 0;
  TSStateId state = 0;  // that it was read for
  bool external = false;
  bool keyword = false;
  std::string before, scanner;  // what the scanner knew before and after it; kept only where there are several ways
};

class Check {
 public:
  explicit Check(std::string_view text) : text_(text), lexer_(text), scanner_(tables_.language) {}

  bool run() {
    // Each turn moves the way that is furthest behind by one token.
    for (;;) {
      const std::size_t i = furthest_behind();
      Token token;
      if (!take_token(ways_[i], token)) return false;
      const std::size_t at = token.from;
      switch (advance(i, token)) {
        case Step::kAccepted: return true;
        case Step::kUnsure: return false;
        case Step::kFailed:
          if (ways_.size() == 1) return false;
          ways_.erase(ways_.begin() + static_cast<std::ptrdiff_t>(i));
          break;
        case Step::kShifted:
          // After an empty token tree-sitter goes on with this way at once: it must be the only one.
          if (ways_.size() > 1 && !settle(i, token.end == at)) return false;
          break;
      }
      if (ways_.size() == 1 && !ways_[0].scanner.empty()) {
        scanner_.restore(ways_[0].scanner);
        ways_[0].scanner.clear();
        shared_ = false;
        cached_ = {};
      }
      if (lexer_.strange()) return false;
    }
  }

 private:
  enum class Step : std::uint8_t { kShifted, kAccepted, kFailed, kUnsure };

  // The grammar's scanner with what it keeps from token to token.
  class Scanner {
   public:
    explicit Scanner(const TSLanguage& language)
        : functions_(language.external_scanner), payload_(functions_.create()) {}
    ~Scanner() { functions_.destroy(payload_); }
    Scanner(const Scanner&) = delete;
    Scanner& operator=(const Scanner&) = delete;

    bool scan(TSLexer* lexer, const bool* valid) { return functions_.scan(payload_, lexer, valid); }
    std::string save() const {
      std::array<char, TREE_SITTER_SERIALIZATION_BUFFER_SIZE> buffer;
      return {buffer.data(), functions_.serialize(payload_, buffer.data())};
    }
    void restore(const std::string& saved) {
      functions_.deserialize(payload_, saved.data(), static_cast<unsigned>(saved.size()));
    }

   private:
    decltype(TSLanguage::external_scanner) functions_;
    void* payload_;
  };

  std::size_t furthest_behind() const {
    std::size_t least = 0;
    for (std::size_t i = 1; i < ways_.size(); ++i)
      if (ways_[i].at < ways_[least].at) least = i;
    return least;
  }

  // The next token of a way: the last one that was read where it fits here too, or one that is read now.
  bool take_token(const Way& way, Token& token) {
    const TSStateId state = way.stack.back();
    if (ways_.size() > 1 && cached_.end != 0 && cached_.from == way.at && cached_.before == way.scanner &&
        fits(cached_, state)) {
      token = cached_;
      return !shared_ || is_read_alike(way, token);
    }
    const bool first = cached_.end == 0 || cached_.from != way.at;
    return (!shared_ || first || is_read_alike(way, cached_)) && read_token(way, token);
  }

  // Whether the token is the same for this way, too.
  bool is_read_alike(const Way& way, const Token& token) {
    const Token cached = cached_;
    Way before = way;
    before.scanner = token.before;
    Token again;
    const bool alike = read_token(before, again) && again.symbol == token.symbol && again.end == token.end &&
                       again.scanner == token.scanner;
    cached_ = cached;
    return alike;
  }

  bool fits(const Token& token, TSStateId state) {
    const TSLexerMode& here = tables_.language.lex_modes[state];
    const TSLexerMode& there = tables_.language.lex_modes[token.state];
    const TSParseActionEntry* entry = tables_.actions(state, token.symbol);
    if (entry->entry.count > 0 && std::memcmp(&here, &there, sizeof here) == 0 &&
        (token.symbol != tables_.language.keyword_capture_token || (!token.keyword && token.state == state)))
      return true;
    if (token.end == token.begin && token.symbol != ts_builtin_sym_end) return false;
    return here.external_lex_state == 0 && entry->entry.reusable;
  }

  bool read_token(const Way& way, Token& token) {
    const TSLanguage& language = tables_.language;
    const TSStateId state = way.stack.back();
    const TSLexerMode mode = language.lex_modes[state];
    if (mode.lex_state == static_cast<std::uint16_t>(-1)) return false;
    const bool several = ways_.size() > 1;
    token = {};
    token.from = way.at;
    token.state = state;
    if (several) token.before = token.scanner = way.scanner;
    if (mode.external_lex_state != 0) {
      if (several) scanner_.restore(way.scanner);
      TSLexer* const api = lexer_.start(way.at);
      token.external = scanner_.scan(
          api, language.external_scanner.states + language.external_token_count * mode.external_lex_state);
    }
    if (token.external) {
      token.symbol = language.external_scanner.symbol_map[lexer_.symbol()];
      if (several) token.scanner = scanner_.save();
      // An empty token that changes nothing would be read for ever.
      if (lexer_.token_end() <= way.at && tables_.after(state, token.symbol) == state) return false;
    } else {
      if (!language.lex_fn(lexer_.start(way.at), mode.lex_state)) return false;
      token.symbol = lexer_.symbol();
    }
    token.begin = lexer_.token_begin();
    token.end = lexer_.token_end();
    if (!token.external && token.symbol == language.keyword_capture_token) keyword(token);
    if (several) cached_ = token;
    return true;
  }

  // Is the word a keyword here?
  void keyword(Token& token) {
    token.keyword = tables_.language.keyword_lex_fn(lexer_.start(token.begin), 0);
    const TSSymbol word = lexer_.symbol();
    if (token.keyword && lexer_.token_end() == token.end &&
        (tables_.lookup(token.state, word) != 0 || tables_.is_reserved(token.state, word)))
      token.symbol = word;
  }

  // Reduces and shifts until the token is taken.
  Step advance(std::size_t i, Token token) {
    for (;;) {
      const TSStateId state = ways_[i].stack.back();
      const TSParseActionEntry* entry = tables_.actions(state, token.symbol);
      const TSParseActionEntry* const end = entry + 1 + entry->entry.count;
      const TSParseActionEntry* last_reduce = nullptr;
      for (const TSParseActionEntry* each = entry + 1; each != end; ++each) {
        const TSParseAction& action = each->action;
        if (action.type == TSParseActionTypeAccept) return Step::kAccepted;
        if (action.type == TSParseActionTypeRecover) return Step::kUnsure;
        if (action.type == TSParseActionTypeReduce) {
          if (last_reduce != nullptr && !fork(i, *last_reduce, token)) return Step::kUnsure;
          last_reduce = each;
        } else if (!action.shift.repetition) {
          if (last_reduce != nullptr && !fork(i, *last_reduce, token)) return Step::kUnsure;
          return shift(ways_[i], action, token);
        }
      }
      if (last_reduce != nullptr) {
        if (!reduce(ways_[i], last_reduce->action)) return Step::kUnsure;
        // Tree-sitter makes one of two ways that have come to the same state.
        for (std::size_t other = 0; ways_.size() > 1 && other < ways_.size(); ++other) {
          if (other == i || ways_[other].at != ways_[i].at || ways_[other].stack.back() != ways_[i].stack.back())
            continue;
          if (ways_[other].stack == ways_[i].stack) return Step::kFailed;
          shared_ = true;
        }
        if (shared_ && !is_read_alike(ways_[i], token)) return Step::kUnsure;
        continue;
      }
      // A keyword that has no place here may be a name.
      const TSSymbol name = tables_.language.keyword_capture_token;
      if (!token.keyword || token.symbol == name || tables_.is_reserved(state, token.symbol) ||
          tables_.actions(state, name)->entry.count == 0)
        return Step::kFailed;
      token.symbol = name;
    }
  }

  Step shift(Way& way, const TSParseAction& action, const Token& token) {
    way.at = token.end;
    if (token.external && ways_.size() > 1) {
      if (token.scanner.empty()) return Step::kUnsure;
      way.scanner = token.scanner;
    }
    if (action.shift.extra) return Step::kShifted;
    way.stack.push_back(action.shift.state);
    return way.stack.size() > kMaxStack ? Step::kUnsure : Step::kShifted;
  }

  bool reduce(Way& way, const TSParseAction& action) {
    if (way.stack.size() <= action.reduce.child_count) return false;
    way.stack.resize(way.stack.size() - action.reduce.child_count);
    const TSStateId next = tables_.after(way.stack.back(), action.reduce.symbol);
    way.stack.push_back(next);
    return next != 0;
  }

  // A further way: this one, reduced. What it reads next may be the token at hand.
  bool fork(std::size_t i, const TSParseActionEntry& entry, Token& token) {
    if (ways_.size() >= kMaxWays) return false;
    if (ways_.size() == 1) {
      token.scanner = scanner_.save();
      // What was known before a token of the scanner is gone.
      if (token.external) return false;
      token.before = ways_[i].scanner = token.scanner;
      cached_ = token;
    }
    Way other = ways_[i];
    if (!reduce(other, entry.action)) return false;
    for (Way& way : ways_) {
      if (way.at != other.at || way.stack.back() != other.stack.back()) continue;
      if (way.stack == other.stack) return true;
      shared_ = true;
    }
    ways_.push_back(std::move(other));
    return true;
  }

  // After a way has moved: false when it is not clear how tree-sitter goes on.
  bool settle(std::size_t moved, bool by_nothing) {
    const Way one = ways_[moved];
    tidy();
    return !by_nothing || ways_.size() == 1 || is_alone(one);
  }

  // Whether every way but one fails at its next token, or becomes that one by the same empty token.
  bool is_alone(const Way& one) {
    for (std::size_t i = ways_.size(); i-- > 0;) {
      if (is_same(ways_[i], one)) continue;
      // Where the scanner is not asked, a token that comes after the empty one might be taken for the next.
      if (ways_[i].at != one.at || tables_.language.lex_modes[ways_[i].stack.back()].external_lex_state == 0)
        return false;
      const std::size_t count = ways_.size();
      Token token;
      if (!read_token(ways_[i], token)) return false;
      const Step step = advance(i, token);
      if (ways_.size() != count || (step != Step::kFailed && !(step == Step::kShifted && is_same(ways_[i], one))))
        return false;
    }
    ways_ = {one};
    return true;
  }

  static bool is_same(const Way& a, const Way& b) {
    return a.at == b.at && a.stack == b.stack && a.scanner == b.scanner;
  }

  // Leaves each way once.
  void tidy() {
    for (std::size_t i = 0; i < ways_.size(); ++i) {
      for (std::size_t j = i + 1; j < ways_.size();) {
        if (is_same(ways_[i], ways_[j])) {
          ways_.erase(ways_.begin() + static_cast<std::ptrdiff_t>(j));
          continue;
        }
        if (ways_[i].at == ways_[j].at && ways_[i].stack.back() == ways_[j].stack.back()) shared_ = true;
        ++j;
      }
    }
  }

  std::string_view text_;
  Tables& tables_ = tables();
  Lexer lexer_;
  Scanner scanner_;
  std::vector<Way> ways_{1};
  Token cached_;
  bool shared_ =
      false;  // tree-sitter follows two of the ways as one, so that it may read a token anew where this does not
};

}  // namespace

bool surely_parses(std::string_view text) {
  if (tree_sitter_python()->abi_version != 15) return false;
  return Check(text).run();
}

}  // namespace si::python
