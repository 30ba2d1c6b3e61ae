// Every folder of tests/cases/relationships/: the attributes that read_models() finds are those that real SQLAlchemy
// maps, and what SQLAlchemy refuses is a critical finding.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "sources/sqlalchemy/models.h"
#include "support/files.h"
#include "support/strings.h"

namespace si {
namespace {

namespace fs = std::filesystem;

std::string folder_of(const std::string& name) {
  return std::string(SI_SOURCE_DIR) + "/tests/cases/relationships/" + name;
}

std::vector<std::string> all_cases() {
  std::vector<std::string> cases;
  for (const auto& entry : fs::directory_iterator(folder_of("")))
    if (entry.is_directory()) cases.push_back(entry.path().filename().string());
  std::sort(cases.begin(), cases.end());
  return cases;
}

ModelsReading read_case(const std::string& name) {
  ReadModelsOptions options;
  options.root = folder_of(name);
  options.paths = {"."};
  options.sqlalchemy_version = "2.0";
  Result<ModelsReading> reading = read_models(options);
  EXPECT_TRUE(reading.ok());
  return reading ? std::move(*reading) : ModelsReading();
}

std::string detail_of(const ModelsReading& reading, const ModelAttribute& attribute) {
  switch (attribute.kind) {
    case AttributeKind::kColumn: return attribute.table.name + "." + attribute.column;
    case AttributeKind::kSynonym: return attribute.target;
    case AttributeKind::kRelationship:
    case AttributeKind::kBackref: return attribute.target_class ? reading.classes[*attribute.target_class].name : "?";
    default: return "";
  }
}

std::string kind_of(const ModelAttribute& attribute) {
  if (attribute.kind == AttributeKind::kBackref) return "relationship";
  if (attribute.kind == AttributeKind::kQueryExpression) return "column property";
  return std::string(to_string(attribute.kind));
}

std::set<std::string> lines_of(const ModelsReading& reading) {
  std::set<std::string> lines;
  for (const ModelClass& model : reading.classes) {
    EXPECT_EQ(model.any_attribute, "") << model.name;
    for (const ModelAttribute& attribute : model.attributes)
      if (is_mapped(attribute.kind))
        lines.insert(model.module + "." + model.name + " " + attribute.name + " " + kind_of(attribute) + " " +
                     detail_of(reading, attribute));
  }
  return lines;
}

class RelationshipCase : public testing::TestWithParam<std::string> {};

TEST_P(RelationshipCase, IsWhatSqlalchemySays) {
  const ModelsReading reading = read_case(GetParam());
  const Result<std::string> text = read_file(folder_of(GetParam()) + "/expected.txt");
  ASSERT_TRUE(text.ok());
  std::string findings;
  bool critical = false;
  for (const Finding& finding : reading.findings) {
    critical = critical || finding.severity == Severity::kCritical;
    findings += std::to_string(finding.location.span.line) + ": " + std::string(to_string(finding.severity)) + ": " +
                finding.message + " [" + finding.rule + "]\n";
  }
  const bool refused = text->starts_with("refused: ");
  EXPECT_EQ(critical, refused) << findings << *text;
  const std::string file = folder_of(GetParam()) + "/findings.txt";
  if (std::getenv("SI_ACCEPT") != nullptr) {
    if (findings.empty()) {
      fs::remove(file);
    } else {
      ASSERT_TRUE(write_file_atomically(file, findings).ok());
    }
  }
  const Result<std::string> accepted = fs::exists(file) ? read_file(file) : Result<std::string>(std::string());
  EXPECT_EQ(findings, *accepted);
  if (refused) return;
  std::set<std::string> expected;
  for (const std::string& line : split(*text, '\n'))
    if (!line.empty()) expected.insert(line);
  const std::set<std::string> read = lines_of(reading);
  for (const std::string& line : expected) EXPECT_TRUE(read.contains(line)) << "missing: " << line;
  for (const std::string& line : read) EXPECT_TRUE(expected.contains(line)) << "not there: " << line;
}

INSTANTIATE_TEST_SUITE_P(All, RelationshipCase, testing::ValuesIn(all_cases()), [](const auto& each) {
  std::string name = each.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

const ModelClass* find_class(const ModelsReading& reading, std::string_view name) {
  for (const ModelClass& model : reading.classes)
    if (model.name == name) return &model;
  return nullptr;
}

TEST(ModelAttributes, KnowsWhatClassesInstancesAndConstructorsTake) {
  const ModelsReading reading = read_case("common-forms");
  const ModelClass* user = find_class(reading, "User");
  ASSERT_NE(user, nullptr);
  for (const char* name :
       {"id", "name", "by_name", "constant", "older", "notes", "metadata", "__table__", "_sa_registry"})
    EXPECT_TRUE(user->may_have(name)) << name;
  for (const char* name : {"user_name", "checked", "nmae", "users"}) EXPECT_FALSE(user->may_have(name)) << name;
  EXPECT_TRUE(user->instance_may_have("checked"));
  EXPECT_FALSE(user->instance_may_have("nmae"));
  EXPECT_TRUE(user->constructor_may_take("nick"));
  EXPECT_FALSE(user->constructor_may_take("user_name"));
  const ModelAttribute* orders = user->find("orders");
  ASSERT_NE(orders, nullptr);
  EXPECT_EQ(orders->back_populates, "user");
  const auto order_by = std::find_if(orders->arguments.begin(), orders->arguments.end(),
                                     [](const WrittenArgument& a) { return a.name == "order_by"; });
  ASSERT_NE(order_by, orders->arguments.end());
  EXPECT_EQ(order_by->text, "\"Order.id.desc()\"");
  EXPECT_EQ(order_by->string, "Order.id.desc()");
  EXPECT_EQ(order_by->location.span.line, 38U);
  const ModelClass* visit = find_class(reading, "Visit");
  ASSERT_NE(visit, nullptr);
  ASSERT_EQ(visit->parents.size(), 1U);
  EXPECT_EQ(reading.classes[visit->parents[0]].name, "Note");
}

TEST(ModelAttributes, KnowsClassicalConstructors) {
  const ModelsReading reading = read_case("classical");
  const ModelClass* order = find_class(reading, "Order");
  ASSERT_NE(order, nullptr);
  EXPECT_TRUE(order->own_constructor);
  EXPECT_TRUE(order->constructor_may_take("amount"));
  EXPECT_FALSE(order->constructor_may_take("id"));
  EXPECT_FALSE(find_class(reading, "User")->constructor_may_take("name"));
  EXPECT_TRUE(find_class(reading, "User")->instance_may_have("greeted"));
}

}  // namespace
}  // namespace si
