// Holds src/ to the invariants of ARCHITECTURE.md that an #include line can break: the order of the folders, who may
// know libpq, libpg_query and tree-sitter, and which folders do no input or output.

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace si {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace fs = std::filesystem;

// A folder includes only those before it, and itself.
constexpr std::array<std::string_view, 14> kFolders = {"support", "text",    "model",   "sources", "compare",
                                                       "rules",   "queries", "fixes",   "docgen",  "project",
                                                       "reports", "engine",  "servers", "commands"};

// The folders of sources/: two parsers that know none of the others, and three readers that know only the parsers.
constexpr std::string_view kParsers[] = {"sql", "python"};
constexpr std::string_view kReaders[] = {"postgres", "sqlalchemy", "document"};

// Headers of the outside world (prefixes) with the one folder that may know them.
struct Confined {
  std::string_view header;
  std::string_view folder;
};
constexpr Confined kConfined[] = {
    {"libpq", "sources/postgres/"},
    {"postgres_ext.h", "sources/postgres/"},
    {"pg_query", "sources/sql/"},
    {"tree_sitter/", "sources/python/"},
};

// Folders of functions from values to values, and what would let them reach the world (prefixes).
constexpr std::string_view kPureFolders[] = {"text", "model", "compare", "rules", "fixes", "docgen", "reports"};
constexpr std::string_view kWorldHeaders[] = {
    "fstream", "filesystem", "iostream", "cstdio", "stdio.h", "unistd.h", "fcntl.h",         "dirent.h",
    "sys/",    "netdb.h",    "spawn.h",  "poll.h", "thread",  "future",   "support/files.h", "support/progress.h",
};

std::string_view folder_of(std::string_view path) { return path.substr(0, path.find('/')); }

std::optional<std::size_t> rank(std::string_view folder) {
  const auto found = std::find(kFolders.begin(), kFolders.end(), folder);
  if (found == kFolders.end()) return std::nullopt;
  return static_cast<std::size_t>(found - kFolders.begin());
}

template <typename Names>
bool contains(const Names& names, std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

// The parser or reader that a file of sources/ belongs to, "" for what all of them share.
std::string_view source_of(std::string_view path) {
  if (!path.starts_with("sources/")) return "";
  const std::string_view name = folder_of(path.substr(std::string_view("sources/").size()));
  return contains(kParsers, name) || contains(kReaders, name) ? name : "";
}

bool may_include_source(std::string_view from, std::string_view to) {
  return from.empty() || to.empty() || from == to || (contains(kReaders, from) && contains(kParsers, to));
}

// What is wrong with `header`, included with quotes by the file at `path` (both relative to src/); "" when nothing.
std::string judge_own(std::string_view path, std::string_view header) {
  const auto from = rank(folder_of(path));
  const auto to = rank(folder_of(header));
  if (!to) return "is no file of src/ (includes are written from src/)";
  if (from && *to > *from) return "stands after it in the order of the folders";
  if (!may_include_source(source_of(path), source_of(header))) return "belongs to another reader or parser";
  return "";
}

std::string judge_world(std::string_view path, std::string_view header) {
  for (const Confined& confined : kConfined) {
    if (header.starts_with(confined.header) && !path.starts_with(confined.folder)) {
      return "may be known only to " + std::string(confined.folder);
    }
  }
  const bool pure = contains(kPureFolders, folder_of(path));
  const bool reaches_out = std::any_of(std::begin(kWorldHeaders), std::end(kWorldHeaders),
                                       [&](std::string_view world) { return header.starts_with(world); });
  if (pure && reaches_out) return "does input or output, which this folder leaves to others";
  return "";
}

// What an #include line names, with its quotes or brackets; "" for any other line.
std::string_view included(std::string_view line) {
  for (const std::string_view word : {"#", "include"}) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (!line.starts_with(word)) return "";
    line.remove_prefix(word.size());
  }
  const std::size_t begin = line.find_first_of("<\"");
  const std::size_t end = begin == line.npos ? line.npos : line.find_first_of(">\"", begin + 1);
  return end == line.npos ? "" : line.substr(begin, end - begin + 1);
}

std::vector<std::string> violations(std::string_view path, const std::string& text) {
  std::vector<std::string> found;
  const bool at_root = path.find('/') == std::string_view::npos;
  if (!at_root && !rank(folder_of(path))) found.push_back(std::string(path) + " is in a folder without a place");

  std::istringstream lines(text);
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const std::string_view include = included(line);
    if (include.empty()) continue;
    const std::string header(include.substr(1, include.size() - 2));
    std::string wrong = include.front() == '"' ? judge_own(path, header) : "";
    if (wrong.empty()) wrong = judge_world(path, header);
    if (!wrong.empty()) {
      found.push_back(std::string(path) + ":" + std::to_string(number) + ": " + header + " " + wrong);
    }
  }
  return found;
}

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

