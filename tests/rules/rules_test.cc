// The rules on schemas built by hand; the cases of tests/cases/rules hold them to a real server.
#include <gmock/gmock.h>

#include <functional>
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
  table.primary_key = PrimaryKey{"users_pkey", {"id"}, {}, false, false, {}, {}, {}};
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

// CREATE TABLE makes no second constraint on the columns of the primary key or of another unique constraint.
TEST(Rules, UniqueThatTheServerMergesIsNoDifference) {
  Table model = users();
  Unique on_key, twin;
  on_key.columns = {"id"};
  twin.name = "uq_users_email";
  twin.columns = {"email"};
  model.uniques.push_back(on_key);
  model.uniques.push_back(twin);
  EXPECT_THAT(findings(users(), model), IsEmpty());
  Unique other;
  other.columns = {"team_id"};
  model.uniques.push_back(other);
  EXPECT_THAT(findings(users(), model), ElementsAre("warning unique-extra users(team_id)"));
}

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
    EXPECT_TRUE(rule->group != "comparison" || rule->check != nullptr || rule->check_enum != nullptr ||
                rule->check_object != nullptr)
        << rule->name;
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

// What models say less of than a database, and what they cannot say.
TEST(Rules, WhatModelsLeaveOpenIsSilent) {
  Table truth = users();
  truth.foreign_keys.emplace_back().columns = {"team_id"};
  truth.foreign_keys[0].name = "users_team_id_fkey";
  truth.foreign_keys[0].referenced_table = {"public", "users"};
  truth.foreign_keys[0].referenced_columns = {"id"};
  truth.foreign_keys[0].validated = false;
  truth.checks.emplace_back().name = "users_team_id_check";
  truth.checks[0].expression = Expression("(team_id > 0)");
  truth.columns[0].default_value = std::optional<Expression>("nextval('users_id_seq'::regclass)");
  truth.columns[1].default_value = std::optional<Expression>("''::character varying");

  Table follower = truth;  // the same without names, places and the server's spelling
  follower.primary_key->name.reset();
  follower.uniques[0].name.reset();
  follower.foreign_keys[0].name.reset();
  follower.foreign_keys[0].referenced_table = {"", "users"};
  follower.foreign_keys[0].referenced_columns.clear();
  follower.foreign_keys[0].validated = true;
  follower.checks[0].name.reset();
  follower.checks[0].expression = Expression("team_id > 0");
  follower.columns[0].default_value = std::optional<Expression>();
  follower.columns[1].default_value = std::optional<Expression>("''");
  EXPECT_THAT(findings(truth, follower), IsEmpty());

  follower.checks[0].expression = Expression("team_id > 1");
  EXPECT_THAT(findings(truth, follower), ElementsAre("warning check-expression users"));
  follower.checks[0].expression = Known<Expression>::unresolved("built by a function");
  follower.foreign_keys[0].unresolved = "built by a function";
  follower.foreign_keys[0].referenced_table = {};
  EXPECT_THAT(findings(truth, follower), IsEmpty());
}

TEST(Rules, NamesAreCutAsTheServerCutsThem) {
  const std::string name(80, 'x');
  Table truth = users(), follower = users();
  truth.uniques[0].name = name.substr(0, 63);
  follower.uniques[0].name = name;
  EXPECT_THAT(findings(truth, follower), IsEmpty());
  truth.uniques[0].name = "users_email_key";
  EXPECT_THAT(findings(truth, follower), ElementsAre("info constraint-name users(email)"));
}

TEST(Rules, KeysThatFillThemselves) {
  const auto graded = [](const std::function<void(Column&)>& truth, const std::function<void(Column&)>& follower) {
    Table a = users(), b = users();
    a.columns[0].serial = b.columns[0].serial = false;
    truth(a.columns[0]);
    follower(b.columns[0]);
    return findings(a, b);
  };
  const auto nothing = [](Column&) {};
  const auto serial = [](Column& c) { c.serial = true; };
  const auto identity = [](Column& c) { c.identity = std::optional<Identity>(Identity{}); };
  const auto always = [](Column& c) { c.identity = std::optional<Identity>(Identity{true, {}}); };
  const auto shared = [](Column& c) { c.default_value = std::optional<Expression>("nextval('ids'::regclass)"); };
  const auto number = [](Column& c) { c.default_value = std::optional<Expression>("7"); };
  EXPECT_THAT(graded(serial, serial), IsEmpty());
  EXPECT_THAT(graded(shared, serial), IsEmpty());
  EXPECT_THAT(graded(identity, identity), IsEmpty());
  EXPECT_THAT(graded(nothing, serial), ElementsAre("warning column-default users.id"));
  EXPECT_THAT(graded(serial, nothing), ElementsAre("warning column-default users.id"));
  EXPECT_THAT(graded(serial, number), ElementsAre("warning column-default users.id"));
  EXPECT_THAT(graded(identity, serial), ElementsAre("info column-identity users.id"));
  EXPECT_THAT(graded(identity, always), ElementsAre("warning column-identity users.id"));
  EXPECT_THAT(graded(identity, nothing), ElementsAre("warning column-identity users.id"));
  EXPECT_THAT(graded(identity, number), ElementsAre("warning column-identity users.id"));
}

TEST(Rules, GeneratedColumnThatTheModelWouldWrite) {
  Table truth = users(), follower = users();
  truth.columns[2].generated = std::optional<Generated>(Generated{"id * 2", true});
  EXPECT_THAT(findings(truth, follower), ElementsAre("critical column-generated users.team_id"));
  follower.columns[2].generated = std::optional<Generated>(Generated{"(id * 2)", true});
  EXPECT_THAT(findings(truth, follower), IsEmpty());
  follower.columns[2].generated = std::optional<Generated>(Generated{"id * 3", true});
  EXPECT_THAT(findings(truth, follower), ElementsAre("warning column-generated users.team_id"));
  follower.columns[2].generated = std::optional<Generated>(Generated{"id * 2", false});
  EXPECT_THAT(findings(truth, follower), ElementsAre("warning column-generated users.team_id"));
}

