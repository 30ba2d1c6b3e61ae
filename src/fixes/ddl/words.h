// The words of DDL: clauses and statements for the parts of a schema, each without its semicolon. The script of a whole
// schema and the plan of a change are both put together from them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/schema.h"

namespace si::ddl {

std::string identifiers(const std::vector<std::string>& names);  // "a, \"B c\""
// A collation as the model of a schema names it: bare, or behind the name of one of the schema's own schemas.
std::string collation_name(const std::string& collation, const Schema& schema);

// "START WITH 10 INCREMENT BY 5"; empty: PostgreSQL's own choices.
std::string sequence_options(const SequenceOptions& options);

// What a column definition may hold besides name, type and collation.
struct ColumnParts {
  bool default_value = true;
  bool identity = true;
  bool not_null = true;
  const Sequence* sequence = nullptr;  // behind the identity; its name is said where the server would choose another
  QualifiedName sequence_name;
};

// `email character varying(255) COLLATE "C" DEFAULT ''::text NOT NULL`. A column that is serial without a default that
// says so (as in models) gets the type serial.
std::string column_definition(const Column& column, const Schema& schema, const ColumnParts& parts = {});
// Why the column cannot be written; empty: it can.
std::string unknown_part(const Column& column);

// With CONSTRAINT and its name where it has one.
std::string primary_key_clause(const PrimaryKey& key);
std::string unique_clause(const Unique& unique);
std::string check_clause(const Check& check);
std::string exclusion_clause(const Exclusion& exclusion);
// `target`: the referenced table, as it is to be written.
std::string foreign_key_clause(const ForeignKey& key, const QualifiedName& target);

// CREATE [UNIQUE] INDEX [CONCURRENTLY] …
std::string create_index(const Index& index, const QualifiedName& table, const Schema& schema, bool concurrently);

// "ALTER TABLE public.users ADD " + clause and the like.
std::string alter_table(const QualifiedName& table, std::string_view action);
std::string comment_on(std::string_view kind, const std::string& name, const std::optional<std::string>& comment);
std::string create_policy(const Policy& policy, const QualifiedName& table);
std::string create_enum(const QualifiedName& name, const std::vector<std::string>& labels);
// "fillfactor=70, autovacuum_enabled=false" of stored options.
std::string option_list(const std::vector<std::string>& options);
// The text without white space and semicolons at its end, as deparsed definitions may have them.
std::string without_semicolon(std::string_view statement);

}  // namespace si::ddl
