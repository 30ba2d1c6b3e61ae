#include "engine/lint.h"

#include <optional>
#include <regex>

#include "engine/pipeline.h"
#include "engine/policy.h"
#include "rules/lint/lint.h"
#include "support/strings.h"

namespace si {
namespace {

Status read_pattern(const std::string& key, const std::string& pattern, std::optional<std::regex>& out) {
  if (pattern.empty()) return Done{};
  try {
    out.emplace(pattern, std::regex::ECMAScript);
  } catch (const std::regex_error&) {
    return Error{ErrorKind::kUsage, "conventions." + key + " is no regular expression: " + printable(pattern),
                 "it is written as in JavaScript and must match the whole name: [a-z][a-z0-9_]*"};
  }
  return Done{};
}

Result<Conventions> conventions_of(const Config& config) {
  const auto& said = config.conventions;
  Conventions out;
  out.created_at_server_default = said.created_at_server_default;
  out.updated_at_server_default = said.updated_at_server_default;
  out.created_at_columns = said.created_at_columns;
  out.updated_at_columns = said.updated_at_columns;
  out.table_names_pattern = said.table_names;
  out.column_names_pattern = said.column_names;
  if (Status read = read_pattern("table_names", said.table_names, out.table_names); !read) return read.error();
  if (Status read = read_pattern("column_names", said.column_names, out.column_names); !read) return read.error();
  return out;
}

// What nobody asked for, or a schema does not tell.
std::vector<NotRead> not_looked_at(const LintInput& input) {
  std::vector<NotRead> out;
  const Conventions& said = input.conventions;
  if (!said.created_at_server_default && !said.updated_at_server_default)
    out.push_back({"time-stamp conventions", "[conventions] in schema-inspector.toml sets none"});
  if (!said.table_names && !said.column_names)
    out.push_back({"naming patterns", "[conventions] in schema-inspector.toml sets none"});
  if (input.models == nullptr) out.push_back({"defaults that only the models have", "there are no models"});
  for (const auto& [name, space] : input.schema->schemas) {
    if (space.sequences.empty()) continue;
    out.push_back({"how far sequences have run", "it is data: no schema holds their last values"});
    break;
  }
  return out;
}

}  // namespace

Result<FindingsReport> lint_source(const Source& database, const Source* models, const Config& config,
                                   const std::set<std::string>& known, SourceLines& lines) {
  Result<Conventions> conventions = conventions_of(config);
  if (!conventions) return conventions.error();
  std::vector<std::string> ignored = config.ignore_tables;
  ignored.emplace_back("alembic_version");
  LintInput input =
      lint_input(database.schema, models == nullptr ? nullptr : &models->schema, std::move(*conventions), ignored);

  if (models != nullptr) input.classes = &models->classes;

  FindingsReport report;
  report.command = "lint";
  report.truth.kind = "conventions";
  report.follower = database.side;
  if (!database.default_file.empty()) report.default_file = database.default_file;
  const RulePolicy policy = make_policy(config);
  std::size_t by_policy = 0;
  report.findings = run_lint(input, policy, &by_policy);
  finish_findings(report, by_policy, policy, config, known, lines);

  report.tables_compared = input.tables.size();
  for (const LintTable& table : input.tables) report.columns_compared += table.table->columns.size();
  for (const Rule* rule : all_rules())
    if (rule->check_schema != nullptr) report.compared.emplace_back(rule->name);
  report.not_compared = not_looked_at(input);
  report.not_compared.insert(report.not_compared.end(), database.not_read.begin(), database.not_read.end());
  report.not_compared.insert(report.not_compared.end(), database.schema.not_read.begin(),
                             database.schema.not_read.end());
  if (models != nullptr)
    report.not_compared.insert(report.not_compared.end(), models->not_read.begin(), models->not_read.end());
  return report;
}

}  // namespace si
