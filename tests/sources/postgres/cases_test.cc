// Every case of tests/cases/database: schema.sql loaded into a real server and read gives the snapshot beside it.
//
// A case may say on a line of its own from which version on it can be loaded: `-- requires: 15`. Where newer servers
// print something else, expected-17.json holds what those from 17 on give. SI_ACCEPT=1 rewrites the file that did not
// match: expected.json, or with SI_POSTGRES_BIN the one of that server's version.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "model/snapshot.h"
#include "support/files.h"
#include "support/strings.h"
#include "tests/support/embedded_database.h"

namespace si {
namespace {

namespace fs = std::filesystem;

const fs::path kCases = fs::path(SI_SOURCE_DIR) / "tests/cases/database";

int server_major() {
  static const int major = std::atoi(test::schema_of("").source.server_version.c_str());
  return major;
}

// The expected file for a server: the one of the highest version that is not above its own.
fs::path expected_file(const fs::path& folder, int major) {
  for (int version = major; version > 12; --version)
    if (const fs::path file = folder / ("expected-" + std::to_string(version) + ".json"); fs::exists(file)) return file;
  return folder / "expected.json";
}

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(kCases))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

class PostgresCasesDb : public testing::TestWithParam<std::string> {};

TEST_P(PostgresCasesDb, ReadsWhatTheScriptMade) {
  const fs::path folder = kCases / GetParam();
  const Result<std::string> script = read_file((folder / "schema.sql").string());
  ASSERT_TRUE(script.ok());
  constexpr std::string_view kRequires = "-- requires: ";
  const std::size_t requirement = script->find(kRequires);
  if (requirement != std::string::npos && std::atoi(script->c_str() + requirement + kRequires.size()) > server_major())
    GTEST_SKIP() << "needs a newer server than " << server_major();

  Schema schema = test::schema_of(*script);
  schema.source.name = GetParam();
  schema.source.server_version.clear();
  // What initdb made differs between versions: who owns `public`, and what everybody may do there.
  if (const auto space = schema.schemas.find("public"); space != schema.schemas.end()) {
    space->second.owner.clear();
    space->second.privileges.clear();
  }
  const std::string snapshot = write_snapshot(schema);

  fs::path file = expected_file(folder, server_major());
  const Result<std::string> expected = read_file(file.string());
  if (expected.ok() && *expected == snapshot) return;
  if (std::getenv("SI_ACCEPT") == nullptr) {
    EXPECT_TRUE(expected.ok()) << file;
    EXPECT_EQ(expected.ok() ? *expected : "", snapshot) << file;
    return;
  }
  if (expected.ok() && std::getenv("SI_POSTGRES_BIN") != nullptr)
    file = folder / ("expected-" + std::to_string(server_major()) + ".json");
  ASSERT_TRUE(write_file_atomically(file.string(), snapshot).ok());
}

// gtest wants names of letters, digits and underscores.
std::string test_name(const testing::TestParamInfo<std::string>& info) { return replace_all(info.param, "-", "_"); }

INSTANTIATE_TEST_SUITE_P(Case, PostgresCasesDb, testing::ValuesIn(case_names()), test_name);

}  // namespace
}  // namespace si
