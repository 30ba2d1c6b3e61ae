// What apply-ddl is about to do, written down before it begins: a program that is killed between the database and the
// log must not forget.
#pragma once

#include <vector>

#include "fixes/ddl/plan.h"
#include "project/change_log.h"
#include "project/config.h"
#include "support/result.h"

namespace si {

struct BegunChange {
  LoggedChange change;               // as it will be logged; `after` is unknown yet
  std::vector<ddl::PlanStep> steps;  // their statements, transactions and undo

  // Whether all of it stands in one transaction: after a kill it is done or not, never by halves.
  bool is_one_transaction() const;
};

// Empty: no run was interrupted, or what it left cannot be read.
std::vector<BegunChange> read_ddl_journal(const Config& config);
Status write_ddl_journal(const Config& config, const std::vector<BegunChange>& changes);
void remove_ddl_journal(const Config& config);

}  // namespace si
