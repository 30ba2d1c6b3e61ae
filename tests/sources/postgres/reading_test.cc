// How the reading goes about it: round trips, schemas that are asked for, a schema that changes meanwhile, encodings,
// what belongs to an extension.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "model/snapshot.h"
#include "sources/postgres/catalog.h"
#include "sources/postgres/connection.h"
#include "tests/support/embedded_database.h"

namespace si {
namespace {

std::string tables(int count) {
  std::string script = "BEGIN;";
  for (int i = 0; i < count; ++i) {
    const std::string name = "t" + std::to_string(i);
    script += "CREATE TABLE " + name + " (id serial PRIMARY KEY, a integer CHECK (a > 0), b text DEFAULT 'x');" +
              "CREATE INDEX ON " + name + " (lower(b)) WHERE a > 5;" + "COMMENT ON TABLE " + name +
              " IS 'one of many';";
  }
  return script + "COMMIT;";
}

int round_trips(const DatabaseSource& source, std::size_t expected_tables) {
  Result<Connection> connection = Connection::open(source, 10);
  if (!connection) return -1;
  const Result<Schema> schema = read_catalog(*connection, {});
  EXPECT_TRUE(schema.ok()) << (schema.ok() ? "" : schema.error().message);
  if (!schema.ok()) return -1;
  EXPECT_EQ(schema->schemas.at("public").tables.size(), expected_tables);
  return connection->round_trips();
}

TEST(PostgresReadingDb, TakesTwoRoundTripsWhateverTheSize) {
  EXPECT_EQ(round_trips(test::fresh_database(tables(10)), 10), 2);
  EXPECT_EQ(round_trips(test::fresh_database(tables(1000)), 1000), 2);
}

TEST(PostgresReadingDb, GivesTheSameBytesTwice) {
  const DatabaseSource source = test::fresh_database(tables(50));
  EXPECT_EQ(write_snapshot(test::read_whole(source)), write_snapshot(test::read_whole(source)));
}

// OIDs and the order of rows are no facts: a schema made in another order is the same schema.
TEST(PostgresReadingDb, DoesNotDependOnTheOrderOfCreation) {
  Schema one = test::schema_of(R"(
    CREATE TYPE mood AS ENUM ('a'); CREATE TABLE a (id integer PRIMARY KEY, mood mood);
    CREATE TABLE b (id integer, a integer CONSTRAINT x REFERENCES a, CONSTRAINT y CHECK (id > 0), CONSTRAINT z UNIQUE (a));
    CREATE INDEX i ON b (id); CREATE INDEX j ON b (a);)");
  Schema other = test::schema_of(R"(
    CREATE TABLE noise (id serial); CREATE TABLE b (id integer, a integer); CREATE INDEX j ON b (a);
    ALTER TABLE b ADD CONSTRAINT z UNIQUE (a); ALTER TABLE b ADD CONSTRAINT y CHECK (id > 0);
    CREATE TYPE mood AS ENUM ('a'); CREATE TABLE a (id integer PRIMARY KEY, mood mood);
    ALTER TABLE b ALTER COLUMN a SET NOT NULL; ALTER TABLE b ALTER COLUMN id SET DEFAULT 1;
    ALTER TABLE b ALTER COLUMN id DROP DEFAULT; ALTER TABLE b ALTER COLUMN a DROP NOT NULL;
    ALTER TABLE b ADD CONSTRAINT x FOREIGN KEY (a) REFERENCES a; CREATE INDEX i ON b (id); DROP TABLE noise;)");
  one.source.name = other.source.name = "";
  EXPECT_EQ(write_snapshot(one), write_snapshot(other));
  EXPECT_EQ(schema_fingerprint(one), schema_fingerprint(other));
}

TEST(PostgresReadingDb, ReadsOnlyTheSchemasAskedFor) {
  const DatabaseSource source = test::fresh_database(R"(
    CREATE SCHEMA app_one; CREATE SCHEMA app_two; CREATE SCHEMA "app.x"; CREATE SCHEMA other;
    CREATE TABLE other.targets (a integer, b integer, PRIMARY KEY (b, a));
    CREATE TABLE app_one.t (x integer, y integer, FOREIGN KEY (x, y) REFERENCES other.targets (b, a));
    CREATE TABLE app_two.t (id integer);)");
  ReadDatabaseOptions options;
  options.schemas = {"app_*", "nothing"};
  const Result<Schema> schema = read_database(source, options);
  ASSERT_TRUE(schema.ok());
  ASSERT_EQ(schema->schemas.size(), 2U);
  const ForeignKey& key = schema->schemas.at("app_one").tables.at("t").foreign_keys.at(0);
  EXPECT_EQ(key.referenced_table, (QualifiedName{"other", "targets"}));
  EXPECT_EQ(key.referenced_columns, (std::vector<std::string>{"b", "a"}));
  options.schemas = {"app.?", "[!a]*er"};
  EXPECT_EQ(read_database(source, options)->schemas.size(), 2U);
}

TEST(PostgresReadingDb, FollowsTheRolesSearchPath) {
  DatabaseSource source = test::fresh_database(R"(
    CREATE ROLE pathfinder LOGIN; ALTER ROLE pathfinder SET search_path = first, second, missing;
    CREATE SCHEMA first; CREATE SCHEMA second; GRANT USAGE ON SCHEMA first, second TO pathfinder;
    CREATE TYPE second.shade AS ENUM ('dark'); CREATE TYPE first.mood AS ENUM ('a'); CREATE TYPE second.mood AS ENUM ('b');
    CREATE TABLE first.t (shade second.shade, mood first.mood, hidden second.mood);)");
  source.parameters["user"] = "pathfinder";
  const Schema schema = test::read_whole(source);
  EXPECT_EQ(schema.search_path, (std::vector<std::string>{"first", "second"}));
  const std::vector<Column>& columns = schema.schemas.at("first").tables.at("t").columns;
  EXPECT_EQ(to_string(*columns[0].type), "shade");
  EXPECT_EQ(to_string(*columns[1].type), "mood");
  EXPECT_EQ(to_string(*columns[2].type), "second.mood");
}

TEST(PostgresReadingDb, MarksWhatBelongsToAnExtension) {
  const DatabaseSource source = test::fresh_database("");
  Result<Connection> connection = Connection::open(source, 5);
  ASSERT_TRUE(connection.ok());
  if (connection->run_batch({"CREATE EXTENSION hstore"}, 5000, [](std::size_t, const Rows&) {}))
    GTEST_SKIP() << "this server has no contrib modules";
  const Schema schema = test::read_whole(source);
  EXPECT_EQ(schema.extensions.count("hstore"), 1U);
  std::size_t functions = 0;
  for (const auto& [name, function] : schema.schemas.at("public").functions) {
    EXPECT_EQ(function.extension, "hstore") << name;
    EXPECT_EQ(function.definition, "") << name;
    ++functions;
  }
  EXPECT_GT(functions, 30U);
  for (const OtherObject& object : schema.schemas.at("public").other)
    EXPECT_EQ(object.extension, "hstore") << object.name;
}

// What a server newer than us may bring, played by hand in the catalog.
TEST(PostgresReadingDb, ListsKindsThatItDoesNotKnow) {
  if (std::atoi(test::schema_of("SELECT 1").source.server_version.c_str()) < 13)
    GTEST_SKIP() << "a session cannot allow changes of the catalog before 13";
  const Schema schema = test::schema_of(R"(
    CREATE TABLE strange_table (id integer);
    CREATE TABLE t (id integer, CONSTRAINT strange_constraint CHECK (id > 0));
    CREATE TYPE strange_type AS ENUM ('a');
    CREATE FUNCTION strange_function() RETURNS integer LANGUAGE sql AS 'SELECT 1';
    SET allow_system_table_mods = on;
    UPDATE pg_catalog.pg_class SET relkind = 'Q' WHERE relname = 'strange_table';
    UPDATE pg_catalog.pg_constraint SET contype = 'Q' WHERE conname = 'strange_constraint';
    UPDATE pg_catalog.pg_type SET typtype = 'Q' WHERE typname = 'strange_type';
    UPDATE pg_catalog.pg_proc SET prokind = 'Q' WHERE proname = 'strange_function';)");
  std::vector<std::string> what;
  for (const NotRead& one : schema.not_read) what.push_back(one.what + ": " + one.why);
  EXPECT_THAT(what,
              testing::ElementsAre("public.strange_function(): a function of the unknown kind 'Q'",
                                   "public.strange_table: a relation of the unknown kind 'Q'",
                                   "public.strange_type: a type of the unknown kind 'Q'",
                                   "public.t: constraint strange_constraint: a constraint of the unknown kind 'Q'"));
  EXPECT_EQ(schema.find_table({"", "strange_table"}), nullptr);
  EXPECT_EQ(schema.find_enum({"", "strange_type"}), nullptr);
  EXPECT_TRUE(schema.find_table({"", "t"})->checks.empty());
}

// Another session changes tables all the while; the reading sees one state, or starts again.
TEST(PostgresReadingDb, ReadsWhileAnotherSessionChangesTables) {
  const DatabaseSource source = test::fresh_database(tables(100));
  Result<Connection> changer = Connection::open(source, 5);
  ASSERT_TRUE(changer.ok());
  for (int i = 0; i < 10; ++i) {
    const std::string name = "t" + std::to_string(i);
    Result<Connection> reader = Connection::open(source, 5);
    ASSERT_TRUE(reader.ok());
    ASSERT_FALSE(changer->run_batch(
        {"ALTER TABLE " + name + " ADD COLUMN c integer CHECK (c > 1)", "DROP TABLE t" + std::to_string(99 - i)}, 5000,
        [](std::size_t, const Rows&) {}));
    const Result<Schema> schema = read_catalog(*reader, {});
    ASSERT_TRUE(schema.ok()) << schema.error().message;
    EXPECT_EQ(schema->schemas.at("public").tables.at(name).columns.size(), 4U);
  }
}

TEST(PostgresReadingDb, ReadsEveryEncoding) {
  const DatabaseSource home = test::fresh_database("");
  Result<Connection> connection = Connection::open(home, 5);
  ASSERT_TRUE(connection.ok());
  for (const std::string encoding : {"LATIN1", "SQL_ASCII"}) {
    DatabaseSource source = home;
    source.parameters["dbname"] = "in_" + encoding;
    ASSERT_FALSE(connection->run_batch({"CREATE DATABASE \"in_" + encoding + "\" ENCODING " + encoding +
                                        " LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"},
                                       30000, [](std::size_t, const Rows&) {}));
    Result<Connection> inside = Connection::open(source, 5);
    ASSERT_TRUE(inside.ok());
    // In SQL_ASCII the server stores bytes as they come, here one that is no UTF-8.
    const std::string comment = encoding == "LATIN1" ? "'größe'" : "E'gr\\366\\337e'";
    ASSERT_FALSE(inside->run_batch({"CREATE TABLE größe (id integer)", "COMMENT ON TABLE größe IS " + comment}, 5000,
                                   [](std::size_t, const Rows&) {}));
    const Schema schema = test::read_whole(source);
    const Table* table = schema.find_table({"", "größe"});
    ASSERT_NE(table, nullptr) << encoding;
    EXPECT_EQ(**table->comment, encoding == "LATIN1" ? "größe" : "gr\uFFFD\uFFFDe");
    EXPECT_EQ(schema.not_read.size(), encoding == "LATIN1" ? 0U : 1U);
  }
}

}  // namespace
}  // namespace si
