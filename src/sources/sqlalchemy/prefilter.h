// Which files can hold models, by a look at their text.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace si::sqlalchemy {

// What a look at one text has found; it points into the text.
struct FileLook {
  struct ClassLine {
    std::string_view name;
    std::vector<std::string_view> bases;  // each word between the parentheses
    bool is_material = false;             // its body has something of a table that others may inherit
  };
  bool declares = false;  // it has a word of declarations
  bool asks = false;      // it speaks of SQLAlchemy, maybe only to ask for rows
  std::vector<ClassLine> classes;
  struct Alias {
    std::string_view of, name;
  };
  std::vector<Alias> aliases;  // of the bases of its classes
};

FileLook look_at(std::string_view text);

// For each text, whether it may declare tables or change what others declare: it has a word of declarations, one of its
// classes derives from a class of a file that does, it calls a function that makes tables, or it sets an attribute of a
// class. To speak of SQLAlchemy alone is not enough: most files that do only ask for rows.
std::vector<bool> may_hold_models(const std::vector<std::string>& contents, const std::vector<FileLook>& looks);

}  // namespace si::sqlalchemy
