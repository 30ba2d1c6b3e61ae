// What a server says of a statement, in the terms of our rules; and what it is best asked.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "queries/prepare.h"

namespace si {

// The rule of an SQLSTATE (PostgreSQL's appendix A); `word` is what stands where the server points.
std::string rule_of(std::string_view sqlstate, std::string_view word);
// False: it says more of the server's state (a time-out, a lock, a lost connection) than of the statement.
bool is_about_the_statement(std::string_view sqlstate);
// True where a parameter's type may be what the server complains of.
bool hangs_on_parameters(std::string_view sqlstate);

// Of a statement that the server would not look into (CREATE VIEW … AS, COPY (…), PREPARE … AS) the query within.
struct InnerQuery {
  std::string text;        // the statement itself where there is none
  std::size_t offset = 0;  // where it begins in the statement
};
InnerQuery inner_query(std::string_view sql, std::string_view tag);

// Values of every kind that a driver may write in place of a parameter.
const std::vector<std::string_view>& parameter_values();
std::string with_values(const PreparedSql& sql, std::string_view value);

// The name, literal or operator that begins at an offset, without quotes.
std::string word_at(std::string_view sql, std::size_t offset);

}  // namespace si
