// What a server makes of expressions that cannot be compared offline: asked on a scratch server, never on the database
// that is compared.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "compare/comparison.h"
#include "model/schema.h"
#include "sources/postgres/database.h"
#include "support/result.h"

namespace si {

// For one comparison or many, also from several threads: a private server, once started, is kept for the next question.
class ScratchServer {
 public:
  // `where`: "embedded" (a private throw-away server from the installed PostgreSQL), "off", or a SOURCE of a database
  // that may be used for it (in a transaction that is rolled back). Never fails: what could not be asked has no
  // reading. `why_not` gets the reason when no server could be asked at all.
  ServerReadings ask(const std::string& where, const Schema& truth, const std::vector<OpenExpression>& questions,
                     std::string& why_not);

  // A new database that `script` made, on the private server: one that the user names is left as it is.
  Result<DatabaseSource> with_schema(const std::string& where, const std::string& script);

 private:
  void start();

  std::mutex mutex_;
  std::optional<EmbeddedServer> server_;
  std::optional<DatabaseSource> source_;
  int databases_ = 0;
  std::string why_not_;  // it could not be started
};

}  // namespace si
