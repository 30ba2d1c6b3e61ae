#include "reports/plan_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/formats.h"
#include "support/json_writer.h"
#include "support/sha256.h"
#include "support/strings.h"

namespace si {

std::optional<bool> PlannedEntry::data_allow() const {
  bool known = true;
  for (const DataAnswer& answer : answers) {
    if (!answer.rows) known = false;
    if (answer.rows && *answer.rows > 0) return false;
  }
  if (!known || answers.size() != change.checks.size()) return std::nullopt;
  return true;
}

namespace {

std::string data_words(const PlannedEntry& entry) {
  if (entry.change.checks.empty()) return "nothing to check";
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < entry.change.checks.size(); ++i) {
    const std::string& what = entry.change.checks[i].what;
    if (i >= entry.answers.size())
      parts.push_back("not counted: " + what);
    else if (entry.answers[i].rows)
      parts.push_back(fmt::format("{} {}", *entry.answers[i].rows, what));
    else
      parts.push_back("not counted: " + what + " (" + entry.answers[i].why_not + ')');
  }
  const auto allowed = entry.data_allow();
  return std::string(!allowed ? "not known" : *allowed ? "allowed" : "NOT allowed") + ": " + join(parts, ", ");
}

std::string lock_words(const PlannedEntry& entry) {
  const ddl::Lock lock = entry.change.lock();
  if (lock == ddl::Lock::kNone) return "no table's";
  return fmt::format("{} (blocks {}){}", to_string(lock), blocks(lock),
                     entry.change.rewrites_table() ? ", rewrites the table" : "");
}

std::string proof_words(const PlanProof& proof) {
  if (!proof.ran) return proof.why_not.empty() ? "not asked for" : "not run: " + proof.why_not;
  if (proof.holds()) {
    std::string out = "holds: on a scratch copy of the schema the planned findings are gone and no other came";
    return proof.follows.empty() ? out : out + "; then there will be: " + join(proof.follows, ", ");
  }
  std::vector<std::string> parts;
  for (const std::string& each : proof.failed) parts.push_back("refused: " + each);
  for (const std::string& each : proof.remaining) parts.push_back("still there: " + each);
  for (const std::string& each : proof.added) parts.push_back("new: " + each);
  return "does not hold: " + join(parts, "; ");
}

// A statement for one line or several of a text: nothing in it moves the terminal.
std::string printable_lines(const std::string& text, const std::string& indent) {
  std::string out;
  for (const std::string& line : split(text, '\n')) out += indent + printable(line) + '\n';
  return out;
}

// ---- text -----------------------------------------------------------------------------------------------------------

std::string plan_text(const PlanReport& report, bool color) {
  const auto bold = [&](const std::string& text) { return color ? "\x1b[1m" + text + "\x1b[0m" : text; };
  std::string out = fmt::format("Plan for {}, schema {}\n\n", printable(describe(report.database)), report.fingerprint);
  for (const PlannedEntry& entry : report.entries) {
    const ddl::PlannedChange& change = entry.change;
    out +=
        fmt::format("{}  {}  {}\n", bold(change.id), change.finding.rule, printable(to_string(change.finding.object)));
    out += "  why     " + printable(change.reason) + '\n';
    out += printable_lines(change.sql(), "    ");
    out += "  lock    " + lock_words(entry) + '\n';
    out += "  data    " + printable(data_words(entry)) + '\n';
    for (const std::string& hazard : change.hazards) out += "  hazard  " + printable(hazard) + '\n';
    out += "  undo    " + (change.undo().empty() ? "none" : printable(replace_all(change.undo(), "\n", " "))) + "\n\n";
  }
  if (!report.not_planned.empty()) out += "Not planned\n";
  for (const ddl::NotPlanned& each : report.not_planned)
    out += fmt::format("  - {} on {}: {}\n", each.finding.rule, printable(to_string(each.finding.object)),
                       printable(each.why));
  out += fmt::format("{}; not planned: {}\n", counted(report.entries.size(), "change"), report.not_planned.size());
  return out + "Proof " + printable(proof_words(report.proof)) + '\n';
}

// ---- JSON -----------------------------------------------------------------------------------------------------------

void write_object(JsonWriter& json, const ObjectRef& object) {
  json.key("object").begin_object();
  for (const auto& [key, value] : {std::pair{"schema", &object.schema},
                                   {"table", &object.table},
                                   {"column", &object.column},
                                   {"kind", &object.kind},
                                   {"name", &object.name}})
    if (!value->empty()) json.member(key, *value);
  if (!object.columns.empty()) json.member("columns", object.columns);
  json.end_object();
}

void write_data(JsonWriter& json, const PlannedEntry& entry) {
  json.key("data").begin_object().key("allowed");
  const auto allowed = entry.data_allow();
  allowed ? json.boolean(*allowed) : json.null();
  json.key("checks").begin_array();
  for (std::size_t i = 0; i < entry.change.checks.size(); ++i) {
    json.begin_object().member("what", entry.change.checks[i].what).member("sql", entry.change.checks[i].sql);
    json.key("rows");
    const bool counted_rows = i < entry.answers.size() && entry.answers[i].rows;
    counted_rows ? json.integer(*entry.answers[i].rows) : json.null();
    if (!counted_rows && i < entry.answers.size()) json.member("why_not", entry.answers[i].why_not);
    json.end_object();
  }
  json.end_array().end_object();
}

void write_entry(JsonWriter& json, const PlannedEntry& entry) {
  const ddl::PlannedChange& change = entry.change;
  json.begin_object()
      .member("id", change.id)
      .member("finding", change.finding.id())
      .member("rule", change.finding.rule);
  json.key("severity").string(to_string(change.finding.severity));
  write_object(json, change.finding.object);
  json.member("reason", change.reason).member("sql", change.sql());
  json.key("lock").string(to_string(change.lock())).key("blocks").string(blocks(change.lock()));
  json.member("rewrites_table", change.rewrites_table()).member("hazards", change.hazards);
  write_data(json, entry);
  json.key("undo");
  change.undo().empty() ? json.null() : json.string(change.undo());
  json.key("steps").begin_array();
  for (const ddl::PlanStep& step : change.steps) {
    json.begin_object().member("sql", step.sql).key("lock").string(to_string(step.lock));
    json.member("rewrites_table", step.rewrites_table);
    json.member("in_transaction", step.transaction != ddl::Transaction::kNone);
    json.key("undo");
    step.undo.empty() ? json.null() : json.string(step.undo);
    json.end_object();
  }
  json.end_array().end_object();
}

std::string plan_json(const PlanReport& report) {
  JsonWriter json;
  json.begin_object().member("format", "schema-inspector/plan/1").member("command", "plan-ddl");
  json.key("database").begin_object().member("kind", report.database.kind).member("name", report.database.name);
  json.end_object();
  json.member("fingerprint", report.fingerprint);
  json.key("statements").begin_array();
  for (const PlannedEntry& entry : report.entries) write_entry(json, entry);
  json.end_array().key("not_planned").begin_array();
  for (const ddl::NotPlanned& each : report.not_planned) {
    json.begin_object().member("finding", each.finding.id()).member("rule", each.finding.rule);
    write_object(json, each.finding.object);
    json.member("why", each.why).end_object();
  }
  json.end_array().key("proof").begin_object().member("ran", report.proof.ran);
  if (!report.proof.ran) json.member("why_not", report.proof.why_not);
  json.member("holds", report.proof.holds()).member("failed", report.proof.failed);
  json.member("remaining", report.proof.remaining)
      .member("added", report.proof.added)
      .member("follows", report.proof.follows);
  json.end_object();
  json.end_object();
  return json.take();
}

// ---- Markdown -------------------------------------------------------------------------------------------------------

std::string fenced(const std::string& sql) {
  std::string fence = "```";
  while (sql.find(fence) != std::string::npos) fence += '`';
  return fence + "sql\n" + printable_lines(sql, "") + fence + '\n';
}

std::string plan_markdown(const PlanReport& report) {
  std::string out =
      fmt::format("# Plan for {}\n\nSchema `{}`. Proof: {}.\n", escape_markdown(describe(report.database)),
                  report.fingerprint, escape_markdown(proof_words(report.proof)));
  for (const PlannedEntry& entry : report.entries) {
    const ddl::PlannedChange& change = entry.change;
    out += fmt::format("\n## {} {} on {}\n\n{}\n\n{}\n", change.id, change.finding.rule,
                       escape_markdown(to_string(change.finding.object)), escape_markdown(change.reason),
                       fenced(change.sql()));
    out += "- Lock: " + escape_markdown(lock_words(entry)) + "\n- Data: " + escape_markdown(data_words(entry)) + '\n';
    for (const std::string& hazard : change.hazards) out += "- Hazard: " + escape_markdown(hazard) + '\n';
    if (!change.undo().empty()) out += "- Undo:\n\n" + fenced(change.undo());
  }
  if (!report.not_planned.empty()) out += "\n## Not planned\n\n";
  for (const ddl::NotPlanned& each : report.not_planned)
    out += fmt::format("- {} on {}: {}\n", each.finding.rule, escape_markdown(to_string(each.finding.object)),
                       escape_markdown(each.why));
  return out;
}

// ---- SQL ------------------------------------------------------------------------------------------------------------

std::string plan_sql(const PlanReport& report) {
  std::string out = "-- Plan for " + printable(describe(report.database)) + ", schema " + report.fingerprint + ".\n" +
                    "-- Proof " + printable(proof_words(report.proof)) + '\n';
  for (const PlannedEntry& entry : report.entries) {
    out += "\n-- " + entry.change.id + ": " + printable(entry.change.reason) + '\n';
    out += "-- lock " + lock_words(entry) + "; data " + printable(data_words(entry)) + '\n';
    for (const std::string& hazard : entry.change.hazards) out += "-- hazard: " + printable(hazard) + '\n';
    out += entry.change.sql() + '\n';
  }
  for (const ddl::NotPlanned& each : report.not_planned)
    out +=
        "-- not planned: " + printable(each.finding.rule + " on " + to_string(each.finding.object) + ": " + each.why) +
        '\n';
  return out;
}

// ---- Alembic --------------------------------------------------------------------------------------------------------

std::string python_string(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      out += std::string("\\") + c;
    else if (c == '\n')
      out += "\\n";
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    else
      out += c;
  }
  return out + '"';
}