TEST(Rules, AModelOnAViewIsComparedByItsColumns) {
  Schema truth = schema_of(SourceKind::kDatabase, {});
  View view;
  view.name = "users";
  view.columns = {column("id", "integer"), column("email", "text")};
  truth.schemas["public"].views.emplace("users", view);
  const Schema models = schema_of(SourceKind::kModels, {users()});
  const Comparison comparison = compare_schemas(truth, models, {});
  std::vector<std::string> lines;
  for (const Finding& f : run_rules(comparison, {}, nullptr)) lines.push_back(f.rule + ' ' + to_string(f.object));
  EXPECT_THAT(lines, ElementsAre("column-type users.email", "column-extra users.team_id"));
  EXPECT_EQ(comparison.tables_compared, 1U);
}

TEST(Rules, WhatStaysOutIsSaid) {
  Table partition = users(), member = users(), version = users(), elsewhere = users();
  partition.name = "users_2024";
  partition.partition_of = QualifiedName{"public", "users"};
  member.name = "spatial_ref_sys";
  member.extension = "postgis";
  version.name = "alembic_version";
  elsewhere.name = "audit";
  Schema truth = schema_of(SourceKind::kDatabase, {users(), partition, member, version});
  truth.schemas["audit"].tables.emplace("audit", elsewhere);
  Table other = users();
  other.name = "other";
  other.bind_key = "reports";
  const Schema models = schema_of(SourceKind::kModels, {users(), other});
  const Comparison comparison = compare_schemas(truth, models, {});
  EXPECT_THAT(run_rules(comparison, {}, nullptr), IsEmpty());
  std::string account;
  for (const NotRead& item : comparison.not_compared) account += item.what + ": " + item.why + '\n';
  for (const char* part : {"partitions", "extensions", "configuration leaves out", "__bind_key__", "schema audit"})
    EXPECT_THAT(account, HasSubstr(part));
  CompareOptions all;
  all.include_extension_members = all.include_partitions = true;
  all.ignore_tables.clear();
  EXPECT_EQ(run_rules(compare_schemas(truth, models, all), {}, nullptr).size(), 3U);
}

TEST(Rules, EnumsInColumns) {
  const auto with = [](const char* type, std::vector<std::string> labels, SourceKind kind) {
    Table table = users();
    table.columns[2].type = parse_type(type);
    Schema schema = schema_of(kind, {table});
    if (!is_builtin(parse_type(type))) {
      Enum& made = schema.schemas["public"].enums[parse_type(type).name];
      made.name = parse_type(type).name;
      made.labels = std::move(labels);
    }
    return schema;
  };
  const auto judge = [](const Schema& truth, const Schema& models) {
    std::vector<std::string> lines;
    for (const Finding& f : run_rules(compare_schemas(truth, models, {}), {}, nullptr))
      lines.push_back(std::string(to_string(f.severity)) + ' ' + f.rule + ' ' + to_string(f.object));
    return lines;
  };
  const Schema mood = with("mood", {"sad", "ok"}, SourceKind::kDatabase);
  const auto models = [&](const char* type, std::vector<std::string> labels) {
    return with(type, std::move(labels), SourceKind::kModels);
  };
  EXPECT_THAT(judge(mood, models("mood", {"sad", "ok"})), IsEmpty());
  EXPECT_THAT(judge(mood, models("public.mood", {"sad", "ok"})), IsEmpty());
  EXPECT_THAT(judge(mood, models("mood", {"sad"})), ElementsAre("warning enum-labels enum mood"));
  EXPECT_THAT(judge(mood, models("mood", {"ok", "sad"})), ElementsAre("warning enum-labels enum mood"));
  EXPECT_THAT(judge(mood, models("mood", {"sad", "ok", "new"})), ElementsAre("critical enum-labels enum mood"));
  EXPECT_THAT(judge(mood, models("varchar(4)", {})), ElementsAre("warning column-type users.team_id"));
  EXPECT_THAT(judge(with("varchar(4)", {}, SourceKind::kDatabase), models("mood", {"sad"})),
              ElementsAre("warning column-type users.team_id"));
  EXPECT_THAT(judge(mood, models("feeling", {"sad", "ok"})), ElementsAre("warning probable-rename enum mood"));
  EXPECT_THAT(judge(mood, models("feeling", {"sad"})), ElementsAre("warning column-type users.team_id"));
}

TEST(Rules, WithoutRenamesEachSideIsSaid) {
  Table follower = users();
  follower.columns[2].name = "teams_id";
  const Schema a = schema_of(SourceKind::kDatabase, {users()}), b = schema_of(SourceKind::kModels, {follower});
  CompareOptions options;
  options.match_renames = false;
  EXPECT_EQ(run_rules(compare_schemas(a, b, options), {}, nullptr).size(), 2U);
}

TEST(Rules, HostileNamesStayOnOneLine) {
  Table truth = users(), follower = users();
  const std::string name = "a\"b\n\x1b[31mc`|</script>";
  truth.columns[1].name = name;
  truth.uniques.clear();
  follower.uniques.clear();
  const Schema a = schema_of(SourceKind::kDatabase, {truth}), b = schema_of(SourceKind::kModels, {follower});
  for (const Finding& f : run_rules(compare_schemas(a, b, {}), {}, nullptr)) {
    EXPECT_EQ(f.message.find('\n'), std::string::npos);
    EXPECT_EQ(f.message.find('\x1b'), std::string::npos);
  }
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
