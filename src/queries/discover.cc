#include "queries/discover.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "support/strings.h"

namespace si {
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
    "testing",       "versions",
    "unittests",
};

bool is_skipped(const fs::path& folder) {
  const std::string name = folder.filename().string();
  if (std::find(std::begin(kSkippedFolders), std::end(kSkippedFolders), name) != std::end(kSkippedFolders)) return true;
  if (name.find("migrat") != std::string::npos) return true;
  std::error_code error;
  return fs::exists(folder / "pyvenv.cfg", error) ||
         (fs::exists(folder / "script.py.mako", error) && fs::exists(folder / "env.py", error));
}

// test_x.py, x_test.py, conftest.py; V12__add.sql and the like.
bool is_test_or_migration(const std::string& name) {
  if (name.starts_with("test_") || name.ends_with("_test.py") || name == "conftest.py") return true;
  const bool flyway = name.size() > 3 && (name[0] == 'V' || name[0] == 'U') && name[1] >= '0' && name[1] <= '9' &&
                      name.find("__") != std::string::npos;
  return flyway && name.ends_with(".sql");
}

class Walk {
 public:
  Walk(const ExtractOptions& options, std::set<std::string>& python, std::set<std::string>& sql,
       std::vector<NotRead>& unread)
      : options_(options), python_(python), sql_(sql), unread_(unread) {}

  void folder(const fs::path& path) {
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
    for (const fs::directory_entry& entry : entries) {
      if (excluded(entry.path())) continue;
      if (entry.is_directory(error)) {
        if (!is_skipped(entry.path())) folder(entry.path());
      } else if (!is_test_or_migration(entry.path().filename().string())) {
        file(entry.path());
      }
    }
  }

  void file(const fs::path& path) {
    std::error_code error;
    const fs::path extension = path.extension();
    if (extension != ".py" && extension != ".sql") return;
    if (!fs::is_regular_file(path, error)) {
      unread_.push_back({relative(path), "not a regular file"});
      return;
    }
    (extension == ".py" ? python_ : sql_).insert(path.string());
  }

 private:
  std::string relative(const fs::path& path) const {
    const std::string text = path.string(), prefix = options_.root + "/";
    return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
  }
  bool excluded(const fs::path& path) const {
    const std::string text = relative(path);
    return std::any_of(options_.exclude.begin(), options_.exclude.end(),
                       [&](const std::string& pattern) { return glob_match(pattern, text); });
  }

  const ExtractOptions& options_;
  std::set<std::string>&python_, &sql_;
  std::vector<NotRead>& unread_;
  std::set<std::string> seen_;
};

}  // namespace

Result<QueryFiles> find_query_files(const ExtractOptions& options) {
  QueryFiles out;
  std::set<std::string> python, sql;
  Walk walk(options, python, sql, out.unread);
  std::vector<std::string> paths = options.paths;
  if (paths.empty()) paths.push_back(options.root);
  for (const std::string& given : paths) {
    fs::path path = fs::path(given).is_absolute() ? fs::path(given) : fs::path(options.root) / given;
    path = path.lexically_normal();
    if (!path.has_filename()) path = path.parent_path();
    std::error_code error;
    if (fs::is_directory(path, error)) {
      walk.folder(path);
    } else if (fs::exists(path, error)) {
      walk.file(path);
    } else {
      return Error{ErrorKind::kFiles, "cannot read queries: " + printable(given) + " does not exist",
                   "check the paths given, or [queries] paths in the configuration"};
    }
  }
  out.python.assign(python.begin(), python.end());
  out.sql.assign(sql.begin(), sql.end());
  return out;
}

}  // namespace si
