// Identifiers as PostgreSQL writes them, and names qualified by a schema.
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <vector>

namespace si {

// PostgreSQL's limit for an identifier, in bytes (NAMEDATALEN - 1).
inline constexpr std::size_t kMaxIdentifierBytes = 63;

// True for the words that PostgreSQL's quote_identifier quotes although they look plain (all keywords but the
// unreserved).
bool is_quoted_keyword(std::string_view lower_case_word);
// As PostgreSQL's quote_ident(): in double quotes only where the plain spelling would not read back as the same name.
std::string quote_identifier(std::string_view name);
// Always in single quotes, as quote_literal() does (E'' form where there is a backslash).
std::string quote_literal(std::string_view text);

// A name and the schema it lives in; an empty schema means "not qualified": found by the search path.
struct QualifiedName {
  std::string schema;
  std::string name;

  bool empty() const { return name.empty(); }
  friend auto operator<=>(const QualifiedName&, const QualifiedName&) = default;
};

// "schema.name" or "name", each part quoted where needed.
std::string to_string(const QualifiedName& name);
// Reads `a`, `a.b`, `"A b".c` as SQL reads them (unquoted parts fold to lower case). Of more than two parts the last
// two count.
QualifiedName parse_qualified_name(std::string_view text);

}  // namespace si
