#include "text/edit.h"

#include <gtest/gtest.h>

#include "text/unified_diff.h"

namespace si {
namespace {

TEST(Edits, ChangeOnlyTheirBytes) {
  EXPECT_EQ(apply_edits("abcdef", {{4, 5, "X"}, {1, 3, ""}, {0, 0, ">"}, {6, 6, "<"}}), ">adXf<");
  EXPECT_EQ(apply_edits("", {{0, 0, "new"}}), "new");
}

TEST(Edits, InsertionsAtOnePlaceKeepTheirOrder) {
  EXPECT_EQ(apply_edits("ab", {{1, 2, "B"}, {1, 1, "1"}, {1, 1, "2"}, {2, 2, "3"}}), "a12B3");
}

TEST(Edits, OverlapsAreRefused) {
  EXPECT_FALSE(apply_edits("abcdef", {{1, 4, "x"}, {3, 5, "y"}}));
  EXPECT_FALSE(apply_edits("abcdef", {{1, 4, "x"}, {2, 2, "y"}}));
  EXPECT_FALSE(apply_edits("abc", {{2, 4, "x"}}));
  EXPECT_FALSE(apply_edits("abc", {{2, 1, "x"}}));
  EXPECT_EQ(apply_edits("abcdef", {{1, 4, "x"}, {1, 4, "x"}}), "axef") << "twice the same is once";
}

TEST(UnifiedDiff, OfOneLine) {
  EXPECT_EQ(
      unified_diff("m/a.py", "1\n2\n3\n4\n5\n6\n7\n8\n", "1\n2\n3\n4\n5x\n6\n7\n8\n"),
      "diff --git a/m/a.py b/m/a.py\n--- a/m/a.py\n+++ b/m/a.py\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+5x\n 6\n 7\n 8\n");
  EXPECT_EQ(unified_diff("a", "same\n", "same\n"), "");
}

TEST(UnifiedDiff, SaysWhereALastLineHasNoEnd) {
  EXPECT_EQ(unified_diff("a", "x\r\ny", "x\r\nz\n"),
            "diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1,2 +1,2 @@\n x\r\n-y\n\\ No newline at end of file\n+z\n");
}

TEST(UnifiedDiff, OfANewFileAndOfAStrangeName) {
  EXPECT_EQ(unified_diff("new.py", std::nullopt, "a\n"),
            "diff --git a/new.py b/new.py\nnew file mode 100644\n--- /dev/null\n+++ b/new.py\n@@ -0,0 +1 @@\n+a\n");
  EXPECT_NE(unified_diff("\xC3\xA9\".py", "a\n", "b\n").find("--- \"a/\\303\\251\\\".py\"\n"), std::string::npos);
}

TEST(UnifiedDiff, JoinsWhatIsNearAndParts) {
  std::string before, after;
  for (int i = 0; i < 30; ++i) {
    const std::string line = std::to_string(i) + "\n";
    before += line;
    if (i == 5) after += "new\n";
    if (i != 20) after += line;
    if (i == 8) after += "near\n";
  }
  const std::string diff = unified_diff("a", before, after);
  EXPECT_NE(diff.find("@@ -3,10 +3,12 @@"), std::string::npos) << diff;
  EXPECT_NE(diff.find("@@ -18,7 +20,6 @@"), std::string::npos) << diff;
  const LineCounts counts = count_changed_lines(before, after);
  EXPECT_EQ(counts.removed, 1U);
  EXPECT_EQ(counts.added, 2U);
}

TEST(UnifiedDiff, OfTextsWithNothingInCommon) {
  std::string before, after;
  for (int i = 0; i < 5000; ++i) {
    before += "a" + std::to_string(i) + "\n";
    after += "b" + std::to_string(i) + "\n";
  }
  const LineCounts counts = count_changed_lines(before, after);
  EXPECT_EQ(counts.removed, 5000U);
  EXPECT_EQ(counts.added, 5000U);
}

}  // namespace
}  // namespace si
