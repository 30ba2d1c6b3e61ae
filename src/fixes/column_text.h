// A whole column as the file's author would write it.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "fixes/column_site.h"
#include "fixes/words.h"
#include "model/schema.h"

namespace si::fixes {

// How a class writes its columns.
struct ColumnStyle {
  ColumnForm form = ColumnForm::kColumn;
  std::string callee = "Column";  // "db.Column", "mapped_column", "Field"
  bool core = false;              // an argument of Table(…)
};

// An attribute name that SQLAlchemy and Python take and that is not `taken`.
std::string attribute_name(const std::string& column, const std::string& suffix, const std::set<std::string>& taken,
                           ColumnForm form = ColumnForm::kColumn);

struct ColumnParts {
  const Column* column = nullptr;
  std::string attribute;                    // empty: Table(…)
  const ForeignKey* foreign_key = nullptr;  // of this column alone
  std::string key_target;
  std::string key_name;  // of the foreign key, where it is not the one that the server chooses
  bool primary_key = false;
  bool unique = false, index = false;             // as flags
  bool autoincrement_off = false;                 // an integer primary key that no sequence fills
  const std::set<std::string>* hidden = nullptr;  // what its class binds; null: nothing of other names
};

// `attr = Column(…)` without indentation and line end, wrapped where it is too long behind `indent`; of Table(…) the
// call alone. nullopt: its type can't be written; `problem` says why.
std::optional<std::string> column_text(const ColumnParts& parts, const ColumnStyle& style, Words& words,
                                       const std::string& indent, std::string* problem);

}  // namespace si::fixes
