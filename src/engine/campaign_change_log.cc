#include "engine/campaign_change_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <regex>

#include "engine/agent_docs.h"
#include "engine/pipeline.h"
#include "project/paths.h"
#include "support/files.h"
#include "support/strings.h"

namespace si {
namespace {

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool has_word(std::string_view line, std::string_view word) {
  for (std::size_t at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1)) {
    const bool starts = at == 0 || !is_word_byte(line[at - 1]);
    const std::size_t end = at + word.size();
    if (starts && (end == line.size() || !is_word_byte(line[end]))) return true;
  }
  return false;
}

bool speaks_of_change(const std::string& line) {
  const std::string upper = to_upper_ascii(line);
  constexpr std::string_view kWords[] = {"ADD", "ALTER", "CREATE", "DROP", "RENAME"};
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [&](std::string_view word) { return upper.find(word) != std::string::npos; });
}

bool is_logged(const Finding& finding, const std::vector<std::string>& log) {
  std::vector<std::string> words = {finding.object.table};
  if (!finding.object.column.empty()) words.push_back(finding.object.column);
  if (finding.object.column.empty() && !finding.object.columns.empty()) words.push_back(finding.object.columns.front());
  if (finding.object.table.empty()) words = {finding.object.name};
  return std::any_of(log.begin(), log.end(), [&](const std::string& line) {
    return std::all_of(words.begin(), words.end(), [&](const std::string& word) { return has_word(line, word); });
  });
}

}  // namespace

std::vector<std::string> logged_but_not_there(std::string_view log, const Schema& database) {
  static const std::regex kColumn(
      "added column ([a-z_0-9]+)\\.([a-z_0-9]+)|alter table ([a-z_0-9]+) add column "
      "(?:if not exists )?([a-z_0-9]+)",
      std::regex::icase);
  static const std::regex kKey(
      "add primary key ([a-z_0-9]+) *\\(|alter table ([a-z_0-9]+) add (?:constraint [a-z_0-9]+ "
      ")?primary key",
      std::regex::icase);
  std::vector<std::string> out;
  const auto add = [&](std::string text) {
    if (std::find(out.begin(), out.end(), text) == out.end()) out.push_back(std::move(text));
  };
  for (const std::string& line : split(log, '\n')) {
    if (line.size() > 4096) continue;  // std::regex recurses
    for (std::sregex_iterator it(line.begin(), line.end(), kColumn), end; it != end; ++it) {
      const std::string table = (*it)[1].matched ? (*it)[1] : (*it)[3], column = (*it)[2].matched ? (*it)[2] : (*it)[4];
      const Table* found = database.find_table({"", table});
      if (found != nullptr && find_column(found->columns, column) == nullptr)
        add(fmt::format("column {}.{}", table, column));
    }
    for (std::sregex_iterator it(line.begin(), line.end(), kKey), end; it != end; ++it) {
      const std::string table = (*it)[1].matched ? (*it)[1] : (*it)[2];
      const Table* found = database.find_table({"", table});
      if (found != nullptr && !found->primary_key) add("primary key of " + table);
    }
  }
  return out;
}

ChangeLogCheck check_change_log(const Settings& settings, const Source& database, SourceLines& lines) {
  const Config& config = settings.config;
  ChangeLogCheck check;
  check.path = change_log_path(config);
  std::vector<std::string> log;
  if (!check.path.empty())
    if (const Result<std::string> text = read_file(resolve_path(config.root, check.path))) {
      log = split(*text, '\n');
      check.lines = static_cast<std::size_t>(std::count_if(log.begin(), log.end(), speaks_of_change));
      check.not_there = logged_but_not_there(*text, database.schema);
    }
  const std::string snapshot = resolve_path(config.root, config.docs.snapshot);
  std::error_code failure;
  if (!std::filesystem::exists(snapshot, failure)) return check;
  const Result<Source> before = load_database_source(settings, "snapshot:" + snapshot);
  if (!before) return check;
  const FindingsReport changes = compare_sources("validate", *before, database, config, {}, lines);
  for (const Finding& finding : changes.findings)
    if (!is_logged(finding, log))
      check.unlogged.push_back(fmt::format("{} {}: was {}, is {}", finding.rule, to_string(finding.object),
                                           finding.expected.value_or("not there"), finding.actual.value_or("gone")));
  return check;
}

}  // namespace si
