#include "model/snapshot.h"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "model/index_definition.h"
#include "tests/support/random_schema.h"

namespace si {
namespace {

using ::testing::HasSubstr;

// Read back, with the source's name and kind as they were, so that the texts can be compared.
Schema read_back(const std::string& json, const SourceInfo& source) {
  Result<Schema> schema = read_snapshot(json, "s.json");
  EXPECT_TRUE(schema.ok()) << schema.error().message;
  if (!schema.ok()) return {};
  schema->source.kind = source.kind;
  schema->source.name = source.name;
  return std::move(*schema);
}

std::string error_of(std::string_view json) {
  const Result<Schema> schema = read_snapshot(json, "s.json");
  return schema.ok() ? "no error" : schema.error().message;
}

Column column(std::string name, std::string_view type) {
  Column c;
  c.name = std::move(name);
  c.type = parse_type(type);
  return c;
}

TEST(Snapshot, ReadsBackWhatItWrote) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const Schema schema = test::SchemaGenerator(seed).schema();
    const std::string json = write_snapshot(schema);
    const Schema again = read_back(json, schema.source);
    ASSERT_EQ(write_snapshot(again), json) << "seed " << seed;
    ASSERT_EQ(schema_fingerprint(again), schema_fingerprint(schema)) << "seed " << seed;
  }
}

TEST(Snapshot, HasTheContractsKeysInTheirOrder) {
  Schema schema;
  schema.source = {SourceKind::kDatabase, "app", "15.20", 0, ""};
  schema.extensions["pg_trgm"].version = "1.6";
  Namespace& space = schema.schemas["public"];
  space.enums["mood"].labels = std::vector<std::string>{"sad", "ok"};
  Table& users = space.tables["users"];
  users.name = "users";
  users.columns.push_back(column("id", "int4"));
  users.columns[0].nullable = false;
  users.columns[0].identity = std::optional<Identity>(Identity{});
  users.primary_key.emplace();
  users.primary_key->name = "users_pkey";
  users.primary_key->columns = {"id"};
  Index index;
  index.name = "users_email";
  index.keys.push_back({"email", {}, "", "", "", false, false});
  index.keys.push_back({"", std::string("lower(email)"), "", "", "", true, true});
  users.indexes.push_back(index);
  ForeignKey parent;
  parent.name = "users_parent_fkey";
  parent.columns = {"parent_id"};
  parent.referenced_table = {"public", "users"};
  parent.referenced_columns = {"id"};
  users.foreign_keys.push_back(parent);

  std::ifstream file(SI_SOURCE_DIR "/tests/cases/snapshot/users/expected.json");
  std::stringstream expected;
  expected << file.rdbuf();
  EXPECT_EQ(write_snapshot(schema), expected.str());
}

TEST(Snapshot, OfModelsLeavesOutWhatIsNotDeclaredAndNamesWhatCannotBeKnown) {
  Schema schema;
  schema.source.kind = SourceKind::kModels;
  Table& users = schema.schemas["public"].tables["users"];
  users.name = "users";
  users.classes.push_back({"User", "app.models", {"m.py", {1, 1, 9, 1}}});
  users.location = {"m.py", {1, 1, 9, 1}};
  users.uniques.emplace_back().columns = {"email"};
  Column email = column("email", "text");
  email.type = Known<Type>::unresolved("a type from another package");
  email.attribute = "mail";
  email.location = {"m.py", {2, 3, 2, 30}};
  users.columns.push_back(email);

  const std::string json = write_snapshot(schema);
  EXPECT_THAT(json, HasSubstr(R"(            {
              "name": "email",
              "type": {
                "unresolved": "a type from another package"
              },
              "nullable": true,
              "attribute": "mail",
              "location": {
                "file": "m.py",
                "line": 2,
                "column": 3,
                "end_line": 2,
                "end_column": 30
              }
            })"));
  EXPECT_THAT(json, HasSubstr(R"("class": "User")"));
  EXPECT_THAT(json, HasSubstr("\"unique_constraints\": [\n            {\n              \"columns\": ["));
  const Schema again = read_back(json, schema.source);
  EXPECT_EQ(write_snapshot(again), json);
  const Table* table = again.find_table({"", "users"});
  ASSERT_NE(table, nullptr);
  EXPECT_FALSE(table->columns[0].type.known());
  EXPECT_EQ(table->columns[0].location.span.end_column, 30u);
}

