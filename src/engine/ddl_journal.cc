#include "engine/ddl_journal.h"

#include <simdjson.h>

#include <algorithm>
#include <filesystem>

#include "project/paths.h"
#include "support/files.h"
#include "support/json_writer.h"

namespace si {
namespace {

using Json = simdjson::dom::element;

std::string path_of(const Config& config) {
  return resolve_path(config.root, config.reports.folder) + "/apply-ddl.begun";
}

std::string text(const Json& object, std::string_view key) {
  std::string_view value;
  return object[key].get(value) == simdjson::SUCCESS ? std::string(value) : std::string();
}

}  // namespace

bool BegunChange::is_one_transaction() const {
  return std::all_of(steps.begin(), steps.end(),
                     [](const ddl::PlanStep& step) { return step.transaction == ddl::Transaction::kShared; });
}

std::vector<BegunChange> read_ddl_journal(const Config& config) {
  std::vector<BegunChange> out;
  const Result<std::string> content = read_file(path_of(config));
  simdjson::dom::parser parser;
  simdjson::dom::array changes;
  if (!content || parser.parse(*content).get(changes) != simdjson::SUCCESS) return out;
  for (const Json change : changes) {
    BegunChange& begun = out.emplace_back();
    begun.change = {text(change, "time"),   text(change, "id"),     "begun",  text(change, "statement"),
                    text(change, "reason"), text(change, "before"), "unknown"};
    simdjson::dom::array steps;
    if (change["steps"].get(steps) != simdjson::SUCCESS) continue;
    for (const Json each : steps) {
      ddl::PlanStep& step = begun.steps.emplace_back();
      step.sql = text(each, "sql");
      step.undo = text(each, "undo");
      const std::string transaction = text(each, "transaction");
      step.transaction = transaction == "none"  ? ddl::Transaction::kNone
                         : transaction == "own" ? ddl::Transaction::kOwn
                                                : ddl::Transaction::kShared;
    }
  }
  return out;
}

Status write_ddl_journal(const Config& config, const std::vector<BegunChange>& changes) {
  JsonWriter json;
  json.begin_array();
  for (const BegunChange& begun : changes) {
    json.begin_object();
    json.member("time", begun.change.time);
    json.member("id", begun.change.id);
    json.member("statement", begun.change.statement);
    json.member("reason", begun.change.reason);
    json.member("before", begun.change.before);
    json.key("steps").begin_array();
    for (const ddl::PlanStep& step : begun.steps) {
      json.begin_object();
      json.member("sql", step.sql);
      json.member("undo", step.undo);
      json.member("transaction", step.transaction == ddl::Transaction::kNone  ? "none"
                                 : step.transaction == ddl::Transaction::kOwn ? "own"
                                                                              : "shared");
      json.end_object();
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
  return write_file_atomically(path_of(config), json.take());
}

void remove_ddl_journal(const Config& config) {
  std::error_code failure;
  std::filesystem::remove(path_of(config), failure);
}

}  // namespace si
