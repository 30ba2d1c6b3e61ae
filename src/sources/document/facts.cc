#include "sources/document/facts.h"

#include <charconv>

#include "support/strings.h"

namespace si::document {
namespace {

constexpr std::string_view kUnknown = "unknown: ";

// Nothing is left, or only a comment.
bool read_end(Cursor& cursor, std::optional<std::string>& comment) {
  if (cursor.at_end()) return true;
  if (!cursor.take(" — ")) return false;
  comment = markdown::read_text(cursor.rest());
  return true;
}

bool take_code(Cursor& cursor, std::string& text) {
  std::optional<std::string> code = cursor.code();
  if (code) text = std::move(*code);
  return code.has_value();
}
bool take_code_after(Cursor& cursor, std::string_view word, std::string& text) {
  return !cursor.take(word) || take_code(cursor, text);
}

// "(`a`, `b`)"
bool read_columns(Cursor& cursor, std::vector<std::string>& columns) {
  if (!cursor.take("(")) return false;
  read_codes(cursor, columns);
  return cursor.take(")");
}
bool read_columns_after(Cursor& cursor, std::string_view word, std::vector<std::string>& columns) {
  return !cursor.take(word) || read_columns(cursor, columns);
}

// The name in front, where there is one: `after` tells it from what else may stand there.
void read_name_before(Cursor& cursor, std::string_view after, std::optional<std::string>& name) {
  Cursor ahead = cursor;
  std::optional<std::string> code = ahead.code();
  if (!code || !ahead.take(after)) return;
  name = std::move(code);
  cursor = ahead;
}

std::optional<std::int64_t> take_number(Cursor& cursor) {
  std::int64_t number = 0;
  const std::string_view rest = cursor.rest();
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (error != std::errc()) return std::nullopt;
  cursor.take(rest.substr(0, static_cast<std::size_t>(end - rest.data())));
  return number;
}

// An action after "on delete " or "on update "; what it was, where none is named.
std::string take_action(Cursor& cursor, std::string_view word) {
  if (!cursor.take(word)) return "no action";
  for (const char* action : {"restrict", "cascade", "set null", "set default", "no action"})
    if (cursor.take(action)) return action;
  return "";
}

bool read_index_key(Cursor& cursor, IndexKey& key) {
  if (cursor.take("unknown")) {
    key.expression = Known<Expression>::unresolved("the document does not know it");
  } else if (cursor.take("expression ")) {
    std::string expression;
    if (!take_code(cursor, expression)) return false;
    key.expression = std::move(expression);
  } else if (!take_code(cursor, key.column)) {
    return false;
  }
  if (!take_code_after(cursor, " collate ", key.collation) || !take_code_after(cursor, " class ", key.operator_class) ||
      !take_code_after(cursor, " options ", key.operator_class_options))
    return false;
  key.descending = cursor.take(" desc");
  key.nulls_first = key.descending;
  if (cursor.take(" nulls first")) key.nulls_first = true;
  if (cursor.take(" nulls last")) key.nulls_first = false;
  return true;
}

bool read_identity(Cursor& cursor, Column& column) {
  Identity identity;
  identity.always = cursor.take("always");
  if (!identity.always && !cursor.take("by default")) return false;
  if (cursor.take(" (") && !(read_sequence_options(cursor, identity.options) && cursor.take(")"))) return false;
  column.identity = std::optional<Identity>(identity);
  return true;
}

bool read_default_part(Cursor& cursor, Column& column) {
  if (cursor.take(kUnknown)) {
    column.default_value = Known<std::optional<Expression>>::unresolved(markdown::read_text(cursor.until("\n")));
    return true;
  }
  if (cursor.take("serial")) return column.serial = true;
  if (cursor.take("identity ")) return read_identity(cursor, column);
  if (cursor.take("generated ")) {
    Generated generated;
    generated.stored = cursor.take("stored ");
    if ((!generated.stored && !cursor.take("virtual ")) || !take_code(cursor, generated.expression)) return false;
    column.generated = std::optional<Generated>(std::move(generated));
    return true;
  }
  std::string expression;
  if (!take_code(cursor, expression)) return false;
  column.default_value = std::optional<Expression>(std::move(expression));
  return true;
}

}  // namespace

bool read_name(Cursor& cursor, const std::string& default_schema, QualifiedName& name) {
  const bool linked = cursor.take("[");
  if (!take_code(cursor, name.name)) return false;
  name.schema = default_schema;
  if (cursor.take(".")) {
    name.schema = std::move(name.name);
    if (!take_code(cursor, name.name)) return false;
  }
  if (!linked) return true;
  if (!cursor.take("](")) return false;
  cursor.until(")");
  return true;
}

bool read_codes(Cursor& cursor, std::vector<std::string>& texts) {
  for (Cursor ahead = cursor;;) {
    std::optional<std::string> code = ahead.code();
    if (!code) break;
    texts.push_back(std::move(*code));
    cursor = ahead;
    if (!ahead.take(", ")) break;
  }
  return cursor.at_end();
}

bool read_type_cell(std::string_view cell, Column& column) {
  Cursor cursor(cell);
  if (cursor.take(kUnknown)) {
    column.type = Known<Type>::unresolved(markdown::read_text(cursor.rest()));
    return true;
  }
  std::string spelling;
  if (!take_code(cursor, spelling)) return false;
  column.type = parse_type(spelling);
  if (cursor.take(" collate ") && !take_code(cursor, column.collation.emplace())) return false;
  column.inherited = cursor.take(" inherited");
  return cursor.at_end();
}

bool read_null_cell(std::string_view cell, Column& column) {
  Cursor cursor(cell);
  if (cursor.take(kUnknown)) {
    column.nullable = Known<bool>::unresolved(markdown::read_text(cursor.rest()));
    return true;
  }
  column.nullable = cell == "yes";
  return cell == "yes" || cell == "no";
}

bool read_default_cell(std::string_view cell, Column& column) {
  if (cell.empty()) return true;
  Cursor cursor(cell);
  do {
    if (!read_default_part(cursor, column)) return false;
  } while (cursor.take(", "));
  return cursor.at_end();
}

bool read_comment_cell(std::string_view cell, Column& column) {
  if (cell.starts_with(kUnknown))
    column.comment = Known<std::optional<std::string>>::unresolved(markdown::read_text(cell.substr(kUnknown.size())));
  else if (!cell.empty())
    column.comment = std::optional<std::string>(markdown::read_text(cell));
  return true;
}

bool read_sequence_options(Cursor& cursor, SequenceOptions& options) {
  const std::pair<std::string_view, std::optional<std::int64_t>&> kNumbers[] = {{"start ", options.start},
                                                                                {"increment ", options.increment},
                                                                                {"minimum ", options.minimum},
                                                                                {"maximum ", options.maximum},
                                                                                {"cache ", options.cache}};
  for (Cursor ahead = cursor;; ahead.take(", ")) {
    bool found = ahead.take("cycle");
    if (found) options.cycle = true;
    for (const auto& [word, value] : kNumbers) {
      if (found || !ahead.take(word)) continue;
      value = take_number(ahead);
      if (!value) return false;
      found = true;
    }
    if (!found) return true;
    cursor = ahead;
  }
}

bool read_primary_key(Cursor& cursor, PrimaryKey& key) {
  read_name_before(cursor, " ", key.name);
  if (!read_columns(cursor, key.columns) || !read_columns_after(cursor, " include ", key.include)) return false;
  key.deferrable = cursor.take(" deferrable");
  key.initially_deferred = cursor.take(" initially deferred");
  return read_end(cursor, key.comment);
}

bool read_unique(Cursor& cursor, Unique& unique) {
  read_name_before(cursor, " ", unique.name);
  if (!read_columns(cursor, unique.columns) || !read_columns_after(cursor, " include ", unique.include)) return false;
  unique.nulls_not_distinct = cursor.take(" nulls not distinct");
  unique.deferrable = cursor.take(" deferrable");
  unique.initially_deferred = cursor.take(" initially deferred");
  return read_end(cursor, unique.comment);
}

bool read_foreign_key(Cursor& cursor, const std::string& default_schema, ForeignKey& key) {
  read_name_before(cursor, " ", key.name);
  if (!read_columns(cursor, key.columns) || !cursor.take(" → ")) return false;
  if (cursor.take("unknown"))
    key.unresolved = "the document does not know it";
  else if (!read_name(cursor, default_schema, key.referenced_table) || !cursor.take(" ") ||
           !read_columns(cursor, key.referenced_columns))
    return false;
  key.on_delete = take_action(cursor, " on delete ");
  if (cursor.rest().starts_with(" (") && !read_columns_after(cursor, " ", key.on_delete_columns)) return false;
  key.on_update = take_action(cursor, " on update ");
  if (key.on_delete.empty() || key.on_update.empty()) return false;
  if (cursor.take(" match ")) key.match = cursor.word();
  key.deferrable = cursor.take(" deferrable");
  key.initially_deferred = cursor.take(" initially deferred");
  key.validated = !cursor.take(" not valid");
  key.enforced = !cursor.take(" not enforced");
  key.inherited = cursor.take(" inherited");
  return read_end(cursor, key.comment);
}

bool read_check(Cursor& cursor, Check& check) {
  read_name_before(cursor, ": ", check.name);
  std::string expression;
  if (cursor.take("unknown"))
    check.expression = Known<Expression>::unresolved("the document does not know it");
  else if (take_code(cursor, expression))
    check.expression = std::move(expression);
  else
    return false;
  check.no_inherit = cursor.take(" no inherit");
  check.validated = !cursor.take(" not valid");
  check.enforced = !cursor.take(" not enforced");
  check.inherited = cursor.take(" inherited");
  return read_end(cursor, check.comment);
}

bool read_exclusion(Cursor& cursor, Exclusion& exclusion) {
  read_name_before(cursor, ": ", exclusion.name);
  if (!take_code(cursor, exclusion.definition)) return false;
  exclusion.deferrable = cursor.take(" deferrable");
  exclusion.initially_deferred = cursor.take(" initially deferred");
  return read_end(cursor, exclusion.comment);
}

bool read_index(Cursor& cursor, Index& index) {
  if (!cursor.take("unnamed") && !take_code(cursor, index.name)) return false;
  index.unique = cursor.take(" unique");
  if (!cursor.take(" ") || !take_code(cursor, index.method) || !cursor.take(" (")) return false;
  while (!cursor.take(")")) {
    if (!read_index_key(cursor, index.keys.emplace_back())) return false;
    cursor.take(", ");
  }
  if (!read_columns_after(cursor, " include ", index.include)) return false;
  index.nulls_not_distinct = cursor.take(" nulls not distinct");
  if (!read_columns_after(cursor, " with ", index.storage_parameters)) return false;
  if (cursor.take(" where unknown")) {
    index.predicate = Known<std::optional<Expression>>::unresolved("the document does not know it");
  } else if (cursor.take(" where ")) {
    std::string predicate;
    if (!take_code(cursor, predicate)) return false;
    index.predicate = std::optional<Expression>(std::move(predicate));
  }
  index.valid = !cursor.take(" invalid");
  index.inherited = cursor.take(" inherited");
  return read_end(cursor, index.comment);
}

bool read_definition(Cursor& cursor, Definition& definition) {
  if (!take_code(cursor, definition.name) || !cursor.take(": ") || !take_code(cursor, definition.definition))
    return false;
  definition.enabled = !cursor.take(" disabled");
  return read_end(cursor, definition.comment);
}

bool read_policy(Cursor& cursor, Policy& policy) {
  if (!take_code(cursor, policy.name)) return false;
  policy.permissive = !cursor.take(" restrictive");
  if ((policy.permissive && !cursor.take(" permissive")) || !cursor.take(" for ")) return false;
  policy.command = cursor.word();
  if (!cursor.take(" to ")) return false;
  read_codes(cursor, policy.roles);
  if (cursor.take(" using ") && !take_code(cursor, policy.using_expression.emplace())) return false;
  if (cursor.take(" with check ") && !take_code(cursor, policy.with_check.emplace())) return false;
  return read_end(cursor, policy.comment);
}

}  // namespace si::document
