#include "reports/query_plan.h"

#include <fmt/format.h>

#include "reports/formats.h"
#include "support/json_writer.h"

namespace si {
namespace {

struct Totals {
  std::size_t queries = 0, references = 0, items = 0;
};

Totals totals_of(const QueryPlan& plan) {
  Totals totals;
  for (const QueryPlanFile& file : plan.files) {
    totals.queries += file.queries;
    totals.references += file.references;
    totals.items += file.items.size();
  }
  return totals;
}

}  // namespace

std::string render_markdown(const QueryPlan& plan) {
  const Totals totals = totals_of(plan);
  std::string out = fmt::format("# Query update plan: {}\n\n", escape_markdown(plan.area));
  const std::string checked = fmt::format("{} with {} in {} checked", counted(totals.queries, "statement"),
                                          counted(totals.references, "reference"), counted(plan.files.size(), "file"));
  out += totals.items == 0 ? fmt::format("Nothing to change: {}.\n", checked)
                           : fmt::format("{} to change: {}.\n", counted(totals.items, "place"), checked);
  for (const QueryPlanFile& file : plan.files) {
    out += fmt::format("\n## {}\n\n", markdown_code(file.file));
    if (file.items.empty()) {
      out += fmt::format("Nothing to change, {} checked.\n", counted(file.references, "reference"));
      continue;
    }
    out += "| line | reference | what is wrong | now | proposed |\n| --- | --- | --- | --- | --- |\n";
    for (const QueryPlanItem& item : file.items)
      out += fmt::format("| {} | {} | {} ({}) | {} | {} |\n", item.finding.location.span.line,
                         markdown_code(to_string(item.finding.object)), escape_markdown(item.finding.message),
                         item.finding.rule, markdown_code(item.line),
                         item.proposed.empty() ? "to be decided" : markdown_code(item.proposed));
  }
  return out;
}

std::string render_json(const QueryPlan& plan) {
  const Totals totals = totals_of(plan);
  JsonWriter json;
  json.begin_object().member("format", "schema-inspector/query-plan/1").member("area", plan.area);
  json.key("summary").begin_object().member("files", plan.files.size()).member("statements", totals.queries);
  json.member("references", totals.references).member("changes", totals.items).end_object();
  json.key("files").begin_array();
  for (const QueryPlanFile& file : plan.files) {
    json.begin_object().member("file", file.file).member("statements", file.queries);
    json.member("references", file.references).key("changes").begin_array();
    for (const QueryPlanItem& item : file.items) {
      const SourceSpan& span = item.finding.location.span;
      json.begin_object().member("id", item.finding.id()).member("rule", item.finding.rule);
      json.member("reference", to_string(item.finding.object)).member("message", item.finding.message);
      json.member("line", static_cast<std::size_t>(span.line)).member("column", static_cast<std::size_t>(span.column));
      json.member("end_line", static_cast<std::size_t>(span.end_line));
      json.member("end_column", static_cast<std::size_t>(span.end_column)).member("now", item.line);
      json.key("proposed");
      item.proposed.empty() ? json.null() : json.string(item.proposed);
      json.end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return json.take();
}

}  // namespace si
