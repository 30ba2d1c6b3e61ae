#include "sources/python/star_exports.h"

#include <algorithm>

namespace si::python {
namespace {

constexpr std::string_view kTypes[] = {
    "Integer",      "String", "Text",     "Boolean",    "DateTime",     "Float",     "Enum",        "BigInteger",
    "SmallInteger", "Date",   "Time",     "Numeric",    "LargeBinary",  "Unicode",   "UnicodeText", "JSON",
    "Interval",     "ARRAY",  "Uuid",     "UUID",       "Double",       "TIMESTAMP", "VARCHAR",     "CHAR",
    "INTEGER",      "BIGINT", "SMALLINT", "BOOLEAN",    "DATE",         "TIME",      "NUMERIC",     "DECIMAL",
    "FLOAT",        "REAL",   "TEXT",     "PickleType", "TypeDecorator"};
constexpr std::string_view kSchema[] = {"Column",
                                        "Table",
                                        "MetaData",
                                        "ForeignKey",
                                        "Index",
                                        "UniqueConstraint",
                                        "CheckConstraint",
                                        "PrimaryKeyConstraint",
                                        "ForeignKeyConstraint",
                                        "Sequence",
                                        "Identity",
                                        "Computed"};
constexpr std::string_view kExpressions[] = {"func", "text",  "and_", "or_",  "not_",
                                             "true", "false", "null", "desc", "asc"};
constexpr std::string_view kOrm[] = {"relationship", "backref",         "declarative_base", "mapped_column",
                                     "Mapped",       "DeclarativeBase", "column_property",  "declared_attr"};
constexpr std::string_view kPostgres[] = {"ARRAY", "BIGINT", "BOOLEAN",   "BYTEA",    "CHAR", "CIDR",
                                          "DATE",  "ENUM",   "FLOAT",     "HSTORE",   "INET", "INTEGER",
                                          "JSON",  "JSONB",  "MACADDR",   "NUMERIC",  "REAL", "SMALLINT",
                                          "TEXT",  "TIME",   "TIMESTAMP", "TSVECTOR", "UUID", "VARCHAR"};
constexpr std::string_view kSqlmodel[] = {"Field", "SQLModel", "Relationship"};
constexpr std::string_view kTyping[] = {"Optional", "List", "Dict", "Any", "Union", "Set", "Tuple"};

template <std::size_t N>
bool has(const std::string_view (&names)[N], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

}  // namespace

bool is_star_export(std::string_view package, std::string_view name) {
  if (package == "typing") return has(kTyping, name);
  if (package == "sqlmodel")
    return has(kSqlmodel, name) || has(kTypes, name) || has(kSchema, name) || has(kExpressions, name);
  if (!package.starts_with("sqlalchemy")) return false;
  if (package.starts_with("sqlalchemy.dialects")) return has(kPostgres, name);
  if (package == "sqlalchemy.types") return has(kTypes, name);
  if (package == "sqlalchemy.schema") return has(kSchema, name);
  if (package.starts_with("sqlalchemy.orm") || package.starts_with("sqlalchemy.ext")) return has(kOrm, name);
  return has(kTypes, name) || has(kSchema, name) || has(kExpressions, name);
}

}  // namespace si::python
