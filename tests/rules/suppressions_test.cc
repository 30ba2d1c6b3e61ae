#include "rules/suppressions.h"

#include <gmock/gmock.h>

namespace si {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Finding finding(std::string rule, std::string column, std::uint32_t line) {
  Finding out;
  out.rule = std::move(rule);
  out.object = {"public", "users", std::move(column), "", "", {}};
  out.location = {"models.py", {line, 1, line, 2}};
  return out;
}

TEST(Suppressions, ReadsTheRulesOfAComment) {
  EXPECT_THAT(ignored_rules("x = 1  # schema-inspector: ignore[column-type]"), ElementsAre("column-type"));
  EXPECT_THAT(ignored_rules("x = 1  # schema-inspector:ignore[ a , b,c ] why"), ElementsAre("a", "b", "c"));
  EXPECT_THAT(ignored_rules("x = 1  # noqa # schema-inspector: ignore"), ElementsAre("*"));
  EXPECT_THAT(ignored_rules("-- schema-inspector: ignore[a]"), ElementsAre("a"));
  EXPECT_THAT(ignored_rules("<!-- schema-inspector: ignore[a] -->"), ElementsAre("a"));
}

TEST(Suppressions, IsNotTakenInByText) {
  EXPECT_THAT(ignored_rules("x = 'schema-inspector: ignore[a]'"), IsEmpty());
  EXPECT_THAT(ignored_rules("# schema-inspector: ignored"), IsEmpty());
  EXPECT_THAT(ignored_rules("# schema-inspector: ignore[a"), IsEmpty());
  EXPECT_THAT(ignored_rules("# schema-inspector: ignore[]"), IsEmpty());
  EXPECT_THAT(ignored_rules(""), IsEmpty());
}

TEST(Suppressions, TakeOutWhatStandsOnTheLine) {
  std::vector<Finding> findings = {finding("column-type", "a", 1), finding("column-nullable", "a", 1),
                                   finding("column-type", "b", 2)};
  findings.push_back(finding("column-type", "c", 0));
  const auto lines = [](const std::string&, std::uint32_t line) -> std::optional<std::string> {
    if (line == 1) return "a = Column()  # schema-inspector: ignore[column-type]";
    return std::nullopt;
  };
  EXPECT_EQ(remove_ignored(findings, lines), 1U);
  ASSERT_EQ(findings.size(), 3U);
  EXPECT_EQ(findings[0].rule, "column-nullable");
}

TEST(Baseline, WhatIsWrittenIsKnown) {
  std::vector<Finding> findings = {finding("column-type", "a", 1), finding("column-type", "b", 2)};
  const Result<std::set<std::string>> known = read_baseline(write_baseline(findings), "b.json");
  ASSERT_TRUE(known) << known.error().message;
  findings[0].location.span.line = 77;
  findings[0].severity = Severity::kInfo;
  findings.push_back(finding("column-type", "new", 3));
  EXPECT_EQ(remove_known(findings, *known), 2U);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].object.column, "new");
}

TEST(Baseline, SaysWhatIsWrongWithAnotherFile) {
  for (const char* text : {"", "[]", "{}", "{\"format\": \"other\"}", "{\"format\": \"schema-inspector/baseline/1\"}",
                           "{\"format\": \"schema-inspector/baseline/1\", \"findings\": [1]}"}) {
    const Result<std::set<std::string>> known = read_baseline(text, "b.json");
    ASSERT_FALSE(known) << text;
    EXPECT_EQ(known.error().kind, ErrorKind::kFiles);
    EXPECT_THAT(known.error().message, HasSubstr("b.json is no baseline")) << text;
  }
}

}  // namespace
}  // namespace si
