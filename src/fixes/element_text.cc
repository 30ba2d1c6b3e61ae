// Constraints and indexes as calls.
#include <fmt/format.h>

#include "fixes/column_site.h"
#include "fixes/table_site.h"
#include "model/names.h"
#include "sources/python/brackets.h"
#include "sources/sql/index_key.h"
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

namespace {

// Behind the string or quoted name that begins at `at`.
std::size_t skip_quoted(std::string_view text, std::size_t at) {
  const char quote = text[at];
  for (++at; at < text.size(); ++at) {
    if (text[at] != quote) continue;
    if (at + 1 == text.size() || text[at + 1] != quote) return at + 1;
    ++at;
  }
  return at;
}

// Pieces of SQL as the server writes it, cut at each `separator` that stands in no bracket and no quotes.
std::vector<std::string_view> cut(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> out;
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '\'' || c == '"') {
      i = skip_quoted(text, i);
      continue;
    }
    if (c == '(' || c == '[') ++depth;
    if (c == ')' || c == ']') --depth;
    if (depth == 0 && text.substr(i).starts_with(separator)) {
      out.push_back(trim(text.substr(begin, i - begin)));
      i += separator.size();
      begin = i;
      continue;
    }
    ++i;
  }
  out.push_back(trim(text.substr(begin)));
  return out;
}

// Of "(a) b" the "(a)"; empty: the text begins with no bracket.
std::string_view in_brackets(std::string_view text) {
  if (!text.starts_with('(')) return {};
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\'' || text[i] == '"') {
      i = skip_quoted(text, i) - 1;
      continue;
    }
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && --depth == 0) return text.substr(0, i + 1);
  }
  return {};
}

}  // namespace

// EXCLUDE USING gist (room WITH =, tsrange(starts, ends) WITH &&) WHERE ((…)) DEFERRABLE
std::optional<std::string> exclusion_text(const Exclusion& exclusion, Words& words) {
  std::string_view text = exclusion.definition;
  constexpr std::string_view kHead = "EXCLUDE USING ";
  if (!text.starts_with(kHead)) return std::nullopt;
  text.remove_prefix(kHead.size());
  const std::size_t open = text.find(" (");
  if (open == std::string_view::npos) return std::nullopt;
  const std::string method(text.substr(0, open));
  text.remove_prefix(open + 1);
  const std::string_view list = in_brackets(text);
  if (list.empty()) return std::nullopt;
  std::vector<std::string> arguments, classes;
  bool behind_expression = false;
  for (const std::string_view element : cut(list.substr(1, list.size() - 2), ",")) {
    const std::vector<std::string_view> parts = cut(element, " WITH ");
    if (parts.size() != 2) return std::nullopt;
    const std::vector<IndexKey> keys = parse_index_keys(parts[0]);
    if (keys.size() != 1) return std::nullopt;
    const IndexKey& key = keys.front();
    // SQLAlchemy 1.4 takes one name for another that stands behind an expression.
    const bool is_column = !key.column.empty() && !(behind_expression && words.project().sqlalchemy_major < 2);
    behind_expression = behind_expression || !is_column;
    if (!key.collation.empty() || key.descending || key.nulls_first || !key.operator_class_options.empty() ||
        (!is_column && !key.operator_class.empty()))
      return std::nullopt;
    if (!key.operator_class.empty())
      classes.push_back(fmt::format("{}: {}", words.quoted(key.column), words.quoted(key.operator_class)));
    // ((a || b)): one pair is enough.
    const std::string_view inner = without_parentheses(parts[0]);
    const std::string expression(inner.starts_with('(') && in_brackets(inner).size() == inner.size() ? inner
                                                                                                     : parts[0]);
    arguments.push_back(fmt::format("({}, {})", is_column ? words.quoted(key.column) : words.text(expression, ""),
                                    words.quoted(parts[1])));
  }
  std::string_view rest = trim(text.substr(list.size()));
  if (exclusion.name) arguments.push_back("name=" + words.quoted(*exclusion.name));
  if (method != "gist") arguments.push_back("using=" + words.quoted(method));
  if (rest.starts_with("WHERE (")) {
    rest.remove_prefix(6);
    const std::string_view where = in_brackets(rest);
    if (where.empty()) return std::nullopt;
    arguments.push_back("where=" + words.text(std::string(without_parentheses(where.substr(1, where.size() - 2))), ""));
    rest = trim(rest.substr(where.size()));
  }
  if (!classes.empty()) arguments.push_back("ops={" + join(classes, ", ") + "}");
  if (exclusion.deferrable) arguments.emplace_back("deferrable=True");
  if (exclusion.initially_deferred) arguments.push_back("initially=" + words.quoted("DEFERRED"));
  if (!rest.empty() && !rest.starts_with("DEFERRABLE")) return std::nullopt;
  return words.dialect_name("ExcludeConstraint") + "(" + join(arguments, ", ") + ")";
}

}  // namespace si::fixes
