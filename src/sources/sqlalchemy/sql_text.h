// SQL text of SQLAlchemy expressions: defaults, CHECK and index expressions, predicates.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "sources/sqlalchemy/context.h"

namespace si::sqlalchemy {

// The name of the column that a value is; nullopt: it is none that is known.
using ColumnNames = std::function<std::optional<std::string>(const Value*)>;

// An expression as SQL; plain strings are literals. Parentheses stand wherever they could matter.
Known<std::string> sql_of(Context& context, const Value* value, const ColumnNames& columns);
// What @compiles(Class, "postgresql") functions beside a class make of an instance; nullopt: not known.
std::optional<std::string> compiled_text(Context& context, const ClassInfo& klass, const Value* instance);
// What compiler.process(…) of a call that stands in such a function gives; null: it is another call, or not known.
const Value* processed_text(Context& context, const std::string& name, const std::vector<Argument>& arguments);
// What a constraint or text() writes: a plain string is SQL itself.
Known<std::string> sql_or_text(Context& context, const Value* value, const ColumnNames& columns);
// `server_default=`; nullopt inside: None was given.
Known<std::optional<Expression>> server_default_of(Context& context, const Value* value, const ColumnNames& columns);

}  // namespace si::sqlalchemy
