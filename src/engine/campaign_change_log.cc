#include "engine/campaign_change_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>

#include "docgen/agent_docs.h"
#include "engine/pipeline.h"
#include "project/change_log.h"
#include "project/paths.h"
#include "reports/formats.h"
#include "support/files.h"
#include "support/strings.h"
#include "support/utc_time.h"
#include "support/word_chars.h"

namespace si {
namespace {

bool has_word(std::string_view line, std::string_view word) {
  for (std::size_t at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1)) {
    const bool starts = at == 0 || !is_word_char(line[at - 1]);
    const std::size_t end = at + word.size();
    if (starts && (end == line.size() || !is_word_char(line[end]))) return true;
  }
  return false;
}

bool speaks_of_change(const std::string& line) {
  const std::string upper = to_upper_ascii(line);
  constexpr std::string_view kWords[] = {"ADD", "ALTER", "CREATE", "DROP", "RENAME"};
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [&](std::string_view word) { return upper.find(word) != std::string::npos; });
}

// What a line must name to tell of the change.
std::vector<std::string> words_of(const Finding& finding) {
  if (finding.object.table.empty()) return {finding.object.name};
  std::vector<std::string> words = {finding.object.table};
  if (!finding.object.column.empty()) words.push_back(finding.object.column);
  if (finding.object.column.empty() && !finding.object.columns.empty()) words.push_back(finding.object.columns.front());
  return words;
}

bool names_all(const std::string& line, const std::vector<std::string>& words) {
  return std::all_of(words.begin(), words.end(), [&](const std::string& word) { return has_word(line, word); });
}

constexpr std::string_view kUnexplained = "unexplained";

bool is_unexplained(const std::string& line) {
  const std::vector<LoggedChange> entry = read_change_lines(line);
  return !entry.empty() && entry.front().result == kUnexplained;
}

bool is_logged(const Finding& finding, const std::vector<std::string>& log) {
  const std::vector<std::string> words = words_of(finding);
  return std::any_of(log.begin(), log.end(),
                     [&](const std::string& line) { return names_all(line, words) && !is_unexplained(line); });
}

std::string describe_change(const Finding& finding) {
  return fmt::format("{} {}: was {}, is {}", finding.rule, to_string(finding.object),
                     finding.expected.value_or("not there"), finding.actual.value_or("gone"));
}

// The log without the block that this program writes about it.
std::string without_block(std::string_view text) {
  const BlockSearch found = find_managed_block(text);
  std::string out(text);
  if (found.block) out.erase(found.block->begin, found.block->end - found.block->begin);
  return out;
}

// Entries of earlier runs that no later line names.
void add_pending(const std::vector<std::string>& log, std::vector<std::string>& unlogged) {
  for (std::size_t i = 0; i < log.size(); ++i) {
    if (!is_unexplained(log[i])) continue;
    const LoggedChange entry = read_change_lines(log[i]).front();
    const std::vector<std::string> words = split(entry.reason, ' ');
    const bool explained =
        std::any_of(log.begin() + static_cast<std::ptrdiff_t>(i) + 1, log.end(),
                    [&](const auto& line) { return names_all(line, words) && !is_unexplained(line); });
    if (!explained) unlogged.push_back(entry.statement);
  }
}

// `(a, b)` behind a key; empty: the log does not say.
std::vector<std::string> key_columns(const std::string& text) {
  std::vector<std::string> columns;
  for (const std::string& part : split(text, ','))
    if (const std::string name(trim(part)); !name.empty()) columns.push_back(name);
  return columns;
}

// The table that an unqualified name means.
std::optional<QualifiedName> find_name(const Schema& database, const std::string& table) {
  for (const std::string& schema : database.search_path)
    if (database.find_table({schema, table}) != nullptr) return QualifiedName{schema, table};
  return std::nullopt;
}

// Whether a line below `line` (which counts from 1) tells that the column, or the table's key, went or got another
// name.
bool was_taken_back(const std::vector<std::string>& log, std::size_t line, const std::string& table,
                    const std::string& column) {
  for (std::size_t i = line; i < log.size(); ++i) {
    const std::string lower = to_lower_ascii(log[i]);
    const bool goes = lower.find("drop") != std::string::npos || lower.find("rename") != std::string::npos ||
                      lower.find("remove") != std::string::npos;
    if (goes && has_word(log[i], table) && (column.empty() || has_word(log[i], column))) return true;
  }
  return false;
}

// Lines that speak of a change, without what stands before it (time, name) and after it (why).
std::size_t count_repeated(const std::vector<std::string>& log) {
  static const std::regex kWhat("(add(ed)?|alter|create|drop|rename) [^|(]*(\\([^)]*\\))?", std::regex::icase);
  std::set<std::string> seen;
  std::size_t repeated = 0;
  for (const std::string& line : log) {
    if (line.size() > 4096) continue;  // std::regex recurses
    for (std::sregex_iterator it(line.begin(), line.end(), kWhat), end; it != end; ++it)
      repeated += seen.insert(to_lower_ascii(trim(it->str()))).second ? 0 : 1;
  }
  return repeated;
}

}  // namespace

std::string change_log_path(const Config& config) {
  std::error_code failure;
  for (const std::string& candidate :
       {config.changes.log, std::string("docs/pgdb_changes.md"), std::string("pgdb_changes.md")})
    if (std::filesystem::is_regular_file(resolve_path(config.root, candidate), failure)) return candidate;
  return "";
}

