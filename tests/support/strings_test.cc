#include "support/strings.h"

#include <gtest/gtest.h>

namespace si {
namespace {

TEST(Printable, MakesSteeringCharactersVisible) {
  EXPECT_EQ(printable("plain é 漢"), "plain é 漢");
  EXPECT_EQ(printable("a\x1b[31mb\nc\x7f"), "a\\x1b[31mb\\nc\\x7f");
  EXPECT_EQ(printable("a\xE2\x80\xAE"
                      "b"),
            "a\\u202eb");
  EXPECT_EQ(printable("\xff\xfe"), "\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(printable("\xC2\x9B"
                      "31m"),
            "\\x9b31m");
}

TEST(TruncateUtf8, CutsAtACodePoint) {
  EXPECT_EQ(truncate_utf8("aé", 2), "a");
  EXPECT_EQ(truncate_utf8("aé", 3), "aé");
}

TEST(GlobMatch, FollowsTheShell) {
  EXPECT_TRUE(glob_match("user*", "users"));
  EXPECT_TRUE(glob_match("*_[0-9]", "part_7"));
  EXPECT_FALSE(glob_match("*_[!0-9]", "part_7"));
  EXPECT_FALSE(glob_match("user?", "user"));
  EXPECT_TRUE(glob_match("[", "["));
}

TEST(NearestName, SuggestsOnlyWhatIsNear) {
  EXPECT_EQ(nearest_name("nmae", {"name", "email"}), "name");
  EXPECT_EQ(nearest_name("xyz", {"name", "email"}), "");
}

}  // namespace
}  // namespace si
