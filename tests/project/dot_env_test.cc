#include "project/dot_env.h"

#include <gmock/gmock.h>

namespace si {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

std::map<std::string, std::string> parse(std::string_view text) { return parse_dot_env(text, {{"HOME", "/home/me"}}); }

TEST(DotEnv, ReadsPlainAssignments) {
  EXPECT_THAT(parse("A=1\nB = two words \n\n# C=3\nD=\n"),
              ElementsAre(Pair("A", "1"), Pair("B", "two words"), Pair("D", "")));
}

TEST(DotEnv, ReadsExportAndWindowsLineEnds) {
  EXPECT_THAT(parse("\xEF\xBB\xBF"
                    "export A=1\r\nexport=2\r\n"),
              ElementsAre(Pair("A", "1"), Pair("export", "2")));
}

TEST(DotEnv, ReadsQuotes) {
  EXPECT_THAT(
      parse("A='it'\nB=\"a\\nb\" # comment\nC='a\\nb'\nD=\"say \\\"hi\\\"\"\nE='x # y'\n"),
      ElementsAre(Pair("A", "it"), Pair("B", "a\nb"), Pair("C", "a\\nb"), Pair("D", "say \"hi\""), Pair("E", "x # y")));
}

TEST(DotEnv, AValueInQuotesMaySpanLines) {
  EXPECT_THAT(parse("A=\"one\ntwo\"\nB=3\n"), ElementsAre(Pair("A", "one\ntwo"), Pair("B", "3")));
}

TEST(DotEnv, ACommentNeedsABlankBeforeIt) {
  EXPECT_THAT(parse("URL=postgresql://u:p#w@h/db # the database\n"),
              ElementsAre(Pair("URL", "postgresql://u:p#w@h/db")));
}

TEST(DotEnv, ReplacesNames) {
  EXPECT_THAT(parse("U=me\nA=${U}@${HOME}\nB='${U}'\nC=\"${NONE:-otherwise}\"\nD=${NONE}x\nE=${open\n"),
              ElementsAre(Pair("A", "me@/home/me"), Pair("B", "${U}"), Pair("C", "otherwise"), Pair("D", "x"),
                          Pair("E", "${open"), Pair("U", "me")));
}

TEST(DotEnv, SkipsWhatIsNoAssignment) {
  EXPECT_THAT(parse("just words\n=x\nif [ -f x ]; then\nA=1"), ElementsAre(Pair("A", "1")));
  EXPECT_THAT(parse("A='never closed"), ElementsAre(Pair("A", "never closed")));
  EXPECT_THAT(parse(""), IsEmpty());
}

}  // namespace
}  // namespace si
