// A coverage-guided fuzz target (libFuzzer) over what finds and checks SQL: any bytes as a module, and behind a line
// "#### " as a script, held against a small schema without a server.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "input_folder.h"
#include "model/snapshot.h"
#include "queries/check.h"

namespace {

constexpr std::string_view kSchema = R"json({"format": "schema-inspector/snapshot/1", "schemas": {"public": {"tables": {
  "users": {"kind": "table", "columns": [
    {"name": "id", "type": "integer", "nullable": false, "identity": "by default"},
    {"name": "name", "type": "character varying(20)", "nullable": false},
    {"name": "tags", "type": "text[]", "nullable": true}],
   "primary_key": {"name": "users_pkey", "columns": ["id"]}},
  "orders": {"kind": "table", "columns": [
    {"name": "id", "type": "bigint", "nullable": false, "default": "0"},
    {"name": "user_id", "type": "integer", "nullable": true}]}}}}})json";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string folder = make_folder();
  static const si::Result<si::Schema> schema = si::read_snapshot(kSchema, "fuzzed");
  if (!schema) std::abort();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t part = text.find("\n#### ");
  write(folder + "/app.py", text.substr(0, part));
  write(folder + "/script.sql", part == std::string_view::npos ? text : text.substr(part + 1));
  si::ExtractOptions options;
  options.root = folder;
  options.paths = {folder + "/app.py", folder + "/script.sql"};
  options.threads = 1;
  const si::Result<si::Extraction> extraction = si::extract_queries(options);
  if (!extraction) return 0;
  const si::Result<si::QueryCheck> check = si::check_queries(*extraction, *schema, nullptr);
  if (!check) return 0;
  // Every finding has its place.
  for (const si::Finding& finding : check->findings)
    if (!finding.location.known()) std::abort();
  return 0;
}
