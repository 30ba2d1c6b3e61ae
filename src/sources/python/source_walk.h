// The walk over a project's folders that the reading of models and that of queries start from.
#pragma once

#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/schema.h"

namespace si::python {

struct WalkOptions {
  std::string root;                                 // absolute; what is told is relative to it
  std::vector<std::string> exclude;                 // globs on paths below the root
  std::vector<std::string_view> extensions{".py"};  // of files that are wanted
  std::vector<std::string_view> skip = {};          // names of folders, beside those that every walk leaves out
  // By the name of a file or folder below a folder; empty: none.
  std::function<bool(const std::string& name)> leave_out = {};
};

// Version control, virtual environments, caches, build results, tests and migrations.
bool is_skipped_folder(const std::filesystem::path& folder);

class SourceWalk {
 public:
  explicit SourceWalk(WalkOptions options) : options_(std::move(options)) {}

  // Everything below, in the order of names. A folder is visited once, by what it really is, so a loop of links ends.
  void folder(const std::filesystem::path& path);
  // A file below a folder, or one that is named: left out where its extension is not wanted.
  void file(const std::filesystem::path& path);

  const std::set<std::string>& files() const { return files_; }  // absolute
  const std::vector<NotRead>& unread() const { return unread_; }

 private:
  std::string relative(const std::filesystem::path& path) const;
  bool is_wanted(const std::filesystem::path& entry) const;
  bool is_skipped(const std::filesystem::path& folder) const;

  WalkOptions options_;
  std::set<std::string> files_, seen_;
  std::vector<NotRead> unread_;
};

}  // namespace si::python
