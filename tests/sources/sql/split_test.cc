#include "sources/sql/split.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace si {
namespace {

using testing::ElementsAre;

std::vector<std::string> texts(std::string_view script) {
  std::vector<std::string> result;
  for (const ScriptStatement& statement : split_statements(script)) result.emplace_back(statement.text);
  return result;
}

TEST(SplitStatements, CutsAtSemicolonsOutsideOfEverything) {
  EXPECT_THAT(texts("a; b ;; c"), ElementsAre("a", "b ", "c"));
  EXPECT_THAT(texts("SELECT ';', \"a;b\", E'\\';', $$;$$, $t$;$$;$t$ -- ;\n/* ; /* ; */ ; */; x"),
              ElementsAre("SELECT ';', \"a;b\", E'\\';', $$;$$, $t$;$$;$t$ -- ;\n/* ; /* ; */ ; */", "x"));
  EXPECT_THAT(texts("CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); x"),
              ElementsAre("CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)", "x"));
  EXPECT_THAT(
      texts("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END; x"),
      ElementsAre("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END", "x"));
  EXPECT_THAT(texts("BEGIN; SELECT 1; END;"), ElementsAre("BEGIN", "SELECT 1", "END"));
  EXPECT_THAT(texts("SELECT 'open; x"), ElementsAre("SELECT 'open; x"));
  EXPECT_THAT(texts(" \n-- nothing\n"), ElementsAre());
}

TEST(SplitStatements, LeavesOutWhatIsPsqls) {
  EXPECT_THAT(texts("\\restrict x;y\nSELECT 1;\n\\connect app\nSELECT 2;"), ElementsAre("SELECT 1", "SELECT 2"));
}

TEST(SplitStatements, NamesWhatIsPsqls) {
  const auto commands = psql_commands("\\restrict x\nSELECT '\\no';\n  \\ir other.sql\n\\");
  ASSERT_EQ(commands.size(), 3U);
  EXPECT_EQ(commands[1].name, "ir");
  EXPECT_EQ(commands[1].line, 3U);
  EXPECT_EQ(commands[2].name, "");
}

// Whatever the bytes: the statements stand in order, within the script, and do not overlap.
TEST(SplitStatements, TakesAnyBytes) {
  const std::vector<std::string_view> pieces = {"'",
                                                "\"",
                                                "$",
                                                "$$",
                                                "$a$",
                                                ";",
                                                "(",
                                                ")",
                                                "\\",
                                                "\n",
                                                "--",
                                                "/*",
                                                "*/",
                                                "E'",
                                                "\\.",
                                                "COPY t FROM stdin",
                                                "create function ",
                                                "begin atomic ",
                                                "case ",
                                                "end ",
                                                "x",
                                                "\xff",
                                                "\0",
                                                " "};
  std::mt19937 random(7);
  for (int round = 0; round < 20000; ++round) {
    std::string script;
    for (unsigned i = random() % 30; i > 0; --i) script += pieces[random() % pieces.size()];
    std::size_t last = 0;
    for (const ScriptStatement& statement : split_statements(script)) {
      ASSERT_LE(last, statement.begin) << script;
      ASSERT_LT(statement.begin, statement.end) << script;
      ASSERT_LE(statement.end, script.size()) << script;
      last = statement.end;
    }
  }
}

TEST(SplitStatements, TakesTheDataOfCopy) {
  const auto statements = split_statements("COPY t (a) FROM stdin;\n1;\t2\n\\N\n\\.\nSELECT 1;");
  ASSERT_EQ(statements.size(), 2U);
  EXPECT_EQ(statements[0].copy_data, "1;\t2\n\\N\n");
  EXPECT_EQ(statements[1].text, "SELECT 1");
  EXPECT_EQ(statements[1].line, 5U);
}

TEST(SplitStatements, SaysWhereAStatementStands) {
  const auto statements = split_statements("\n-- c\nSELECT\n1;\n\n  x;");
  ASSERT_EQ(statements.size(), 2U);
  EXPECT_EQ(statements[0].line, 3U);
  EXPECT_EQ(statements[1].line, 6U);
  EXPECT_EQ(statements[1].begin, 19U);
}

}  // namespace
}  // namespace si
