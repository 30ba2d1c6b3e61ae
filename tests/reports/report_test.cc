// Every format of a findings report: what a plain one looks like (tests/cases/reports/, SI_ACCEPT=1 writes it anew),
// and that hostile text stays text.

#include "reports/report.h"

#include <gmock/gmock.h>
#include <simdjson.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "reports/formats.h"
#include "support/strings.h"
#include "tests/reports/sample_reports.h"

namespace si {
namespace {

using testing::HasSubstr;
using testing::Not;

RenderOptions options(bool color = false) {
  RenderOptions out;
  out.color = color;
  out.source_line = plain_source;
  return out;
}

std::string hostile(Format format) {
  RenderOptions out;
  out.source_line = hostile_source;
  return render(hostile_report(), format, out);
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++n;
  return n;
}

class Reports : public testing::TestWithParam<std::string> {};

TEST_P(Reports, PlainOneIsAsExpected) {
  const Format format = parse_format(GetParam()).value();
  // The schema, tests/reports/validate_sarif.py, says what SARIF looks like; it holds the explanations of the rules.
  if (format == Format::kSarif) return;
  const std::string path = std::string(SI_SOURCE_DIR "/tests/cases/reports/plain.") + GetParam();
  const std::string actual = render(plain_report(), format, options());
  if (std::getenv("SI_ACCEPT") != nullptr) std::ofstream(path, std::ios::binary) << actual;
  std::ifstream file(path, std::ios::binary);
  EXPECT_EQ(actual, std::string(std::istreambuf_iterator<char>(file), {}));
}

TEST_P(Reports, HostileTextStaysInItsPlace) {
  const std::string text = hostile(parse_format(GetParam()).value());
  EXPECT_TRUE(is_valid_utf8(text));
  EXPECT_THAT(text, Not(HasSubstr("\x1b"))) << "an escape sequence for the terminal";
  EXPECT_THAT(text, Not(HasSubstr("\r")));
  EXPECT_THAT(text, Not(HasSubstr("\t")));
  EXPECT_THAT(text, Not(HasSubstr("\n::error::"))) << "a line that GitHub would obey";
  EXPECT_TRUE(text.ends_with('\n'));
}

TEST_P(Reports, TheSameReportGivesTheSameBytes) {
  const Format format = parse_format(GetParam()).value();
  EXPECT_EQ(render(plain_report(), format, options()), render(plain_report(), format, options()));
}

INSTANTIATE_TEST_SUITE_P(Formats, Reports, testing::ValuesIn(format_names()),
                         [](const auto& test) { return test.param; });

TEST(TextReport, HostileTextMakesNoLines) {
  // Every finding is one line, also with line ends in its text.
  EXPECT_EQ(count(hostile(Format::kText), "\n  critical"), 1U);
  EXPECT_EQ(count(hostile(Format::kText), "\n  info"), 2U);
}

TEST(TextReport, ColourIsNothingButColour) {
  std::string colored = render(plain_report(), Format::kText, options(true));
  EXPECT_THAT(colored, HasSubstr("\x1b[1;31m"));
  for (std::size_t at = colored.find('\x1b'); at != std::string::npos; at = colored.find('\x1b'))
    colored.erase(at, colored.find('m', at) - at + 1);
  EXPECT_EQ(colored, render(plain_report(), Format::kText, options()));
}

TEST(TextReport, SaysWhenThereIsNothing) {
  FindingsReport report = plain_report();
  report.findings.clear();
  EXPECT_TRUE(render(report, Format::kText, options()).ends_with("No findings (3 suppressed)\n"));
}

TEST(JsonReport, HasTheKeysOfTheContract) {
  simdjson::dom::parser parser;
  const std::string text = render(plain_report(), Format::kJson, options());
  const simdjson::dom::element json = parser.parse(text);
  std::vector<std::string> keys;
  for (const auto field : json.get_object()) keys.emplace_back(field.key);
  EXPECT_THAT(keys, testing::ElementsAre("format", "command", "truth", "follower", "summary", "compared",
                                         "not_compared", "policy", "policy_notes", "findings", "unresolved"));
  EXPECT_EQ(std::string_view(json["format"]), "schema-inspector/findings/1");
  EXPECT_EQ(std::int64_t(json["summary"]["warning"]), 3);
  EXPECT_EQ(std::int64_t(json["follower"]["files"]), 2);
  EXPECT_TRUE(json["findings"].at(0)["location"].is_null());
  EXPECT_TRUE(json["findings"].at(0)["expected"].is_null());
  EXPECT_EQ(std::string_view(json["findings"].at(3)["expected"]), "inet");
  EXPECT_EQ(std::int64_t(json["findings"].at(3)["location"]["end_column"]), 36);
}

TEST(JsonReport, KeepsHostileTextWhole) {
  simdjson::dom::parser parser;
  const std::string text = hostile(Format::kJson);
  const simdjson::dom::element json = parser.parse(text);
  EXPECT_EQ(std::string_view(json["findings"].at(0)["message"]), to_valid_utf8(kHostile));
}

TEST(MarkdownReport, EveryRowOfATableHasItsCells) {
  std::size_t cells = 0;
  for (std::string line : split(hostile(Format::kMarkdown), '\n')) {
    line = replace_all(std::move(line), "\\\\", "");
    line = replace_all(std::move(line), "\\|", "");
    if (!line.starts_with("|")) {
      cells = 0;
      continue;
    }
    const std::size_t bars = count(line, "|");
    if (cells == 0) cells = bars;
    EXPECT_EQ(bars, cells) << line;
  }
  EXPECT_THAT(hostile(Format::kMarkdown), Not(HasSubstr("<")));
}

TEST(SarifReport, UrisAreRelativeAndEncoded) {
  simdjson::dom::parser parser;
  const std::string text = hostile(Format::kSarif);
  const simdjson::dom::element json = parser.parse(text);
  const std::string_view uri =
      json["runs"].at(0)["results"].at(0)["locations"].at(0)["physicalLocation"]["artifactLocation"]["uri"];
  EXPECT_TRUE(uri.starts_with("dir/a%7Cb%60c")) << uri;
  EXPECT_EQ(uri.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/%"),
            std::string_view::npos)
      << uri;
  EXPECT_EQ(std::string_view(json["runs"].at(0)["columnKind"]), "unicodeCodePoints");
}

TEST(GccReport, IsOneLineAFinding) {
  const std::string plain = render(plain_report(), Format::kGcc, options());
  EXPECT_EQ(count(plain, "\n"), 5U);
  EXPECT_THAT(plain, HasSubstr("models/user.py:4:5: warning: users.ip is inet in the database, String(45) in the "
                               "model [column-type]\n"));
  EXPECT_THAT(plain, HasSubstr("schema-inspector.toml:1:1: warning: table audit"));
  EXPECT_EQ(count(hostile(Format::kGcc), "\n"), 4U);
}

TEST(GithubReport, EscapesAsTheRunnerReadsIt) {
  FindingsReport report = plain_report();
  report.findings.resize(1);
  report.findings[0].message = "50% of a:b, c\nd";
  report.findings[0].location = {"a,b:c%.py", {3, 2, 3, 5}};
  EXPECT_EQ(render(report, Format::kGithub, options()),
            "::warning file=a%2Cb%3Ac%25.py,line=3,endLine=3,col=2,endColumn=4,title=table-missing::"
            "50%25 of a:b, c\\nd\n");
  EXPECT_EQ(count(hostile(Format::kGithub), "\n"), 4U);
}

TEST(JunitReport, InfoIsSkippedTheRestHasFailed) {
  const std::string plain = render(plain_report(), Format::kJunit, options());
  EXPECT_THAT(plain, HasSubstr("tests=\"6\" failures=\"4\" errors=\"0\" skipped=\"1\""));
  EXPECT_EQ(count(plain, "<failure "), 4U);
  EXPECT_EQ(count(plain, "<skipped "), 1U);
  EXPECT_THAT(hostile(Format::kJunit), Not(HasSubstr("</script>")));
}

TEST(Escaping, MarkdownCodeHoldsAnyBackTicks) {
  EXPECT_EQ(markdown_code("a"), "`a`");
  EXPECT_EQ(markdown_code("a`b"), "``a`b``");
  EXPECT_EQ(markdown_code("`a"), "`` `a ``");
  EXPECT_EQ(markdown_code("a|b"), "a\\|b");
  EXPECT_EQ(markdown_code(""), "");
}

}  // namespace
}  // namespace si
