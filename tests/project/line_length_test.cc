#include "project/line_length.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace si {
namespace {

namespace fs = std::filesystem;

class LineLength : public testing::Test {
 protected:
  LineLength() : root_(fs::temp_directory_path() / ("line-length-" + std::to_string(getpid()))) {
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  ~LineLength() override { fs::remove_all(root_); }
  void write(const std::string& name, const std::string& content) { std::ofstream(root_ / name) << content; }
  std::size_t length() const { return configured_line_length(root_.string()).value_or(0); }

  fs::path root_;
};

TEST_F(LineLength, IsTheFormattersBeforeTheLinters) {
  EXPECT_EQ(length(), 0U);
  write("tox.ini", "[testenv]\nmax-line-length = 70\n[flake8]\nignore = E1\nmax-line-length: 130\n");
  EXPECT_EQ(length(), 130U);
  write("setup.cfg", "[pycodestyle]\nmax_line_length = 110\n");
  EXPECT_EQ(length(), 110U);
  write("pyproject.toml", "[tool.black]\nline-length = 99\n");
  EXPECT_EQ(length(), 99U);
  write("pyproject.toml", "[tool.black]\nline-length = 99\n[tool.ruff]\nline-length = 100\n");
  EXPECT_EQ(length(), 100U);
  write(".ruff.toml", "line-length = 88\n");
  EXPECT_EQ(length(), 88U);
}

TEST_F(LineLength, IsNotWhatMakesNoSense) {
  write(".ruff.toml", "line-length = \"wide\"\n");
  write("pyproject.toml", "[tool.black\nline-length = 99\n");
  write("setup.cfg", "[flake8]\nmax-line-length = 99999999999999999999\n");
  write(".flake8", "[flake8]\nmax-line-length = 5\n");
  write("tox.ini", std::string("[flake8]\nmax-line-length = 90\xff\n"));
  EXPECT_EQ(length(), 0U);
}

}  // namespace
}  // namespace si
