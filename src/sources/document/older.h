// Schema documents that people or other tools wrote: headings with table names, then a table or a list of columns.
#pragma once

#include <vector>

#include "model/schema.h"
#include "sources/document/blocks.h"

namespace si::document {

// Adds the tables that the blocks describe to `schema`, as far as they follow one of the usual forms:
//   ### users
//   | Column | Type | Nullable | Default | Description |       or       - `id` INTEGER NOT NULL, primary key
// What stands below a table's name and is not understood goes to `not_read`.
void read_older(const Document& document, const std::vector<Block>& blocks, Schema& schema);

}  // namespace si::document
