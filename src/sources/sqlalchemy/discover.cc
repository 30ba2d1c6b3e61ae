#include "sources/sqlalchemy/discover.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "support/strings.h"

namespace si::sqlalchemy {
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

bool is_skipped_folder(const fs::path& folder) {
  const std::string name = folder.filename().string();
  if (std::find(std::begin(kSkippedFolders), std::end(kSkippedFolders), name) != std::end(kSkippedFolders)) return true;
  if (name.find("migrat") != std::string::npos) return true;
  std::error_code error;
  return fs::exists(folder / "pyvenv.cfg", error) ||
         (fs::exists(folder / "script.py.mako", error) && fs::exists(folder / "env.py", error));
}

class Walk {
 public:
  Walk(const ReadModelsOptions& options, std::set<std::string>& files, std::vector<NotRead>& unread)
      : options_(options), files_(files), unread_(unread) {}

  // Folders are visited once each, by what they really are, so a loop of links ends.
  void folder(const fs::path& path) {
    std::error_code error;
    const fs::path real = fs::canonical(path, error);
    if (error || !seen_.insert(real.string()).second) return;
    std::vector<fs::path> entries;
    fs::directory_iterator at(path, error);
    if (error) {
      unread_.push_back({relative(path), "cannot be read: " + error.message()});
      return;
    }
    for (; at != fs::directory_iterator(); at.increment(error)) {
      if (error) break;
      entries.push_back(at->path());
    }
    std::sort(entries.begin(), entries.end());
    for (const fs::path& entry : entries) {
      if (excluded(entry)) continue;
      const fs::file_status status = fs::status(entry, error);
      if (fs::is_directory(status)) {
        if (!is_skipped_folder(entry)) folder(entry);
      } else if (entry.extension() == ".py") {
        if (fs::is_regular_file(status)) {
          files_.insert(entry.string());
        } else {
          unread_.push_back({relative(entry), "not a regular file"});
        }
      }
    }
  }

 private:
  std::string relative(const fs::path& path) const {
    const std::string text = path.string();
    const std::string prefix = options_.root + "/";
    return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
  }
  bool excluded(const fs::path& path) const {
    const std::string text = relative(path);
    return std::any_of(options_.exclude.begin(), options_.exclude.end(),
                       [&](const std::string& pattern) { return glob_match(pattern, text); });
  }

  const ReadModelsOptions& options_;
  std::set<std::string>& files_;
  std::vector<NotRead>& unread_;
  std::set<std::string> seen_;
};

bool has_wildcard(const std::string& path) { return path.find_first_of("*?[") != std::string::npos; }

// Files and folders that match a pattern such as "app/*/models.py" or "src/**/models*.py".
void expand(const fs::path& base, const std::string& pattern, std::vector<fs::path>& out) {
  std::error_code error;
  for (fs::recursive_directory_iterator at(base, fs::directory_options::skip_permission_denied, error), end;
       !error && at != end; at.increment(error)) {
    if (at->is_directory(error) && is_skipped_folder(at->path())) {
      at.disable_recursion_pending();
      continue;
    }
    const std::string relative = at->path().string().substr(base.string().size() + 1);
    if (glob_match(pattern, relative) || glob_match(replace_all(pattern, "**/", ""), relative))
      out.push_back(at->path());
  }
  std::sort(out.begin(), out.end());
}

void add_environments(const fs::path& folder, std::vector<std::string>& out) {
  std::error_code error;
  for (const char* name : {".venv", "venv", "env"}) {
    const fs::path lib = folder / name / "lib";
    if (!fs::is_directory(lib, error)) continue;
    for (fs::directory_iterator at(lib, error), end; !error && at != end; at.increment(error)) {
      const fs::path packages = at->path() / "site-packages";
      if (fs::is_directory(packages, error)) out.push_back(packages.string());
    }
  }
}

}  // namespace

Result<Discovery> discover(const ReadModelsOptions& options) {
  Discovery out;
  std::set<std::string> files;
  Walk walk(options, files, out.unread);
  std::error_code error;
  for (const std::string& given : options.paths) {
    fs::path path = fs::path(given).is_absolute() ? fs::path(given) : fs::path(options.root) / given;
    path = path.lexically_normal();
    if (!path.has_filename()) path = path.parent_path();
    std::vector<fs::path> paths{path};
    if (has_wildcard(given) && !fs::exists(path, error)) {
      paths.clear();
      expand(options.root, given, paths);
      if (paths.empty())
        return Error{ErrorKind::kFiles, "no file matches " + printable(given),
                     "check [models] paths in the configuration, or --models"};
    }
    for (const fs::path& each : paths) {
      const fs::file_status status = fs::status(each, error);
      if (fs::is_directory(status)) {
        walk.folder(each);
      } else if (fs::exists(status)) {
        files.insert(each.string());
      } else {
        return Error{ErrorKind::kFiles, "cannot read models: " + printable(given) + " does not exist",
                     "check [models] paths in the configuration, or --models"};
      }
    }
  }
  out.files.assign(files.begin(), files.end());
  const auto add = [&](const std::string& folder) {
    if (std::find(out.import_paths.begin(), out.import_paths.end(), folder) == out.import_paths.end() &&
        fs::is_directory(folder, error))
      out.import_paths.push_back(folder);
  };
  add(options.root);
  add(options.root + "/src");
  for (const std::string& given : options.import_paths)
    add((fs::path(given).is_absolute() ? fs::path(given) : fs::path(options.root) / given).lexically_normal().string());
  for (const std::string& file : out.files)
    if (const auto at = file.find("/site-packages/"); at != std::string::npos) add(file.substr(0, at + 14));
  std::vector<std::string> environments;
  add_environments(options.root, environments);
  add_environments(fs::path(options.root).parent_path(), environments);
  for (const std::string& folder : environments) add(folder);
  return out;
}

}  // namespace si::sqlalchemy