TEST(Snapshot, SaysWhatIsWrongAndWhere) {
  EXPECT_THAT(error_of(""),
              HasSubstr("s.json: not a snapshot that can be read: line 1, column 1: The document is empty"));
  EXPECT_THAT(error_of("{\n  \"format\": }"), HasSubstr("line 2, column 13: Invalid value"));
  EXPECT_THAT(error_of("{\"format\": \"\xff\"}"), HasSubstr("line 1, column"));
  EXPECT_THAT(error_of("[]"), HasSubstr("expected an object, found a list"));
  EXPECT_THAT(error_of("{}"), HasSubstr("format: expected \"schema-inspector/snapshot/1\""));
  EXPECT_THAT(error_of(R"({"format": "schema-inspector/snapshot/2"})"),
              HasSubstr("reads version 1 of the snapshot format, the file has version 2"));
  const std::string head = R"({"format": "schema-inspector/snapshot/1", "schemas": {"public": {"tables": {"t": )";
  EXPECT_THAT(error_of(head + R"({"columns": [{"name": "a"}, {"name": "b", "nullable": "no"}]}}}}})"),
              HasSubstr("schemas.public.tables.t.columns[1].nullable: expected true or false, found a string"));
  EXPECT_THAT(error_of(head + R"({"kind": "cube"}}}}})"), HasSubstr("tables.t.kind: unknown kind \"cube\""));
  EXPECT_THAT(error_of(head + R"({"foreign_keys": [{"columns": ["a"], "references": {"columns": ["a", "b"]}}]}}}}})"),
              HasSubstr("foreign_keys[0].references: expected as many columns as the key has"));
  EXPECT_THAT(error_of(head + R"({}, "t": {}}}}})"), HasSubstr("tables.t: stands here twice"));
}

TEST(Snapshot, SkipsKeysItDoesNotKnow) {
  const Result<Schema> schema =
      read_snapshot(R"({"format": "schema-inspector/snapshot/1", "later": [{"x": 1}], "search_path": [],
                        "schemas": {"s": {"tables": {"t": {"news": null}}, "streams": {}}}})",
                    "s.json");
  ASSERT_TRUE(schema.ok());
  EXPECT_NE(schema->find_table({"s", "t"}), nullptr);
  EXPECT_EQ(schema->default_schema(), "public");
}

TEST(Snapshot, FingerprintIgnoresWhereASchemaCameFromAndNothingElse) {
  Schema a = test::SchemaGenerator(7).schema();
  Schema b = a;
  b.source = {SourceKind::kSnapshot, "elsewhere", "16.1", 0, ""};
  EXPECT_EQ(schema_fingerprint(a), schema_fingerprint(b));
  b.comment = "another";
  EXPECT_NE(schema_fingerprint(a), schema_fingerprint(b));
}

TEST(Snapshot, SurvivesAnyBytes) {
  test::Random random(1);
  const std::string json = write_snapshot(test::SchemaGenerator(3).schema());
  std::size_t read = 0;
  for (int i = 0; i < 2000; ++i) {
    const Result<Schema> schema = read_snapshot(test::mutated(json, random), "s.json");
    if (!schema.ok()) {
      EXPECT_FALSE(schema.error().message.empty());
      continue;
    }
    ++read;
    write_snapshot(*schema);
  }
  EXPECT_GT(read, 0u);
  EXPECT_THAT(error_of(std::string(200000, '[')), HasSubstr("s.json"));
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "{\"a\":";
  EXPECT_THAT(error_of(deep), HasSubstr("s.json"));
}

TEST(IndexDefinition, IsSpelledAsTheServerDoes) {
  Index index;
  index.name = "Odd name";
  index.unique = true;
  index.method = "gist";
  index.keys.push_back({"a", {}, "gist_trgm_ops", "siglen=32", "C", false, true});
  index.keys.push_back({"", std::string("a + b"), "", "", "", true, false});
  index.keys.push_back({"", std::string("(a || ')'::text)"), "", "", "", false, false});
  index.include = {"order"};
  index.nulls_not_distinct = true;
  index.storage_parameters = {"buffering=auto", "fillfactor=70"};
  index.predicate = std::optional<Expression>("(a > 0)");
  EXPECT_EQ(index_definition(index, {"public", "t"}, true),
            "CREATE UNIQUE INDEX \"Odd name\" ON ONLY public.t USING gist (a COLLATE \"C\" gist_trgm_ops "
            "(siglen='32') NULLS FIRST, (a + b) DESC NULLS LAST, (a || ')'::text)) INCLUDE (\"order\") "
            "NULLS NOT DISTINCT WITH (buffering=auto, fillfactor='70') WHERE (a > 0)");
}

}  // namespace
}  // namespace si
