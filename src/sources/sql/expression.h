// SQL expressions compared by meaning: a canonical form made from PostgreSQL's own parse tree.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace si {

// The canonical form of an expression (a default, check, predicate, generated column, index key): equal for expressions
// that PostgreSQL stores alike — redundant parentheses and casts, IN and = ANY, BETWEEN, literal spellings, keyword
// case, qualified built-in names, CURRENT_TIMESTAMP against now(). nullopt when it does not parse.
std::optional<std::string> canonical_expression(std::string_view sql);

enum class ExpressionMatch { kEqual, kDifferent, kUnknown };

// kUnknown when one of them does not parse and their texts differ.
ExpressionMatch compare_expressions(std::string_view a, std::string_view b);

}  // namespace si
