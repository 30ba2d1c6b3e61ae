// The rules on schemas built by hand; the cases of tests/cases/rules hold them to a real server.
#include <gmock/gmock.h>

#include <set>
#include <string>

#include "rules/rule.h"
#include "support/strings.h"

namespace si {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Column column(const std::string& name, const std::string& type, bool nullable = true) {
  Column c;
  c.name = name;
  c.type = parse_type(type);
  c.nullable = nullable;
  return c;
}

Table users() {
  Table table;
  table.name = "users";
  table.columns = {column("id", "integer", false), column("email", "varchar(255)", false),
                   column("team_id", "integer")};
  table.columns[0].serial = true;
  table.primary_key = PrimaryKey{"users_pkey", {"id"}, {}, false, false, {}, {}};
  Unique unique;
  unique.name = "users_email_key";
  unique.columns = {"email"};
  table.uniques.push_back(unique);
  return table;
}

Schema schema_of(SourceKind kind, std::vector<Table> tables) {
  Schema schema;
  schema.source.kind = kind;
  for (Table& table : tables) {
    const std::string name = table.name;
    schema.schemas["public"].tables.emplace(name, std::move(table));
  }
  return schema;
}

// "severity rule object" of every finding.
std::vector<std::string> findings(const Table& truth, const Table& follower, const RulePolicy& policy = {}) {
  const Schema a = schema_of(SourceKind::kDatabase, {truth}), b = schema_of(SourceKind::kModels, {follower});
  const Comparison comparison = compare_schemas(a, b, {});
  std::vector<std::string> lines;
  for (const Finding& f : run_rules(comparison, policy, nullptr))
    lines.push_back(std::string(to_string(f.severity)) + ' ' + f.rule + ' ' + to_string(f.object));
  return lines;
}

TEST(Rules, AreSilentOnEqualSchemas) { EXPECT_THAT(findings(users(), users()), IsEmpty()); }

TEST(Rules, EveryRuleIsWhole) {
  std::set<std::string_view> names;
  for (const Rule* rule : all_rules()) {
    EXPECT_TRUE(names.insert(rule->name).second) << rule->name;
    EXPECT_EQ(find_rule(rule->name), rule);
    EXPECT_FALSE(rule->title.empty());
    const std::string text(rule->explanation);
    for (const char* part : {"Why it matters:", "Example:", "What to do:"})
      EXPECT_THAT(text, HasSubstr(part)) << rule->name;
    for (const std::string& line : split(text, '\n')) EXPECT_LE(count_code_points(line), 120U) << rule->name;
    EXPECT_TRUE(rule->group != "comparison" || rule->check != nullptr || rule->check_enum != nullptr) << rule->name;
  }
  EXPECT_EQ(find_rule("no-such-rule"), nullptr);
}

TEST(Rules, ColumnOnOneSide) {
  Table follower = users();
  follower.columns.erase(follower.columns.begin() + 1);
  follower.uniques.clear();
  EXPECT_THAT(findings(users(), follower), ElementsAre("critical column-missing users.email"));
  EXPECT_THAT(findings(follower, users()), ElementsAre("critical column-extra users.email"));
  Table nullable = users();
  nullable.columns[1].nullable = true;
  EXPECT_THAT(findings(nullable, follower), ElementsAre("warning column-missing users.email"));
}

TEST(Rules, TypesAreGraded) {
  const auto graded = [](const char* truth, const char* follower) {
    Table a = users(), b = users();
    a.columns[2].type = parse_type(truth);
    b.columns[2].type = parse_type(follower);
    const auto found = findings(a, b);
    return found.empty() ? std::string("none") : found.size() > 1 ? std::string("many") : split(found[0], ' ')[0];
  };
  EXPECT_EQ(graded("varchar(20)", "character varying(20)"), "none");
  EXPECT_EQ(graded("jsonb", "json"), "info");
  EXPECT_EQ(graded("real", "float"), "info");
  EXPECT_EQ(graded("text[]", "varchar[]"), "info");
  EXPECT_EQ(graded("varchar", "text"), "info");
  EXPECT_EQ(graded("varchar(20)", "text"), "warning");
  EXPECT_EQ(graded("inet", "varchar(45)"), "warning");
  EXPECT_EQ(graded("timestamptz", "timestamp"), "warning");
  EXPECT_EQ(graded("numeric(10,2)", "numeric(12,2)"), "warning");
  EXPECT_EQ(graded("bigint", "integer"), "warning");
  EXPECT_EQ(graded("numeric", "double precision"), "warning");
  EXPECT_EQ(graded("mood", "varchar(10)"), "warning");
  EXPECT_EQ(graded("integer", "text"), "critical");
  EXPECT_EQ(graded("text[]", "text"), "critical");
  EXPECT_EQ(graded("boolean", "integer"), "critical");
}

TEST(Rules, UnknownIsNeverAFinding) {
  Table follower = users();
  follower.columns[1].type = Known<Type>::unresolved("a function call");
  follower.columns[1].nullable = Known<bool>::unresolved("a function call");
  follower.columns[2].default_value = Known<std::optional<Expression>>::unresolved("FetchedValue()");
  const Schema a = schema_of(SourceKind::kDatabase, {users()}), b = schema_of(SourceKind::kModels, {follower});
  const Comparison comparison = compare_schemas(a, b, {});
  EXPECT_THAT(run_rules(comparison, {}, nullptr), IsEmpty());
  EXPECT_EQ(comparison.unresolved.size(), 3U);
}

TEST(Rules, RenamedColumnIsOneFinding) {
  Table follower = users();
  follower.columns[2].name = "teams_id";
  EXPECT_THAT(findings(users(), follower), ElementsAre("critical probable-rename users.team_id"));
  follower = users();
  follower.columns[1].name = "emails";
  follower.uniques[0].columns = {"emails"};
  EXPECT_THAT(findings(users(), follower), ElementsAre("critical probable-rename users.email"));
}

TEST(Rules, TwinsAreSilent) {
  Table follower = users();
  follower.uniques.clear();
  Index index;
  index.name = "ix_users_email";
  index.unique = true;
  index.keys.emplace_back().column = "email";
  follower.indexes.push_back(index);
  EXPECT_THAT(findings(users(), follower), IsEmpty());
  EXPECT_THAT(findings(follower, users()), IsEmpty());
  follower.indexes[0].predicate = std::optional<Expression>("team_id > 0");
  EXPECT_THAT(findings(users(), follower),
              ElementsAre("warning index-extra users(email)", "warning unique-missing users(email)"));
}

TEST(Rules, PolicyDecides) {
  Table follower = users();
  follower.columns[2].type = parse_type("bigint");
  RulePolicy policy;
  const std::string plain = policy.hash();
  policy.severities["column-type"] = Severity::kCritical;
  EXPECT_THAT(findings(users(), follower, policy), ElementsAre("critical column-type users.team_id"));
  EXPECT_NE(policy.hash(), plain);
  EXPECT_EQ(policy.hash().size(), 64U);
  for (const char* object : {"users.team_id", "public.users.*", "users*", ""}) {
    RulePolicy ignoring;
    ignoring.ignored = {{"column-*", object}};
    EXPECT_THAT(findings(users(), follower, ignoring), IsEmpty()) << object;
  }
  RulePolicy other;
  other.ignored = {{"column-type", "users.email"}, {"column-default", "users.team_id"}};
  EXPECT_EQ(findings(users(), follower, other).size(), 1U);
  RulePolicy off;
  off.off = {"column-type"};
  EXPECT_THAT(findings(users(), follower, off), IsEmpty());
  RulePolicy equivalent;
  equivalent.equivalent_types = {{"int4", "int8"}};
  EXPECT_THAT(findings(users(), follower, equivalent), IsEmpty());
}

}  // namespace
}  // namespace si
