// The generated schema document (Markdown) read back into a Schema.
#pragma once

#include <string>
#include <string_view>

#include "model/schema.h"
#include "support/result.h"

namespace si {

// `markdown` as docgen/document.h writes it; for every schema s: read_document(write_document(s)) says what s says, for
// all that the document shows. Hand-written or older documents are read as far as they follow its form (headings with
// table names, column tables); what cannot be read is listed in `not_read`. Locations point into the document. `name`
// is its path.
Result<Schema> read_document(std::string_view markdown, const std::string& name);

}  // namespace si
