// Single changes planted into a real database: each must be reported once, by the right rule, on the right object, and
// nothing else with it. mutations.txt lists them. That each stands in a schema of its own also holds the comparison to
// resolving names along both sides' search paths.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "rules/rule.h"
#include "support/strings.h"
#include "tests/support/embedded_database.h"

namespace si::test {
namespace {

std::string read(const std::string& name) {
  std::ifstream file(std::string(SI_SOURCE_DIR "/tests/mutation/") + name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// "rule object" of every finding, one a line.
std::string findings(const Schema& truth, const Schema& follower) {
  std::string lines;
  for (const Finding& finding : run_rules(compare_schemas(truth, follower, {}), {}, nullptr))
    lines += finding.rule + ' ' + to_string(finding.object) + '\n';
  return lines;
}

struct Mutation {
  std::size_t line = 0;
  std::string rule, object, sql;
};

std::vector<Mutation> mutations() {
  std::vector<Mutation> list;
  const std::vector<std::string> lines = split(read("mutations.txt"), '\n');
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::vector<std::string> parts = split(lines[i], '\t');
    if (lines[i].empty() || lines[i].starts_with('#')) continue;
    if (parts.size() != 3) throw std::runtime_error("mutations.txt: line " + std::to_string(i + 1));
    list.push_back({i + 1, parts[0], parts[1], parts[2]});
  }
  return list;
}

// All of them in one database, each with the base in a schema of its own: loaded and read once.
Schema load(const std::vector<Mutation>& list) {
  const std::string base = read("base.sql");
  std::string script = "CREATE SCHEMA base;\nSET search_path = base;\n" + base;
  for (const Mutation& mutation : list) {
    const std::string schema = "line_" + std::to_string(mutation.line);
    script += "CREATE SCHEMA " + schema + ";\nSET search_path = " + schema + ";\n" + base + mutation.sql + ";\n";
  }
  return schema_of(script);
}

// One of its schemas, as if it were a database whose default it is.
Schema part_of(const Schema& whole, const std::string& name) {
  Schema part;
  part.source = whole.source;
  part.search_path = {name};
  part.schemas.emplace(name, whole.schemas.at(name));
  return part;
}

TEST(MutationDb, EachIsFoundOnceAndAlone) {
  const std::vector<Mutation> list = mutations();
  const Schema whole = load(list);
  const Schema before = part_of(whole, "base");
  EXPECT_EQ(findings(before, before), "");
  std::size_t found = 0;
  for (const Mutation& mutation : list) {
    const std::string name = "line_" + std::to_string(mutation.line);
    const Schema after = part_of(whole, name);
    const std::string expected = mutation.rule == "none" ? "" : mutation.rule + ' ' + mutation.object + '\n';
    const std::string actual = replace_all(findings(after, before), name + '.', "");
    EXPECT_EQ(actual, expected) << "line " << mutation.line << ": " << mutation.sql;
    found += actual == expected ? 1 : 0;
    // The other way round it is one finding too, if by another rule.
    const std::string back = findings(before, after);
    EXPECT_EQ(std::count(back.begin(), back.end(), '\n'), expected.empty() ? 0 : 1)
        << "line " << mutation.line << ": " << mutation.sql << '\n'
        << back;
  }
  std::printf("mutations: %zu of %zu found, each once and alone\n", found, list.size());
}

}  // namespace
}  // namespace si::test
