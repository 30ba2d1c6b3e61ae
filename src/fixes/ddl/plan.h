// What would bring a database to what its models or the lint rules ask for: for each finding the statements that block
// as little as PostgreSQL allows, what they take, what they risk, what the data must be like, and how to go back.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compare/comparison.h"
#include "model/finding.h"
#include "model/schema.h"

namespace si::ddl {

// How a step stands to transactions.
enum class Transaction {
  kShared,  // with the steps before it
  kOwn,     // it starts a new one: it works long, and the locks of the steps before it should be gone
  kNone,    // PostgreSQL refuses it inside of one
};

// Table locks by their strength (https://www.postgresql.org/docs/current/explicit-locking.html).
enum class Lock { kNone, kShareUpdateExclusive, kShare, kShareRowExclusive, kAccessExclusive };
std::string_view to_string(Lock lock);  // "ACCESS EXCLUSIVE"; "none"
// What waits meanwhile: "reads and writes".
std::string_view blocks(Lock lock);

struct PlanStep {
  std::string sql;
  Lock lock = Lock::kAccessExclusive;
  bool rewrites_table = false;
  Transaction transaction = Transaction::kShared;
  std::string undo;  // empty: there is none, or the undo of another step does it
};

// A count of rows that the change cannot bear; 0 allows it.
struct DataCheck {
  std::string what;  // "rows where email is NULL"
  std::string sql;   // SELECT count(*) …
};

// What one finding asks for.
struct PlannedChange {
  std::string id;  // stable: of the finding and the statements
  Finding finding;
  std::string reason;
  std::vector<PlanStep> steps;
  std::vector<std::string> hazards;
  std::vector<DataCheck> checks;

  Lock lock() const;  // the strongest
  bool rewrites_table() const;
  std::string sql() const;   // all steps, each with its semicolon, a line each
  std::string undo() const;  // the same backwards; empty: it cannot be undone
};

// A finding that no statement is proposed for.
struct NotPlanned {
  Finding finding;
  std::string why;
};

struct Plan {
  std::vector<PlannedChange> changes;  // in an order that a server takes
  std::vector<NotPlanned> not_planned;
};

struct PlanOptions {
  bool drops = false;  // also take away what only the database has
};

// Findings of the database (truth) against the models (follower), in the other direction.
Plan plan_comparison(const Comparison& comparison, const std::vector<Finding>& findings, const PlanOptions& options);
// A column or a primary key that something says was added, and that is not there (rule logged-change-missing).
struct LoggedAddition {
  Finding finding;               // its object names the table
  std::string column, type;      // of a column; `type` is empty where nobody says it
  std::vector<std::string> key;  // columns of a primary key
};
Plan plan_logged(const Schema& database, const std::vector<LoggedAddition>& additions);
// Findings of lint.
Plan plan_lint(const Schema& database, const std::vector<Finding>& findings);

}  // namespace si::ddl
