#include "text/markdown.h"

#include <gmock/gmock.h>

#include "tests/support/random_schema.h"

namespace si::markdown {
namespace {

using ::testing::ElementsAre;

TEST(Markdown, ShowsOrdinaryTextAsItIs) {
  EXPECT_EQ(code_span("users", true), "`users`");
  EXPECT_EQ(code_span("a | b", true), "`a \\| b`");
  EXPECT_EQ(code_span("a | b", false), "`a | b`");
  EXPECT_EQ(code_span("a`b", false), "``a`b``");
  EXPECT_EQ(code_span("`", false), "`` ` ``");
  EXPECT_EQ(prose("The user's e-mail (user_id)"), "The user's e-mail (user_id)");
  EXPECT_EQ(prose("a\nb"), "a<br>b");
  EXPECT_EQ(prose("1. <b> *x* _y_"), "1\\. \\<b\\> \\*x\\* \\_y\\_");
  EXPECT_EQ(fence("SELECT 1;", "sql"), "```sql\nSELECT 1;\n```\n");
  EXPECT_EQ(fence("```", "sql"), "````sql\n```\n````\n");
}

TEST(Markdown, ShowsInvisibleCharactersByTheirEscapes) {
  EXPECT_EQ(code_span("a\nb", false), "`a\\nb` (escaped)");
  EXPECT_EQ(code_span("\x1b[31m", false), "`\\u{1b}[31m` (escaped)");
  EXPECT_EQ(code_span("\\|", true), "`\\\\\\u{7c}` (escaped)");
  EXPECT_EQ(code_span("", false), "`\\u{}` (escaped)");
  EXPECT_EQ(prose("\xe2\x80\xae"), "`\\u{202e}` (escaped)");
  EXPECT_EQ(fence("a\x1b\n\\", "sql"), "```sql escaped\na\\u{1b}\n\\\\\n```\n");
}

TEST(Markdown, ReadsRowsAsGitHubDoes) {
  EXPECT_THAT(split_row("| a | `b \\| c` |"), ElementsAre("a", "`b | c`"));
  EXPECT_THAT(split_row("| a | b"), ElementsAre("a", "b"));
  EXPECT_THAT(split_row("|  |  |"), ElementsAre("", ""));
  EXPECT_THAT(split_row("no row"), ElementsAre());
}

// Each of the three ways reads back as what was written, whatever that was.
TEST(Markdown, ReadsBackAnyText) {
  test::SchemaGenerator generator(11);
  for (int i = 0; i < 5000; ++i) {
    const std::string text = generator.text();
    const std::vector<std::string> row =
        split_row("| " + code_span(text, true) + " | " + prose(text) + " | " + prose(text + "x") + " |");
    ASSERT_EQ(row.size(), 3u) << ::testing::PrintToString(text);
    ASSERT_EQ(Cursor(row[0]).code(), text);
    ASSERT_EQ(read_text(row[1]), text);
    ASSERT_EQ(read_text(row[2]), text + "x");
    ASSERT_EQ(read_text(prose(text)), text);
    const std::string span = code_span(text, false) + " x";
    Cursor two(span);
    ASSERT_EQ(two.code(), text);
    ASSERT_EQ(two.rest(), " x");

    const std::string block = fence(text, "sql");
    const std::size_t first = block.find('\n'), last = block.rfind('\n', block.size() - 2);
    const std::string ticks = block.substr(last + 1, block.size() - last - 2);
    ASSERT_EQ(block.find('\n' + ticks), last) << "something in the text closes the fence";
    ASSERT_EQ(
        read_fence(std::string_view(block).substr(0, first), std::string_view(block).substr(first + 1, last - first)),
        text);
  }
}

}  // namespace
}  // namespace si::markdown
