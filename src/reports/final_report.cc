#include "reports/final_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "reports/formats.h"
#include "support/strings.h"

namespace si {
namespace {

std::string verdict(const CampaignReport& report) {
  if (!report.validation) return "validate: not run";
  return report.passed() ? "validate: PASS" : "validate: FAIL";
}

double total_seconds(const CampaignReport& report) {
  double seconds = 0;
  for (const PhaseReport& phase : report.phases) seconds += phase.seconds;
  return seconds;
}

// ---- text
// -------------------------------------------------------------------------------------------------------------

// Each thing once, in the order of the phases.
std::vector<std::string> remaining(const CampaignReport& report) {
  std::vector<std::string> out;
  std::set<std::string> seen;
  for (const PhaseReport& phase : report.phases)
    for (const std::string& line : phase.remains)
      if (seen.insert(line).second) out.push_back(line);
  return out;
}

std::string campaign_text(const CampaignReport& report, bool color) {
  std::string out = fmt::format("{}, fingerprint {}\n", printable(describe(report.database)), report.fingerprint);
  for (const std::string& warning : report.warnings) out += "! " + printable(warning) + '\n';
  for (const PhaseReport& phase : report.phases) {
    out += fmt::format("\n{}: {} ({:.2f} s)\n", phase.title, to_string(phase.outcome), phase.seconds);
    if (!phase.reason.empty()) out += "  " + printable(phase.reason) + '\n';
    for (const Figure& figure : phase.figures)
      out += fmt::format("  {:<44} {}\n", printable(figure.what), printable(figure.value));
    for (const std::string& detail : phase.details) out += "  " + printable(detail) + '\n';
    for (const std::string& path : phase.changed)
      out += fmt::format("  {} {}\n", report.applied ? "changed     " : "would change", printable(path));
  }
  const std::vector<std::string> remains = remaining(report);
  constexpr std::size_t kShown = 15;
  if (!remains.empty()) out += "\nFor a person\n";
  for (std::size_t i = 0; i < std::min(kShown, remains.size()); ++i) out += "  " + printable(remains[i]) + '\n';
  if (remains.size() > kShown) out += fmt::format("  and {} more, in the final report\n", remains.size() - kShown);
  if (report.validation) {
    RenderOptions options;
    options.color = color;
    out += '\n' + render_validation(*report.validation, Format::kText, options);
    const std::size_t last = out.rfind('\n', out.size() - 2);
    out.resize(last + 1);  // the verdict stands at the very end
  }
  out += fmt::format("\nReports: {}/final_report.md ({:.2f} s in all)\n", printable(report.run), total_seconds(report));
  if (!report.applied) out += "Nothing was changed outside of the report folder; --apply does it.\n";
  const std::string line = verdict(report);
  return out + (color ? fmt::format("\x1b[{}m{}\x1b[0m\n", report.passed() ? "1;32" : "1;31", line) : line + '\n');
}

// ---- Markdown
// -----------------------------------------------------------------------------------------------------------

std::string phase_section(const PhaseReport& phase, bool applied) {
  std::string out = fmt::format("\n## {}\n\n{}, {:.2f} s.", phase.title, to_string(phase.outcome), phase.seconds);
  out += phase.reason.empty() ? "\n" : " " + escape_markdown(phase.reason) + "\n";
  if (!phase.figures.empty()) out += "\n| what | figure | proved by |\n| --- | --- | --- |\n";
  for (const Figure& figure : phase.figures)
    out += fmt::format("| {} | {} | {} |\n", escape_markdown(figure.what), escape_markdown(figure.value),
                       markdown_code(figure.evidence));
  if (!phase.details.empty()) out += '\n';
  for (const std::string& detail : phase.details) out += "- " + escape_markdown(detail) + '\n';
  if (!phase.changed.empty()) out += fmt::format("\n{}:\n\n", applied ? "Changed" : "Would change");
  for (const std::string& path : phase.changed) out += fmt::format("- {}\n", markdown_code(path));
  return out;
}

std::string campaign_markdown(const CampaignReport& report) {
  std::string out =
      fmt::format("# Reconciliation of the database, the models and the documents\n\n{}\n", verdict(report));
  for (const std::string& warning : report.warnings) out += fmt::format("\n> {}\n", escape_markdown(warning));
  out += fmt::format("\nStarted {}. {}. Truth: {}, fingerprint {}. Order of truth: database, models, documents.\n",
                     report.started, report.applied ? "Changes were applied" : "A dry run: nothing was changed",
                     escape_markdown(describe(report.database)), markdown_code(report.fingerprint));
  for (const PhaseReport& phase : report.phases) out += phase_section(phase, report.applied);
  if (report.validation) {
    out += "\n### Parts of the validation\n\n| verdict | part | what | result |\n| --- | --- | --- | --- |\n";
    for (const ValidationPart& part : report.validation->parts)
      out += fmt::format("| {} | {} | {} | {} |\n", part.skipped ? "skipped" : (part.failed ? "FAIL" : "PASS"),
                         part.name, escape_markdown(part.what),
                         escape_markdown(part.report ? describe_counts(*part.report) : part.reason));
  }
  const bool asked = std::any_of(report.phases.begin(), report.phases.end(),
                                 [](const PhaseReport& phase) { return phase.name == "database-changes"; });
  if (!asked) out += "\n## Direct database changes\n\nNone: no change was named with `--ddl`.\n";
  out += "\n## Lessons and patterns\n\n";
  for (const std::string& lesson : report.lessons) out += "- " + lesson + '\n';
  if (report.lessons.empty()) out += "None.\n";
  out += "\n## Not compared or not resolved\n\n";
  for (const NotRead& entry : report.not_compared)
    out += fmt::format("- {}: {}\n", escape_markdown(entry.what), escape_markdown(entry.why));
  if (report.not_compared.empty()) out += "Nothing.\n";
  out += "\n## What remains for a person\n\n";
  const std::vector<std::string> remains = remaining(report);
  for (const std::string& line : remains) out += "- " + escape_markdown(line) + '\n';
  if (remains.empty()) out += "Nothing.\n";
  out +=
      "\n## Ongoing guidance\n\n"
      "- Order of truth: the live database, then the models, then the documents.\n"
      "- `schema-inspector introspect` shows the live schema, `compare-db-models` what differs, `generate-docs` "
      "writes\n"
      "  the document anew, `validate` says PASS or FAIL.\n";
  out += "\n## Time\n\n| phase | seconds |\n| --- | --- |\n";
  for (const PhaseReport& phase : report.phases) out += fmt::format("| {} | {:.2f} |\n", phase.name, phase.seconds);
  return out + fmt::format("| all | {:.2f} |\n", total_seconds(report));
}

// ---- JSON
// -------------------------------------------------------------------------------------------------------------

std::string campaign_json(const CampaignReport& report) {
  JsonWriter json;
  json.begin_object().member("format", "schema-inspector/campaign/1").member("command", "reconcile");
  json.key("verdict");
  report.validation ? json.string(report.passed() ? "PASS" : "FAIL") : json.null();
  json.member("applied", report.applied).member("started", report.started).member("run", report.run);
  json.key("database").begin_object().member("kind", report.database.kind).member("name", report.database.name);
  json.member("fingerprint", report.fingerprint).end_object().member("warnings", report.warnings);
  json.key("phases").begin_array();
  for (const PhaseReport& phase : report.phases) {
    json.begin_object().member("phase", phase.name).key("outcome").string(to_string(phase.outcome));
    json.key("reason");
    phase.reason.empty() ? json.null() : json.string(phase.reason);
    json.key("seconds").number(phase.seconds).key("figures").begin_array();
    for (const Figure& figure : phase.figures)
      json.begin_object()
          .member("what", figure.what)
          .member("value", figure.value)
          .member("evidence", figure.evidence)
          .end_object();
    json.end_array()
        .member("details", phase.details)
        .member("changed", phase.changed)
        .member("remains", phase.remains)
        .end_object();
  }
  json.end_array().member("lessons", report.lessons).key("not_compared").begin_array();
  for (const NotRead& entry : report.not_compared)
    json.begin_object().member("what", entry.what).member("why", entry.why).end_object();
  json.end_array().key("validation").begin_array();
  if (report.validation)
    for (const ValidationPart& part : report.validation->parts) {
      json.begin_object().member("part", part.name);
      json.member("verdict", part.skipped ? "SKIPPED" : (part.failed ? "FAIL" : "PASS"));
      for (const Severity severity : {Severity::kCritical, Severity::kWarning, Severity::kInfo})
        json.key(to_string(severity))
            .integer(part.report ? static_cast<std::int64_t>(part.report->count(severity)) : 0);
      json.member("reason", part.reason).end_object();
    }
  return json.end_array().end_object().take();
}

}  // namespace

std::string_view to_string(PhaseOutcome outcome) {
  switch (outcome) {
    case PhaseOutcome::kNothingToDo: return "nothing to do";
    case PhaseOutcome::kWouldChange: return "would change";
    case PhaseOutcome::kSkipped: return "skipped";
    case PhaseOutcome::kStopped: return "stopped";
    case PhaseOutcome::kDone: break;
  }
  return "done";
}

std::string render_campaign(const CampaignReport& report, Format format, bool color) {
  if (format == Format::kJson) return campaign_json(report);
  if (format == Format::kMarkdown) return campaign_markdown(report);
  return campaign_text(report, color);
}

}  // namespace si
