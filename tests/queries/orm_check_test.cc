// tests/cases/orm/<name>/ is a project with models, code and schema.sql, the database; expected.txt lists, by hand,
// what is wrong in it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "queries/discover.h"
#include "queries/orm_change.h"
#include "queries/orm_check.h"
#include "queries/orm_references.h"
#include "support/strings.h"
#include "tests/support/embedded_database.h"

namespace si {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

fs::path folder_of(const std::string& name) { return fs::path(SI_SOURCE_DIR) / "tests/cases/orm" / name; }

// A project's models, and the references to them in all of its files.
struct Project {
  explicit Project(const std::string& name) {
    ReadModelsOptions options;
    options.root = folder_of(name).string();
    options.paths = {options.root};
    models = std::move(LiveModels::read(options).value());
    ExtractOptions files;
    files.root = options.root;
    references = find_orm_references(*models, find_query_files(files)->python);
  }
  std::unique_ptr<LiveModels> models;
  OrmReferences references;
};

std::string line_of(const Location& place, std::string_view rest) {
  return place.file + ":" + std::to_string(place.span.line) + ":" + std::to_string(place.span.column) + "-" +
         std::to_string(place.span.end_column) + " " + std::string(rest) + "\n";
}

class OrmCasesDb : public testing::TestWithParam<std::string> {};

TEST_P(OrmCasesDb, FindsWhatTheListSays) {
  const Project project(GetParam());
  const Schema database = test::schema_of(content_of(folder_of(GetParam()) / "schema.sql"));
  const OrmCheck check = check_orm_references(project.references, project.models->reading(), &database);
  std::vector<Finding> findings = check.findings;
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& a, const Finding& b) { return a.location < b.location; });
  std::string actual;
  for (const Finding& finding : findings)
    actual += line_of(finding.location,
                      finding.rule + " " + std::string(to_string(finding.severity)) + ": " + finding.message);
  const fs::path expected = folder_of(GetParam()) / "expected.txt";
  if (std::getenv("SI_ACCEPT") != nullptr) std::ofstream(expected, std::ios::binary) << actual;
  EXPECT_EQ(actual, content_of(expected));
  EXPECT_GT(check.references, 5U);
}

INSTANTIATE_TEST_SUITE_P(Orm, OrmCasesDb, testing::Values("right", "wrong", "drifted", "far-apart"));

std::string list(const std::vector<TouchedPlace>& places) {
  std::string out;
  for (const TouchedPlace& place : places)
    out += std::string(to_string(place.grade)) + " " + line_of(place.location, place.message);
  return out;
}

SchemaChange change(ChangeKind kind, std::string_view text) { return parse_change(kind, text).value(); }

TEST(OrmChange, ARenamedColumnOnlyBreaksItsMapping) {
  const Project project("drifted");
  const auto touched = [&](ChangeKind kind, std::string_view text) {
    return list(touched_references(project.references, project.models->reading(), change(kind, text)));
  };
  EXPECT_EQ(touched(ChangeKind::kRename, "users.email=mail"),
            "reads it app.py:8:37-42 reads users.email as User.email, which stays when the model maps the new name\n"
            "reads it app.py:9:35-40 reads users.email as User.email, which stays when the model maps the new name\n");
  EXPECT_EQ(touched(ChangeKind::kDrop, "orders.amount"),
            "breaks app.py:10:48-54 reads orders.amount as Order.amount\n"
            "breaks models.py:15:75-81 reads orders.amount as Order.amount\n");
  EXPECT_EQ(touched(ChangeKind::kRename, "tags.label=name"),
            "may break app.py:10:35-40 reads tags.label as tags.c.label, which stays only under key= of the column\n");
  EXPECT_EQ(touched(ChangeKind::kRetype, "users.nick=integer"), "");
}

// The models have the new name already, the code still the old one.
TEST(OrmChange, CodeFollowsARenamedAttribute) {
  const Project project("wrong");
  const ReferenceEdits edits = rename_in_references(project.references, project.models->reading(),
                                                    change(ChangeKind::kRename, "users.nmae=name"));
  std::string actual;
  for (const ReferenceEdit& edit : edits.edits) actual += line_of(edit.location, edit.replacement);
  EXPECT_EQ(actual, "app.py:10:37-41 name\napp.py:14:61-65 name\n");
  EXPECT_EQ(list(edits.left), "");
  const ReferenceEdits mapped = rename_in_references(project.references, project.models->reading(),
                                                     change(ChangeKind::kRename, "users.email=mail"));
  EXPECT_TRUE(mapped.edits.empty());
  EXPECT_EQ(list(mapped.left),
            "breaks models.py:12:5-38 attribute email of User maps users.email; fix-models carries the rename into the "
            "mapping, and code that uses User.email stays as it is\n");
}

}  // namespace
}  // namespace si
