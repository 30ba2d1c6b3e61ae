// What stands between the parentheses of CREATE INDEX, read as keys.
#pragma once

#include <string_view>
#include <vector>

#include "model/schema.h"

namespace si {

// The keys of `elements`, written as CREATE INDEX takes them: "lower(a) varchar_pattern_ops DESC NULLS LAST, b". As the
// server keeps them: a column in parentheses is that column, a COLLATE in an expression is the key's own. Empty where
// PostgreSQL's parser refuses the text.
std::vector<IndexKey> parse_index_keys(std::string_view elements);

}  // namespace si
