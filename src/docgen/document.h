// The canonical schema document: every fact of a Schema that a reader needs, as deterministic Markdown.
#pragma once

#include <string>

#include "model/schema.h"

namespace si {

// Tables sorted by name, columns in order; Mermaid diagrams in clusters that stay under its limits (500 edges, 50,000
// characters); no clock. Whatever names and comments hold, they can't break the page. Ends with a line end.
// sources/document reads it back.
std::string write_document(const Schema& schema);

}  // namespace si
