// The document that docgen writes, read back into the Schema it was written from.
#pragma once

#include <string>
#include <vector>

#include "model/schema.h"
#include "sources/document/blocks.h"

namespace si::document {

// Adds what the blocks say to `schema`; what does not follow the form goes to `not_read`.
void read_canonical(const Document& document, const std::vector<Block>& blocks, Schema& schema);

// The place of a line, for tables and columns.
Location line_location(const Document& document, std::size_t line);
// An entry for `not_read`: the place and the text, cut to a length that a message bears.
NotRead not_read(std::size_t line, std::string_view text, std::string why);

}  // namespace si::document
