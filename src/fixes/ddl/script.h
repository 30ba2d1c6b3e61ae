// A whole schema as a script of DDL that rebuilds it on an empty server.
#pragma once

#include <string>
#include <vector>

#include "model/schema.h"

namespace si::ddl {

struct ScriptOptions {
  bool owners = true;
  bool privileges = true;
  // Globs on "table" or "schema.table": only these tables and views, and what they need. Empty: everything.
  std::vector<std::string> tables = {};
};

struct Script {
  std::string sql;
  // What the script does not say, each also a comment in it: secrets, and what the schema's source does not tell.
  std::vector<NotRead> unsaid;
};

// Statements in an order that a server takes, each object with its comment and owner. Roles are named, not made; they
// stand in a comment on top.
Script write_script(const Schema& schema, const ScriptOptions& options = {});

}  // namespace si::ddl
