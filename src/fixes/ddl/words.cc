#include "fixes/ddl/words.h"

#include <algorithm>

#include "model/index_definition.h"
#include "support/strings.h"

namespace si::ddl {
namespace {

std::string named(const std::optional<std::string>& name, const std::string& clause) {
  return name && !name->empty() ? "CONSTRAINT " + quote_identifier(*name) + ' ' + clause : clause;
}

std::string deferrable(bool deferrable, bool initially_deferred) {
  return !deferrable ? "" : initially_deferred ? " DEFERRABLE INITIALLY DEFERRED" : " DEFERRABLE";
}

std::string include(const std::vector<std::string>& columns) {
  return columns.empty() ? "" : " INCLUDE (" + identifiers(columns) + ')';
}

// "fillfactor=70" as fillfactor='70': a value that is no identifier is quoted.
std::string option(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) return text;
  const std::string value = text.substr(equals + 1);
  return text.substr(0, equals + 1) + (quote_identifier(value) == value ? value : quote_literal(value));
}

std::string serial_type(const Type& type) {
  return type.name == "smallint" ? "smallserial" : type.name == "bigint" ? "bigserial" : "serial";
}

}  // namespace

std::string identity_clause(const Column& column, const ColumnParts& parts) {
  const Identity& identity = **column.identity;
  std::string options;
  if (parts.sequence != nullptr) options = "SEQUENCE NAME " + to_string(parts.sequence_name);
  const std::string own = sequence_options(identity.options);
  if (!own.empty()) options += (options.empty() ? "" : " ") + own;
  return std::string(" GENERATED ") + (identity.always ? "ALWAYS" : "BY DEFAULT") + " AS IDENTITY" +
         (options.empty() ? "" : " (" + options + ')');
}

std::string identifiers(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + quote_identifier(name);
  return out;
}

std::string collation_name(const std::string& collation, const Schema& schema) {
  for (const auto& [name, space] : schema.schemas) {
    if (!collation.starts_with(name + '.')) continue;
    const std::string rest = collation.substr(name.size() + 1);
    for (const OtherObject& object : space.other)
      if (object.kind == "collation" && object.name == rest) return to_string(QualifiedName{name, rest});
  }
  return quote_identifier(collation);
}

std::string sequence_options(const SequenceOptions& options) {
  std::vector<std::string> parts;
  const auto add = [&](const char* word, const std::optional<std::int64_t>& value) {
    if (value) parts.push_back(word + std::to_string(*value));
  };
  add("START WITH ", options.start);
  add("INCREMENT BY ", options.increment);
  add("MINVALUE ", options.minimum);
  add("MAXVALUE ", options.maximum);
  add("CACHE ", options.cache);
  if (options.cycle) parts.emplace_back("CYCLE");
  return join(parts, " ");
}

std::string unknown_part(const Column& column) {
  if (!column.type.known()) return "its type is not known: " + column.type.reason();
  if (!column.default_value.known()) return "its default is not known: " + column.default_value.reason();
  if (!column.nullable.known()) return "whether it may be NULL is not known: " + column.nullable.reason();
  if (!column.identity.known()) return "its identity is not known: " + column.identity.reason();
  if (!column.generated.known()) return "its expression is not known: " + column.generated.reason();
  return "";
}

std::string column_definition(const Column& column, const Schema& schema, const ColumnParts& parts) {
  const bool has_default = column.default_value.known() && column.default_value->has_value();
  const bool has_identity = column.identity.known() && column.identity->has_value();
  std::string out = quote_identifier(column.name) + ' ';
  out += column.serial && !has_default && !has_identity ? serial_type(*column.type) : to_string(*column.type);
  if (column.collation) out += " COLLATE " + collation_name(*column.collation, schema);
  if (column.generated.known() && column.generated->has_value())
    out += " GENERATED ALWAYS AS (" + (*column.generated)->expression + ')' +
           ((*column.generated)->stored ? " STORED" : " VIRTUAL");
  else if (has_identity && parts.identity)
    out += identity_clause(column, parts);
  else if (has_default && parts.default_value)
    out += " DEFAULT " + **column.default_value;
  if (parts.not_null && column.nullable.known() && !*column.nullable) out += " NOT NULL";
  return out;
}

std::string primary_key_clause(const PrimaryKey& key) {
  return named(key.name, "PRIMARY KEY (" + identifiers(key.columns) + ')' + include(key.include) +
                             deferrable(key.deferrable, key.initially_deferred));
}

