// A project's git repository, through the git program: never a shell, never a prompt, no program that the repository's
// configuration names beside its hooks for a commit.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "support/result.h"

namespace si {

class Git {
 public:
  // The repository that `root` lies in; nullopt when it lies in none, or there is no git.
  static std::optional<Git> find(const std::string& root);

  // Paths are relative to the root.
  bool tracks(const std::string& path) const;
  // Files below the root that differ from the last commit, or are not tracked, without those below `except`; sorted.
  std::vector<std::string> changed_files(const std::vector<std::string>& except) const;
  // False when git refused; the file is where it was.
  bool move(const std::string& from, const std::string& to) const;
  // Commits these paths, and what is staged already: moves, for one. False when there was nothing to commit. Fails
  // (kFiles) with what git said.
  Result<bool> commit(const std::string& message, const std::vector<std::string>& paths) const;

 private:
  explicit Git(std::string root) : root_(std::move(root)) {}
  std::string root_;
};

}  // namespace si