// op.execute() reads `:name` as a parameter unless a backslash stands before it.
std::string without_parameters(const std::string& sql) {
  const auto is_word = [](char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
  };
  std::string out;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    const char before = i > 0 ? sql[i - 1] : ' ';
    if (sql[i] == ':' && before != ':' && !is_word(before) && i + 1 < sql.size() && is_word(sql[i + 1])) out += '\\';
    out += sql[i];
  }
  return out;
}

std::string execution(const std::string& sql, bool in_transaction) {
  const std::string call = "op.execute(" + python_string(without_parameters(sql)) + ")\n";
  return in_transaction ? "    " + call : "    with op.get_context().autocommit_block():\n        " + call;
}

std::string plan_alembic(const PlanReport& report, const std::string& down_revision) {
  std::string up, down, reasons;
  for (const PlannedEntry& entry : report.entries) {
    reasons += entry.change.id + ": " + entry.change.reason + '\n';
    for (const ddl::PlanStep& step : entry.change.steps)
      up += execution(step.sql, step.transaction != ddl::Transaction::kNone);
  }
  for (auto entry = report.entries.rbegin(); entry != report.entries.rend(); ++entry)
    for (auto step = entry->change.steps.rbegin(); step != entry->change.steps.rend(); ++step)
      if (!step->undo.empty()) down += execution(step->undo, step->undo.find(" CONCURRENTLY ") == std::string::npos);
  std::string doc = "\"\"\"Bring the database to what the models ask for.\n\n";
  for (const std::string& line : split(reasons, '\n'))
    if (!line.empty()) doc += replace_all(replace_all(printable(line), "\\", "\\\\"), "\"", "\\\"") + '\n';
  return doc + "\"\"\"\nfrom alembic import op\n\nrevision = \"" + sha256(report.fingerprint + up).substr(0, 12) +
         "\"\ndown_revision = " + (down_revision.empty() ? "None" : python_string(down_revision)) +
         "\nbranch_labels = None\ndepends_on = None\n\n\ndef upgrade():\n" + (up.empty() ? "    pass\n" : up) +
         "\n\ndef downgrade():\n" + (down.empty() ? "    pass\n" : down);
}

