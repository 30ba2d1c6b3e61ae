// Statements that need each other, put into an order in which a server takes them.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace si::ddl {

// Where a statement would like to stand; what it needs can move it further down.
enum class Phase {
  kSchema,
  kExtension,
  kType,
  kFunction,
  kOperator,
  kSequence,
  kForeignServer,
  kTable,
  kOwnedSequence,
  kDefault,
  kCheck,
  kIndex,
  kAttach,
  kForeignKey,
  kView,
  kRule,
  kTrigger,
  kPolicy,
  kStatistics,
  kRefresh,
  kPrivilege,
  kDatabase,
  kEventTrigger,
};

// One object, or a part of one that is said by itself.
struct Step {
  Phase phase = Phase::kTable;
  std::string what;                     // for people: "table public.users"
  std::vector<std::string> statements;  // without semicolons
  std::vector<std::size_t> needs;       // steps that must stand before it
  std::string unsaid;                   // why it cannot be said at all; then it has no statements
  std::string note;                     // what of it is not said, though the rest is
  // Takes the step's loose parts out of it, as further steps that need it; called when steps need each other in a
  // circle. Empty: it has none.
  std::function<std::vector<Step>(Step& self)> loosen;
};

// The steps in their order: each behind what it needs, by phase, then as given. A step that needs an unsaid one becomes
// unsaid itself. Steps that need each other in a circle that nothing loosens stand at the end, as given.
std::vector<Step> in_order(std::vector<Step> steps);

}  // namespace si::ddl
