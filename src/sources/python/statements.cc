#include "sources/python/statements.h"

#include <algorithm>
#include <array>
#include <string>

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

  std::vector<StatementStart> run() {
    starts_.push_back({0, false});
    line_start(0);
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (!kSpecial[static_cast<unsigned char>(c)]) {
        ++at_;
      } else if (c == '\n') {
        line_start(++at_);
      } else if (c == '#') {
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
    return std::move(starts_);
  }

 private:
  void line_start(std::size_t at) {
    if (at >= text_.size()) return;
    const char c = text_[at];
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
  bool after_decorator_ = false;
  int endless_ = 0;
};

}  // namespace

bool begins_definition(std::string_view line) {
  static constexpr std::string_view kWords[] = {"class ", "def ", "async def ", "@", "from ", "import "};
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [&](std::string_view word) { return line.starts_with(word); });
}

std::vector<StatementStart> top_level_statements(std::string_view text) { return Scan(text).run(); }

}  // namespace si::python
