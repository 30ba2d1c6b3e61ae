// DDL of a whole schema: a database, written as a script and loaded into an empty database, gives the same snapshot.
// SI_DDL_SCRIPTS names more scripts, separated by colons, that are to be held to it.
#include "fixes/ddl/script.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "model/snapshot.h"
#include "sources/sql/expression.h"
#include "support/files.h"
#include "support/strings.h"
#include "tests/support/embedded_database.h"

namespace si {
namespace {

namespace fs = std::filesystem;

const fs::path kSource = SI_SOURCE_DIR;

std::vector<fs::path> scripts() {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(kSource / "tests/cases/database"))
    files.push_back(entry.path() / "schema.sql");
  for (const fs::directory_entry& entry : fs::directory_iterator(kSource / "tests/cases/ddl/script"))
    files.push_back(entry.path() / "schema.sql");
  std::sort(files.begin(), files.end());
  files.push_back(kSource / "tests/mutation/base.sql");
  files.push_back(kSource / "examples/streaming/schema.sql");
  if (const char* more = std::getenv("SI_DDL_SCRIPTS"))
    for (const std::string& file : split(more, ':')) files.emplace_back(file);
  return files;
}

std::string read(const fs::path& path) {
  const Result<std::string> text = read_file(path.string());
  return text ? *text : "";
}

// Without what names the database itself.
std::string snapshot(Schema schema) {
  schema.source.name.clear();
  schema.not_read.clear();  // stands in the script's comments
  return write_snapshot(schema);
}

// The server prints `a::text = ANY (ARRAY['x'::varchar]::text[])` back in other words after it has read its own; where
// two texts mean the same, takes the later one.
void take_words(Expression& before, const Expression& after) {
  if (before != after && compare_expressions(before, after) == ExpressionMatch::kEqual) before = after;
}

void take_words(std::vector<Check>& before, const std::vector<Check>& after) {
  for (std::size_t i = 0; i < before.size() && i < after.size(); ++i)
    take_words(before[i].expression.value(), after[i].expression.value());
}

void take_words(Schema& before, const Schema& after) {
  for (auto& [name, space] : before.schemas) {
    const auto there = after.schemas.find(name);
    if (there == after.schemas.end()) continue;
    for (auto& [key, table] : space.tables) {
      const auto other = there->second.tables.find(key);
      if (other == there->second.tables.end()) continue;
      take_words(table.checks, other->second.checks);
      for (std::size_t i = 0; i < table.indexes.size() && i < other->second.indexes.size(); ++i) {
        auto &a = table.indexes[i].predicate.value(), b = other->second.indexes[i].predicate.value();
        if (a && b) take_words(*a, *b);
      }
    }
    for (auto& [key, domain] : space.domains)
      if (const auto other = there->second.domains.find(key); other != there->second.domains.end())
        take_words(domain.checks, other->second.checks);
  }
}

class ScriptCasesDb : public testing::TestWithParam<fs::path> {};

TEST_P(ScriptCasesDb, RebuildsTheSchema) {
  const std::string text = read(GetParam());
  ASSERT_FALSE(text.empty());
  const std::size_t requirement = text.find("-- requires: ");
  static const int major = std::atoi(test::schema_of("").source.server_version.c_str());
  const bool uses_random_uuid = GetParam().filename() == "base.sql";  // built in from PostgreSQL 13 on
  if ((requirement != std::string::npos && std::atoi(text.c_str() + requirement + 13) > major) ||
      (uses_random_uuid && major < 13))
    GTEST_SKIP() << "needs a newer server";
  Schema before = test::schema_of(text);
  const ddl::Script script = ddl::write_script(before);
  for (const NotRead& entry : script.unsaid)
    EXPECT_THAT(script.sql, testing::HasSubstr("-- " + std::string("  ") + printable(entry.what)));
  Schema after;
  try {
    after = test::schema_of(script.sql);
  } catch (const std::exception& error) {
    FAIL() << error.what() << '\n' << script.sql;
  }
  take_words(before, after);
  EXPECT_EQ(snapshot(before), snapshot(after)) << script.sql;
  // The same again, from what was rebuilt.
  const auto body = [](const std::string& sql) { return sql.substr(sql.find("\nSET ")); };
  EXPECT_EQ(body(ddl::write_script(after).sql), body(ddl::write_script(before).sql));
}

std::string test_name(const testing::TestParamInfo<fs::path>& info) {
  std::string name = info.param.parent_path().filename().string();
  if (info.param.filename() != "schema.sql") name += "_" + info.param.stem().string();
  for (char& c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(Case, ScriptCasesDb, testing::ValuesIn(scripts()), test_name);

}  // namespace
}  // namespace si
