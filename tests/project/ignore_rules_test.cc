#include "project/ignore_rules.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "project/tree.h"
#include "support/strings.h"

namespace si {
namespace {

namespace fs = std::filesystem;

class Repository {
 public:
  Repository() {
    std::string pattern = (fs::temp_directory_path() / "si-ignore-XXXXXX").string();
    if (::mkdtemp(pattern.data()) != nullptr) root_ = pattern;
  }
  Repository(const Repository&) = delete;
  Repository& operator=(const Repository&) = delete;
  ~Repository() {
    std::error_code failure;
    fs::remove_all(root_, failure);
  }
  void write(const std::string& path, const std::string& content) const {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary) << content;
  }
  // Standard output of a shell command in the repository, as lines.
  std::vector<std::string> run(const std::string& command) const {
    const fs::path out = root_.string() + ".out";
    const int status = std::system(("cd '" + root_.string() + "' && " + command + " >'" + out.string() + "'").c_str());
    EXPECT_EQ(status, 0) << command;
    std::ifstream file(out);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    fs::remove(out);
    return lines;
  }
  std::string root() const { return root_.string(); }

 private:
  fs::path root_;
};

std::vector<std::string> paths_of(const Tree& tree) {
  std::vector<std::string> paths;
  for (const TreeFile& file : tree.files()) paths.push_back(file.path);
  return paths;
}

constexpr const char* kRootRules =
    "# a comment\n*.log\n!keep.log\n/only-root\nbuild/\ndocs/*.tmp\n**/cache\nfoo/**\n!foo/kept\na/**/z\n"
    "trailing  \nwith\\ space\n\\#hash\n\\!bang\n[ab].x\n[!c].y\nq?.z\nnested/deep/\r\n*~\n";

constexpr const char* kPaths[] = {
    "x.log",       "keep.log",  "sub/x.log",     "sub/keep.log", "only-root", "sub/only-root", "build/x",
    "sub/build/x", "build2/x",  "docs/a.tmp",    "docs/b/a.tmp", "cache/x",   "s/t/cache/x",   "foo/x",
    "foo/kept",    "foo/y/z",   "a/z",           "a/b/z",        "a/b/c/z",   "b/a/z",         "trailing",
    "with space",  "#hash",     "!bang",         "a.x",          "c.x",       "c.y",           "d.y",
    "qq.z",        "q.z",       "nested/deep/x", "nested/x",     "old~",      "sub/inner.txt", "sub/kept.txt",
    "sub/t/x.md",  "sub/t/y.md"};

TEST(Tree, HoldsWhatGitWouldTrack) {
  const Repository repository;
  repository.write(".gitignore", kRootRules);
  repository.write("sub/.gitignore", "inner.*\n*.txt\n!kept.txt\n/t/x.md\n!x.log\n");
  for (const char* path : kPaths) repository.write(path, "x");
  repository.run("git init -q .");
  std::vector<std::string> expected =
      repository.run("git -c core.quotePath=false ls-files --others --exclude-standard | LC_ALL=C sort");
  const std::vector<std::string> actual = paths_of(Tree::read(repository.root(), {}));
  EXPECT_EQ(actual, expected);
}

TEST(Tree, HonoursTheRulesAboveAProjectInsideARepository) {
  const Repository repository;
  repository.write(".gitignore", "/project/made/\n*.log\n");
  for (const char* path : {"project/made/x", "project/kept/made/x", "project/a.log", "project/b.md"})
    repository.write(path, "x");
  repository.run("git init -q .");
  const std::vector<std::string> actual = paths_of(Tree::read(repository.root() + "/project", {}));
  EXPECT_EQ(actual, (std::vector<std::string>{"b.md", "kept/made/x"}));
}

TEST(Tree, LeavesOutWhatItIsToldAndEnvironmentsAndLinksThatLeadOut) {
  const Repository repository;
  for (const char* path : {"reports/x.md", "env/pyvenv.cfg", "env/lib/x.py", "node_modules/x/y.js", "docs/x.md"})
    repository.write(path, "x");
  fs::create_symlink("/etc/passwd", repository.root() + "/outside.md");
  fs::create_directory_symlink("..", repository.root() + "/docs/loop");
  fs::create_symlink("x.md", repository.root() + "/docs/inside.md");
  const std::vector<std::string> actual = paths_of(Tree::read(repository.root(), {"reports"}));
  EXPECT_EQ(actual, (std::vector<std::string>{"docs/inside.md", "docs/x.md"}));
}

}  // namespace
}  // namespace si
