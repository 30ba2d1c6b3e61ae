// What a person decided about code whose column or table is gone: edits that no rename says, kept in a file of the
// project.
#pragma once

#include <string>
#include <vector>

#include "project/config.h"
#include "support/result.h"

namespace si {

struct QueryDecision {
  std::string file;  // relative to the root, below it
  std::string now;   // text of the file, as it stands there once
  std::string then;  // what takes its place; empty: nothing
  std::string why;
  std::uint32_t line = 0;  // of the file of decisions
};

// The [[edit]] tables of the TOML file that [queries] decisions names, in its order. Empty: the configuration names
// none. Fails (kUsage) with file:line:column for a key that is not known or missing, a wrong type, a path outside of
// the root.
Result<std::vector<QueryDecision>> read_query_decisions(const Config& config);

}  // namespace si
