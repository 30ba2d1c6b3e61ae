#include "model/index_definition.h"

#include "support/strings.h"

namespace si {
namespace {

// The text is one call: a name, "(", and the ")" that closes it at the very end. pg_get_indexdef() puts every other
// expression into parentheses.
bool is_call(std::string_view text) {
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos || open == 0 || !text.ends_with(')')) return false;
  for (const char c : text.substr(0, open))
    if (!(c == '_' || c == '.' || c == '"' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c & 0x80)))
      return false;
  int depth = 0;
  char quote = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')' && --depth == 0) {
      return i + 1 == text.size();
    }
  }
  return false;
}

// One pair of parentheses that encloses the whole text.
bool is_enclosed(std::string_view text) { return text.starts_with('(') && is_call("f" + std::string(text)); }

// Collations and operator classes come as names or as SQL already.
std::string as_sql_name(const std::string& name) {
  return name.find_first_of("\".") == std::string::npos ? quote_identifier(name) : name;
}

// "fillfactor=70" as WITH (fillfactor='70'): a value is quoted unless it is an identifier.
std::string storage_parameter(const std::string& parameter) {
  const std::size_t equals = parameter.find('=');
  if (equals == std::string::npos) return parameter;
  const std::string value = parameter.substr(equals + 1);
  return parameter.substr(0, equals + 1) + (quote_identifier(value) == value ? value : quote_literal(value));
}

std::string storage_parameters(const std::vector<std::string>& parameters) {
  std::string out;
  for (const std::string& parameter : parameters) out += (out.empty() ? "" : ", ") + storage_parameter(parameter);
  return out;
}

std::string index_key(const IndexKey& key) {
  std::string out;
  if (!key.column.empty())
    out = quote_identifier(key.column);
  else
    out = is_call(*key.expression) || is_enclosed(*key.expression) ? *key.expression : '(' + *key.expression + ')';
  if (!key.collation.empty()) out += " COLLATE " + as_sql_name(key.collation);
  if (!key.operator_class.empty()) out += ' ' + as_sql_name(key.operator_class);
  if (!key.operator_class_options.empty())
    out += " (" + storage_parameters(split(key.operator_class_options, ',')) + ')';
  if (key.descending) out += " DESC";
  if (key.nulls_first != key.descending) out += key.nulls_first ? " NULLS FIRST" : " NULLS LAST";
  return out;
}

}  // namespace

std::string index_definition(const Index& index, const QualifiedName& table, bool only) {
  std::string keys;
  for (const IndexKey& key : index.keys) {
    if (key.column.empty() && !key.expression.known()) return {};
    keys += (keys.empty() ? "" : ", ") + index_key(key);
  }
  if (!index.predicate.known()) return {};

  std::string out = index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
  if (!index.name.empty()) out += quote_identifier(index.name) + ' ';
  out +=
      (only ? "ON ONLY " : "ON ") + to_string(table) + " USING " + quote_identifier(index.method) + " (" + keys + ')';
  if (!index.include.empty()) {
    std::string columns;
    for (const std::string& column : index.include) columns += (columns.empty() ? "" : ", ") + quote_identifier(column);
    out += " INCLUDE (" + columns + ')';
  }
  if (index.nulls_not_distinct) out += " NULLS NOT DISTINCT";
  if (!index.storage_parameters.empty()) out += " WITH (" + storage_parameters(index.storage_parameters) + ')';
  if (*index.predicate) out += " WHERE " + **index.predicate;
  return out;
}

}  // namespace si
