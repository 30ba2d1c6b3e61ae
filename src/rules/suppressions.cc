#include "rules/suppressions.h"

#include <simdjson.h>

#include <algorithm>

#include "support/json_writer.h"
#include "support/strings.h"

namespace si {
namespace {
constexpr std::string_view kMark = "schema-inspector:";
constexpr std::string_view kIgnore = "ignore";
constexpr std::string_view kFormat = "schema-inspector/baseline/1";

// The mark must stand in a comment: behind `#`, `--`, `//` or `<!--`, and nothing but blanks between.
bool is_in_comment(std::string_view before) {
  while (!before.empty() && is_space(before.back())) before.remove_suffix(1);
  return before.ends_with('#') || before.ends_with("--") || before.ends_with("//");
}

}  // namespace

std::vector<std::string> ignored_rules(std::string_view line) {
  std::vector<std::string> rules;
  for (std::size_t at = line.find(kMark); at != std::string_view::npos; at = line.find(kMark, at + 1)) {
    if (!is_in_comment(line.substr(0, at))) continue;
    std::string_view rest = trim(line.substr(at + kMark.size()));
    if (!rest.starts_with(kIgnore)) continue;
    rest.remove_prefix(kIgnore.size());
    if (rest.starts_with('[')) {
      const std::size_t end = rest.find(']');
      if (end == std::string_view::npos) continue;
      for (const std::string& rule : split(rest.substr(1, end - 1), ','))
        if (!trim(rule).empty()) rules.emplace_back(trim(rule));
    } else if (rest.empty() || is_space(rest.front())) {
      rules.emplace_back("*");
    }
  }
  return rules;
}

std::size_t remove_ignored(std::vector<Finding>& findings, const SourceLine& source_line) {
  return std::erase_if(findings, [&](const Finding& finding) {
    if (!finding.location.known() || !finding.location.span.known()) return false;
    const std::optional<std::string> line = source_line(finding.location.file, finding.location.span.line);
    if (!line) return false;
    const std::vector<std::string> rules = ignored_rules(*line);
    return std::any_of(rules.begin(), rules.end(), [&](const std::string& r) { return r == "*" || r == finding.rule; });
  });
}

Result<std::set<std::string>> read_baseline(std::string_view json, const std::string& name) {
  const auto failure = [&](std::string_view what) {
    return Error{ErrorKind::kFiles, printable(name) + " is no baseline: " + std::string(what),
                 "--write-baseline makes one"};
  };
  simdjson::dom::parser parser;
  simdjson::dom::element document;
  if (const auto error = parser.parse(simdjson::padded_string(json)).get(document); error != simdjson::SUCCESS)
    return failure(simdjson::error_message(error));
  std::string_view format;
  if (document["format"].get(format) != simdjson::SUCCESS || format != kFormat)
    return failure("its \"format\" is not \"" + std::string(kFormat) + '"');
  simdjson::dom::array entries;
  if (document["findings"].get(entries) != simdjson::SUCCESS) return failure("it has no list \"findings\"");
  std::set<std::string> ids;
  for (const simdjson::dom::element entry : entries) {
    std::string_view id;
    if (entry["id"].get(id) != simdjson::SUCCESS) return failure("an entry of \"findings\" has no \"id\"");
    ids.emplace(id);
  }
  return ids;
}

std::string write_baseline(const std::vector<Finding>& findings) {
  JsonWriter json;
  json.begin_object().key("format").string(kFormat);
  json.key("findings").begin_array();
  for (const Finding& finding : findings)
    json.begin_object()
        .member("id", finding.id())
        .member("rule", finding.rule)
        .member("object", to_string(finding.object))
        .end_object();
  json.end_array().end_object();
  return json.take();
}

std::size_t remove_known(std::vector<Finding>& findings, const std::set<std::string>& ids) {
  return std::erase_if(findings, [&](const Finding& finding) { return ids.count(finding.id()) > 0; });
}

}  // namespace si
