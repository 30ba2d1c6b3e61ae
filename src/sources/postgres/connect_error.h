// What went wrong between us and a server, as a message with something to do about it; secrets never appear in it.
#pragma once

#include <string_view>

#include "sources/postgres/connection.h"
#include "sources/postgres/database.h"
#include "support/result.h"

namespace si {

// In place of libpq's text where an attempt ran out of time.
inline constexpr const char* kConnectTimeout = "timeout expired";
inline constexpr const char* kResolveTimeout = "timeout expired while resolving the host's name";

// libpq's text of a failed connection attempt, written with PQERRORS_VERBOSE.
Error connect_error(std::string_view libpq_text, const DatabaseSource& source, int timeout_s);
// A statement that the server refused while we read.
Error refused_error(const ServerError& error, std::string_view where);

}  // namespace si
