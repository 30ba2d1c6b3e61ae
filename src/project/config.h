// schema-inspector.toml: what a project says of itself, with the place of every mistake.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/finding.h"
#include "support/result.h"

namespace si {

struct Config {
  std::string path;  // of the file; empty: there is none
  std::string root;  // its folder, else the working directory; absolute

  struct {
    std::optional<std::string> url;    // a SOURCE, or "env:NAME"
    std::vector<std::string> schemas;  // globs
    int statement_timeout_ms = 60000, lock_timeout_ms = 5000, connect_timeout_s = 10;
  } database;
  struct {
    std::vector<std::string> paths, import_paths, exclude;
    std::string sqlalchemy;  // version
    std::map<std::string, std::string> types;
  } models;
  struct {
    // What check-queries reads (empty: the root) and leaves out; project functions that take SQL: "app.db.fetch:0".
    std::vector<std::string> paths, exclude, helpers;
    std::string decisions;                                      // a file of edits that a person decided on; empty: none
    std::string plan_name = "{area}_query_update_plan_{date}";  // of --plans' files, without .md and .json
  } queries;
  struct {
    std::string folder = "reports";
  } reports;
  struct {
    std::string schema = "docs/database_schema.md";  // the canonical document
    std::string snapshot = "docs/schema_snapshot.json";
  } docs;
  struct {
    std::optional<std::string> created_at_server_default, updated_at_server_default;  // "none" or an expression
    std::vector<std::string> created_at_columns = {"created_at"}, updated_at_columns = {"updated_at"};
    std::string reserved_attribute_suffix = "_";
    std::string table_names, column_names;  // regular expressions for whole names; empty: none
  } conventions;
  struct {
    std::string folder = "old_versions";
  } archive;
  struct {
    std::vector<std::string> files;  // empty: those that are found
    int summary_tokens = 4000;       // the most that the summary of the schema may take
  } agents;
  struct {
    std::string log = "docs/pgdb_changes.md";  // of changes to the database
  } changes;
  std::map<std::string, std::string> severity;  // [severity] rule = "critical|warning|info|off"
  struct SeverityFor {
    std::string rule = "*", object = "*";  // globs
    std::string severity;                  // "critical", "warning", "info", "off"
  };
  std::vector<SeverityFor> severity_for;                    // [[severity_for]] rule, object, severity
  std::vector<std::vector<std::string>> equivalent_types;   // [equivalent] types = [["jsonb", "json"]]
  std::vector<std::pair<std::string, std::string>> ignore;  // [[ignore]] rule = "…", object = "…"
  std::vector<std::string> ignore_tables;                   // [compare] ignore_tables
  std::string scratch = "embedded";                         // [compare] scratch: "embedded", "off" or a SOURCE
  std::optional<Severity> fail_on;                          // [compare] fail_on; nullopt with fail_never: never
  bool fail_never = false;
};

// Reads `path`; empty: the nearest schema-inspector.toml upwards from the working directory, or defaults when there is
// none. An unknown key, a wrong type or a file that is no TOML fails (kUsage) with file:line:column and the nearest
// key.
Result<Config> read_config(const std::string& path);
// The same for text; `path` is for messages only.
Result<Config> parse_config(std::string_view content, const std::string& path);

// All keys there are, as "section.key": docs/configuration.md is held against this list.
std::vector<std::string> configuration_keys();

}  // namespace si
