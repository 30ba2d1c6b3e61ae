#include "sources/postgres/connect_error.h"

#include <algorithm>
#include <string>

#include "support/strings.h"

namespace si {
namespace {

struct Cause {
  std::string_view sign;  // a SQLSTATE with ": " behind it, or a piece of libpq's own text
  std::string_view what;
  std::string_view hint;
};

// The first that fits counts. libpq writes its own texts in English, as the program never calls setlocale().
constexpr Cause kCauses[] = {
    {kResolveTimeout, "no name server answers for the host's name",
     "check its spelling, the network, or give an address"},
    {kConnectTimeout, "the server does not answer", "check host, port and firewall"},
    {"28P01: ", "the server refused the password", "check user and password (URL, PGPASSWORD or ~/.pgpass)"},
    {"no password supplied", "the server asks for a password and none was given",
     "put it into the URL, PGPASSWORD or ~/.pgpass"},
    {"28000: ", "the server does not admit this user from here",
     "check that the role exists and may log in, and the server's pg_hba.conf (some entries demand TLS: "
     "sslmode=require)"},
    {"3D000: ", "there is no such database", "check its name; `psql -l` lists what the server has"},
    {"42501: ", "the role may not connect to this database", "GRANT CONNECT ON DATABASE … TO the role"},
    {"53300: ", "the server has no connection left", "try later, or raise max_connections"},
    {"57P03: ", "the server is not ready yet", "it is starting up or shutting down: try again in a moment"},
    {"server does not support SSL", "the server does not speak TLS, and the connection demands it",
     "switch TLS on there, or use sslmode=prefer if the network can be trusted"},
    {"certificate verify failed", "the server's certificate cannot be verified",
     "name the right authority with sslrootcert=FILE"},
    {"root certificate file", "there is no root certificate to verify the server with",
     "name it with sslrootcert=FILE, or use sslmode=require"},
    {"server certificate for", "the server's certificate is for another host", "use the name the certificate carries"},
    {"SSL ", "no TLS connection could be made", "check sslmode, sslcert, sslkey and sslrootcert"},
    {"could not translate host name", "the host's name cannot be resolved", "check its spelling and the network"},
    {"Connection refused", "no server listens there", "start it, or check host and port"},
    {"No such file or directory", "no server listens on that Unix socket",
     "start it, or name a host: postgresql://USER@HOST/DATABASE"},
    {"Permission denied", "the Unix socket may not be opened", "check the rights of the socket's folder"},
    {"No route to host", "the host cannot be reached", "check host and network"},
    {"Network is unreachable", "the host cannot be reached", "check host and network"},
    {"definition of service", "the service is not defined", "check its name in ~/.pg_service.conf"},
    {"service file", "the service file cannot be read", "check PGSERVICEFILE"},
    {"server closed the connection", "the server closed the connection at once",
     "check that a PostgreSQL server listens on this port, and its log"},
    {"invalid response", "what listens there is no PostgreSQL server", "check host and port"},
    {"expected authentication request", "what listens there is no PostgreSQL server", "check host and port"},
    {"unsupported startup parameter", "a pooler in between refuses a connection option",
     "leave that option out of the source"},
};

const std::string* find(const std::map<std::string, std::string>& parameters, const char* name) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? nullptr : &found->second;
}

// A password that is also the user's or the database's name is no secret in a message that must name those.
std::string redact(std::string text, const std::map<std::string, std::string>& parameters) {
  for (const char* secret : {"password", "sslpassword"}) {
    const std::string* value = find(parameters, secret);
    if (value == nullptr || value->empty()) continue;
    const bool public_word = std::any_of(parameters.begin(), parameters.end(), [&](const auto& parameter) {
      return parameter.first != "password" && parameter.first != "sslpassword" && parameter.second == *value;
    });
    if (!public_word) text = replace_all(std::move(text), *value, "********");
  }
  return text;
}

// The line of libpq's text that carries the cause, without "connection to server … failed:" and severity.
std::string own_words(std::string_view text) {
  std::string_view line = trim(text);
  if (const std::size_t failed = line.rfind("failed: "); failed != std::string_view::npos)
    line = line.substr(failed + 8);
  return printable(line.substr(0, line.find('\n')));  // what follows is libpq's own advice
}

}  // namespace

Error connect_error(std::string_view libpq_text, const DatabaseSource& source, int timeout_s) {
  Error error{ErrorKind::kDatabase, "cannot connect to " + source.display_name, ""};
  for (const Cause& cause : kCauses) {
    if (libpq_text.find(cause.sign) == std::string_view::npos) continue;
    error.message += ": " + std::string(cause.what);
    error.hint = cause.hint;
    break;
  }
  if (libpq_text == kConnectTimeout || libpq_text == kResolveTimeout)
    error.message += " (waited " + std::to_string(timeout_s) + " s)";
  else
    error.message += " (" + redact(own_words(libpq_text), source.parameters) + ")";
  return error;
}

Error refused_error(const ServerError& error, std::string_view where) {
  Error result{ErrorKind::kDatabase, "cannot read " + std::string(where) + ": " + printable(error.message),
               printable(error.hint)};
  if (error.sqlstate == "57014") {
    result.message = "reading " + std::string(where) + " took longer than statement_timeout";
    result.hint = "raise it in the configuration, or read fewer schemas";
  } else if (error.sqlstate == "55P03") {
    result.message = "reading " + std::string(where) + " waited longer than lock_timeout for another session's lock";
    result.hint = "try again when the schema change that holds the lock is done";
  } else if (error.sqlstate == "42501") {
    result.hint = "the role needs SELECT on the system catalogs, as every role has by default";
  } else if (error.sqlstate == "57P01") {
    result.message = "the server ended the connection to " + std::string(where) + " while it was being read";
    result.hint = "an administrator or a restart did it; run the command again";
  }
  return result;
}

}  // namespace si
