#include "sources/sql/split.h"

#include <algorithm>

#include "support/strings.h"

namespace si {
namespace {

constexpr std::size_t kEnd = std::string_view::npos;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_word(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '$'; }

class Splitter {
 public:
  explicit Splitter(std::string_view script) : s_(script) {}

  std::vector<PsqlCommand> commands() {
    split();
    return std::move(commands_);
  }

  std::vector<ScriptStatement> split() {
    if (s_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    while (at_ < s_.size()) step();
    finish(s_.size());
    return std::move(statements_);
  }

 private:
  char peek(std::size_t ahead = 1) const { return at_ + ahead < s_.size() ? s_[at_ + ahead] : '\0'; }

  // Goes past one piece of the text: a quoted text, a comment, a word, or one character.
  void step() {
    const char c = s_[at_];
    if (is_space(c)) return void(++at_);
    if (c == '-' && peek() == '-') return skip_to(line_end(at_));
    if (c == '/' && peek() == '*') return skip_block_comment();
    if (c == '\\' && begin_ == kEnd) return take_command();  // psql's own: \connect, \restrict …
    if (c == ';' && depth_ == 0 && blocks_ == 0) return end_statement();
    if (begin_ == kEnd) begin_ = at_;
    if (c == '\'') return skip_quoted('\'', false);
    if (c == '"') return skip_quoted('"', false);
    if (c == '$' && skip_dollar_quoted()) return;
    if (is_letter(c)) return take_word();
    if (c == '(' || c == '[') ++depth_;
    if ((c == ')' || c == ']') && depth_ > 0) --depth_;
    if (c >= '0' && c <= '9') {
      while (at_ < s_.size() && is_word(s_[at_])) ++at_;
      return;
    }
    ++at_;
  }

  std::size_t line_end(std::size_t from) const { return std::min(s_.find('\n', from), s_.size()); }
  void skip_to(std::size_t place) { at_ = place; }

  void take_command() {
    std::size_t end = at_ + 1;
    while (end < s_.size() && is_word(s_[end])) ++end;
    commands_.push_back({std::string(s_.substr(at_ + 1, end - at_ - 1)), line_of(at_)});
    skip_to(line_end(at_));
  }

  // Places are asked for in ascending order.
  std::uint32_t line_of(std::size_t place) {
    line_ += static_cast<std::uint32_t>(std::count(s_.begin() + static_cast<std::ptrdiff_t>(counted_),
                                                   s_.begin() + static_cast<std::ptrdiff_t>(place), '\n'));
    counted_ = place;
    return line_;
  }

  void skip_block_comment() {
    int depth = 0;
    do {
      if (s_[at_] == '/' && peek() == '*') {
        ++depth;
        at_ += 2;
      } else if (s_[at_] == '*' && peek() == '/') {
        --depth;
        at_ += 2;
      } else {
        ++at_;
      }
    } while (depth > 0 && at_ < s_.size());
    at_ = std::min(at_, s_.size());
  }

  void skip_quoted(char quote, bool escapes) {
    for (++at_; at_ < s_.size(); ++at_) {
      if (escapes && s_[at_] == '\\') {
        ++at_;
      } else if (s_[at_] == quote) {
        if (peek() != quote) break;
        ++at_;
      }
    }
    at_ = std::min(at_ + 1, s_.size());
  }

  // $tag$ … $tag$; false when no tag starts here ($1 is a parameter).
  bool skip_dollar_quoted() {
    std::size_t end = at_ + 1;
    if (end < s_.size() && s_[end] != '$' && !is_letter(s_[end])) return false;
    while (end < s_.size() && s_[end] != '$' && is_word(s_[end])) ++end;
    if (end >= s_.size() || s_[end] != '$') return false;
    const std::string_view tag = s_.substr(at_, end - at_ + 1);
    const std::size_t close = s_.find(tag, end + 1);
    at_ = close == kEnd ? s_.size() : close + tag.size();
    return true;
  }

  // Words matter for E'…' and for the bodies of SQL functions: CREATE FUNCTION … BEGIN ATOMIC …; CASE … END; END.
  void take_word() {
    const std::size_t start = at_;
    while (at_ < s_.size() && is_word(s_[at_])) ++at_;
    const std::string word = to_lower_ascii(s_.substr(start, std::min<std::size_t>(at_ - start, 16)));
    if (word == "e" && at_ < s_.size() && s_[at_] == '\'') return skip_quoted('\'', true);
    ++words_;
    if (words_ == 1) is_create_ = word == "create";
    if (words_ <= 4 && is_create_ && (word == "function" || word == "procedure")) is_routine_ = true;
    if (!is_routine_) return;
    if (word == "atomic" && last_word_ == "begin") {
      ++blocks_;
    } else if (blocks_ > 0 && word == "case") {
      ++blocks_;
    } else if (blocks_ > 0 && word == "end") {
      --blocks_;
    }
    last_word_ = word;
  }

  void end_statement() {
    const std::size_t count = statements_.size();
    finish(at_);
    ++at_;
    if (statements_.size() > count) take_copy_data(statements_.back());
  }

  void finish(std::size_t end) {
    if (begin_ != kEnd) {
      ScriptStatement statement;
      statement.begin = begin_;
      statement.end = end;
      statement.text = s_.substr(begin_, end - begin_);
      statement.line = line_of(begin_);
      statements_.push_back(statement);
    }
    begin_ = kEnd;
    depth_ = blocks_ = words_ = 0;
    is_create_ = is_routine_ = false;
    last_word_.clear();
  }

  // "COPY t (a) FROM stdin" is followed by its data, from the next line to one that holds only \.
  void take_copy_data(ScriptStatement& statement) {
    if (to_lower_ascii(statement.text.substr(0, 4)) != "copy") return;
    const std::string text = to_lower_ascii(statement.text);
    std::size_t from = text.rfind("stdin");
    if (from == kEnd) return;
    while (from > 0 && is_space(text[from - 1])) --from;
    if (from < 4 || text.compare(from - 4, 4, "from") != 0) return;
    const std::size_t start = std::min(line_end(at_) + 1, s_.size());
    std::size_t line = start;
    while (line < s_.size()) {
      const std::size_t end = line_end(line);
      std::string_view content = s_.substr(line, end - line);
      if (content.ends_with('\r')) content.remove_suffix(1);
      if (content == "\\.") {
        statement.copy_data = s_.substr(start, line - start);
        statement.has_copy_data = true;
        at_ = end;
        return;
      }
      line = end + 1;
    }
    statement.copy_data = s_.substr(start);
    statement.has_copy_data = true;
    at_ = s_.size();
  }

  std::string_view s_;
  std::size_t at_ = 0, begin_ = kEnd, counted_ = 0;
  std::uint32_t line_ = 1;
  int depth_ = 0, blocks_ = 0, words_ = 0;
  bool is_create_ = false, is_routine_ = false;
  std::string last_word_;
  std::vector<ScriptStatement> statements_;
  std::vector<PsqlCommand> commands_;
};

}  // namespace

std::vector<ScriptStatement> split_statements(std::string_view script) { return Splitter(script).split(); }

std::vector<PsqlCommand> psql_commands(std::string_view script) { return Splitter(script).commands(); }

}  // namespace si
