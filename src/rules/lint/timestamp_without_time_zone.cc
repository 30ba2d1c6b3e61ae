#include "rules/lint/lint.h"

namespace si::rules {
namespace {

void check(const LintInput& input, FindingSink& sink) {
  for (const LintTable& at : input.tables) {
    if (at.is_partition()) continue;
    for (const Column& column : at.table->columns) {
      const Type& type = *column.type;
      if (column.inherited || type.name != "timestamp without time zone") continue;
      Finding& finding = add_at_column(at, column, Severity::kWarning, sink);
      finding.expected = "timestamp with time zone";
      finding.actual = to_string(type);
      finding.message = words(at, column) + " does not say which moment it is: " + to_string(type);
    }
  }
}

}  // namespace

const Rule timestamp_without_time_zone{"timestamp-without-time-zone",
                                       "A time stamp without time zone",
                                       "lint",
                                       Severity::kWarning,
                                       true,
                                       R"(The column's type is `timestamp without time zone` (or an array of it).

Why it matters: the value does not say which moment it is. What `now()` puts there depends on the session's time
zone, and an application in another zone reads another moment; at the end of daylight saving time one hour comes
twice.

Example: `orders.paid_at timestamp` was written by a worker in UTC and is read by a report in local time.

What to do: ALTER COLUMN … TYPE timestamptz USING … AT TIME ZONE 'UTC' (with the zone the values were meant in); it
rewrites the table. For a wall-clock time without a place, ignore the finding.)",
                                       nullptr,
                                       nullptr,
                                       nullptr,
                                       check};

}  // namespace si::rules
