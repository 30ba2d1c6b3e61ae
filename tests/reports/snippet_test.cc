#include "reports/snippet.h"

#include <gtest/gtest.h>

namespace si {
namespace {

std::string shown(std::string_view line, SourceSpan span) {
  const Snippet snippet = make_snippet(line, span);
  return snippet.line + '\n' + snippet.carets;
}

TEST(Snippet, MarksTheSpan) { EXPECT_EQ(shown("abc def", {1, 5, 1, 8}), "abc def\n    ^^^"); }

TEST(Snippet, CountsCodePoints) { EXPECT_EQ(shown("caf\xC3\xA9 x", {1, 6, 1, 7}), "caf\xC3\xA9 x\n     ^"); }

TEST(Snippet, CountsTheColumnsOfTheTerminal) {
  EXPECT_EQ(shown("名前 = x", {1, 6, 1, 7}), "名前 = x\n       ^");
  EXPECT_EQ(shown("🐘 x", {1, 1, 1, 2}), "🐘 x\n^^");
  EXPECT_EQ(shown("e\xCC\x81 x", {1, 4, 1, 5}), "e\xCC\x81 x\n  ^");  // an accent that stands for itself
}

TEST(Snippet, WidensTabsAndEscapes) {
  EXPECT_EQ(shown("\tx", {1, 2, 1, 3}), "    x\n    ^");
  EXPECT_EQ(shown("\x1b[m x", {1, 5, 1, 6}), "\\x1b[m x\n       ^");
}

TEST(Snippet, MarksToTheEndOfTheLineWhenTheSpanGoesOn) {
  EXPECT_EQ(shown("abc def", {1, 5, 3, 2}), "abc def\n    ^^^");
}

TEST(Snippet, MarksAPlaceOfNoWidth) {
  EXPECT_EQ(shown("abc", {1, 4, 1, 4}), "abc\n   ^");
  EXPECT_EQ(shown("", {1, 1, 1, 1}), "\n^");
  EXPECT_EQ(shown("abc", {1, 90, 1, 99}), "abc\n   ^");
  EXPECT_EQ(shown("abc", {1, 0, 1, 0}), "abc\n^");
}

TEST(Snippet, CutsALongLineAroundTheSpan) {
  const std::string line(5000, 'x');
  const Snippet snippet = make_snippet(line, {1, 2001, 1, 2004});
  EXPECT_LT(snippet.line.size(), 130U);
  EXPECT_TRUE(snippet.line.starts_with("...x"));
  EXPECT_TRUE(snippet.line.ends_with("x..."));
  EXPECT_EQ(snippet.carets, std::string(33, ' ') + "^^^");
}

}  // namespace
}  // namespace si
