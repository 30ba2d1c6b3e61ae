// A class that is mapped imperatively twice, which SQLAlchemy refuses: the last mapping counts, and only it.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "sources/sqlalchemy/models.h"

namespace si {
namespace {

TEST(MappedTwice, TheLastCounts) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / ("si-twice-" + std::to_string(getpid()));
  fs::remove_all(folder);
  fs::create_directories(folder);
  std::ofstream(folder / "models.py") << "from sqlalchemy import Column, Integer, MetaData, Table\n"
                                         "from sqlalchemy.orm import registry\n"
                                         "reg = registry()\n"
                                         "a = Table('a', reg.metadata, Column('id', Integer, primary_key=True))\n"
                                         "b = Table('b', reg.metadata, Column('id', Integer, primary_key=True))\n"
                                         "class A: pass\n"
                                         "reg.map_imperatively(A, a)\n"
                                         "reg.map_imperatively(A, b)\n";
  ReadModelsOptions options;
  options.root = folder.string();
  options.paths = {"."};
  const Result<ModelsReading> reading = read_models(options);
  fs::remove_all(folder);
  ASSERT_TRUE(reading.ok());
  int classes = 0;
  for (const auto& [name, schema] : reading->schema.schemas)
    for (const auto& [table_name, table] : schema.tables) {
      EXPECT_EQ(table.classes.size(), table_name == "b" ? 1U : 0U) << table_name;
      classes += static_cast<int>(table.classes.size());
    }
  EXPECT_EQ(classes, 1);
}

}  // namespace
}  // namespace si
