// Names that SQLAlchemy makes: naming conventions, index=True, truncation.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sources/sqlalchemy/context.h"

namespace si::sqlalchemy {

// A constraint or index as a naming convention sees it.
struct NamedObject {
  std::string_view kind;                      // "ix", "uq", "ck", "fk", "pk"
  std::optional<std::string> name;            // as given
  bool is_final = false;                      // conv(…): the convention does not apply
  std::vector<std::string> columns;           // names
  std::vector<std::string> keys;              // Column.key of each; empty: as the names
  std::string referred_table;                 // of a foreign key
  std::vector<std::string> referred_columns;  // of a foreign key
  bool from_type = false;                     // a CHECK made by a type
  bool implicit = false;                      // a primary key that columns alone make: SQLAlchemy names it anew
};

// The name in the database; nullopt: PostgreSQL chooses. Unresolved: a convention that cannot be followed.
Known<std::optional<std::string>> convention_name(Context& context, const TableBuild& table, const NamedObject& object);

// SQLAlchemy's shortening of a name it made: 55 characters, "_" and four digits of the name's MD5.
std::string truncate_generated_name(const std::string& name);
// RFC 1321, in lower-case hexadecimal.
std::string md5_hex(std::string_view text);

}  // namespace si::sqlalchemy
