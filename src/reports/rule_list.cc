#include "reports/rule_list.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/formats.h"
#include "support/strings.h"

namespace si {
namespace {

std::string bold(std::string_view text, bool color) {
  return color ? fmt::format("\x1b[1m{}\x1b[0m", text) : std::string(text);
}

std::string severity_of(const Rule& rule) { return rule.on_by_default ? std::string(to_string(rule.severity)) : "off"; }

void write_rule(JsonWriter& json, const Rule& rule) {
  json.begin_object();
  json.key("name").string(rule.name).key("title").string(rule.title).key("group").string(rule.group);
  json.key("severity").string(to_string(rule.severity)).member("on_by_default", rule.on_by_default);
  json.key("explanation").string(trim(rule.explanation));
  json.end_object();
}

std::string rules_text(bool color) {
  std::size_t width = 0;
  for (const Rule* rule : all_rules()) width = std::max(width, rule->name.size());
  std::string out;
  std::string_view group;
  for (const Rule* rule : all_rules()) {
    if (rule->group != group) {
      out += (group.empty() ? "" : "\n") + bold(rule->group, color) + '\n';
      group = rule->group;
    }
    out += fmt::format("  {:<{}}  {:<8}  {}\n", rule->name, width, severity_of(*rule), rule->title);
  }
  return out + "\nThe severity is the worst a rule gives. schema-inspector explain RULE says more of each.\n";
}

std::string rule_markdown(const Rule& rule, std::string_view heading) {
  const std::string state = rule.on_by_default ? "" : "; off unless the configuration asks for it";
  return fmt::format("{} {}\n\n{}. Severity: {} at worst{}.\n\n{}\n", heading, rule.name, rule.title,
                     to_string(rule.severity), state, trim(rule.explanation));
}

std::string rules_markdown() {
  std::string out =
      "# Rules\n\n"
      "<!-- Printed by `schema-inspector rules --format markdown`. -->\n\n"
      "In a comparison the *truth* is what the *follower* has to agree with: database, then models, then document.\n"
      "What each severity means: *critical*, the application fails or writes wrong data; *warning*, it works, but the "
      "two\n"
      "disagree in something that matters; *info*, cosmetic, or the same thing in Python. `[severity]` in\n"
      "`schema-inspector.toml` changes a rule's severity or switches it off; `# schema-inspector: ignore[rule]` at the "
      "end\n"
      "of a line does so for what stands there.\n\n"
      "| rule | severity | finds |\n| --- | --- | --- |\n";
  for (const Rule* rule : all_rules())
    out += fmt::format("| [{0}](#{0}) | {1} | {2} |\n", rule->name, severity_of(*rule), escape_markdown(rule->title));
  for (const Rule* rule : all_rules()) out += '\n' + rule_markdown(*rule, "##");
  return out;
}

}  // namespace

std::string render_rules(Format format, bool color) {
  if (format == Format::kMarkdown) return rules_markdown();
  if (format != Format::kJson) return rules_text(color);
  JsonWriter json;
  json.begin_object().member("format", "schema-inspector/rules/1").key("rules").begin_array();
  for (const Rule* rule : all_rules()) write_rule(json, *rule);
  json.end_array().end_object();
  return json.take();
}

std::string render_rule(const Rule& rule, Format format, bool color) {
  if (format == Format::kMarkdown) return rule_markdown(rule, "#");
  if (format == Format::kJson) {
    JsonWriter json;
    write_rule(json, rule);
    return json.take();
  }
  const std::string off = rule.on_by_default ? "" : ", off unless the configuration asks for it";
  return fmt::format("{}  ({}, {} at worst{})\n{}.\n\n{}\n", bold(rule.name, color), rule.group,
                     to_string(rule.severity), off, rule.title, trim(rule.explanation));
}

}  // namespace si
