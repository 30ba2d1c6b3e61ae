// The files that may hold models, and where imported modules are found.
#pragma once

#include <string>
#include <vector>

#include "sources/sqlalchemy/models.h"

namespace si::sqlalchemy {

struct Discovery {
  std::vector<std::string> files;         // absolute, sorted, each once
  std::vector<std::string> import_paths;  // folders that hold top-level modules, in order
  std::vector<NotRead> unread;
};

// Fails (kFiles) when a path does not exist. Below a folder, tests, migrations, virtual environments and the like are
// left out; a path that names them is read.
Result<Discovery> discover(const ReadModelsOptions& options);

// The version of a package as lock, requirements or installed files give it; empty: none does.
std::string find_package_version(const ReadModelsOptions& options, const std::vector<std::string>& import_paths,
                                 const std::string& package);
// "2.0.36 (uv.lock)", "1.4 (configured)", "2.0 (assumed)".
std::string find_sqlalchemy_version(const ReadModelsOptions& options, const std::vector<std::string>& import_paths);

}  // namespace si::sqlalchemy