std::string unique_clause(const Unique& unique) {
  return named(unique.name, std::string("UNIQUE ") + (unique.nulls_not_distinct ? "NULLS NOT DISTINCT " : "") + '(' +
                                identifiers(unique.columns) + ')' + include(unique.include) +
                                deferrable(unique.deferrable, unique.initially_deferred));
}

std::string check_clause(const Check& check) {
  std::string out = "CHECK (" + (check.expression.known() ? *check.expression : std::string()) + ')';
  if (check.no_inherit) out += " NO INHERIT";
  if (!check.enforced)
    out += " NOT ENFORCED";
  else if (!check.validated)
    out += " NOT VALID";
  return named(check.name, out);
}

std::string exclusion_clause(const Exclusion& exclusion) {
  const bool says_so = exclusion.definition.find(" DEFERRABLE") != std::string::npos;
  return named(exclusion.name,
               exclusion.definition + (says_so ? "" : deferrable(exclusion.deferrable, exclusion.initially_deferred)));
}

std::string foreign_key_clause(const ForeignKey& key, const QualifiedName& target) {
  std::string out = "FOREIGN KEY (" + identifiers(key.columns) + ") REFERENCES " + to_string(target);
  if (!key.referenced_columns.empty()) out += " (" + identifiers(key.referenced_columns) + ')';
  if (key.match != "simple") out += " MATCH " + to_upper_ascii(key.match);
  if (key.on_update != "no action") out += " ON UPDATE " + to_upper_ascii(key.on_update);
  if (key.on_delete != "no action") out += " ON DELETE " + to_upper_ascii(key.on_delete);
  if (!key.on_delete_columns.empty()) out += " (" + identifiers(key.on_delete_columns) + ')';
  out += deferrable(key.deferrable, key.initially_deferred);
  if (!key.enforced)
    out += " NOT ENFORCED";
  else if (!key.validated)
    out += " NOT VALID";
  return named(key.name, out);
}

std::string create_index(const Index& index, const QualifiedName& table, const Schema& schema, bool concurrently) {
  Index copy = index;
  for (IndexKey& key : copy.keys)
    if (!key.collation.empty()) key.collation = collation_name(key.collation, schema);
  std::string out = index_definition(copy, table, false);
  if (concurrently && !out.empty()) out.insert(out.find(" INDEX ") + 7, "CONCURRENTLY ");
  return out;
}

std::string alter_table(const QualifiedName& table, std::string_view action) {
  return "ALTER TABLE " + to_string(table) + ' ' + std::string(action);
}

std::string comment_on(std::string_view kind, const std::string& name, const std::optional<std::string>& comment) {
  return "COMMENT ON " + std::string(kind) + ' ' + name + " IS " + (comment ? quote_literal(*comment) : "NULL");
}

std::string create_policy(const Policy& policy, const QualifiedName& table) {
  std::string out = "CREATE POLICY " + quote_identifier(policy.name) + " ON " + to_string(table);
  if (!policy.permissive) out += " AS RESTRICTIVE";
  if (policy.command != "all") out += " FOR " + to_upper_ascii(policy.command);
  std::string roles;
  for (const std::string& role : policy.roles)
    roles += (roles.empty() ? "" : ", ") + (role == "public" ? "PUBLIC" : quote_identifier(role));
  if (!roles.empty() && roles != "PUBLIC") out += " TO " + roles;
  if (policy.using_expression) out += " USING (" + *policy.using_expression + ')';
  if (policy.with_check) out += " WITH CHECK (" + *policy.with_check + ')';
  return out;
}

std::string create_enum(const QualifiedName& name, const std::vector<std::string>& labels) {
  std::string list;
  for (const std::string& label : labels) list += (list.empty() ? "" : ", ") + quote_literal(label);
  return "CREATE TYPE " + to_string(name) + " AS ENUM (" + list + ')';
}

std::string option_list(const std::vector<std::string>& options) {
  std::string out;
  for (const std::string& each : options) out += (out.empty() ? "" : ", ") + option(each);
  return out;
}

std::string without_semicolon(std::string_view statement) {
  statement = trim(statement);
  while (statement.ends_with(';')) statement = trim(statement.substr(0, statement.size() - 1));
  return std::string(statement);
}

}  // namespace si::ddl
