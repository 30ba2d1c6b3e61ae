// One fact of the document each: the lines and cells that docgen/lines.h writes, read back word for word.
#pragma once

#include <string>
#include <vector>

#include "model/schema.h"
#include "text/markdown.h"

namespace si::document {

using markdown::Cursor;

// Each reads from `cursor` into its object and says whether it understood all up to the end. A name without a schema is
// one of `default_schema`.
bool read_name(Cursor& cursor, const std::string& default_schema, QualifiedName& name);
bool read_codes(Cursor& cursor, std::vector<std::string>& texts);  // `a`, `b`; steps over as many as there are

bool read_type_cell(std::string_view cell, Column& column);
bool read_null_cell(std::string_view cell, Column& column);
bool read_default_cell(std::string_view cell, Column& column);
bool read_comment_cell(std::string_view cell, Column& column);
bool read_sequence_options(Cursor& cursor, SequenceOptions& options);  // up to the first word that is none

bool read_primary_key(Cursor& cursor, PrimaryKey& key);
bool read_unique(Cursor& cursor, Unique& unique);
bool read_foreign_key(Cursor& cursor, const std::string& default_schema, ForeignKey& key);
bool read_check(Cursor& cursor, Check& check);
bool read_exclusion(Cursor& cursor, Exclusion& exclusion);
bool read_index(Cursor& cursor, Index& index);
bool read_definition(Cursor& cursor, Definition& definition);
bool read_policy(Cursor& cursor, Policy& policy);

}  // namespace si::document
