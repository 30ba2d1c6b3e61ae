// SQL that a server's deparser wrote, compared word by word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace si {

// The words of a definition: names, literals, operators, bodies in dollar quotes; without white space and without the
// schemas of `search_path` before a name (also inside a literal that begins with one, as in nextval('public.ids')).
std::vector<std::string> definition_words(std::string_view sql, const std::vector<std::string>& search_path);

}  // namespace si
