// Where a table of the models may hide from a static reading.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/schema.h"

namespace si::sqlalchemy {

// A name as HiddenTables holds it: lower case, without underscores.
std::string hidden_table_word(std::string_view name);

// Every word of a file's text, sorted: a table that it declares has one of them as its name, literally or made from its
// class's name. Empty only when there is no word at all.
std::vector<std::string> hidden_table_words(std::string_view text);

}  // namespace si::sqlalchemy
