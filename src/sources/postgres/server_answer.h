// What the files that talk libpq share: a result that frees itself, and the server's complaint taken out of it.
#pragma once

#include <libpq-fe.h>

#include <memory>

#include "sources/postgres/connection.h"

namespace si {

struct ResultDeleter {
  void operator()(PGresult* result) const { PQclear(result); }
};
using ResultHandle = std::unique_ptr<PGresult, ResultDeleter>;

// The command ended well: with rows, without, or it was empty.
bool is_done(const PGresult* result);

// The fields of an error (libpq, PQresultErrorField); all empty when the result holds none.
ServerError server_error(const PGresult* result);

}  // namespace si
