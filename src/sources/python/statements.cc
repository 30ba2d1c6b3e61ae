#include "sources/python/statements.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "support/strings.h"

namespace si::python {
namespace {

// How often the text behind a string that never ends is looked at again.
constexpr int kMaxEndlessStrings = 8;

// What the scan must look at: quotes, brackets, comments, line ends and backslashes.
constexpr std::array<bool, 256> kSpecial = [] {
  std::array<bool, 256> special{};
  for (const char c : std::string_view("\"'()[]{}#\n\\")) special[static_cast<unsigned char>(c)] = true;
  return special;
}();

// A clause of the statement before it.
bool is_clause(std::string_view line) {
  static constexpr std::string_view kWords[] = {"else", "elif", "except", "finally"};
  return std::any_of(std::begin(kWords), std::end(kWords), [&](std::string_view word) {
    return line.starts_with(word) && line.size() > word.size() &&
           std::string_view(" :(*\t").find(line[word.size()]) != std::string_view::npos;
  });
}

class Scan {
 public:
  explicit Scan(std::string_view text) : text_(text) {}

  TextOutline run() {
    starts_.push_back({0, false});
    line_start(0);
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (!kSpecial[static_cast<unsigned char>(c)]) {
        ++at_;
      } else if (c == '\n') {
        line_end();
        line_begin_ = ++at_;
        line_start(at_);
      } else if (c == '#') {
        note_code_end();
        in_comment_ = true;
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (c == '\\') {
        ++at_;
        if (at_ < text_.size() && text_[at_] == '\r') ++at_;
        if (at_ < text_.size()) ++at_;  // a line that goes on is no new one
      } else if (c == '"' || c == '\'') {
        string(c);
      } else {
        bracket(c);
      }
    }
    if (!open_.empty()) starts_.back().broken = true;
    line_end();
    close_body();
    const bool broken = std::any_of(starts_.begin(), starts_.end(), [](const auto& start) { return start.broken; });
    if (broken || tabs_) bodies_.clear();
    return {std::move(starts_), std::move(bodies_)};
  }

 private:
  void line_start(std::size_t at) {
    if (at >= text_.size()) return;
    const char c = text_[at];
    if (open_.empty()) statement_start(at);
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '#' || c == '\\') return;
    const std::string_view line = text_.substr(at, std::min<std::size_t>(text_.size() - at, 64));
    if (!open_.empty()) {
      if (!begins_definition(line)) return;
      starts_.back().broken = true;
      open_.clear();
    } else if (is_clause(line)) {
      return;
    }
    if (!after_decorator_ && at > starts_.back().begin) starts_.push_back({at, false});
    after_decorator_ = c == '@';
  }

  // Of a line that no bracket holds: a statement begins there, unless the line is blank or a comment.
  void statement_start(std::size_t line) {
    std::size_t first = line;
    while (first < text_.size() && text_[first] == ' ') ++first;
    if (first == text_.size()) return;
    const char c = text_[first];
    const std::size_t indent = first - line;
    if (c == '#' && indent < body_indent_) past_body_ = true;
    if (c == '\n' || c == '\r' || c == '#') return;
    if (c == '\t' || c == '\f' || c == '\\') tabs_ = true;
    if (body_ && indent > indent_) {
      if (body_->first == 0) {
        body_->first = first;
        body_indent_ = indent;
      }
      if (indent < body_indent_) tabs_ = true;
      past_body_ = false;
      return;
    }
    close_body();
    std::size_t def = first;
    if (text_.substr(first).starts_with("async ")) def = first + 6;
    if (!text_.substr(def).starts_with("def ")) return;
    header_ = FunctionBody{first, def};
    indent_ = indent;
  }

  void note_code_end() {
    std::size_t end = at_;
    while (end > line_begin_ && is_space(text_[end - 1])) --end;
    if (end > line_begin_) code_end_ = end;
  }

  // Behind a header that nothing follows on its line, the body begins. To it belong the comments after its last
  // statement, up to one that stands further left.
  void line_end() {
    if (!in_comment_) note_code_end();
    const bool has_code = code_end_ > line_begin_;
    if (body_ && body_->first != 0 && open_.empty() && (has_code || in_comment_) && !past_body_) {
      body_->last = in_comment_ ? at_ : code_end_;
      body_->end = std::min(at_ + 1, text_.size());
    }
    in_comment_ = false;
    if (!header_ || !open_.empty()) return;
    if (code_end_ > header_->def && text_[code_end_ - 1] == ':') {
      body_ = header_;
      body_->begin = at_ + 1;
    }
    header_.reset();
  }

  void close_body() {
    if (body_ && body_->first != 0) bodies_.push_back(*body_);
    body_.reset();
    body_indent_ = 0;
    past_body_ = false;
  }

  void bracket(char c) {
    ++at_;
    if (c == '(' || c == '[' || c == '{') {
      open_.push_back(c == '(' ? ')' : c == '[' ? ']' : '}');
    } else if (!open_.empty() && open_.back() == c) {
      open_.pop_back();
    } else {
      starts_.back().broken = true;
    }
  }

  void string(char quote) {
    const std::string_view three = text_.substr(at_, 3);
    const bool triple = three.size() == 3 && three[1] == quote && three[2] == quote;
    const std::size_t begin = at_;
    for (at_ += triple ? 3 : 1; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\\') {
        ++at_;
      } else if (c == quote) {
        if (!triple || text_.substr(at_, 3) == three) {
          at_ += triple ? 3 : 1;
          return;
        }
      } else if (c == '\n' && !triple) {
        break;
      }
    }
    starts_.back().broken = true;
    if (!triple || at_ < text_.size()) return;
    if (++endless_ <= kMaxEndlessStrings) at_ = begin + 3;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string open_;  // the brackets that would close what is open
  std::vector<StatementStart> starts_;
  std::size_t line_begin_ = 0;          // of this line, or of the one where what is on it began
  bool in_comment_ = false;             // on this line
  std::size_t code_end_ = 0;            // behind the last that is neither white space nor a comment
  std::optional<FunctionBody> header_;  // of the statement that the scan is in
  std::optional<FunctionBody> body_;    // that the scan is in
  std::size_t indent_ = 0;              // of its function
  std::size_t body_indent_ = 0;         // of its first statement
  bool past_body_ = false;              // a comment has shown that it is over
  std::vector<FunctionBody> bodies_;
  bool tabs_ = false;  // or anything else that indents in no plain way
  bool after_decorator_ = false;
  int endless_ = 0;
};

}  // namespace

bool begins_definition(std::string_view line) {
  static constexpr std::string_view kWords[] = {"class ", "def ", "async def ", "@", "from ", "import "};
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [&](std::string_view word) { return line.starts_with(word); });
}

TextOutline outline_of(std::string_view text) { return Scan(text).run(); }

}  // namespace si::python
