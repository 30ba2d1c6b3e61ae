// One spelling for each value of a literal, as PostgreSQL's own types would print it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/type.h"

namespace si {

// "1.50", "+1.5e0", "015" all give "1.5"; "-0" gives "0"; nullopt: not a decimal number (or one of absurd size).
std::optional<std::string> normal_number(std::string_view text);
// The spellings that boolin() takes: any unambiguous beginning of true, false, yes, no, and on, off, 1, 0.
std::optional<bool> read_boolean(std::string_view text);
// JSON as jsonb keeps it: no white space, keys sorted, the last of equal keys; nullopt: not JSON.
std::optional<std::string> normal_json(std::string_view text);
// Months, days and microseconds of "1 day", "2 hours 30 min", "01:30:00", "1 year 2 mons"; nullopt: another form.
std::optional<std::string> normal_interval(std::string_view text);
// "2020-01-01T00:00:00.0" gives "2020-01-01"; a time stays unless it is midnight. nullopt: another form.
std::optional<std::string> normal_timestamp(std::string_view text);
// "8:00" and "08:00:00.0" give "08:00:00"; nullopt: another form (also with a time zone).
std::optional<std::string> normal_time(std::string_view text);
// The elements of '{a,"b c",NULL}', one dimension; nullopt: another form. A NULL is "NULL" with its flag set.
struct ArrayElement {
  std::string text;
  bool is_null = false;
};
std::optional<std::vector<ArrayElement>> read_array(std::string_view text);

}  // namespace si
