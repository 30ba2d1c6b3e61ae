#include "sources/python/source_walk.h"

#include <algorithm>

#include "support/strings.h"

namespace si::python {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSkippedFolders[] = {
    ".git",          ".hg",
    ".svn",          ".venv",
    "venv",          "env",
    ".env",          "node_modules",
    "__pycache__",   ".tox",
    ".nox",          ".mypy_cache",
    ".pytest_cache", ".ruff_cache",
    "site-packages", "tests",
    "test",          "build",
    "dist",          ".eggs",
    "alembic",       "alembic_migrations",
    "testing",
};

}  // namespace

bool is_skipped_folder(const fs::path& folder) {
  const std::string name = folder.filename().string();
  if (std::find(std::begin(kSkippedFolders), std::end(kSkippedFolders), name) != std::end(kSkippedFolders)) return true;
  if (name.find("migrat") != std::string::npos) return true;
  std::error_code error;
  return fs::exists(folder / "pyvenv.cfg", error) ||
         (fs::exists(folder / "script.py.mako", error) && fs::exists(folder / "env.py", error));
}

void SourceWalk::folder(const fs::path& path) {
  std::error_code error;
  const fs::path real = fs::canonical(path, error);
  if (error || !seen_.insert(real.string()).second) return;
  fs::directory_iterator at(path, error);
  if (error) {
    unread_.push_back({relative(path), "cannot be read: " + error.message()});
    return;
  }
  std::vector<fs::directory_entry> entries;
  for (; at != fs::directory_iterator(); at.increment(error)) {
    if (error) break;
    entries.push_back(*at);
  }
  std::sort(entries.begin(), entries.end());
  for (const fs::directory_entry& entry : entries) {
    if (!is_wanted(entry.path())) continue;
    if (!entry.is_directory(error))
      file(entry.path());
    else if (!is_skipped(entry.path()))
      folder(entry.path());
  }
}

void SourceWalk::file(const fs::path& path) {
  const std::string extension = path.extension().string();
  if (std::find(options_.extensions.begin(), options_.extensions.end(), extension) == options_.extensions.end()) return;
  std::error_code error;
  if (fs::is_regular_file(path, error))
    files_.insert(path.string());
  else
    unread_.push_back({relative(path), "not a regular file"});
}

std::string SourceWalk::relative(const fs::path& path) const {
  const std::string text = path.string(), prefix = options_.root + "/";
  return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

bool SourceWalk::is_wanted(const fs::path& entry) const {
  const std::string text = relative(entry);
  if (options_.leave_out && options_.leave_out(entry.filename().string())) return false;
  return std::none_of(options_.exclude.begin(), options_.exclude.end(),
                      [&](const std::string& pattern) { return glob_match(pattern, text); });
}

bool SourceWalk::is_skipped(const fs::path& folder) const {
  return is_skipped_folder(folder) ||
         std::find(options_.skip.begin(), options_.skip.end(), folder.filename().string()) != options_.skip.end();
}

}  // namespace si::python
