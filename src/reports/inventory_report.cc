#include "reports/inventory_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/formats.h"
#include "support/strings.h"

namespace si {
namespace {

constexpr std::size_t kShownTables = 8;

bool is_broken(const Reference& reference) {
  return reference.state == PathState::kDangling || reference.state == PathState::kWrongCase;
}

std::size_t count_broken(const Inventory& inventory) {
  return static_cast<std::size_t>(std::count_if(inventory.references.begin(), inventory.references.end(), is_broken));
}

std::size_t count(const Inventory& inventory, Standing standing) {
  return static_cast<std::size_t>(std::count_if(inventory.artifacts.begin(), inventory.artifacts.end(),
                                                [&](const Artifact& a) { return a.standing == standing; }));
}

std::string some(const std::vector<std::string>& names, std::size_t most) {
  std::vector<std::string> first(names.begin(),
                                 names.begin() + static_cast<std::ptrdiff_t>(std::min(most, names.size())));
  std::string out = join(first, ", ");
  if (names.size() > most) out += fmt::format(", … ({} in all)", names.size());
  return out;
}

std::string evidence_text(const Evidence& evidence) {
  return evidence.line == 0 ? evidence.text : fmt::format("{}: {}", evidence.line, evidence.text);
}

std::string uses_text(const std::vector<Use>& uses) {
  std::vector<std::string> out;
  for (const Use& use : uses) out.push_back(use.line == 0 ? use.by : fmt::format("{}:{}", use.by, use.line));
  return join(out, ", ");
}

std::string standing_counts(const Inventory& inventory) {
  std::vector<std::string> parts;
  for (const Standing standing : {Standing::kCanonical, Standing::kCurrent, Standing::kRedundant, Standing::kObsolete})
    parts.push_back(fmt::format("{} {}", count(inventory, standing), to_string(standing)));
  return join(parts, ", ");
}

// ---- text
// -------------------------------------------------------------------------------------------------------------

std::string paint(std::string_view text, Standing standing, bool color) {
  const char* code = "0";
  if (standing == Standing::kCanonical) code = "1;32";
  if (standing == Standing::kRedundant) code = "33";
  if (standing == Standing::kObsolete) code = "1;31";
  return color ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

std::string inventory_text(const Inventory& inventory, const ReportSide& database, bool color) {
  std::string out = printable(describe(database)) + '\n';
  for (const auto& [kind, names] : inventory.objects) out += fmt::format("  {:>5}  {}\n", names.size(), kind);

  out += fmt::format("\nModels: {}\n", counted(inventory.models.size(), "file"));
  for (const ModelFile& file : inventory.models)
    out += fmt::format("  {}: {}\n", printable(file.path), printable(some(file.tables, kShownTables)));
  if (!inventory.tables_without_model.empty())
    out += fmt::format("  tables without a model: {}\n", printable(join(inventory.tables_without_model, ", ")));
  if (!inventory.models_without_table.empty())
    out += fmt::format("  models without a table: {}\n", printable(join(inventory.models_without_table, ", ")));

  if (!inventory.queries.empty()) out += fmt::format("\nQueries: {}\n", counted(inventory.queries.size(), "file"));
  for (const QueryFile& file : inventory.queries)
    out += fmt::format("  {}: {}, {}\n", printable(file.path), counted(file.statements, "SQL statement"),
                       counted(file.references, "ORM reference"));

  out += fmt::format("\nFiles that speak of the schema: {}\n", standing_counts(inventory));
  for (const Artifact& artifact : inventory.artifacts) {
    out += fmt::format("\n  {}  {}  {}, {}\n", paint(to_string(artifact.standing), artifact.standing, color),
                       printable(artifact.path), to_string(artifact.kind), to_string(artifact.action));
    for (const Evidence& evidence : artifact.evidence) out += "    " + printable(evidence_text(evidence)) + '\n';
  }

  out += fmt::format("\nReferences: {}, {} broken\n", inventory.references.size(), count_broken(inventory));
  for (const Reference& reference : inventory.references)
    if (is_broken(reference))
      out += fmt::format("  {}:{}: {} ({}{})\n", printable(reference.from), reference.line, printable(reference.text),
                         to_string(reference.state),
                         reference.target.empty() ? "" : ": it is " + printable(reference.target));
  if (!inventory.not_read.empty()) out += "\nNot read\n";
  for (const NotRead& entry : inventory.not_read)
    out += "  " + printable(entry.what) + ": " + printable(entry.why) + '\n';
  return out;
}

// ---- JSON
// -------------------------------------------------------------------------------------------------------------

void line_member(JsonWriter& json, std::uint32_t line) {
  json.key("line");
  line == 0 ? json.null() : json.integer(line);
}

void write_artifact(JsonWriter& json, const Artifact& artifact) {
  json.begin_object().member("path", artifact.path).key("kind").string(to_string(artifact.kind));
  json.key("class").string(to_string(artifact.standing)).key("action").string(to_string(artifact.action));
  json.key("evidence").begin_array();
  for (const Evidence& evidence : artifact.evidence) {
    json.begin_object().member("text", evidence.text);
    line_member(json, evidence.line);
    json.end_object();
  }
  json.end_array().key("used_by").begin_array();
  for (const Use& use : artifact.used_by) {
    json.begin_object().member("path", use.by);
    line_member(json, use.line);
    json.end_object();
  }
  json.end_array().member("tables", artifact.tables).member("stale_names", artifact.stale_names).end_object();
}

std::string inventory_json(const Inventory& inventory, const ReportSide& database) {
  JsonWriter json;
  json.begin_object().member("format", "schema-inspector/inventory/1").member("command", "inventory");
  json.key("database").begin_object().member("kind", database.kind).member("name", database.name).end_object();
  json.member("fingerprint", inventory_fingerprint(inventory));
  json.key("summary").begin_object();
  json.member("files", inventory.files).member("files_read", inventory.files_read);
  for (const Standing standing : {Standing::kCanonical, Standing::kCurrent, Standing::kRedundant, Standing::kObsolete})
    json.key(to_string(standing)).integer(static_cast<std::int64_t>(count(inventory, standing)));
  json.member("references", inventory.references.size()).member("broken_references", count_broken(inventory));
  json.member("migrations", inventory.migrations).member("tests", inventory.tests).end_object();

  json.key("objects").begin_object();
  for (const auto& [kind, names] : inventory.objects) json.member(kind, names);
  json.end_object().key("models").begin_array();
  for (const ModelFile& file : inventory.models)
    json.begin_object().member("path", file.path).member("tables", file.tables).end_object();
  json.end_array().key("queries").begin_array();
  for (const QueryFile& file : inventory.queries)
    json.begin_object()
        .member("path", file.path)
        .member("statements", file.statements)
        .member("references", file.references)
        .end_object();
  json.end_array();
  json.member("tables_without_model", inventory.tables_without_model);
  json.member("models_without_table", inventory.models_without_table);
  json.key("artifacts").begin_array();
  for (const Artifact& artifact : inventory.artifacts) write_artifact(json, artifact);
  json.end_array().key("references").begin_array();
  for (const Reference& reference : inventory.references) {
    json.begin_object().member("from", reference.from);
    line_member(json, reference.line);
    json.member("text", reference.text).key("state").string(to_string(reference.state)).key("target");
    reference.target.empty() ? json.null() : json.string(reference.target);
    json.end_object();
  }
  json.end_array().key("not_read").begin_array();
  for (const NotRead& entry : inventory.not_read)
    json.begin_object().member("what", entry.what).member("why", entry.why).end_object();
  json.end_array().end_object();
  return json.take();
}

// ---- Markdown
// -----------------------------------------------------------------------------------------------------------

std::string artifacts_table(const Inventory& inventory) {
  std::string out = "| class | file | kind | action | evidence | used by |\n| --- | --- | --- | --- | --- | --- |\n";
  for (const Artifact& artifact : inventory.artifacts) {
    std::vector<std::string> evidence;
    for (const Evidence& each : artifact.evidence) evidence.push_back(escape_markdown(evidence_text(each)));
    out += fmt::format("| {} | {} | {} | {} | {} | {} |\n", to_string(artifact.standing), markdown_code(artifact.path),
                       to_string(artifact.kind), to_string(artifact.action), join(evidence, "<br>"),
                       escape_markdown(uses_text(artifact.used_by)));
  }
  return out;
}

std::string inventory_markdown(const Inventory& inventory, const ReportSide& database) {
  std::string out = "# Inventory of the database and what speaks of it\n\n";
  out += fmt::format("{}. {} read of {}.\n\n## Database objects\n\n| kind | number | names |\n| --- | --- | --- |\n",
                     escape_markdown(describe(database)), counted(inventory.files_read, "file"), inventory.files);
  for (const auto& [kind, names] : inventory.objects)
    out += fmt::format("| {} | {} | {} |\n", kind, names.size(), escape_markdown(join(names, ", ")));
  out += "\n## Models\n\n| file | tables | names |\n| --- | --- | --- |\n";
  for (const ModelFile& file : inventory.models)
    out += fmt::format("| {} | {} | {} |\n", markdown_code(file.path), file.tables.size(),
                       escape_markdown(join(file.tables, ", ")));
  const auto list = [&](std::string_view title, const std::vector<std::string>& names) {
    out += fmt::format("\n{}: {}\n", title, names.empty() ? "none" : escape_markdown(join(names, ", ")));
  };
  list("Tables without a model", inventory.tables_without_model);
  list("Models without a table", inventory.models_without_table);
  if (!inventory.queries.empty()) {
    out += "\n## Queries\n\n| file | SQL statements | ORM references |\n| --- | --- | --- |\n";
    for (const QueryFile& file : inventory.queries)
      out += fmt::format("| {} | {} | {} |\n", markdown_code(file.path), file.statements, file.references);
  }
  out += fmt::format("\n## Documents, scripts, rule files, CI jobs and configuration\n\n{}.\n\n{}",
                     standing_counts(inventory), artifacts_table(inventory));
  out += fmt::format("\n{} and {} speak of the schema too; migrations speak of old schemas, so neither is judged.\n",
                     counted(inventory.migrations, "migration"), counted(inventory.tests, "test"));
  out += fmt::format("\n## References that lead nowhere or are written in other letters\n\n{} of {}.\n",
                     count_broken(inventory), inventory.references.size());
  if (count_broken(inventory) > 0) out += "\n| place | reference | what |\n| --- | --- | --- |\n";
  for (const Reference& reference : inventory.references)
    if (is_broken(reference))
      out += fmt::format("| {} | {} | {} |\n", markdown_code(fmt::format("{}:{}", reference.from, reference.line)),
                         markdown_code(reference.text),
                         reference.target.empty() ? std::string(to_string(reference.state))
                                                  : "it is " + markdown_code(reference.target));
  if (!inventory.not_read.empty()) out += "\n## Not read\n\n";
  for (const NotRead& entry : inventory.not_read)
    out += fmt::format("- {}: {}\n", escape_markdown(entry.what), escape_markdown(entry.why));
  return out;
}

}  // namespace

std::string render_inventory(const Inventory& inventory, const ReportSide& database, Format format, bool color) {
  if (format == Format::kJson) return inventory_json(inventory, database);
  if (format == Format::kMarkdown) return inventory_markdown(inventory, database);
  return inventory_text(inventory, database, color);
}

}  // namespace si
