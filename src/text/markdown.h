// Markdown that reads back: how any text is written into a page so that it can't break the page, and how it is read.
//
// Three ways to show a text, each exact:
//   code span    `name`, for names, types and expressions, with a fence longer than any run of backticks inside
//   prose        Markdown text with its special characters behind backslashes and <br> for a line end, for comments
//   fence        ```sql … ```, for definitions of several lines
// A text with control characters, bidirectional overrides or other invisible ones (or one that a code span cannot hold)
// is shown with escapes, and says so: `line\none` (escaped). The escapes are \\ \n \r \t and \u{…}; \u{} is nothing.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace si::markdown {

// ---- writing --------------------------------------------------------------------------------------------------------

// `in_cell`: within a table's row, where each | needs a backslash, even in a code span.
std::string code_span(std::string_view text, bool in_cell);
std::string prose(std::string_view text);
// The whole block with its line end. `info` is the language.
std::string fence(std::string_view text, std::string_view info);
// For the id of an <a> and the fragment of a link: letters, digits, '_' and '-' stay, any other byte becomes %XX.
std::string anchor(std::string_view text);

// ---- reading --------------------------------------------------------------------------------------------------------

// The cells of a row `| a | b |`, trimmed, with \| undone, as GitHub's tables are read; empty when it is no row.
std::vector<std::string> split_row(std::string_view line);
// What `prose` or `code_span` wrote, alone in `text`; anything else is taken as Markdown prose.
std::string read_text(std::string_view text);
// The content of a fence, from its info string and its lines (each with its line end).
std::string read_fence(std::string_view info, std::string_view lines);

// Reads a line of Markdown from left to right.
class Cursor {
 public:
  explicit Cursor(std::string_view line) : rest_(line) {}

  bool at_end() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }
  // Steps over `literal` where it stands next.
  bool take(std::string_view literal);
  // Steps over a word of letters and returns it; "" where there is none.
  std::string_view word();
  // A code span, with "(escaped)" undone; nullopt, and nothing is stepped over, where there is none.
  std::optional<std::string> code();
  // What stands before `end` (all when it does not occur); steps over both.
  std::string_view until(std::string_view end);

 private:
  std::string_view rest_;
};

}  // namespace si::markdown
