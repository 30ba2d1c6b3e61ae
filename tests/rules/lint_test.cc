// The lint rules on real schemas: each finds what it is for, at the right object, and nothing else.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "rules/lint/lint.h"
#include "sources/sqlalchemy/attributes.h"
#include "support/strings.h"
#include "tests/support/embedded_database.h"

namespace si {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

RulePolicy everything() {
  RulePolicy policy;
  for (const Rule* rule : all_rules())
    if (!rule->on_by_default) policy.severities.emplace(rule->name, rule->severity);
  return policy;
}

Conventions usual() {
  Conventions conventions;
  conventions.created_at_server_default = "now()";
  conventions.updated_at_server_default = "none";
  conventions.created_at_columns = {"created_at"};
  conventions.updated_at_columns = {"updated_at"};
  return conventions;
}

// "rule object" of each finding.
std::vector<std::string> lint(const std::string& script, const RulePolicy& policy = {},
                              const Conventions& conventions = usual(), const Schema* models = nullptr) {
  const Schema schema = test::schema_of(script);
  std::vector<std::string> lines;
  for (const Finding& finding : run_lint(lint_input(schema, models, conventions, {"alembic_version"}), policy, nullptr))
    lines.push_back(finding.rule + ' ' + to_string(finding.object));
  return lines;
}

TEST(LintDb, RelationshipsWithoutReverse) {
  const Schema schema = test::schema_of("CREATE TABLE users (id int PRIMARY KEY);");
  std::vector<ModelClass> classes(3);
  const char* names[] = {"User", "Post", "Tag"};
  const auto relate = [&](std::size_t from, std::size_t to, const char* name, const char* back) {
    ModelAttribute attribute;
    attribute.name = name;
    attribute.kind = AttributeKind::kRelationship;
    attribute.declared_by = names[from];
    attribute.target_class = to;
    attribute.back_populates = back;
    classes[from].attributes.push_back(attribute);
  };
  for (std::size_t i = 0; i < 3; ++i) {
    classes[i].name = names[i];
    classes[i].table.name = to_lower_ascii(names[i]);
  }
  relate(0, 1, "posts", "author");
  relate(1, 0, "author", "posts");
  relate(1, 2, "tags", "");
  LintInput input = lint_input(schema, nullptr, {}, {});
  input.classes = &classes;
  std::vector<std::string> lines;
  for (const Finding& finding : run_lint(input, everything(), nullptr))
    if (finding.rule == "relationship-without-reverse") lines.push_back(finding.message);
  EXPECT_THAT(lines, ElementsAre("Post.tags leads to Tag, which has no relationship back"));
  classes[2].any_attribute = "it may have more";
  EXPECT_THAT(run_lint(input, {}, nullptr), IsEmpty());
}

TEST(LintDb, IsSilentOnWhatIsRight) {
  EXPECT_THAT(lint(R"(
    CREATE EXTENSION pg_trgm;
    CREATE TABLE alembic_version (version_num varchar(32));
    CREATE TABLE users (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL UNIQUE, name varchar(80), code char,
      created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP, updated_at timestamptz);
    CREATE TABLE posts (
      id serial PRIMARY KEY, user_id bigint NOT NULL REFERENCES users, other_id bigint REFERENCES users,
      slug text NOT NULL, note text, UNIQUE (user_id, slug), CHECK (slug <> ''));
    CREATE INDEX posts_other ON posts (other_id) WHERE other_id IS NOT NULL;
    CREATE INDEX posts_slug ON posts (slug text_pattern_ops);
    CREATE INDEX posts_slug_down ON posts (slug DESC, note);
    CREATE INDEX posts_slug_some ON posts (slug) WHERE note IS NOT NULL;
    CREATE TABLE events (id bigint, at timestamptz, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
    CREATE TABLE events_1 PARTITION OF events DEFAULT;
    CREATE VIEW v AS SELECT 1 AS "user";
    ALTER TABLE users ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own ON users USING (email = CURRENT_USER);
    CREATE UNIQUE INDEX users_name ON users (name) WHERE name IS NOT NULL;
  )"),
              IsEmpty());
}

TEST(LintDb, KeysAndIndexes) {
  EXPECT_THAT(lint(R"(
    CREATE TABLE teams (id bigint PRIMARY KEY, name text UNIQUE NOT NULL);
    CREATE TABLE keyless (a integer);
    CREATE TABLE members (
      id integer PRIMARY KEY, team_id integer REFERENCES teams, a integer NOT NULL, b integer NOT NULL, c integer,
      UNIQUE (a, c));
    CREATE INDEX i1 ON members (a, b);
    CREATE INDEX i2 ON members (a, b);
    CREATE INDEX i3 ON members (a);
    CREATE UNIQUE INDEX i4 ON members (id);
    CREATE INDEX i5 ON members (b) INCLUDE (c);
    CREATE INDEX i6 ON members (lower(b::text));
    CREATE INDEX i7 ON members (lower(b::text), a);
    ALTER TABLE members ADD CONSTRAINT late CHECK (a > 0) NOT VALID;
    ALTER TABLE members ADD CONSTRAINT late_key FOREIGN KEY (id) REFERENCES teams NOT VALID;
  )"),
              UnorderedElementsAre(
                  "no-primary-key keyless", "foreign-key-unindexed members(team_id)",
                  "foreign-key-type members(team_id)", "foreign-key-type members(id)", "index-duplicate members(a, b)",
                  "index-duplicate members(id)", "index-redundant members(a)", "index-redundant members()",
                  "constraint-not-valid members", "constraint-not-valid members(id)", "unique-nullable members(a, c)"));
}

TEST(LintDb, TypesNamesAndSecurity) {
  EXPECT_THAT(
      lint(R"(
    CREATE DOMAIN big AS bigint;
    CREATE TABLE "order" (id serial PRIMARY KEY, at timestamp, price money, code char(3), "user" text);
    ALTER TABLE "order" ALTER COLUMN id TYPE bigint;
    CREATE TABLE guarded (id integer PRIMARY KEY);
    ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
    CREATE TABLE open (id big PRIMARY KEY);
    CREATE POLICY own ON open USING (id > 0);
  )"),
      UnorderedElementsAre("reserved-name order", "reserved-name order.user", "sequence-narrow order.id",
                           "timestamp-without-time-zone order.at", "money-type order.price", "char-type order.code",
                           "row-security-without-policy guarded", "row-security-without-policy open"));
}

TEST(LintDb, TimeStampsAsAgreed) {
  const std::string script = R"(
    CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.created_at := now(); RETURN NEW; END';
    CREATE TABLE good (id integer PRIMARY KEY, created_at timestamptz DEFAULT now(), updated_at timestamptz);
    CREATE TABLE bad (id integer PRIMARY KEY, created_at timestamptz, updated_at timestamptz DEFAULT now());
    CREATE TABLE by_trigger (id integer PRIMARY KEY, created_at timestamptz);
    CREATE TRIGGER stamp BEFORE INSERT ON by_trigger FOR EACH ROW EXECUTE FUNCTION stamp();
    CREATE TABLE text (id integer PRIMARY KEY, created_at text);
  )";
  EXPECT_THAT(lint(script), ElementsAre("created-at-default bad.created_at", "updated-at-default bad.updated_at"));
  EXPECT_THAT(lint(script, {}, Conventions{}), IsEmpty());
  // A model with another default than its database: the finding is at the column once.
  Schema models = test::schema_of(script);
  models.source.kind = SourceKind::kModels;
  Table& good = models.schemas["public"].tables["good"];
  good.columns[1].default_value = std::optional<Expression>();
  good.columns[1].location = {"models.py", {7, 3, 7, 9}};
  EXPECT_THAT(lint(script, {}, usual(), &models),
              ElementsAre("created-at-default bad.created_at", "updated-at-default bad.updated_at",
                          "created-at-default good.created_at"));
}

TEST(LintDb, WhatIsOffUntilAskedFor) {
  EXPECT_THAT(
      lint("CREATE TABLE t (id serial PRIMARY KEY, name varchar(255)); COMMENT ON COLUMN t.id IS 'x';", everything()),
      UnorderedElementsAre("serial-column t.id", "varchar-255 t.name", "table-without-comment t",
                           "column-without-comment t.name"));
}

TEST(LintDb, PatternsAndModels) {
  Conventions conventions;
  conventions.column_names_pattern = "[a-z_]+";
  conventions.column_names.emplace("[a-z_]+");
  const std::string script = R"(CREATE TABLE t (id integer PRIMARY KEY, "camelCase" integer, flag boolean NOT NULL))";
  EXPECT_THAT(lint(script, {}, conventions), ElementsAre("naming-pattern t.camelCase"));
  Schema models = test::schema_of(script);
  models.schemas["public"].tables["t"].columns[2].has_python_default = true;
  EXPECT_THAT(lint(script, {}, {}, &models), ElementsAre("python-only-default t.flag"));
}

}  // namespace
}  // namespace si
