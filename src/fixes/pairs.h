// Parts of a pair of tables by the finding or the name that speaks of them.
#pragma once

#include <string>
#include <vector>

#include "compare/comparison.h"
#include "model/finding.h"
#include "rules/parts.h"

namespace si::fixes {

// The pair that a finding was made of: the words of both sides and the name are the same.
template <typename Object>
const DefinitionPair<Object>* find_pair(const std::vector<DefinitionPair<Object>>& pairs, const Finding& finding) {
  const bool missing = finding.rule.ends_with("-missing"), extra = finding.rule.ends_with("-extra");
  for (const DefinitionPair<Object>& pair : pairs) {
    if (missing != pair.missing() || extra != pair.extra()) continue;
    const rules::PartWords words = rules::words_of(pair);
    if (words.name != finding.object.name || words.columns != finding.object.columns) continue;
    if (finding.expected && *finding.expected != words.truth) continue;
    if (finding.actual && *finding.actual != words.follower) continue;
    return &pair;
  }
  return nullptr;
}

inline const ColumnPair* pair_of(const TablePair& table, const std::string& truth_name) {
  for (const ColumnPair& pair : table.columns)
    if (pair.truth != nullptr && pair.truth->name == truth_name) return &pair;
  return nullptr;
}

inline const ColumnPair* model_pair(const TablePair& table, const std::string& name) {
  for (const ColumnPair& pair : table.columns)
    if (pair.follower != nullptr && pair.follower->name == name) return &pair;
  return nullptr;
}

// Whether what stands at this place is a flag of the column: index=True, unique=True.
inline bool is_flag(const Location& place, const ColumnPair* pair) {
  return pair != nullptr && pair->follower != nullptr && pair->follower->location == place;
}

}  // namespace si::fixes
