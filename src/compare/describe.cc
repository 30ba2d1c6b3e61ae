#include "compare/describe.h"

#include <fmt/format.h>

#include "support/strings.h"

namespace si {
namespace {

std::string deferrable(bool deferrable, bool initially_deferred) {
  return !deferrable ? "" : initially_deferred ? " DEFERRABLE INITIALLY DEFERRED" : " DEFERRABLE";
}

std::string include_clause(const std::vector<std::string>& columns) {
  return columns.empty() ? "" : " INCLUDE (" + column_list(columns) + ")";
}

std::string text_of(const Known<Expression>& expression) { return expression.known() ? *expression : "…"; }

// Adds parentheses unless one pair stands around the whole already.
std::string in_parentheses(const std::string& text) {
  int depth = 0;
  bool whole = text.starts_with('(') && text.ends_with(')');
  for (std::size_t i = 0; whole && i + 1 < text.size(); ++i) {
    depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
    whole = depth > 0;
  }
  return whole ? text : '(' + text + ')';
}

}  // namespace

std::string column_list(const std::vector<std::string>& columns) {
  std::string out;
  for (const std::string& column : columns) out += (out.empty() ? "" : ", ") + quote_identifier(column);
  return out;
}

std::string describe(const PrimaryKey& key) {
  return "PRIMARY KEY (" + column_list(key.columns) + ')' + include_clause(key.include) +
         deferrable(key.deferrable, key.initially_deferred);
}

std::string describe(const ForeignKey& key) {
  QualifiedName target = key.referenced_table;
  if (target.schema == "public") target.schema.clear();  // as in the names of objects
  std::string out = "FOREIGN KEY (" + column_list(key.columns) + ") REFERENCES " + to_string(target);
  if (!key.referenced_columns.empty()) out += " (" + column_list(key.referenced_columns) + ')';
  if (key.match != "simple") out += " MATCH " + to_upper_ascii(key.match);
  if (key.on_update != "no action") out += " ON UPDATE " + to_upper_ascii(key.on_update);
  if (key.on_delete != "no action") out += " ON DELETE " + to_upper_ascii(key.on_delete);
  if (!key.on_delete_columns.empty()) out += " (" + column_list(key.on_delete_columns) + ')';
  out += deferrable(key.deferrable, key.initially_deferred);
  if (!key.enforced) return out + " NOT ENFORCED";
  return key.validated ? out : out + " NOT VALID";
}

std::string describe(const Unique& unique) {
  return std::string("UNIQUE ") + (unique.nulls_not_distinct ? "NULLS NOT DISTINCT " : "") + '(' +
         column_list(unique.columns) + ')' + include_clause(unique.include) +
         deferrable(unique.deferrable, unique.initially_deferred);
}

std::string describe(const Check& check) {
  std::string out = "CHECK " + in_parentheses(text_of(check.expression));
  if (check.no_inherit) out += " NO INHERIT";
  if (!check.enforced) return out + " NOT ENFORCED";
  return check.validated ? out : out + " NOT VALID";
}

std::string describe(const Exclusion& exclusion) {
  // A deparsed definition carries its deferrability already.
  if (exclusion.definition.find("DEFERRABLE") != std::string::npos) return exclusion.definition;
  return exclusion.definition + deferrable(exclusion.deferrable, exclusion.initially_deferred);
}

std::string describe(const IndexKey& key) {
  std::string out = key.column.empty() ? in_parentheses(text_of(key.expression)) : quote_identifier(key.column);
  if (!key.collation.empty()) out += " COLLATE " + key.collation;
  if (!key.operator_class.empty()) out += ' ' + key.operator_class;
  if (!key.operator_class_options.empty()) out += " (" + key.operator_class_options + ')';
  if (key.descending) out += " DESC";
  if (key.nulls_first != key.descending) out += key.nulls_first ? " NULLS FIRST" : " NULLS LAST";
  return out;
}

std::string describe(const Index& index) {
  std::string out = index.unique ? "UNIQUE INDEX" : "INDEX";
  if (index.method != "btree") out += " USING " + index.method;
  std::vector<std::string> keys;
  for (const IndexKey& key : index.keys) keys.push_back(describe(key));
  out += " (" + join(keys, ", ") + ')' + include_clause(index.include);
  if (index.nulls_not_distinct) out += " NULLS NOT DISTINCT";
  if (!index.storage_parameters.empty()) out += " WITH (" + join(index.storage_parameters, ", ") + ')';
  if (!index.predicate.known()) return out + " WHERE …";
  return index.predicate->has_value() ? out + " WHERE " + **index.predicate : out;
}

std::vector<std::string> key_texts(const Index& index) {
  std::vector<std::string> texts;
  for (const IndexKey& key : index.keys) texts.push_back(key.column.empty() ? text_of(key.expression) : key.column);
  return texts;
}

std::string describe(const Identity& identity) {
  std::string options;
  const auto add = [&](const char* word, const std::optional<std::int64_t>& value) {
    if (value) options += fmt::format("{}{} {}", options.empty() ? "" : " ", word, *value);
  };
  add("START WITH", identity.options.start);
  add("INCREMENT BY", identity.options.increment);
  add("MINVALUE", identity.options.minimum);
  add("MAXVALUE", identity.options.maximum);
  add("CACHE", identity.options.cache);
  if (identity.options.cycle) options += options.empty() ? "CYCLE" : " CYCLE";
  return std::string("GENERATED ") + (identity.always ? "ALWAYS" : "BY DEFAULT") + " AS IDENTITY" +
         (options.empty() ? "" : " (" + options + ")");
}

std::string describe(const Generated& generated) {
  return "GENERATED ALWAYS AS " + in_parentheses(generated.expression) + (generated.stored ? " STORED" : " VIRTUAL");
}

}  // namespace si
