// The property that the document stands on: what docgen writes reads back as the schema it was written from, whatever
// names and comments hold.
#include <gmock/gmock.h>

#include <filesystem>

#include "docgen/document.h"
#include "model/snapshot.h"
#include "sources/document/document_reader.h"
#include "support/files.h"
#include "tests/support/embedded_database.h"
#include "tests/support/random_schema.h"

namespace si {
namespace {

template <typename T>
void without_members_of_extensions(std::map<std::string, T>& objects) {
  std::erase_if(objects, [](const auto& object) { return !object.second.extension.empty(); });
}

// What the document shows of a schema (docs/schema-document.md): all but members of extensions that are neither tables
// nor views, and the source's own name.
Schema shown(Schema schema) {
  for (auto& [name, space] : schema.schemas) {
    without_members_of_extensions(space.sequences);
    without_members_of_extensions(space.enums);
    without_members_of_extensions(space.domains);
    without_members_of_extensions(space.composite_types);
    without_members_of_extensions(space.range_types);
    without_members_of_extensions(space.functions);
    std::erase_if(space.other, [](const OtherObject& object) { return !object.extension.empty(); });
  }
  return schema;
}

// The schema as text to compare, without where it came from.
std::string facts(Schema schema) {
  schema.source = {};
  for (auto& [name, space] : schema.schemas) {
    for (auto& [key, table] : space.tables) {
      table.location = {};
      for (Column& column : table.columns) column.location = {};
    }
    for (auto& [key, item] : space.enums) item.location = {};
    for (auto* views : {&space.views, &space.materialized_views})
      for (auto& [key, view] : *views)
        for (Column& column : view.columns) column.location = {};
    for (auto& [key, item] : space.composite_types)
      for (Column& column : item.columns) column.location = {};
  }
  return write_snapshot(schema);
}

TEST(SchemaDocument, ReadsBackAsTheSchemaItWasWrittenFrom) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const Schema schema = test::SchemaGenerator(seed).schema();
    const std::string document = write_document(schema);
    const Result<Schema> again = read_document(document, "schema.md");
    ASSERT_TRUE(again.ok());
    ASSERT_EQ(facts(*again), facts(shown(schema))) << "seed " << seed << "\n" << document;
    ASSERT_EQ(again->source.server_version, "15");
  }
}

void expect_round_trip(const Schema& schema, const std::string& what) {
  const std::string document = write_document(schema);
  const Result<Schema> again = read_document(document, "schema.md");
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(facts(*again), facts(shown(schema))) << what << "\n" << document;
}

TEST(SchemaDocument, ReadsBackEveryCaseOfTheDatabaseReader) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(SI_SOURCE_DIR "/tests/cases/database")) {
    if (entry.path().extension() != ".json") continue;
    const Result<std::string> json = read_file(entry.path().string());
    ASSERT_TRUE(json.ok());
    const Result<Schema> schema = read_snapshot(*json, entry.path().string());
    ASSERT_TRUE(schema.ok()) << schema.error().message;
    expect_round_trip(*schema, entry.path().string());
    ++count;
  }
  EXPECT_GE(count, 10u);
}

TEST(SchemaDocumentDb, ReadsBackTheExamplesDatabase) {
  const Result<std::string> script = read_file(SI_SOURCE_DIR "/examples/streaming/schema.sql");
  ASSERT_TRUE(script.ok());
  const Schema schema = test::schema_of(*script);
  EXPECT_GE(schema.schemas.at("public").tables.size(), 50u);
  expect_round_trip(schema, "streaming");
}

TEST(SchemaDocument, IsTheSameWhenWrittenAgain) {
  for (std::uint64_t seed = 1000; seed < 1020; ++seed) {
    const Schema schema = test::SchemaGenerator(seed).schema();
    EXPECT_EQ(write_document(schema), write_document(Schema(schema)));
  }
}

TEST(SchemaDocument, SurvivesAnyBytes) {
  test::Random random(5);
  const std::string document = write_document(test::SchemaGenerator(4).schema());
  for (int i = 0; i < 600; ++i) {
    const Result<Schema> schema = read_document(test::mutated(document, random), "schema.md");
    if (schema.ok()) write_snapshot(*schema);
  }
}

}  // namespace
}  // namespace si