std::vector<ddl::LoggedAddition> logged_but_not_there(std::string_view log, const std::string& path,
                                                      const Schema& database) {
  constexpr const char* kTypeWords = " +([a-z][a-z ]*[a-z](?: *\\([0-9, ]+\\))?)?";
  static const std::regex kColumn(
      std::string("(?:added column ([a-z_0-9]+)\\.([a-z_0-9]+)|alter table ([a-z_0-9]+) add column "
                  "(?:if not exists )?([a-z_0-9]+))(?:") +
          kTypeWords + ")?",
      std::regex::icase);
  static const std::regex kKey(
      "(?:add primary key ([a-z_0-9]+)|alter table ([a-z_0-9]+) add (?:constraint [a-z_0-9]+ )?primary key) "
      "*\\(([^)]*)\\)",
      std::regex::icase);
  std::vector<ddl::LoggedAddition> out;
  const std::vector<std::string> log_lines = split(log, '\n');
  const auto add = [&](const QualifiedName& table, std::size_t line, ddl::LoggedAddition addition) {
    if (was_taken_back(log_lines, line, table.name, addition.column)) return;
    Finding& finding = addition.finding;
    finding.rule = "logged-change-missing";
    finding.object.schema = table.schema;
    finding.object.table = table.name;
    finding.object.column = addition.column;
    finding.object.columns = addition.key;
    const std::string what =
        addition.key.empty() ? "column " + table.name + '.' + addition.column : "primary key of " + table.name;
    finding.actual = addition.key.empty() ? addition.type : join(addition.key, ", ");
    finding.message = fmt::format("{} tells of the {}, which the database does not have", path, what);
    finding.location = {path, {static_cast<std::uint32_t>(line), 1, static_cast<std::uint32_t>(line), 1}};
    const bool known =
        std::any_of(out.begin(), out.end(), [&](const auto& other) { return other.finding.object == finding.object; });
    if (!known) out.push_back(std::move(addition));
  };
  for (std::size_t i = 0; i < log_lines.size(); ++i) {
    const std::string& line = log_lines[i];
    if (line.size() > 4096 || is_unexplained(line)) continue;  // std::regex recurses
    for (std::sregex_iterator it(line.begin(), line.end(), kColumn), end; it != end; ++it) {
      const std::string table = (*it)[1].matched ? (*it)[1] : (*it)[3], column = (*it)[2].matched ? (*it)[2] : (*it)[4];
      const auto name = find_name(database, table);
      if (name && find_column(database.find_table(*name)->columns, column) == nullptr)
        add(*name, i + 1, {{}, column, (*it)[5].matched ? to_lower_ascii(it->str(5)) : "", {}});
    }
    for (std::sregex_iterator it(line.begin(), line.end(), kKey), end; it != end; ++it) {
      const std::string table = (*it)[1].matched ? (*it)[1] : (*it)[2];
      const auto name = find_name(database, table);
      if (name && !database.find_table(*name)->primary_key) add(*name, i + 1, {{}, "", "", key_columns(it->str(3))});
    }
  }
  return out;
}

std::vector<ddl::LoggedAddition> logged_but_not_there(const Config& config, const Schema& database) {
  const std::string path = change_log_path(config);
  if (path.empty()) return {};
  const Result<std::string> text = read_file(resolve_path(config.root, path));
  if (!text) return {};
  return logged_but_not_there(*text, path, database);
}

ChangeLogCheck check_change_log(const Settings& settings, const Source& database, SourceLines& lines) {
  const Config& config = settings.config;
  ChangeLogCheck check;
  check.path = change_log_path(config);
  std::vector<std::string> log;
  if (!check.path.empty())
    if (const Result<std::string> text = read_file(resolve_path(config.root, check.path))) {
      const std::string own = without_block(*text);
      log = split(own, '\n');
      check.lines = static_cast<std::size_t>(std::count_if(log.begin(), log.end(), speaks_of_change));
      check.repeated = count_repeated(log);
      for (const ddl::LoggedAddition& addition : logged_but_not_there(own, check.path, database.schema))
        check.not_there.push_back(addition.key.empty()
                                      ? fmt::format("column {}.{}", addition.finding.object.table, addition.column)
                                      : "primary key of " + addition.finding.object.table);
    }
  add_pending(log, check.unlogged);
  const std::string snapshot = resolve_path(config.root, config.docs.snapshot);
  std::error_code failure;
  if (!std::filesystem::exists(snapshot, failure)) return check;
  const Result<Source> before = load_database_source(settings, "snapshot:" + snapshot);
  if (!before) return check;
  Witnesses witnesses(settings);
  const FindingsReport changes = compare_sources("validate", *before, database, config, {}, lines, witnesses);
  for (const Finding& finding : changes.findings)
    if (!is_logged(finding, log)) {
      check.new_changes.push_back(finding);
      check.unlogged.push_back(describe_change(finding));
    }
  return check;
}

std::string with_unexplained(std::string_view log, const ChangeLogCheck& check, const std::string& fingerprint) {
  std::string out(log);
  for (const Finding& finding : check.new_changes)
    out = append_change(out, {utc_iso(utc_now()), finding.id().substr(0, 12), std::string(kUnexplained),
                              describe_change(finding), join(words_of(finding), " "), "unknown", fingerprint});
  return out;
}

std::string change_log_summary(const ChangeLogCheck& check) {
  std::string out =
      fmt::format("## What this log holds\n\n- lines that tell of a change: {}\n- of these, said before: {}\n",
                  check.lines, check.repeated);
  const auto list = [&](std::string_view what, const std::vector<std::string>& entries) {
    out += fmt::format("- {}: {}\n", what, entries.empty() ? "none" : "");
    for (const std::string& entry : entries) out += "  - " + escape_markdown(entry) + '\n';
  };
  list("told of, and not in the database", check.not_there);
  list("in the database, and told of by nobody", check.unlogged);
  return out;
}

}  // namespace si
