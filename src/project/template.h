// The configuration that `init` writes.
#pragma once

#include <string>
#include <vector>

namespace si {

// What was found in a project.
struct Detected {
  std::vector<std::string> models;  // files or folders, relative to the root
  std::string document;             // a schema document, relative; empty: none
  bool dot_env = false;             // .env sets DATABASE_URL
};

// A commented schema-inspector.toml; read_config takes it as it is.
std::string config_template(const Detected& detected);

// The folders that hold the files, without those inside another one; a file at the root stays a file. Sorted.
std::vector<std::string> folders_of(const std::vector<std::string>& files);

}  // namespace si
