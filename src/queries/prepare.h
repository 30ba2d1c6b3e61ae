// A query's text as the server takes it: parameters as $n, holes as names that nothing else has, places kept.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "queries/extract.h"

namespace si {

// What a hole was put in as, so that the rest can be read.
enum class HoleUse : std::uint8_t {
  kName,     // a name: of a table, a column, an alias, or a value
  kNothing,  // left out
  kJoin,     // CROSS JOIN name: more of a FROM list
  kSet,      // name = NULL: more of a SET list
  kValue,    // part of a literal or a value: a parameter
};

struct PreparedHole {
  HoleUse use = HoleUse::kName;
  HoleOrigin origin = HoleOrigin::kUnknown;
  bool in_literal = false;  // within '…'
  std::size_t offset = 0;   // in `sql`
};

// One statement.
struct PreparedSql {
  std::string sql;  // without the semicolon
  std::vector<PreparedHole> holes;
  int parameters = 0;
  // Where the marks stand that a driver may write into the text itself, as [begin, end) in `sql`.
  std::vector<std::pair<std::size_t, std::size_t>> marks;
  bool server_parameters = false;  // $1: the driver sends them apart, with one type each
  bool open_rows = false;          // VALUES %s: rows that the driver writes
  bool sample = false;             // one turn of a loop stands for any number of them
  std::string problem;             // why it cannot be checked; empty: it can

  bool has_holes() const { return !holes.empty() || open_rows; }
  // The place of bytes [begin, end) of `sql` in the source.
  Location place(std::size_t begin, std::size_t end) const;
  // The bytes of the source that bytes [begin, end) of `sql` are; nullopt where they are not written there so.
  std::optional<SourceBytes> source(std::size_t begin, std::size_t end) const;
  // The place of the word or literal that begins at a byte of `sql`.
  Location word_place(std::size_t begin) const;

  BuiltText text;  // what it was made from, with holes as one character
  struct Stretch {
    std::size_t sql_begin = 0, sql_end = 0;    // in `sql`
    std::size_t text_begin = 0, text_end = 0;  // in plain_text(text)
  };
  std::vector<Stretch> stretches;  // in order; equal lengths: byte for byte
};

// The statements of a text, each by itself.
std::vector<PreparedSql> prepare(const BuiltText& text, ParameterStyle style);

// Names that stand for holes begin with this.
inline constexpr std::string_view kHolePrefix = "si_hole_";
inline bool is_hole_name(std::string_view name) { return name.starts_with(kHolePrefix); }

}  // namespace si
