// The names that a piece of SQL mentions, as far as they are qualified: what the server's deparser writes names every
// object of a user's schema so.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/names.h"

namespace si::ddl {

// Each pair `schema.name` outside of comments and strings, also an operator's (`OPERATOR(public.===)`), and the names
// in strings that are cast to regclass and its kin. Over-complete: `alias.column` is a pair too. Sorted, each once.
std::vector<QualifiedName> mentioned_names(std::string_view sql);

// The parts of a list at the top level of quotes and parentheses: `a, "b,c", d(e, f)` has three.
std::vector<std::string> split_list(std::string_view text, char separator);

}  // namespace si::ddl
