// The program as a user sees it: tests/cases/cli/<name>/ holds `cmd`, a shell script that calls schema-inspector in a
// copy of the folder, and what it must give: `expected`, that is standard output, standard error and exit status.
// SI_ACCEPT=1 writes `expected` anew. The folder of the run is shown as $DIR; $COMMON holds files for many cases.

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "support/strings.h"

namespace si {
namespace {

namespace fs = std::filesystem;

const fs::path kCases = fs::path(SI_SOURCE_DIR) / "tests/cases/cli";

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kCases))
    if (fs::exists(entry.path() / "cmd")) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

// A folder of its own for one run, removed with everything in it.
class Scratch {
 public:
  Scratch() {
    std::string pattern = (fs::temp_directory_path() / "si-cli-XXXXXX").string();
    if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code failure;
    if (!path_.empty()) fs::remove_all(path_, failure);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string shell_quote(const std::string& text) { return '\'' + replace_all(text, "'", "'\\''") + '\''; }

// Nothing of the machine gets in: an empty environment, no terminal, a fixed locale.
std::string run_case(const fs::path& folder) {
  const Scratch scratch;
  const fs::path work = scratch.path() / "work";
  fs::copy(folder, work, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
  fs::remove(work / "cmd");
  fs::remove(work / "expected");
  const fs::path bin = fs::path(SI_PROGRAM).parent_path();
  const std::string command = "cd " + shell_quote(work.string()) +
                              " && env -i HOME=" + shell_quote(scratch.path().string()) +
                              " COMMON=" + shell_quote((kCases / "common").string()) +
                              " LC_ALL=C.UTF-8 PATH=" + shell_quote(bin.string() + ":/usr/bin:/bin:/usr/sbin:/sbin") +
                              " bash " + shell_quote((folder / "cmd").string()) + " </dev/null >../stdout 2>../stderr";
  const int status = std::system(command.c_str());
  std::string out = read(scratch.path() / "stdout");
  if (const std::string errors = read(scratch.path() / "stderr"); !errors.empty()) out += "--- stderr ---\n" + errors;
  out += "--- exit " + std::to_string(WIFEXITED(status) ? WEXITSTATUS(status) : -1) + " ---\n";
  return replace_all(replace_all(std::move(out), work.string(), "$DIR"), (kCases / "common").string(), "$COMMON");
}

class Cli : public testing::TestWithParam<std::string> {};

TEST_P(Cli, SaysWhatIsExpected) {
  const fs::path folder = kCases / GetParam();
  const std::string actual = run_case(folder);
  if (std::getenv("SI_ACCEPT") != nullptr) std::ofstream(folder / "expected", std::ios::binary) << actual;
  EXPECT_EQ(actual, read(folder / "expected"));
}

INSTANTIATE_TEST_SUITE_P(Cases, Cli, testing::ValuesIn(case_names()),
                         [](const auto& test) { return replace_all(test.param, "-", "_"); });

}  // namespace
}  // namespace si
