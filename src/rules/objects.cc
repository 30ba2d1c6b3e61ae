#include "rules/objects.h"

#include <algorithm>

#include "support/strings.h"

namespace si::rules {
namespace {

bool is_of(const ObjectPair& pair, std::initializer_list<std::string_view> kinds) {
  if (kinds.size() == 0) return !has_own_rules(pair.kind);
  return std::find(kinds.begin(), kinds.end(), pair.kind) != kinds.end();
}

ObjectRef object_of(const ObjectPair& pair) {
  ObjectRef object;
  object.schema = pair.schema;
  object.table = pair.table;
  if (pair.kind == "table") return object;
  object.kind = pair.kind;
  object.name = pair.name;
  return object;
}

// "the view sales.totals", "the trigger touch of users", "the table users".
std::string words_of(const ObjectPair& pair) {
  const std::string schema = pair.schema.empty() || pair.schema == "public" ? "" : pair.schema + '.';
  if (pair.kind == "table") return "the table " + printable(schema + pair.table);
  if (!pair.table.empty()) return "the " + pair.kind + ' ' + printable(pair.name + " of " + schema + pair.table);
  return "the " + pair.kind + ' ' + printable(schema + pair.name);
}

}  // namespace

void report_object_missing(const ObjectPair& pair, const Comparison& comparison,
                           std::initializer_list<std::string_view> kinds, Severity severity, FindingSink& sink) {
  if (!pair.missing() || !is_of(pair, kinds)) return;
  Finding& finding = sink.add(severity, object_of(pair));
  finding.expected = pair.truth;
  finding.message = words_of(pair) + " is in " + truth_words(comparison) + ", not in " + follower_words(comparison);
  finding.location = pair.location;
}

void report_object_extra(const ObjectPair& pair, const Comparison& comparison,
                         std::initializer_list<std::string_view> kinds, Severity severity, FindingSink& sink) {
  if (!pair.extra() || !is_of(pair, kinds)) return;
  Finding& finding = sink.add(severity, object_of(pair));
  finding.actual = pair.follower;
  finding.message = words_of(pair) + " is in " + follower_words(comparison) + ", not in " + truth_words(comparison);
  finding.location = pair.location;
}

void report_object_differences(const ObjectPair& pair, const Comparison& comparison,
                               std::initializer_list<std::string_view> kinds, Severity severity, FindingSink& sink) {
  if (pair.missing() || pair.extra() || !is_of(pair, kinds)) return;
  const bool only_comment = pair.differences.size() == 1 && pair.differences[0] == "comment";
  Finding& finding = sink.add(only_comment ? Severity::kInfo : severity, object_of(pair));
  finding.expected = pair.truth;
  finding.actual = pair.follower;
  finding.message = words_of(pair) + " differs in " + join(pair.differences, ", ") + " between " +
                    truth_words(comparison) + " and " + follower_words(comparison);
  finding.location = pair.location;
}

bool has_own_rules(std::string_view kind) {
  static constexpr std::string_view kKinds[] = {"view",       "materialized view", "sequence", "domain",
                                                "range type", "composite type",    "function", "trigger",
                                                "policy",     "extension",         "table"};
  return std::find(std::begin(kKinds), std::end(kKinds), kind) != std::end(kKinds);
}

}  // namespace si::rules
