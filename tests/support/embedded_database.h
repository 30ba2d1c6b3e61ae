// Databases for tests: one private server for the whole test program, started when the first test asks for it.
//
// Tests that use it belong to a suite whose name ends in `Db`: ctest then runs all of them in one process.
#pragma once

#include <string>
#include <string_view>

#include "model/schema.h"
#include "sources/postgres/database.h"

namespace si::test {

// The server that all tests share. Throws std::runtime_error when there is none.
EmbeddedServer& shared_server();

// A fresh database of its own, loaded with `script` (plain SQL). Throws with the server's message when that fails.
DatabaseSource fresh_database(std::string_view script);

// fresh_database(), read whole.
Schema schema_of(std::string_view script);

// Reads with default options. Throws when it fails.
Schema read_whole(const DatabaseSource& source);

}  // namespace si::test
