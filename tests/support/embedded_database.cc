#include "tests/support/embedded_database.h"

#include <stdexcept>

namespace si::test {
namespace {

[[noreturn]] void fail(const Error& error) { throw std::runtime_error(error.message + " (" + error.hint + ")"); }

}  // namespace

EmbeddedServer& shared_server() {
  static Result<EmbeddedServer> server = EmbeddedServer::start();
  if (!server) fail(server.error());
  return *server;
}

DatabaseSource fresh_database(std::string_view script) {
  static int count = 0;
  Result<DatabaseSource> source =
      shared_server().create_database("test_" + std::to_string(++count), script, "test.sql");
  if (!source) fail(source.error());
  return *source;
}

Schema read_whole(const DatabaseSource& source) {
  Result<Schema> schema = read_database(source, {});
  if (!schema) fail(schema.error());
  return std::move(*schema);
}

Schema schema_of(std::string_view script) { return read_whole(fresh_database(script)); }

}  // namespace si::test
