// tests/cases/queries/<name>/ is a small project; expected.txt lists, by hand, every statement in it that goes to a
// database, with its place, its callee and its style of parameters. {} stands for what only running tells.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "queries/extract.h"
#include "support/strings.h"

namespace si {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string one_line(const BuiltText& text) {
  std::string out;
  for (const TextPiece& piece : text) {
    if (piece.hole) out += "{}";
    for (const char c : piece.text) {
      const bool blank = is_space(c);
      if (!blank || (!out.empty() && out.back() != ' ')) out += blank ? ' ' : c;
    }
  }
  return std::string(trim(out));
}

std::string_view name_of(ParameterStyle style) {
  switch (style) {
    case ParameterStyle::kNone: return "none";
    case ParameterStyle::kNamed: return "named";
    case ParameterStyle::kFormat: return "format";
    case ParameterStyle::kNumeric: return "numeric";
  }
  return "";
}

std::string list(const Extraction& extraction) {
  std::string out;
  for (const Query& query : extraction.queries) {
    const std::string place = query.place.file + ":" + std::to_string(query.place.span.line);
    if (!query.other.empty()) {
      out += place + " other: " + query.other + "\n";
      continue;
    }
    std::vector<std::string> lines;
    for (const BuiltText& text : query.variants)
      lines.push_back(place + " " + query.callee + " " + std::string(name_of(query.style)) + ": " + one_line(text) +
                      "\n");
    std::sort(lines.begin(), lines.end());
    for (const std::string& line : lines) out += line;
  }
  for (const NotRead& file : extraction.unread) out += "unread " + file.what + ": " + file.why + "\n";
  return out;
}

class ExtractCases : public testing::TestWithParam<std::string> {};

TEST_P(ExtractCases, FindsWhatTheListSays) {
  const fs::path folder = fs::path(SI_SOURCE_DIR) / "tests/cases/queries" / GetParam();
  ExtractOptions options;
  options.root = folder.string();
  std::istringstream helpers(content_of(folder / "helpers.txt"));
  for (std::string line; std::getline(helpers, line);) options.helpers.push_back(line);
  const Result<Extraction> extraction = extract_queries(options);
  ASSERT_TRUE(extraction.ok()) << extraction.error().message;
  const std::string actual = list(*extraction);
  if (std::getenv("SI_ACCEPT") != nullptr) std::ofstream(folder / "expected.txt", std::ios::binary) << actual;
  EXPECT_EQ(actual, content_of(folder / "expected.txt"));
}

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(fs::path(SI_SOURCE_DIR) / "tests/cases/queries"))
    if (fs::exists(entry.path() / "expected.txt")) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

INSTANTIATE_TEST_SUITE_P(Queries, ExtractCases, testing::ValuesIn(case_names()),
                         [](const auto& named) { return replace_all(named.param, "-", "_"); });

// By how many ways a name may come from them grows faster than anybody could ask.
TEST(Extract, ModulesThatImportAllOfEachOtherAreAskedOnce) {
  const fs::path folder = fs::path(testing::TempDir()) / "si-star-imports";
  fs::remove_all(folder);
  fs::create_directories(folder / "app");
  std::ofstream(folder / "app" / "__init__.py") << "\n";
  const int modules = 24;
  for (int i = 0; i < modules; ++i) {
    std::ofstream file(folder / "app" / ("m" + std::to_string(i) + ".py"));
    for (int k = 0; k < modules; ++k)
      if (k != i) file << "from .m" << k << " import *\n";
    if (i == 0) file << "QUERY = 'SELECT id FROM users'\n";
  }
  std::ofstream(folder / "main.py") << "from sqlalchemy import text\n"
                                       "from app.m1 import QUERY, nowhere\n"
                                       "text(nowhere)\n"
                                       "text(QUERY)\n";
  ExtractOptions options;
  options.root = folder.string();
  const Result<Extraction> extraction = extract_queries(options);
  fs::remove_all(folder);
  ASSERT_TRUE(extraction.ok());
  EXPECT_EQ(list(*extraction), "main.py:4 sqlalchemy.text named: SELECT id FROM users\n");
}

}  // namespace
}  // namespace si
