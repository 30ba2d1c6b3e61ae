// What a server makes of expressions that cannot be compared offline: asked on a scratch server, never on the database
// that is compared.
#pragma once

#include <string>
#include <vector>

#include "compare/comparison.h"
#include "model/schema.h"

namespace si {

// `where`: "embedded" (a private throw-away server from the installed PostgreSQL), "off", or a SOURCE of a database
// that may be used for it (in a transaction that is rolled back). Never fails: what could not be asked has no reading.
// `why_not` gets the reason when no server could be asked at all.
ServerReadings ask_scratch_server(const std::string& where, const Schema& truth,
                                  const std::vector<OpenExpression>& questions, std::string& why_not);

}  // namespace si
