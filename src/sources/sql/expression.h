// SQL expressions compared by meaning: a canonical form made from PostgreSQL's own parse tree.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/type.h"

namespace si {

// What is known around an expression; each part may be left out, and then fewer spellings can be proved equal.
struct ExpressionContext {
  std::function<const Type*(std::string_view column)> column_type;  // nullptr: not known; must outlive the call only
  const Type* target = nullptr;  // type of the column that a default or generated value goes into
  const std::map<std::string, std::string>* renamed_columns = nullptr;  // name in the text -> name to use
  std::vector<std::string> search_path = {"public"};  // schemas that need not be written before a name
};

// Two expressions whose `exact` texts are equal mean the same. Where they differ but the `loose` ones are equal, they
// differ in casts only, and nothing at hand says whether those casts change anything.
struct CanonicalExpression {
  std::string exact;
  std::string loose;
  std::vector<std::string> columns;  // that it names, sorted, each once (as renamed)
};

// The canonical form of an expression (a default, check, predicate, generated column, index key): equal for expressions
// that PostgreSQL stores alike — redundant parentheses and casts, IN and = ANY, BETWEEN, literal spellings, keyword
// case, qualified built-in names, CURRENT_TIMESTAMP against now(). nullopt when it does not parse (or is longer than
// 64 KiB or nested too deeply to be read safely).
std::optional<CanonicalExpression> canonical_expression(std::string_view sql, const ExpressionContext& context = {});

enum class ExpressionMatch { kEqual, kDifferent, kUnknown };

// kUnknown when the difference cannot be judged: one of them is not there, or they differ in casts of unknown effect.
ExpressionMatch compare_expressions(const std::optional<CanonicalExpression>& a,
                                    const std::optional<CanonicalExpression>& b);
// The same from their texts; equal texts are equal also when they do not parse.
ExpressionMatch compare_expressions(std::string_view a, std::string_view b, const ExpressionContext& context = {});

// The canonical form of an exclusion constraint's definition ("EXCLUDE USING gist (room WITH =, …) WHERE (…)").
std::optional<CanonicalExpression> canonical_exclusion(std::string_view definition,
                                                       const ExpressionContext& context = {});

}  // namespace si
