// A script cut into its statements, as psql cuts it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace si {

// One statement of a script, without the semicolon. `begin` and `end` are byte offsets into the script; `line` counts
// from 1 and is the line of its first word.
struct ScriptStatement {
  std::size_t begin = 0, end = 0;
  std::uint32_t line = 1;
  std::string_view text;       // a view into the script
  std::string_view copy_data;  // of COPY … FROM STDIN: the lines up to the one that is `\.`
  bool has_copy_data = false;
};

// psql's rules: quotes of every kind, nested comments, dollar quotes, semicolons within parentheses (rules) and within
// BEGIN ATOMIC … END (SQL functions) do not end a statement; lines of psql's own that start with a backslash are left
// out. What is not closed runs to the end of the script. Empty statements are left out.
std::vector<ScriptStatement> split_statements(std::string_view script);

// A line for psql itself, "\i other.sql": its name without the backslash, and its place.
struct PsqlCommand {
  std::string name;
  std::uint32_t line = 1;
};

// The lines that split_statements() leaves out.
std::vector<PsqlCommand> psql_commands(std::string_view script);

}  // namespace si
