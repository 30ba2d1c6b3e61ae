// Constraints and indexes as calls.
#include <fmt/format.h>

#include "fixes/column_site.h"
#include "fixes/table_site.h"
#include "model/names.h"
#include "sources/python/brackets.h"
#include "support/strings.h"

namespace si::fixes {

namespace {

std::string quoted_columns(const std::vector<std::string>& columns, Words& words) {
  std::vector<std::string> out;
  for (const std::string& column : columns) out.push_back(words.quoted(column));
  return join(out, ", ");
}

std::string key_text(const IndexKey& key) {
  std::string text = key.column.empty() ? *key.expression : quote_identifier(key.column);
  if (key.column.empty()) {
    // An expression that is no plain call stands in parentheses.
    const bool call = !text.empty() && text.back() == ')' && text.find(' ') > text.find('(') && text.front() != '(';
    if (!call && !(text.starts_with('(') && text.ends_with(')'))) text = "(" + text + ")";
  }
  if (!key.collation.empty()) text += " COLLATE \"" + key.collation + "\"";
  if (!key.operator_class.empty()) text += " " + key.operator_class;
  if (key.descending) text += " DESC";
  if (key.descending != key.nulls_first) text += key.nulls_first ? " NULLS FIRST" : " NULLS LAST";
  return text;
}

}  // namespace

// "(a > 0)" → "a > 0"
std::string_view without_parentheses(std::string_view text) {
  if (!text.starts_with('(') || !text.ends_with(')')) return text;
  const auto bracket = python::read_bracket(text, 0);  // SQL's strings are near enough to Python's
  return bracket && bracket->close + 1 == text.size() ? text.substr(1, text.size() - 2) : text;
}

std::string ElementText::text() const {
  std::vector<std::string> arguments = positional;
  for (const auto& [name, value] : keywords) arguments.push_back(fmt::format("{}={}", name, value));
  return callee + "(" + join(arguments, ", ") + ")";
}

ElementText primary_key_text(const PrimaryKey& key, const std::vector<std::string>& columns, Words& words,
                             const std::string& prefix) {
  ElementText element;
  element.callee = words.name("PrimaryKeyConstraint", prefix);
  for (const std::string& column : columns) element.positional.push_back(words.quoted(column));
  if (key.name) element.keywords.emplace_back("name", words.quoted(*key.name));
  if (key.deferrable) element.keywords.emplace_back("deferrable", "True");
  if (key.initially_deferred) element.keywords.emplace_back("initially", words.quoted("DEFERRED"));
  if (!key.include.empty())
    element.keywords.emplace_back("postgresql_include", "[" + quoted_columns(key.include, words) + "]");
  return element;
}

ElementText unique_text(const Unique& unique, Words& words, const std::string& prefix) {
  ElementText element;
  element.callee = words.name("UniqueConstraint", prefix);
  for (const std::string& column : unique.columns) element.positional.push_back(words.quoted(column));
  if (unique.name) element.keywords.emplace_back("name", words.quoted(*unique.name));
  if (unique.deferrable) element.keywords.emplace_back("deferrable", "True");
  if (unique.initially_deferred) element.keywords.emplace_back("initially", words.quoted("DEFERRED"));
  if (unique.nulls_not_distinct) element.keywords.emplace_back("postgresql_nulls_not_distinct", "True");
  if (!unique.include.empty())
    element.keywords.emplace_back("postgresql_include", "[" + quoted_columns(unique.include, words) + "]");
  return element;
}

std::string check_text(const Check& check, Words& words, const std::string& prefix) {
  std::string out =
      words.name("CheckConstraint", prefix) + "(" + words.sql(std::string(without_parentheses(*check.expression)));
  if (check.name) out += ", name=" + words.quoted(*check.name);
  return out + ")";
}

ElementText index_text(const Index& index, Words& words, const std::string& prefix) {
  ElementText element;
  element.callee = words.name("Index", prefix);
  element.positional.push_back(index.name.empty() ? "None" : words.quoted(index.name));
  std::vector<std::string> classes;
  for (const IndexKey& key : index.keys) {
    const bool plain = !key.column.empty() && key.collation.empty() && !key.descending && !key.nulls_first;
    element.positional.push_back(plain ? words.quoted(key.column) : words.text(key_text(key), prefix));
    if (!key.operator_class.empty() && plain)
      classes.push_back(fmt::format("{}: {}", words.quoted(key.column), words.quoted(key.operator_class)));
  }
  if (index.unique) element.keywords.emplace_back("unique", "True");
  if (index.method != "btree") element.keywords.emplace_back("postgresql_using", words.quoted(index.method));
  if (!classes.empty()) element.keywords.emplace_back("postgresql_ops", "{" + join(classes, ", ") + "}");
  if (!index.include.empty())
    element.keywords.emplace_back("postgresql_include", "[" + quoted_columns(index.include, words) + "]");
  if (!index.storage_parameters.empty()) {
    std::vector<std::string> with;
    for (const std::string& parameter : index.storage_parameters) {
      const std::size_t equals = parameter.find('=');
      with.push_back(
          fmt::format("{}: {}", words.quoted(parameter.substr(0, equals)), words.quoted(parameter.substr(equals + 1))));
    }
    element.keywords.emplace_back("postgresql_with", "{" + join(with, ", ") + "}");
  }
  if (index.nulls_not_distinct) element.keywords.emplace_back("postgresql_nulls_not_distinct", "True");
  if (index.predicate.known() && index.predicate->has_value())
    element.keywords.emplace_back("postgresql_where",
                                  words.text(std::string(without_parentheses(**index.predicate)), prefix));
  return element;
}

ElementText foreign_key_text(const ForeignKey& key, const std::string& default_schema, Words& words,
                             const std::string& prefix) {
  std::vector<std::string> targets;
  for (const std::string& column : key.referenced_columns) {
    const auto& [schema, table] = key.referenced_table;
    const bool named = !schema.empty() && schema != default_schema;
    targets.push_back(named ? fmt::format("{}.{}.{}", schema, table, column) : fmt::format("{}.{}", table, column));
  }
  ElementText element;
  element.callee = words.name("ForeignKeyConstraint", prefix);
  element.positional = {"[" + quoted_columns(key.columns, words) + "]", "[" + quoted_columns(targets, words) + "]"};
  for (const std::string& option : key_options(key, words.file().style()))
    element.keywords.emplace_back(option.substr(0, option.find('=')), option.substr(option.find('=') + 1));
  if (key.name) element.keywords.emplace_back("name", words.quoted(*key.name));
  return element;
}

// EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (…)
std::optional<std::string> exclusion_text(const Exclusion& exclusion, Words& words) {
  std::string_view text = exclusion.definition;
  constexpr std::string_view kHead = "EXCLUDE USING ";
  if (!text.starts_with(kHead)) return std::nullopt;
  text.remove_prefix(kHead.size());
  const std::size_t open = text.find(" (");
  if (open == std::string_view::npos) return std::nullopt;
  const std::string method(text.substr(0, open));
  text.remove_prefix(open + 2);
  const std::size_t close = text.find(')');
  if (close == std::string_view::npos || text.substr(0, close).find('(') != std::string_view::npos) return std::nullopt;
  std::string out = words.dialect_name("ExcludeConstraint") + "(";
  bool first = true;
  for (const std::string& part : split(text.substr(0, close), ',')) {
    const std::string_view element = trim(part);
    const std::size_t with = element.find(" WITH ");
    if (with == std::string_view::npos) return std::nullopt;
    const std::string_view column = trim(element.substr(0, with));
    if (column.find_first_of(" \"") != std::string_view::npos) return std::nullopt;
    out += (first ? "(" : ", (") + words.quoted(column) + ", " + words.quoted(trim(element.substr(with + 6))) + ")";
    first = false;
  }
  std::string_view rest = trim(text.substr(close + 1));
  if (exclusion.name) out += ", name=" + words.quoted(*exclusion.name);
  if (method != "gist") out += ", using=" + words.quoted(method);
  if (rest.starts_with("WHERE (") && rest.ends_with(')')) {
    out += ", where=" + words.text(std::string(rest.substr(7, rest.size() - 8)), "");
    rest = {};
  }
  if (exclusion.deferrable) out += ", deferrable=True";
  if (exclusion.initially_deferred) out += ", initially=" + words.quoted("DEFERRED");
  if (!rest.empty() && !rest.starts_with("DEFERRABLE")) return std::nullopt;
  return out + ")";
}

}  // namespace si::fixes