// ---- what was applied ----------------------------------------------------------------------------------------------

std::string applied_json(const ApplyReport& report) {
  JsonWriter json;
  json.begin_object().member("format", "schema-inspector/applied/1").member("command", "apply-ddl");
  json.key("fingerprint").begin_object().member("before", report.before).key("after");
  report.after.empty() ? json.null() : json.string(report.after);
  json.end_object().key("changes").begin_array();
  for (const AppliedChange& change : report.changes) {
    json.begin_object().member("id", change.id).member("state", change.state).member("sql", change.sql);
    if (!change.message.empty()) json.member("message", change.message);
    json.end_object();
  }
  json.end_array();
  if (!report.log.empty()) json.member("log", report.log);
  json.end_object();
  return json.take();
}

std::string applied_text(const ApplyReport& report) {
  std::string out;
  for (const AppliedChange& change : report.changes) {
    out += change.id + "  " + change.state + (change.message.empty() ? "" : ": " + printable(change.message)) + '\n';
    for (const std::string& line : split(change.sql, '\n')) out += "    " + printable(line) + '\n';
  }
  if (!report.after.empty()) out += "schema " + report.before + " -> " + report.after + '\n';
  if (!report.log.empty()) out += "logged in " + printable(report.log) + '\n';
  return out;
}

}  // namespace

std::string render_plan(const PlanReport& report, std::string_view format, const std::string& down_revision,
                        bool color) {
  if (format == "json") return plan_json(report);
  if (format == "markdown") return plan_markdown(report);
  if (format == "sql") return plan_sql(report);
  if (format == "alembic") return plan_alembic(report, down_revision);
  return plan_text(report, color);
}

std::size_t ApplyReport::count(std::string_view state) const {
  return static_cast<std::size_t>(std::count_if(changes.begin(), changes.end(),
                                                [&](const AppliedChange& change) { return change.state == state; }));
}

std::string render_applied(const ApplyReport& report, std::string_view format) {
  return format == "json" ? applied_json(report) : applied_text(report);
}

}  // namespace si
