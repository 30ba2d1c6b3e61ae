// Every folder of tests/cases/models/: what read_models() reads is what real SQLAlchemy declared there (expected.json),
// fact by fact, so that a failure names the fact. A fact that either side cannot know is no failure.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "model/snapshot.h"
#include "sources/sql/expression.h"
#include "sources/sqlalchemy/models.h"
#include "support/files.h"
#include "support/strings.h"

namespace si {
namespace {

namespace fs = std::filesystem;
using Facts = std::map<std::string, std::string>;

constexpr const char* kUnknown = "(not known)";

// What a static reading lacks: said as unresolved, and listed here.
const std::map<std::string, std::set<std::string>> kLimits = {
    // Made by setattr() and Table(*columns) as it runs.
    {"rare-dynamic", {"table public.static", "table public.static_history"}},
    // There or not as the environment says.
    {"rare-conditional-columns",
     {"table public.page order", "table public.page.present", "table public.page.withdrawn"}},
    // What a listener or a function of a naming convention makes of a name.
    {"names-by-listener",
     {"table public.messages check <(length(\"doi\"), 100)",
      "table public.messages foreign key (parent_id) to public.messages (id) no action/no action",
      "table public.messages unique (doi)"}},
    {"naming-convention-functions",
     {"table public.a foreign key (c) to public.a (id) no action/no action",
      "table public.a index btree (b) where none", "table public.a unique (c, b)",
      "table public.a unique index btree (b, c) where none"}},
    // As long as the environment says.
    {"keys-of-unknown-length",
     {"table public.plain.key type", "table public.decorated.key type", "table public.with_dialect.key type",
      "table public.set_in_init.key type", "table public.either.key type", "table public.chosen.key type",
      "table public.number.key"}},
    // An attribute further down has the name of the type that the annotation names.
    {"annotation-hidden", {"table public.calls.before type"}},
    {"annotation-hidden-future", {"table public.calls.before type"}},
};

std::string canonical(const std::string& sql) {
  const auto form = canonical_expression(sql);
  return form ? form->exact : sql;
}

template <typename T, typename Show>
std::string known(const Known<T>& value, const Show& show) {
  return value.known() ? show(*value) : kUnknown;
}
std::string optional_text(const Known<std::optional<std::string>>& value) {
  return known(value, [](const auto& text) { return text ? "'" + *text + "'" : std::string("none"); });
}
std::string optional_expression(const Known<std::optional<Expression>>& value) {
  return known(value, [](const auto& text) { return text ? canonical(*text) : std::string("none"); });
}

void column_facts(const std::string& table, const Column& column, Facts& facts) {
  const std::string at = table + "." + column.name + " ";
  facts[at + "type"] = known(column.type, [](const Type& type) { return to_string(type); });
  facts[at + "nullable"] = known(column.nullable, [](bool yes) { return std::string(yes ? "yes" : "no"); });
  facts[at + "default"] = optional_expression(column.default_value);
  facts[at + "identity"] = known(column.identity, [](const std::optional<Identity>& identity) {
    if (!identity) return std::string("none");
    return std::string(identity->always ? "always" : "by default") + " " +
           std::to_string(identity->options.start.value_or(1)) + " " +
           std::to_string(identity->options.increment.value_or(1));
  });
  facts[at + "generated"] = known(column.generated, [](const std::optional<Generated>& generated) {
    return generated ? canonical(generated->expression) : std::string("none");
  });
  facts[at + "collation"] = column.collation.value_or("none");
  facts[at + "comment"] = optional_text(column.comment);
  facts[at + "serial"] = column.serial ? "yes" : "no";
  facts[at + "attribute"] = column.attribute;
}

std::string key_text(const IndexKey& key) {
  std::string text = !key.column.empty() ? key.column : known(key.expression, canonical);
  if (key.descending) text += " desc";
  if (key.nulls_first != key.descending) text += key.nulls_first ? " nulls first" : " nulls last";
  return text + (key.operator_class.empty() ? "" : " " + key.operator_class);
}

// Constraints and indexes stand under their definition; the name is a fact of it.
void table_facts(const std::string& name, const Table& table, Facts& facts) {
  const auto add = [&](const std::string& definition, const auto& object) {
    std::string at = name + " " + definition;
    while (facts.contains(at)) at += " (again)";
    const std::optional<std::string> own_name = object.name;
    facts[at] = object.unresolved_name.empty() ? own_name.value_or("") : kUnknown;
  };
  facts[name] = "there";
  facts[name + " comment"] = optional_text(table.comment);
  if (!table.classes.empty()) facts[name + " class"] = table.classes.front().name;
  std::vector<std::string> columns;
  for (const Column& column : table.columns) {
    column_facts(name, column, facts);
    columns.push_back(column.name);
  }
  facts[name + " order"] = join(columns, ", ");
  if (table.primary_key) add("primary key (" + join(table.primary_key->columns, ", ") + ")", *table.primary_key);
  for (const ForeignKey& key : table.foreign_keys) {
    if (!key.unresolved.empty()) continue;
    add("foreign key (" + join(key.columns, ", ") + ") to " + key.referenced_table.schema + "." +
            key.referenced_table.name + " (" + join(key.referenced_columns, ", ") + ") " + key.on_delete + "/" +
            key.on_update + (key.deferrable ? " deferrable" : "") + (key.initially_deferred ? " deferred" : ""),
        key);
  }
  for (const Unique& unique : table.uniques)
    add("unique (" + join(unique.columns, ", ") + ")" + (unique.nulls_not_distinct ? " nulls not distinct" : ""),
        unique);
  for (const Check& check : table.checks)
    if (check.expression.known()) add("check " + canonical(*check.expression), check);
  for (const Exclusion& exclusion : table.exclusions) {
    const auto form = canonical_exclusion(exclusion.definition);
    add("exclusion " + (form ? form->exact : exclusion.definition), exclusion);
  }
  for (const Index& index : table.indexes) {
    std::vector<std::string> keys;
    for (const IndexKey& key : index.keys) keys.push_back(key_text(key));
    std::string text = std::string(index.unique ? "unique " : "") + "index " + index.method + " (" + join(keys, ", ") +
                       ") where " + optional_expression(index.predicate);
    if (text.find(kUnknown) != std::string::npos) continue;
    if (!index.include.empty()) text += " include " + join(index.include, ", ");
    if (!index.storage_parameters.empty()) text += " with " + join(index.storage_parameters, ", ");
    add(text, index);
  }
}

Facts facts_of(const Schema& schema) {
  Facts facts;
  for (const auto& [space_name, space] : schema.schemas) {
    for (const auto& [name, table] : space.tables) table_facts("table " + space_name + "." + name, table, facts);
    for (const auto& [name, type] : space.enums)
      facts["enum " + space_name + "." + name] =
          known(type.labels, [](const auto& labels) { return join(labels, ", "); });
  }
  return facts;
}

struct Case {
  std::string name;
  std::string version;  // of SQLAlchemy; empty: 2.0
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.name << ' ' << c.version; }

std::string folder_of(const std::string& name) { return std::string(SI_SOURCE_DIR) + "/tests/cases/models/" + name; }

std::vector<Case> all_cases() {
  std::vector<Case> cases;
  for (const auto& entry : fs::directory_iterator(folder_of("")))
    for (const char* version : {"", "1.4", "2.1"}) {
      const std::string suffix = *version ? "-" + std::string(version) : "";
      if (fs::exists(entry.path() / ("expected" + suffix + ".json")))
        cases.push_back({entry.path().filename().string(), version});
    }
  std::sort(cases.begin(), cases.end(),
            [](const Case& a, const Case& b) { return std::tie(a.name, a.version) < std::tie(b.name, b.version); });
  return cases;
}

class ModelCase : public testing::TestWithParam<Case> {};

TEST_P(ModelCase, ReadsWhatSqlalchemyDeclares) {
  const auto& [name, version] = GetParam();
  ReadModelsOptions options;
  options.root = folder_of(name);
  options.paths = {"."};
  options.sqlalchemy_version = version.empty() ? "2.0" : version;
  const Result<ModelsReading> reading = read_models(options);
  ASSERT_TRUE(reading.ok()) << reading.error().message;
  const std::string file = folder_of(name) + "/expected" + (version.empty() ? "" : "-" + version) + ".json";
  const Result<std::string> text = read_file(file);
  ASSERT_TRUE(text.ok());
  const Result<Schema> expected = read_snapshot(*text, file);
  ASSERT_TRUE(expected.ok()) << expected.error().message;
  const Facts truth = facts_of(*expected), read = facts_of(reading->schema);
  const auto limits = kLimits.find(name);
  const auto is_limit = [&](const std::string& fact) {
    return limits != kLimits.end() && std::any_of(limits->second.begin(), limits->second.end(), [&](const auto& limit) {
             return fact == limit || fact.starts_with(limit + " ") || fact.starts_with(limit + ".");
           });
  };
  const bool has_unknown = !reading->schema.unresolved.empty();
  for (const auto& [fact, value] : truth) {
    if (is_limit(fact)) continue;
    const auto found = read.find(fact);
    if (found == read.end()) {
      // A definition that is not known stands under unresolved.
      EXPECT_TRUE(has_unknown && fact.find(" check ") + fact.find("index") != 2 * std::string::npos &&
                  name.starts_with("rare-"))
          << "missing: " << fact << " = " << value;
      continue;
    }
    const bool is_name = fact.find(" foreign key (") != std::string::npos ||
                         fact.find("unique (") != std::string::npos || fact.find(" primary key (") != std::string::npos;
    if (is_name && value.empty()) continue;  // the server chooses
    // Only a rare case may be read without being understood.
    if (value == kUnknown || (found->second == kUnknown && name.starts_with("rare-"))) continue;
    EXPECT_EQ(found->second, value) << fact;
  }
  for (const auto& [fact, value] : read)
    EXPECT_TRUE(truth.contains(fact) || is_limit(fact)) << "read, and not there: " << fact << " = " << value;
}

INSTANTIATE_TEST_SUITE_P(All, ModelCase, testing::ValuesIn(all_cases()), [](const auto& each) {
  std::string name = each.param.name + (each.param.version.empty() ? "" : "_" + each.param.version);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
});

}  // namespace
}  // namespace si
