// A Schema as JSON ("schema-inspector/snapshot/1") and back.
#pragma once

#include <string>
#include <string_view>

#include "model/schema.h"
#include "support/json_writer.h"
#include "support/result.h"

namespace si {

// The same schema gives the same bytes; there is no clock in them. Ends with a line end.
std::string write_snapshot(const Schema& schema);
// The same in pieces, as they are made: a large database's snapshot is larger than its Schema.
void write_snapshot(const Schema& schema, JsonWriter::Sink sink);

// Reads what write_snapshot wrote; unknown keys are skipped. Fails (kFiles) with the place of what is wrong. `name` is
// for messages and becomes source.name; the source's kind is kSnapshot.
Result<Schema> read_snapshot(std::string_view json, const std::string& name);

// SHA-256 is too much for this: a 16-digit hexadecimal fingerprint of everything but the source's name and version.
std::string schema_fingerprint(const Schema& schema);

}  // namespace si
