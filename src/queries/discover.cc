#include "queries/discover.h"

#include <filesystem>

#include "sources/python/source_walk.h"
#include "support/strings.h"

namespace si {
namespace {

namespace fs = std::filesystem;

// test_x.py, x_test.py, conftest.py; V12__add.sql and the like.
bool is_test_or_migration(const std::string& name) {
  if (name.starts_with("test_") || name.ends_with("_test.py") || name == "conftest.py") return true;
  const bool flyway = name.size() > 3 && (name[0] == 'V' || name[0] == 'U') && name[1] >= '0' && name[1] <= '9' &&
                      name.find("__") != std::string::npos;
  return flyway && name.ends_with(".sql");
}

}  // namespace

Result<QueryFiles> find_query_files(const ExtractOptions& options) {
  python::WalkOptions wanted{options.root, options.exclude};
  wanted.extensions = {".py", ".sql"};
  wanted.skip = {"versions", "unittests"};
  wanted.leave_out = is_test_or_migration;
  python::SourceWalk walk(wanted);
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
  QueryFiles out;
  for (const std::string& file : walk.files()) (file.ends_with(".py") ? out.python : out.sql).push_back(file);
  out.unread = walk.unread();
  return out;
}

}  // namespace si
