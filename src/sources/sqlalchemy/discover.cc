#include "sources/sqlalchemy/discover.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "sources/python/source_walk.h"
#include "support/strings.h"

namespace si::sqlalchemy {
namespace {

namespace fs = std::filesystem;

bool has_wildcard(const std::string& path) { return path.find_first_of("*?[") != std::string::npos; }

// Files and folders that match a pattern such as "app/*/models.py" or "src/**/models*.py".
void expand(const fs::path& base, const std::string& pattern, std::vector<fs::path>& out) {
  std::error_code error;
  for (fs::recursive_directory_iterator at(base, fs::directory_options::skip_permission_denied, error), end;
       !error && at != end; at.increment(error)) {
    if (at->is_directory(error) && python::is_skipped_folder(at->path())) {
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
  python::SourceWalk walk({options.root, options.exclude});
  std::set<std::string> named;
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
        named.insert(each.string());
      } else {
        return Error{ErrorKind::kFiles, "cannot read models: " + printable(given) + " does not exist",
                     "check [models] paths in the configuration, or --models"};
      }
    }
  }
  named.insert(walk.files().begin(), walk.files().end());
  out.files.assign(named.begin(), named.end());
  out.unread = walk.unread();
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
