// A whole class for a table, as the project would write it.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "fixes/column_text.h"
#include "fixes/words.h"
#include "model/schema.h"

namespace si::fixes {

struct ClassStyle {
  ColumnStyle columns;
  std::string bases;            // "db.Model", "Base", "SQLModel, table=True"
  std::set<std::string> given;  // columns that the bases bring
  std::string reserved_suffix = "_";
  std::string table_name;  // as the class has to say it; empty: the table's own
};

struct ClassText {
  std::string text;                   // from `class` on, with its last line's end
  std::string problem;                // why it can't be written; empty: it is
  std::vector<std::string> left_out;  // constraints that SQLAlchemy has no words for, and why
};

// `is_known`: whether a foreign key's target is declared (else the key is left out).
// `relationships`: statements for the end of the body.
ClassText class_text(const Table& table, const std::string& schema, const std::string& name, const ClassStyle& style,
                     Words& words, const std::function<bool(const QualifiedName&)>& is_known,
                     const std::vector<std::string>& relationships = {});

// `name = Table("name", metadata, …)`: for a table that needs no class. `callee`: instead of Table;
// an empty `metadata`: it knows its own.
ClassText table_text(const Table& table, const std::string& schema, const std::string& name,
                     const std::string& metadata, const ClassStyle& style, Words& words,
                     const std::function<bool(const QualifiedName&)>& is_known, const std::string& callee = {});

// Column to attribute, as class_text() calls them.
std::map<std::string, std::string> attributes_of(const Table& table, const ClassStyle& style);

// How the project's classes are called after their tables.
class ClassNames {
 public:
  // Learns from pairs of table and class.
  explicit ClassNames(const std::vector<std::pair<std::string, std::string>>& known);
  // A name that is not taken, and is from then on.
  std::string name_for(const std::string& table);

 private:
  int variant_ = 0;
  std::string suffix_;
  std::set<std::string> taken_;
};

// "users" → "user"; words that have no plural stay.
std::string singular(std::string word);

}  // namespace si::fixes
