// The files of a project: what git would track below its root, without virtual environments and the like.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/schema.h"

namespace si {

struct TreeFile {
  std::string path;  // relative to the root, with '/'
  std::size_t size = 0;
};

// All files, sorted by path, with indexes to find them by name. Links are files when they lead to one inside the root,
// and are never followed into folders.
class Tree {
 public:
  // `skip`: folders and files (relative, without a trailing '/') that are left out beside what .gitignore leaves out.
  static Tree read(const std::string& root, const std::vector<std::string>& skip);
  // For tests and for text that is at hand: only these files.
  explicit Tree(std::vector<TreeFile> files);
  Tree() = default;

  const std::vector<TreeFile>& files() const { return files_; }
  const std::vector<NotRead>& not_read() const { return not_read_; }
  bool has_file(std::string_view path) const { return by_path_.count(std::string(path)) > 0; }
  bool has_folder(std::string_view path) const;
  // What git leaves out, or what was told to be skipped.
  bool ignores(const std::string& path) const;

  // The file that is `path` but for the case of its letters; empty: none.
  std::string find_in_any_case(std::string_view path) const;
  // Files whose path ends with `suffix` ("b/c.py" finds "a/b/c.py"), sorted; letters in any case.
  std::vector<std::string> find_by_suffix(std::string_view suffix) const;
  bool has_name(std::string_view base_name) const;

 private:
  void index();

  std::vector<TreeFile> files_;
  std::vector<NotRead> not_read_;
  std::unordered_map<std::string, std::size_t> by_path_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_name_;  // lower case base name
  std::unordered_map<std::string, std::size_t> folders_;               // lower case
  std::vector<std::string> ignored_;                                   // files and folders met and left out
};

}  // namespace si
