// A finding is one row however many databases have it: two databases that differ in the same way say the same, and a
// fleet of thousands mostly repeats itself. Rows are equal when their whole JSON is.
#include "reports/fleet_report.h"

#include <simdjson.h>

#include <algorithm>
#include <map>
#include <set>

#include "reports/formats.h"
#include "support/json_writer.h"
#include "support/strings.h"

namespace si {
namespace {

constexpr std::string_view kFormat = "schema-inspector/fleet/1";
constexpr std::size_t kNamesInText = 8;     // databases named behind a finding
constexpr std::size_t kMatrixColumns = 24;  // databases of a Markdown matrix; more are named in lists
using Json = simdjson::dom::element;

std::string key_of(const Finding& finding) {
  JsonWriter json(true);
  write_finding(json, finding);
  return json.take();
}

const FleetDatabase* find(const FleetReport& report, std::size_t number) {
  const auto found = std::lower_bound(report.databases.begin(), report.databases.end(), number,
                                      [](const FleetDatabase& d, std::size_t n) { return d.number < n; });
  return found != report.databases.end() && found->number == number ? &*found : nullptr;
}

std::string name_of(const FleetReport& report, std::size_t number) {
  const FleetDatabase* database = find(report, number);
  return database != nullptr ? database->name : '#' + std::to_string(number);
}

bool has_findings(const FleetReport& report, std::size_t number) {
  return std::any_of(report.findings.begin(), report.findings.end(), [&](const FleetFinding& f) {
    return std::binary_search(f.databases.begin(), f.databases.end(), number);
  });
}

std::string_view status_of(const FleetReport& report, const FleetDatabase& database) {
  if (!database.error.empty()) return "failed";
  return has_findings(report, database.number) ? "different" : "equal";
}

struct Totals {
  std::size_t equal = 0, different = 0, failed = 0;
};

Totals totals(const FleetReport& report) {
  Totals sum;
  for (const FleetDatabase& database : report.databases) {
    const std::string_view status = status_of(report, database);
    ++(status == "equal" ? sum.equal : status == "different" ? sum.different : sum.failed);
  }
  return sum;
}

std::string headline(const FleetReport& report) {
  const Totals sum = totals(report);
  std::string text = counted(report.databases.size(), "database") + " against " + describe(report.follower) + ": " +
                     std::to_string(sum.equal) + " equal, " + std::to_string(sum.different) + " different, " +
                     std::to_string(sum.failed) + " not read";
  if (report.databases.size() < report.total) text += " (of a fleet of " + std::to_string(report.total) + ')';
  return text;
}

// "12 databases: a, b, c and 9 more".
std::string named_databases(const FleetReport& report, const std::vector<std::size_t>& numbers, std::size_t most) {
  std::vector<std::string> names;
  for (const std::size_t number : numbers) {
    if (names.size() == most) break;
    names.push_back(printable(name_of(report, number)));
  }
  std::string text = counted(numbers.size(), "database") + ": " + join(names, ", ");
  if (numbers.size() > names.size()) text += " and " + std::to_string(numbers.size() - names.size()) + " more";
  return text;
}

std::string counts_of(const FleetReport& report, std::size_t number) {
  std::vector<std::string> parts;
  for (const Severity severity : {Severity::kCritical, Severity::kWarning, Severity::kInfo})
    if (const std::size_t count = report.count(number, severity); count > 0)
      parts.push_back(std::to_string(count) + ' ' + std::string(to_string(severity)));
  return join(parts, ", ");
}

// ---- text and Markdown

std::string render_text(const FleetReport& report) {
  std::string text = report.command + ": " + printable(headline(report)) + '\n';
  if (!report.findings.empty()) text += '\n';
  for (const FleetFinding& row : report.findings) {
    text += std::string(to_string(row.finding.severity)) + " [" + row.finding.rule + "] " +
            printable(row.finding.message) + '\n';
    text += "    in " + named_databases(report, row.databases, kNamesInText) + '\n';
  }
  std::string different, failed;
  for (const FleetDatabase& database : report.databases) {
    if (!database.error.empty())
      failed += "  " + printable(database.name) + ": " + printable(database.error) + '\n';
    else if (const std::string counts = counts_of(report, database.number); !counts.empty())
      different += "  " + printable(database.name) + ": " + counts + '\n';
  }
  if (!different.empty()) text += "\nDifferent:\n" + different;
  if (!failed.empty()) text += "\nNot read:\n" + failed;
  return text;
}

void append_matrix(std::string& text, const FleetReport& report, const std::vector<const FleetDatabase*>& columns) {
  text += "\n## Which finding is in which database\n\n| finding |";
  for (const FleetDatabase* database : columns) text += ' ' + escape_markdown(database->name) + " |";
  text += "\n| --- |";
  for (std::size_t i = 0; i < columns.size(); ++i) text += " --- |";
  text += '\n';
  for (const FleetFinding& row : report.findings) {
    text += "| " + markdown_code(row.finding.rule) + ' ' + escape_markdown(to_string(row.finding.object)) + " |";
    for (const FleetDatabase* database : columns)
      text += std::binary_search(row.databases.begin(), row.databases.end(), database->number) ? " x |" : "  |";
    text += '\n';
  }
}

std::string render_markdown(const FleetReport& report) {
  std::string text = "# " + escape_markdown(report.command) + "\n\n" + escape_markdown(headline(report)) + ".\n";
  std::vector<const FleetDatabase*> different;
  std::string failed;
  for (const FleetDatabase& database : report.databases) {
    const std::string_view status = status_of(report, database);
    if (status == "different") different.push_back(&database);
    if (status == "failed")
      failed += "- " + escape_markdown(database.name) + ": " + escape_markdown(database.error) + '\n';
  }
  if (!report.findings.empty()) {
    text += "\n## Findings\n\n| severity | rule | what | databases |\n| --- | --- | --- | --- |\n";
    for (const FleetFinding& row : report.findings)
      text += "| " + std::string(to_string(row.finding.severity)) + " | " + markdown_code(row.finding.rule) + " | " +
              escape_markdown(row.finding.message) + " | " +
              escape_markdown(named_databases(report, row.databases, kNamesInText)) + " |\n";
  }
  if (!different.empty() && different.size() <= kMatrixColumns) append_matrix(text, report, different);
  if (!different.empty()) {
    text += "\n## Databases that differ\n\n| database | findings |\n| --- | --- |\n";
    for (const FleetDatabase* database : different)
      text += "| " + escape_markdown(database->name) + " | " + counts_of(report, database->number) + " |\n";
  }
  if (!failed.empty()) text += "\n## Not read\n\n" + failed;
  return text;
}

// ---- JSON

std::string render_json(const FleetReport& report) {
  JsonWriter json;
  json.begin_object().member("format", std::string(kFormat)).member("command", report.command);
  write_side(json, "follower", report.follower);
  json.member("policy", report.policy_hash).member("policy_notes", report.policy_notes);
  const Totals sum = totals(report);
  json.key("summary").begin_object().member("fleet", report.total).member("databases", report.databases.size());
  json.member("equal", sum.equal).member("different", sum.different).member("failed", sum.failed).end_object();

  std::map<std::size_t, std::vector<const Finding*>> by_database;
  for (const FleetFinding& row : report.findings)
    for (const std::size_t number : row.databases) by_database[number].push_back(&row.finding);
  json.key("databases").begin_array();
  for (const FleetDatabase& database : report.databases) {
    json.begin_object().member("number", database.number).member("name", database.name);
    json.member("status", std::string(status_of(report, database)));
    if (!database.error.empty()) {
      json.member("error", database.error).end_object();
      continue;
    }
    json.key("summary").begin_object();
    for (const Severity severity : {Severity::kCritical, Severity::kWarning, Severity::kInfo})
      json.member(to_string(severity), report.count(database.number, severity));
    json.member("tables_compared", database.tables_compared).member("columns_compared", database.columns_compared);
    json.member("unresolved", database.unresolved).member("suppressed", database.suppressed).end_object();
    std::vector<std::string> ids;
    for (const Finding* finding : by_database[database.number]) ids.push_back(finding->id());
    json.member("findings", ids).end_object();
  }
  json.end_array();

  json.key("matrix").begin_array();
  for (const FleetFinding& row : report.findings) {
    json.begin_object().key("finding");
    write_finding(json, row.finding);
    json.key("databases").begin_array();
    for (const std::size_t number : row.databases) json.integer(static_cast<std::int64_t>(number));
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return json.take();
}

// ---- reading it back

// Values of a JSON object; what is not there, or is of another kind, is empty.
std::string text_in(Json object, std::string_view key) {
  std::string_view text;
  return object[key].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

std::optional<std::string> optional_in(Json object, std::string_view key) {
  std::string_view text;
  if (object[key].get(text) != simdjson::SUCCESS) return std::nullopt;
  return std::string(text);
}

std::size_t number_in(Json object, std::string_view key) {
  std::uint64_t number = 0;
  return object[key].get(number) == simdjson::SUCCESS ? static_cast<std::size_t>(number) : 0;
}

std::vector<std::string> texts_in(Json object, std::string_view key) {
  std::vector<std::string> texts;
  simdjson::dom::array array;
  if (object[key].get(array) != simdjson::SUCCESS) return texts;
  for (const Json item : array)
    if (std::string_view text; item.get(text) == simdjson::SUCCESS) texts.emplace_back(text);
  return texts;
}

Location location_in(Json finding) {
  Location location;
  Json place;
  if (finding["location"].get(place) != simdjson::SUCCESS || !place.is_object()) return location;
  location.file = text_in(place, "file");
  const auto count = [&](std::string_view key) { return static_cast<std::uint32_t>(number_in(place, key)); };
  location.span.line = count("line");
  location.span.column = count("column");
  location.span.end_line = count("end_line");
  location.span.end_column = count("end_column");
  return location;
}

std::optional<Finding> read_finding(Json json) {
  Finding finding;
  finding.rule = text_in(json, "rule");
  const std::optional<Severity> severity = parse_severity(text_in(json, "severity"));
  Json object;
  if (finding.rule.empty() || !severity || json["object"].get(object) != simdjson::SUCCESS) return std::nullopt;
  finding.severity = *severity;
  finding.object = {text_in(object, "schema"), text_in(object, "table"), text_in(object, "column"),
                    text_in(object, "kind"),   text_in(object, "name"),  texts_in(object, "columns")};
  finding.expected = optional_in(json, "expected");
  finding.actual = optional_in(json, "actual");
  finding.message = text_in(json, "message");
  bool fixable = false;
  finding.fixable = json["fixable"].get(fixable) == simdjson::SUCCESS && fixable;
  finding.includes = texts_in(json, "includes");
  finding.location = location_in(json);
  return finding;
}

ReportSide read_side(Json document, std::string_view key) {
  ReportSide side;
  Json json;
  if (document[key].get(json) != simdjson::SUCCESS) return side;
  side.kind = text_in(json, "kind");
  side.name = text_in(json, "name");
  side.files = number_in(json, "files");
  side.detail = text_in(json, "detail");
  return side;
}

FleetDatabase read_database(Json json) {
  FleetDatabase database;
  database.number = number_in(json, "number");
  database.name = text_in(json, "name");
  database.error = text_in(json, "error");
  Json summary;
  if (json["summary"].get(summary) != simdjson::SUCCESS) return database;
  database.tables_compared = number_in(summary, "tables_compared");
  database.columns_compared = number_in(summary, "columns_compared");
  database.unresolved = number_in(summary, "unresolved");
  database.suppressed = number_in(summary, "suppressed");
  return database;
}

// Why a share cannot be of the same fleet; empty: it can.
std::string mismatch(const FleetReport& whole, const FleetReport& share) {
  if (whole.databases.empty() && whole.total == 0) return "";
  if (whole.total != share.total)
    return "it is of a fleet of " + std::to_string(share.total) + " databases, not " + std::to_string(whole.total);
  if (whole.policy_hash != share.policy_hash) return "it was made under another policy";
  if (whole.follower.files != share.follower.files || whole.follower.detail != share.follower.detail)
    return "it was made with other models";
  std::set<std::size_t> numbers;
  for (const FleetDatabase& database : whole.databases) numbers.insert(database.number);
  for (const FleetDatabase& database : share.databases)
    if (numbers.contains(database.number)) return "database " + std::to_string(database.number) + " is in it again";
  return "";
}

}  // namespace

void FleetReport::add(const FleetDatabase& database, const FindingsReport& report) {
  databases.push_back(database);
  for (const Finding& finding : report.findings) findings.push_back({finding, {database.number}});
}

void FleetReport::finish() {
  std::map<std::string, FleetFinding> rows;
  for (FleetFinding& row : findings) {
    std::string key = key_of(row.finding);
    const auto [found, is_new] = rows.try_emplace(std::move(key), FleetFinding{std::move(row.finding), {}});
    found->second.databases.insert(found->second.databases.end(), row.databases.begin(), row.databases.end());
  }
  // Rows of one object and rule keep the order of their JSON: the sort is stable.
  std::vector<Finding> order;
  for (const auto& [key, row] : rows) order.push_back(row.finding);
  sort_findings(order);
  findings.clear();
  for (Finding& finding : order) {
    FleetFinding& row = rows.at(key_of(finding));
    std::sort(row.databases.begin(), row.databases.end());
    findings.push_back({std::move(finding), std::move(row.databases)});
  }
  std::sort(databases.begin(), databases.end(),
            [](const FleetDatabase& a, const FleetDatabase& b) { return a.number < b.number; });
}

std::size_t FleetReport::failed() const {
  return static_cast<std::size_t>(
      std::count_if(databases.begin(), databases.end(), [](const FleetDatabase& d) { return !d.error.empty(); }));
}

std::size_t FleetReport::count(std::size_t database, Severity severity) const {
  return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(), [&](const FleetFinding& row) {
    return row.finding.severity == severity && std::binary_search(row.databases.begin(), row.databases.end(), database);
  }));
}

std::string render_fleet(const FleetReport& report, std::string_view format) {
  if (format == "json") return render_json(report);
  return format == "markdown" ? render_markdown(report) : render_text(report);
}

Status merge_fleet(FleetReport& whole, std::string_view json, const std::string& name) {
  const auto failure = [&](std::string_view what) {
    return Error{ErrorKind::kFiles, printable(name) + " cannot be merged: " + std::string(what),
                 "compare-db-models --fleet FILE --shard I/N --format json makes the shares"};
  };
  simdjson::dom::parser parser;
  Json document;
  if (const auto error = parser.parse(simdjson::padded_string(json)).get(document); error != simdjson::SUCCESS)
    return failure(simdjson::error_message(error));
  if (text_in(document, "format") != kFormat) return failure("its \"format\" is not \"" + std::string(kFormat) + '"');
  FleetReport share;
  share.command = text_in(document, "command");
  share.follower = read_side(document, "follower");
  share.policy_hash = text_in(document, "policy");
  share.policy_notes = texts_in(document, "policy_notes");
  Json summary;
  if (document["summary"].get(summary) == simdjson::SUCCESS) share.total = number_in(summary, "fleet");
  simdjson::dom::array databases, rows;
  if (document["databases"].get(databases) != simdjson::SUCCESS || document["matrix"].get(rows) != simdjson::SUCCESS)
    return failure("it has no \"databases\" or no \"matrix\"");
  for (const Json entry : databases) share.databases.push_back(read_database(entry));
  for (const Json entry : rows) {
    Json finding_json;
    simdjson::dom::array numbers;
    if (entry["finding"].get(finding_json) != simdjson::SUCCESS || entry["databases"].get(numbers) != simdjson::SUCCESS)
      return failure("an entry of \"matrix\" is incomplete");
    std::optional<Finding> finding = read_finding(finding_json);
    if (!finding) return failure("a finding of \"matrix\" is incomplete");
    FleetFinding& row = share.findings.emplace_back();
    row.finding = std::move(*finding);
    for (const Json number : numbers)
      if (std::uint64_t n = 0; number.get(n) == simdjson::SUCCESS) row.databases.push_back(static_cast<std::size_t>(n));
  }
  if (const std::string why = mismatch(whole, share); !why.empty()) return failure(why);
  whole.command = share.command;
  whole.follower = share.follower;
  whole.policy_hash = share.policy_hash;
  whole.policy_notes = share.policy_notes;
  whole.total = share.total;
  whole.databases.insert(whole.databases.end(), share.databases.begin(), share.databases.end());
  whole.findings.insert(whole.findings.end(), share.findings.begin(), share.findings.end());
  return Done{};
}

}  // namespace si
