#include "docgen/document.h"

#include "docgen/markdown.h"
#include "docgen/pages.h"

namespace si {

std::string write_document(const Schema& schema) { return docgen::to_markdown(docgen::schema_page(schema)); }

}  // namespace si
