#include "project/git.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "support/strings.h"

extern "C" char** environ;

namespace si {
namespace {

struct Outcome {
  int status = -1;  // -1: git could not be started
  std::string output;
};

Outcome run_git(const std::string& root, const std::vector<std::string>& arguments, bool with_errors = false) {
  std::vector<std::string> words = {"git", "-C", root, "-c", "core.fsmonitor=false", "-c", "core.quotePath=false"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  int pipe_ends[2];
  if (::pipe2(pipe_ends, O_CLOEXEC) != 0) return {};
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], 1);
  if (with_errors)
    ::posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], 2);
  else
    ::posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int failed = ::posix_spawnp(&child, "git", &actions, nullptr, argv.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(pipe_ends[1]);
  Outcome outcome;
  if (failed == 0) {
    char buffer[4096];
    for (;;) {
      const ssize_t n = ::read(pipe_ends[0], buffer, sizeof buffer);
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) break;
      outcome.output.append(buffer, static_cast<std::size_t>(n));
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  }
  ::close(pipe_ends[0]);
  return outcome;
}

}  // namespace

std::optional<Git> Git::find(const std::string& root) {
  const Outcome outcome = run_git(root, {"rev-parse", "--is-inside-work-tree"});
  if (outcome.status != 0 || trim(outcome.output) != "true") return std::nullopt;
  return Git(root);
}

bool Git::tracks(const std::string& path) const {
  return run_git(root_, {"ls-files", "--error-unmatch", "--", ":(literal)" + path}).status == 0;
}

std::vector<std::string> Git::changed_files(const std::vector<std::string>& except) const {
  std::vector<std::string> arguments = {"status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--",
                                        "."};
  for (const std::string& path : except) arguments.push_back(":(exclude,literal)" + path);
  std::vector<std::string> out;
  for (const std::string& entry : split(run_git(root_, arguments).output, '\0'))
    if (entry.size() > 3) out.push_back(entry.substr(3));
  std::sort(out.begin(), out.end());
  return out;
}

bool Git::move(const std::string& from, const std::string& to) const {
  return run_git(root_, {"mv", "--", from, to}).status == 0;
}

Result<bool> Git::commit(const std::string& message, const std::vector<std::string>& paths) const {
  std::vector<std::string> literal;
  for (const std::string& path : paths) {
    const bool known = ::access((root_ + '/' + path).c_str(), F_OK) == 0 || tracks(path);
    if (known) literal.push_back(":(literal)" + path);
  }
  if (literal.empty()) return false;
  std::vector<std::string> add = {"add", "--all", "--"};
  add.insert(add.end(), literal.begin(), literal.end());
  if (const Outcome added = run_git(root_, add, true); added.status != 0)
    return Error{ErrorKind::kFiles, "git add: " + printable(trim(added.output)), ""};
  if (run_git(root_, {"diff", "--cached", "--quiet"}).status == 0) return false;
  // The whole index: a file that `git mv` took away is known to no path any more.
  if (const Outcome done = run_git(root_, {"commit", "--quiet", "-m", message}, true); done.status != 0)
    return Error{ErrorKind::kFiles, "git commit: " + printable(trim(done.output)),
                 "the files are changed and staged; commit them by hand"};
  return true;
}

}  // namespace si
