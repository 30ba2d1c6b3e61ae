#include "project/paths.h"

#include <algorithm>
#include <filesystem>

#include "support/strings.h"

namespace si {
namespace {

namespace fs = std::filesystem;

bool is_pattern(std::string_view part) { return part.find_first_of("*?[") != std::string_view::npos; }

// Names in a folder, sorted; hidden ones only where the pattern begins with a dot, as in a shell.
std::vector<fs::path> entries(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code failure;
  for (fs::directory_iterator it(folder, failure), end; !failure && it != end; it.increment(failure))
    found.push_back(it->path());
  std::sort(found.begin(), found.end());
  return found;
}

void match_parts(const fs::path& base, const std::vector<std::string>& parts, std::size_t at,
                 std::vector<std::string>& out) {
  std::error_code failure;
  if (at == parts.size()) {
    if (fs::exists(base, failure)) out.push_back(base.string());
    return;
  }
  const std::string& part = parts[at];
  if (!is_pattern(part)) return match_parts(base / part, parts, at + 1, out);
  if (part == "**") match_parts(base, parts, at + 1, out);
  for (const fs::path& entry : entries(base)) {
    const std::string name = entry.filename().string();
    if (name.starts_with(".") && !part.starts_with(".")) continue;
    if (part == "**") {
      // Links are not followed: they can lead back up.
      if (fs::is_directory(fs::symlink_status(entry, failure))) match_parts(entry, parts, at, out);
    } else if (glob_match(part, name)) {
      match_parts(entry, parts, at + 1, out);
    }
  }
}

}  // namespace

std::string resolve_path(const std::string& root, std::string_view path) {
  const fs::path given(path);
  return (given.is_absolute() ? given : fs::path(root) / given).lexically_normal().string();
}

std::string relative_to(const std::string& root, const std::string& path) {
  const fs::path relative = fs::path(path).lexically_relative(root);
  if (relative.empty() || *relative.begin() == "..") return path;
  return relative.generic_string();
}

Result<std::vector<std::string>> expand_globs(const std::string& root, const std::vector<std::string>& patterns) {
  std::vector<std::string> out;
  for (const std::string& pattern : patterns) {
    const fs::path absolute = resolve_path(root, pattern);
    std::error_code failure;
    if (!is_pattern(absolute.string()) || fs::exists(absolute, failure)) {
      out.push_back(absolute.string());
      continue;
    }
    std::vector<std::string> parts;
    for (const fs::path& part : absolute.relative_path()) parts.push_back(part.string());
    const std::size_t before = out.size();
    match_parts(absolute.root_path(), parts, 0, out);
    if (out.size() == before)
      return Error{ErrorKind::kFiles, "no file matches " + printable(pattern),
                   "check the pattern given with --models or as [models] paths"};
  }
  std::vector<std::string> unique;
  for (std::string& path : out)
    if (std::find(unique.begin(), unique.end(), path) == unique.end()) unique.push_back(std::move(path));
  return unique;
}

}  // namespace si
