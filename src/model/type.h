// Column types in PostgreSQL's canonical form: one spelling for each, whatever the source wrote.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/names.h"

namespace si {

// A type as format_type() spells it, taken apart. `int4`, `INTEGER` and `serial` are all {name: "integer"};
// `timestamptz(3)[]` is {name: "timestamp with time zone", modifiers: {3}, is_array: true}.
// PostgreSQL does not keep the number of an array's dimensions, so neither do we.
struct Type {
  std::string schema;          // of a user's type that is not on the search path; else empty
  std::string name;            // canonical, not quoted: "character varying", "text", "mood"
  std::vector<int> modifiers;  // length, precision and scale, as written: (255), (3,1); empty: none
  std::string word_modifiers;  // of extension types, not all numbers, in lower case: "point,4326"; else empty
  std::string fields;          // of an interval: "day to second"; else empty
  bool is_array = false;

  bool empty() const { return name.empty(); }
  friend bool operator==(const Type&, const Type&) = default;
};

// Reads any spelling that PostgreSQL or SQLAlchemy's PostgreSQL dialect writes: aliases (int4, varchar, timestamptz,
// bool, float8, decimal, serial…), quoted and qualified names, `float(n)` by its precision, `[]` and `ARRAY`. Words
// that are no known type are taken as the name of a user's type (folded to lower case unless quoted). Never fails: what
// makes no sense as a type comes back as a type of that name.
Type parse_type(std::string_view spelling);
// True for smallserial, serial, bigserial and their aliases: not types, but an integer whose default draws from a
// sequence.
bool is_serial_spelling(std::string_view spelling);

// As format_type() spells it: `numeric(3,1)`, `timestamp(3) with time zone[]`, `"My type"`, `other.mood`.
std::string to_string(const Type& type);

// True for a type of pg_catalog that we know by name.
bool is_builtin(const Type& type);

// What values of a type become in Python (and how they are sent): types of one family convert, those of two do not.
enum class TypeFamily {
  kUnknown,  // a user's type: nothing is said about it
  kInteger,
  kNumber,
  kBoolean,
  kString,
  kBytes,
  kDateTime,
  kDate,
  kTime,
  kInterval,
  kUuid,
  kJson,
  kNetwork,
  kRange,
  kOther,
};
TypeFamily type_family(const Type& type);

}  // namespace si