template <typename Function>
int for_each_source(Function&& function) {
  const fs::path root = fs::path(SI_SOURCE_DIR) / "src";
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const fs::path extension = entry.path().extension();
    if (extension != ".h" && extension != ".cc") continue;
    ++files;
    function(fs::relative(entry.path(), root).generic_string(), read(entry.path()));
  }
  return files;
}

TEST(Architecture, FoldersIncludeOnlyWhatTheyMay) {
  std::vector<std::string> all;
  const int files = for_each_source([&](const std::string& path, const std::string& text) {
    std::ranges::copy(violations(path, text), std::back_inserter(all));
  });
  EXPECT_GT(files, 0) << "no sources found under " << SI_SOURCE_DIR;
  EXPECT_THAT(all, IsEmpty());
}

TEST(Architecture, HeadersSayFirstWhatTheyAre) {
  for_each_source([](const std::string& path, const std::string& text) {
    if (!path.ends_with(".h")) return;
    EXPECT_TRUE(text.starts_with("// ")) << path << ": the first line says what the header is for";
    EXPECT_THAT(text, HasSubstr("\n#pragma once\n")) << path;
  });
}

// The judge itself is judged on planted violations, one of each sort, and on what it must leave alone.

TEST(ArchitectureJudge, SeesAnIncludeUpwards) {
  EXPECT_THAT(violations("model/schema.h", "#pragma once\n#include \"rules/rule.h\"\n"),
              ElementsAre("model/schema.h:2: rules/rule.h stands after it in the order of the folders"));
}

TEST(ArchitectureJudge, SeesAnIncludeNotWrittenFromSrc) {
  EXPECT_THAT(violations("model/schema.h", "#include \"type.h\"\n"),
              ElementsAre("model/schema.h:1: type.h is no file of src/ (includes are written from src/)"));
}

TEST(ArchitectureJudge, SeesAReaderThatKnowsAnotherAndAParserThatKnowsAReader) {
  EXPECT_THAT(violations("sources/document/tables.cc", "#include \"sources/sqlalchemy/types.h\"\n"),
              ElementsAre(HasSubstr("belongs to another reader")));
  EXPECT_THAT(violations("sources/python/scope.cc", "#include \"sources/sqlalchemy/reader.h\"\n"),
              ElementsAre(HasSubstr("belongs to another reader")));
  EXPECT_THAT(violations("sources/python/scope.cc", "#include \"sources/sql/split.h\"\n"),
              ElementsAre(HasSubstr("belongs to another reader or parser")));
  EXPECT_THAT(violations("sources/sqlalchemy/reader.cc", "#include \"sources/python/scope.h\"\n"), IsEmpty());
}

TEST(ArchitectureJudge, SeesAParserOrDriverOutsideItsFolder) {
  EXPECT_THAT(violations("queries/server_check.cc", "#include <libpq-fe.h>\n"),
              ElementsAre(HasSubstr("may be known only to sources/postgres/")));
  EXPECT_THAT(violations("sources/python/parser.cc", "extern \"C\" {\n#  include \"pg_query.h\"\n}\n"),
              ElementsAre(HasSubstr("parser.cc:2: pg_query.h")));
  EXPECT_THAT(violations("fixes/edits.cc", "#include <tree_sitter/api.h>\n"),
              ElementsAre(HasSubstr("may be known only to sources/python/")));
  EXPECT_THAT(violations("sources/sql/parse.cc", "#include <pg_query.h>\n"), IsEmpty());
}

TEST(ArchitectureJudge, SeesInputAndOutputInAPureFolder) {
  for (const std::string folder : {"text", "model", "compare", "rules", "fixes", "docgen", "reports"}) {
    for (const std::string header :
         {"<fstream>", "<filesystem>", "<unistd.h>", "<sys/stat.h>", "\"support/files.h\""}) {
      EXPECT_THAT(violations(folder + "/a.cc", "#include " + header + "\n"),
                  ElementsAre(HasSubstr("does input or output")));
    }
  }
  EXPECT_THAT(violations("project/discover.cc", "#include <filesystem>\n#include \"support/files.h\"\n"), IsEmpty());
}

TEST(ArchitectureJudge, SeesAFolderWithoutAPlace) {
  EXPECT_THAT(violations("misc/odds.cc", ""), ElementsAre("misc/odds.cc is in a folder without a place"));
  EXPECT_THAT(violations("main.cc", "#include \"commands/run.h\"\n"), IsEmpty());
}

}  // namespace
}  // namespace si
