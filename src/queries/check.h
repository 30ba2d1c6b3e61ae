// Every query of a project held against a database: what it gets wrong, and what could not be checked.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/finding.h"
#include "queries/extract.h"
#include "queries/prepare.h"
#include "queries/resolve.h"
#include "support/result.h"

namespace si {

enum class CheckState : std::uint8_t {
  kFull,         // all of it
  kAroundHoles,  // what does not hang on what only the run knows
  kNotChecked,   // `reason` says why
};

// One statement of one way a query can be.
struct CheckedStatement {
  std::size_t query = 0;    // of Extraction::queries
  std::size_t variant = 0;  // of Query::variants
  PreparedSql sql;
  CheckState state = CheckState::kNotChecked;
  std::string reason;
  ResolvedStatement resolved;
};

struct QueryCoverage {
  std::size_t queries = 0;  // strings and script statements found
  std::size_t full = 0;     // queries all of whose statements were checked whole
  std::size_t around_holes = 0;
  std::size_t not_checked = 0;
  std::size_t references = 0;                  // names of tables and columns looked at
  std::size_t undecided = 0;                   // of those, not decided
  std::map<std::string, std::size_t> reasons;  // why queries were not checked
};

struct QueryCheck {
  std::vector<CheckedStatement> statements;
  std::vector<Finding> findings;
  std::vector<Unresolved> unresolved;
  QueryCoverage coverage;
};

// What a server has against a statement, in its own words.
struct StatementError {
  std::string sqlstate, message, hint;
  std::size_t position = 0;  // characters, from 1; 0: none
};
// Asks a server about statements, one answer each. Null: there is none, and names are resolved by the schema alone.
using AskServer =
    std::function<Result<std::vector<std::optional<StatementError>>>(const std::vector<std::string>& statements)>;

Result<QueryCheck> check_queries(const Extraction& extraction, const Schema& schema, const AskServer& ask);
// With what was read while the queries were found; started with the same schema and server.
class ReadAhead;
Result<QueryCheck> check_queries(const Extraction& extraction, const Schema& schema, const AskServer& ask,
                                 ReadAhead& ahead);

}  // namespace si
