// Keys, constraints and indexes as the `…-missing`, `…-extra` and definition rules see them: one place each.
#pragma once

#include "rules/words.h"

namespace si::rules {

PartWords words_of(const DefinitionPair<ForeignKey>& pair);
PartWords words_of(const DefinitionPair<Unique>& pair);
PartWords words_of(const DefinitionPair<Check>& pair);
PartWords words_of(const DefinitionPair<Exclusion>& pair);
PartWords words_of(const DefinitionPair<Index>& pair);

// What one side seems to lack may be among what of it could not be read: then nothing is said.
template <typename Object>
void report_all_missing(const std::vector<DefinitionPair<Object>>& pairs, const TablePair& table,
                        const Comparison& comparison, Severity (*severity)(const Object&), FindingSink& sink) {
  if (table.table.follower != nullptr && !table.table.follower->unresolved_constraints.empty()) return;
  for (const DefinitionPair<Object>& pair : pairs)
    if (pair.missing()) report_missing(table, comparison, words_of(pair), severity(*pair.truth), sink);
}

template <typename Object>
void report_all_missing(const std::vector<DefinitionPair<Object>>& pairs, const TablePair& table,
                        const Comparison& comparison, FindingSink& sink) {
  report_all_missing<Object>(
      pairs, table, comparison, [](const Object&) { return Severity::kWarning; }, sink);
}

template <typename Object>
void report_all_extra(const std::vector<DefinitionPair<Object>>& pairs, const TablePair& table,
                      const Comparison& comparison, Severity severity, FindingSink& sink) {
  if (table.table.truth != nullptr && !table.table.truth->unresolved_constraints.empty()) return;
  for (const DefinitionPair<Object>& pair : pairs)
    if (pair.extra()) report_extra(table, comparison, words_of(pair), severity, sink);
}

template <typename Object>
void report_all_differences(const std::vector<DefinitionPair<Object>>& pairs, const TablePair& table,
                            const Comparison& comparison, Severity (*severity)(const std::vector<std::string>&),
                            FindingSink& sink) {
  for (const DefinitionPair<Object>& pair : pairs) {
    if (!pair.both() || pair.differences.empty()) continue;
    report_differences(table, comparison, words_of(pair), pair.differences, severity(pair.differences), sink);
  }
}

inline Severity always_warning(const std::vector<std::string>&) { return Severity::kWarning; }

}  // namespace si::rules
