// Which paths git would leave out: the patterns of .gitignore files, as gitignore(5) reads them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace si {

// The patterns of one file.
class IgnoreFile {
 public:
  // `folder` is where the file lies, relative to the walk's root, "" for the root itself. A file above the root has an
  // empty folder and `above`: the root's path as seen from the file's folder ("examples/streaming").
  IgnoreFile(std::string_view content, std::string folder, std::string above = "");

  enum class Verdict { kNone, kIgnored, kKept };
  // What the last pattern that matches says. `path` is relative to the walk's root, with '/'.
  Verdict judge(std::string_view path, bool is_folder) const;
  bool empty() const { return patterns_.empty(); }

 private:
  struct Pattern {
    std::vector<std::string> parts;  // between slashes; "**" stands for any number of folders
    bool negated = false;
    bool folders_only = false;
    bool anywhere = false;  // one part without a slash: matches at any depth
    bool plain = false;     // no wildcard in its parts
  };
  std::vector<Pattern> patterns_;
  std::string folder_, above_;
};

// True when the files, the outermost first, leave `path` out: the innermost file that says anything decides.
bool is_ignored(const std::vector<const IgnoreFile*>& files, std::string_view path, bool is_folder);

}  // namespace si
