// try: from a import M / except ImportError: try: from b import M …: the first that is installed counts, where what is
// installed can be seen.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "sources/sqlalchemy/models.h"

namespace si {
namespace {

namespace fs = std::filesystem;

class ImportFallback : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("si-fallback-" + std::to_string(getpid()));
    fs::remove_all(folder_);
    write(".venv/lib/python3.11/site-packages/sqlalchemy/__init__.py", "");
    write(".venv/lib/python3.11/site-packages/there/__init__.py", "");
    write(".venv/lib/python3.11/site-packages/there/mixins.py",
          "from sqlalchemy import Column, Integer\n"
          "class Mixin:\n"
          "    __tablename__ = 'oauth'\n"
          "    id = Column(Integer, primary_key=True)\n");
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& file, const std::string& text) const {
    fs::create_directories((folder_ / file).parent_path());
    std::ofstream(folder_ / file) << text;
  }
  // The tables, where `first` and then `second` are tried.
  std::map<std::string, Table> tables(const std::string& first, const std::string& second) const {
    write("models.py",
          "from sqlalchemy import Column, Integer\n"
          "from sqlalchemy.orm import declarative_base\n"
          "try:\n"
          "    from " +
              first +
              " import Mixin\n"
              "except ImportError:\n"
              "    try:\n"
              "        from " +
              second +
              " import Mixin\n"
              "    except ImportError:\n"
              "        class Mixin: __tablename__ = 'fallen_back'\n"
              "Base = declarative_base()\n"
              "class OAuth(Mixin, Base):\n"
              "    user_id = Column(Integer, primary_key=True)\n");
    ReadModelsOptions options;
    options.root = folder_.string();
    options.paths = {"models.py"};
    const Result<ModelsReading> reading = read_models(options);
    EXPECT_TRUE(reading.ok());
    return reading.ok() ? reading->schema.schemas.at("public").tables : std::map<std::string, Table>();
  }

  fs::path folder_;
};

TEST_F(ImportFallback, TheFirstThatIsInstalledCounts) {
  EXPECT_TRUE(tables("nowhere", "there.mixins").contains("oauth"));
  EXPECT_TRUE(tables("there.gone.mixins", "there.mixins").contains("oauth"));
  EXPECT_TRUE(tables("there.mixins", "nowhere").contains("oauth"));
  EXPECT_TRUE(tables("nowhere", "there.gone").contains("fallen_back"));
}

TEST_F(ImportFallback, WhatMayBeThereIsNotKnown) {
  EXPECT_TRUE(tables("zoneinfo", "there.mixins").empty());
  write(".venv/lib/python3.11/site-packages/there/gone.cpython-311-x86_64-linux-gnu.so", "");
  EXPECT_TRUE(tables("there.gone", "there.mixins").empty());
  fs::remove_all(folder_ / ".venv/lib/python3.11/site-packages/sqlalchemy");
  EXPECT_TRUE(tables("nowhere", "there.mixins").empty());
}

}  // namespace
}  // namespace si
