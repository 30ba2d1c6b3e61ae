// Files that `init` sets up beside the configuration: the shim for the old tool's commands, and the drift gates.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace si {

struct SetupFile {
  std::string path;  // relative to the root
  std::string content;
  std::string why;  // one line for whoever runs init
};

// A Python file through which `python PATH introspect | compare-db-models | generate-docs | validate` calls the
// program.
SetupFile shim_file(const std::string& path);

// What `init --gate` can set up: "pre-commit", "github", "gitlab", "nightly".
const std::vector<std::string>& gate_names();
SetupFile gate_file(std::string_view gate, const std::string& snapshot);

}  // namespace si
