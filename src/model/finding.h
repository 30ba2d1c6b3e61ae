// A Finding: one discrepancy, with the object it is about, both sides' words and its place.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/source_span.h"

namespace si {

// Ordered: a later one is worse. What they mean for the application is the contract: critical, it fails or writes wrong
// data; warning, it works but the two disagree in something that matters; info, cosmetic or equivalent in Python.
enum class Severity { kInfo, kWarning, kCritical };
std::string_view to_string(Severity severity);
std::optional<Severity> parse_severity(std::string_view text);

// What a finding is about; parts that do not apply are empty. `kind` names the last part where it is neither table nor
// column: "foreign key", "unique", "check", "exclusion", "index", "enum".
struct ObjectRef {
  std::string schema;
  std::string table;
  std::string column;
  std::string kind;
  std::string name;                  // of the constraint, index or enum; may be empty when it has none
  std::vector<std::string> columns;  // of a key, constraint or index: its columns (expressions as text), in order

  friend auto operator<=>(const ObjectRef&, const ObjectRef&) = default;
};
// For people: "users.email", "sales.orders", "users(a, b)", "type mood"; `public` is left out.
std::string to_string(const ObjectRef& object);

struct Finding {
  std::string rule;
  Severity severity = Severity::kWarning;
  ObjectRef object;
  std::optional<std::string> expected;  // what the truth says
  std::optional<std::string> actual;    // what the follower says
  std::string message;                  // one sentence: what differs, where
  bool fixable = false;
  // Consequences that need no finding of their own: "foreign key (users_id) references users (id)".
  std::vector<std::string> includes;
  Location location;  // in the follower, else in the truth; may be unknown

  // Stable across runs, line moves and severities: a hash of rule and object (and of expected for definitions that
  // have no name). 16 hexadecimal digits.
  std::string id() const;
};

// By schema, table, column, object, then rule.
void sort_findings(std::vector<Finding>& findings);

}  // namespace si
