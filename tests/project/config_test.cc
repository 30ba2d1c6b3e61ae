#include "project/config.h"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>

namespace si {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

std::string mistake(std::string_view toml) {
  const Result<Config> config = parse_config(toml, "schema-inspector.toml");
  if (config) return "no mistake";
  EXPECT_EQ(config.error().kind, ErrorKind::kUsage);
  return config.error().message + (config.error().hint.empty() ? "" : " | " + config.error().hint);
}

TEST(Config, ReadsEveryKindOfValue) {
  const Result<Config> config = parse_config(R"(
ignore = [{ rule = "column-*", object = "users.*" }]
[database]
url = "env:APP_DATABASE"
schemas = ["public", "app_*"]
lock_timeout_ms = 100
[models]
paths = ["app/models"]
types = { MyType = "text" }
[severity]
column-nullable = "info"
column-type = "off"
[equivalent]
types = [["jsonb", "json"]]
[compare]
fail_on = "critical"
)",
                                             "x.toml");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->database.url, "env:APP_DATABASE");
  EXPECT_THAT(config->database.schemas, ElementsAre("public", "app_*"));
  EXPECT_EQ(config->database.lock_timeout_ms, 100);
  EXPECT_THAT(config->models.paths, ElementsAre("app/models"));
  EXPECT_EQ(config->models.types.at("MyType"), "text");
  EXPECT_EQ(config->severity.at("column-nullable"), "info");
  EXPECT_EQ(config->severity.at("column-type"), "off");
  EXPECT_THAT(config->equivalent_types, ElementsAre(ElementsAre("jsonb", "json")));
  EXPECT_THAT(config->ignore, ElementsAre(std::pair<std::string, std::string>("column-*", "users.*")));
  EXPECT_EQ(config->fail_on, Severity::kCritical);
}

TEST(Config, AnEmptyFileMeansTheDefaults) {
  const Result<Config> config = parse_config("", "x.toml");
  ASSERT_TRUE(config);
  EXPECT_EQ(config->docs.schema, Config().docs.schema);
  EXPECT_FALSE(config->fail_on);
}

TEST(Config, NamesThePlaceOfAnUnknownKeyAndTheNearestOne) {
  EXPECT_EQ(mistake("[models]\npahts = []\n"),
            "schema-inspector.toml:2:1: unknown key \"pahts\" in [models] | did you mean paths?");
  EXPECT_EQ(mistake("[database]\n  scehmas = []\n"),
            "schema-inspector.toml:2:3: unknown key \"scehmas\" in [database] | did you mean schemas?");
  EXPECT_EQ(mistake("[databse]\nurl = ''\n"),
            "schema-inspector.toml:1:2: unknown key \"databse\" | did you mean database?");
  EXPECT_THAT(mistake("[docs]\nzzzzzzzz = 1\n"), HasSubstr("| it may be: schema, snapshot"));
  EXPECT_THAT(mistake("[[ignore]]\nrule = '*'\nobjet = 'x'\n"), HasSubstr(":3:1: unknown key \"objet\""));
}

TEST(Config, NamesThePlaceOfAWrongType) {
  EXPECT_EQ(mistake("[database]\nurl = 5\n"),
            "schema-inspector.toml:2:7: database.url must be text, not a whole number");
  EXPECT_EQ(mistake("[models]\npaths = \"app\"\n"),
            "schema-inspector.toml:2:9: models.paths must be a list of texts, not text");
  EXPECT_EQ(mistake("[models]\npaths = [\"a\", 1]\n"),
            "schema-inspector.toml:2:15: each element of models.paths must be text, not a whole number");
  EXPECT_EQ(mistake("models = 1\n"), "schema-inspector.toml:1:10: [models] must be a table, not a whole number");
  EXPECT_THAT(mistake("[database]\nlock_timeout_ms = -1\n"),
              HasSubstr(":2:19: database.lock_timeout_ms must be between"));
  EXPECT_THAT(mistake("ignore = 3\n"), HasSubstr("ignore must be a list of tables"));
}

TEST(Config, KnowsTheRulesItNames) {
  EXPECT_EQ(mistake("[severity]\ncolumn-nulable = \"info\"\n"),
            "schema-inspector.toml:2:1: [severity] names no rule \"column-nulable\" | did you mean column-nullable?");
  EXPECT_THAT(mistake("[severity]\ncolumn-type = \"bad\"\n"), HasSubstr("it is one of: critical, warning, info, off"));
  EXPECT_THAT(mistake("[[ignore]]\nrule = \"column-typ\"\n"), HasSubstr("did you mean column-type?"));
  EXPECT_THAT(mistake("[[ignore]]\n"), HasSubstr("would ignore everything"));
}

TEST(Config, SaysWhereAFileIsNoToml) {
  EXPECT_THAT(mistake("[models\n"), StartsWith("schema-inspector.toml:1:8: "));
  EXPECT_THAT(mistake("[docs]\nschema = 'a'\nschema = 'b'\n"), StartsWith("schema-inspector.toml:3:"));
}

TEST(Config, SaysWhereAFileIsNotUtf8) {
  EXPECT_EQ(mistake("# caf\xC3\xA9\nurl = \"caf\xE9\"\n"),
            "schema-inspector.toml:2:11: not UTF-8 | save the file as UTF-8");
  EXPECT_EQ(mistake("\xEF\x41\n"), "schema-inspector.toml:1:1: not UTF-8 | save the file as UTF-8");
}

// ---- docs/configuration.md
// -------------------------------------------------------------------------------------------

std::string documentation() {
  std::ifstream file(SI_SOURCE_DIR "/docs/configuration.md", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(ConfigurationDocument, ItsExampleIsAccepted) {
  const std::string text = documentation();
  const std::size_t begin = text.find("```toml\n");
  ASSERT_NE(begin, std::string::npos);
  const std::string example = text.substr(begin + 8, text.find("```", begin + 8) - begin - 8);
  const Result<Config> config = parse_config(example, "docs/configuration.md");
  EXPECT_TRUE(config) << config.error().message;
}

TEST(ConfigurationDocument, NamesEveryKeyAndNoOther) {
  const std::string text = documentation();
  std::set<std::string> documented;
  const std::regex row(R"(\n\| `([a-z_.]+)` \|)");
  for (std::sregex_iterator it(text.begin(), text.end(), row), end; it != end; ++it) documented.insert((*it)[1]);
  const std::vector<std::string> keys = configuration_keys();
  EXPECT_EQ(documented, std::set<std::string>(keys.begin(), keys.end()));
}

}  // namespace
}  // namespace si
