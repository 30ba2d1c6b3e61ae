// Every case of tests/cases/rules: a database against models (or another database) that say the same in other words,
// where nothing may be found, and against some that differ, where the findings are those of `expected`.
//
// database.sql is the truth; equal.py or equal.sql is silent; different.py or different.sql gives `expected`. A case
// may say from which server version on it can be loaded: `-- requires: 15`. SI_ACCEPT=1 rewrites `expected`.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "engine/pipeline.h"
#include "engine/source.h"
#include "project/config.h"
#include "support/files.h"
#include "support/strings.h"
#include "tests/support/embedded_database.h"

namespace si {
namespace {

namespace fs = std::filesystem;

const fs::path kCases = fs::path(SI_SOURCE_DIR) / "tests/cases/rules";

std::string content(const fs::path& file) {
  const Result<std::string> text = read_file(file.string());
  return text.ok() ? *text : "";
}

int server_major() {
  static const int major = std::atoi(test::schema_of("").source.server_version.c_str());
  return major;
}

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const fs::directory_entry& rule : fs::directory_iterator(kCases)) {
    if (!rule.is_directory()) continue;
    for (const fs::directory_entry& entry : fs::directory_iterator(rule.path()))
      names.push_back(rule.path().filename().string() + '/' + entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Source database(const std::string& script) {
  Source source;
  source.schema = test::schema_of(script);
  source.schema.source.name = "app";
  source.side.kind = "database";
  return source;
}

Source read_follower(const fs::path& python, const fs::path& sql, const Config& config) {
  if (!fs::exists(python)) {
    Source source = database(content(sql));
    source.schema.source.name = "other";
    return source;
  }
  Settings settings;
  settings.config = config;
  settings.models = {python.string()};
  Result<Source> models = load_models(settings);
  if (!models) throw std::runtime_error(models.error().message);
  return *models;
}

// "severity rule object: message" of every finding, then what is not resolved.
std::string said(const Source& truth, const Source& follower, const Config& config) {
  SourceLines lines(config.root);
  Settings settings;
  settings.config = config;
  Witnesses witnesses(settings);
  const FindingsReport report = compare_sources("diff", truth, follower, config, {}, lines, witnesses);
  std::string text;
  for (const Finding& finding : report.findings)
    text += std::string(to_string(finding.severity)) + ' ' + finding.rule + ' ' + to_string(finding.object) + ": " +
            finding.message + '\n';
  for (const Unresolved& item : report.unresolved)
    text += "unresolved " + to_string(item.table) + ' ' + item.column + ": " + item.reason + '\n';
  return text;
}

class RuleCasesDb : public testing::TestWithParam<std::string> {};

TEST_P(RuleCasesDb, EqualIsSilentDifferentIsFound) {
  const fs::path folder = kCases / GetParam();
  const std::string script = content(folder / "database.sql");
  constexpr std::string_view kRequires = "-- requires: ";
  const std::size_t requirement = script.find(kRequires);
  if (requirement != std::string::npos && std::atoi(script.c_str() + requirement + kRequires.size()) > server_major())
    GTEST_SKIP() << "needs a newer server than " << server_major();
  const Source truth = database(script);
  Config config;
  config.root = folder.string();
  config.queries.paths = {"code"};
  const auto follower = [&](const std::string& name) {
    return read_follower(folder / (name + ".py"), folder / (name + ".sql"), config);
  };
  EXPECT_EQ(said(truth, follower("equal"), config), "");
  if (!fs::exists(folder / "different.py") && !fs::exists(folder / "different.sql")) return;
  const std::string found = said(truth, follower("different"), config);
  if (std::getenv("SI_ACCEPT") != nullptr) {
    ASSERT_TRUE(write_file_atomically((folder / "expected").string(), found).ok());
  }
  EXPECT_NE(found, "");
  EXPECT_EQ(found, content(folder / "expected"));
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  return replace_all(replace_all(info.param, "-", "_"), "/", "__");
}

INSTANTIATE_TEST_SUITE_P(Case, RuleCasesDb, testing::ValuesIn(case_names()), test_name);

}  // namespace
}  // namespace si
