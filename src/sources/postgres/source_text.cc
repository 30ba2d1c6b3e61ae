// SOURCE texts. URLs are taken apart here rather than by libpq, for three reasons: SQLAlchemy's spellings (drivers,
// their query parameters, passwords that are not percent-encoded) must work, and libpq's error texts quote the URL with
// its password.
#include <libpq-fe.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "sources/postgres/database.h"
#include "support/strings.h"

namespace si {
namespace {

using Parameters = std::map<std::string, std::string>;

struct OptionsDeleter {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, OptionsDeleter>;

Error usage(std::string message, std::string hint) {
  return Error{ErrorKind::kUsage, std::move(message), std::move(hint)};
}

constexpr const char* kUrlForm = "the form is postgresql://USER:PASSWORD@HOST:PORT/DATABASE?option=value";

bool is_keyword(const std::string& name) {
  const Options defaults(PQconndefaults());
  for (const PQconninfoOption* option = defaults.get(); option != nullptr && option->keyword != nullptr; ++option)
    if (name == option->keyword) return true;
  return false;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// A '%' that starts no valid escape stays as it is: passwords are often written without encoding.
std::string percent_decode(std::string_view text, bool plus_is_space = false) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size();
    const int high = escape ? hex_digit(text[i + 1]) : -1, low = escape ? hex_digit(text[i + 2]) : -1;
    if (high >= 0 && low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "::1" out of "[::1]:5432" and its port; a host without brackets ends at its last colon.
bool split_host(std::string_view text, std::string& host, std::string& port) {
  std::size_t colon = text.rfind(':');
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return false;
    host = percent_decode(text.substr(1, close - 1));
    colon = close + 1 < text.size() ? close + 1 : std::string_view::npos;
    if (colon != std::string_view::npos && text[colon] != ':') return false;
  } else {
    host = percent_decode(text.substr(0, colon));
  }
  port = colon == std::string_view::npos ? "" : std::string(text.substr(colon + 1));
  return port.empty() || is_number(port);
}

// Adds "host:port,host:port" to the lists that libpq wants.
bool add_hosts(std::string_view list, Parameters& parameters) {
  std::vector<std::string> hosts, ports;
  for (const std::string& part : split(list, ',')) {
    hosts.emplace_back();
    ports.emplace_back();
    if (!split_host(part, hosts.back(), ports.back())) return false;
  }
  const auto any = [](const std::vector<std::string>& texts) {
    return std::any_of(texts.begin(), texts.end(), [](const std::string& text) { return !text.empty(); });
  };
  const auto append = [&](const char* name, const std::vector<std::string>& texts) {
    std::string& value = parameters[name];
    value += (value.empty() ? "" : ",") + join(texts, ",");
  };
  if (any(hosts)) append("host", hosts);
  if (any(ports)) append("port", ports);
  return true;
}

// asyncpg's `ssl`, JDBC's `ssl=true`.
std::string sslmode_of(const std::string& value) {
  const std::string lower = to_lower_ascii(value);
  if (lower == "true" || lower == "1" || lower == "on") return "require";
  if (lower == "false" || lower == "0" || lower == "off") return "disable";
  return lower;
}

// One query parameter; what only a Python driver understands (cache sizes, async switches) does not concern us.
Status add_parameter(const std::string& key, const std::string& value, bool has_driver, Parameters& parameters) {
  if (key == "ssl") {
    parameters["sslmode"] = sslmode_of(value);
  } else if (key == "host") {
    if (value.starts_with('/') || value.starts_with('@'))
      parameters["host"] = value;
    else if (!add_hosts(value, parameters))
      return usage("the database URL has a host parameter that is no HOST or HOST:PORT", kUrlForm);
  } else if (key == "database" || key == "db") {
    parameters["dbname"] = value;
  } else if (key == "username") {
    parameters["user"] = value;
  } else if (key == "timeout" && has_driver) {
    parameters["connect_timeout"] = value;
  } else if (key == "unix_sock") {  // pg8000: the socket itself, "/run/postgresql/.s.PGSQL.5432"
    const std::size_t slash = value.rfind('/'), dot = value.rfind('.');
    if (slash != std::string::npos) parameters["host"] = value.substr(0, slash);
    if (dot != std::string::npos && is_number(value.substr(dot + 1))) parameters["port"] = value.substr(dot + 1);
  } else if (is_keyword(key)) {
    parameters[key] = value;
  } else if (!has_driver) {
    // The key is not shown: after an unescaped '&' in a password it would be a piece of that.
    std::vector<std::string> known;
    const Options defaults(PQconndefaults());
    for (const PQconninfoOption* option = defaults.get(); option != nullptr && option->keyword != nullptr; ++option)
      known.emplace_back(option->keyword);
    const std::string near = nearest_name(key, known);
    return usage(
        "the database URL has a query parameter that libpq does not know",
        near.empty() ? "see `libpq connection parameters` in PostgreSQL's manual" : "did you mean \"" + near + "\"?");
  }
  return Done{};
}

// The end of "user:password@" in what follows "://", or npos when there is none. SQLAlchemy takes a password up to the
// '@' with everything in it, libpq one without '/': both are accepted.
std::size_t find_userinfo(std::string_view rest) {
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) return at;
  const std::size_t colon = authority.find(':');
  if (colon == std::string_view::npos || authority.starts_with('[')) return std::string_view::npos;
  const std::string_view port = authority.substr(colon + 1);
  if (port.empty() ? rest.size() == authority.size() : is_number(port)) return std::string_view::npos;
  return rest.find('@');
}

Result<Parameters> parse_url(std::string_view text) {
  const std::size_t colon = text.find("://");
  const std::string scheme = to_lower_ascii(text.substr(0, colon));
  const std::size_t plus = scheme.find('+');
  const std::string dialect = scheme.substr(0, plus);
  if (dialect != "postgresql" && dialect != "postgres")
    return usage("the database URL is not one of PostgreSQL", kUrlForm);
  const bool has_driver = plus != std::string::npos;

  Parameters parameters;
  std::string_view rest = text.substr(colon + 3);
  if (const std::size_t at = find_userinfo(rest); at != std::string_view::npos) {
    const std::string_view userinfo = rest.substr(0, at);
    const std::size_t separator = userinfo.find(':');
    if (const std::string user = percent_decode(userinfo.substr(0, separator)); !user.empty())
      parameters["user"] = user;
    if (separator != std::string_view::npos && separator + 1 < userinfo.size())
      parameters["password"] = percent_decode(userinfo.substr(separator + 1));
    rest = rest.substr(at + 1);
  }
  const std::size_t question = rest.find('?');
  const std::string_view location = rest.substr(0, question);
  const std::size_t slash = location.find('/');
  if (!add_hosts(location.substr(0, slash), parameters))
    return usage("the database URL names a port that is not a number",
                 std::string(kUrlForm) + "; in a password write @ as %40, : as %3A, / as %2F");
  if (slash != std::string_view::npos && slash + 1 < location.size())
    parameters["dbname"] = percent_decode(location.substr(slash + 1));
  if (question == std::string_view::npos) return parameters;
  for (const std::string& pair : split(rest.substr(question + 1), '&')) {
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    const std::string value = equals == std::string::npos ? "" : pair.substr(equals + 1);
    if (Status added = add_parameter(percent_decode(pair.substr(0, equals)), percent_decode(value, has_driver),
                                     has_driver, parameters);
        !added)
      return added.error();
  }
  return parameters;
}

Result<Parameters> parse_keywords(const std::string& text) {
  char* error = nullptr;
  const Options options(PQconninfoParse(text.c_str(), &error));
  PQfreemem(error);  // quotes the text, where a password may stand
  if (!options)
    return usage(
        "the database's connection string is not one that libpq understands",
        "the form is: host=HOST port=5432 dbname=DATABASE user=USER; quote values with spaces: password='a b'");
  Parameters parameters;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option)
    if (option->val != nullptr && *option->val != '\0') parameters[option->keyword] = option->val;
  return parameters;
}

// "app on db.example:5432 as reader", with libpq's defaults for what the source does not say.
std::string describe(const Parameters& parameters) {
  const Options defaults(PQconndefaults());
  const auto value = [&](const char* keyword) -> std::string {
    if (const auto found = parameters.find(keyword); found != parameters.end()) return printable(found->second);
    for (const PQconninfoOption* option = defaults.get(); option != nullptr && option->keyword != nullptr; ++option)
      if (std::string_view(option->keyword) == keyword && option->val != nullptr) return printable(option->val);
    return "";
  };
  if (const std::string service = value("service"); !service.empty()) return "service " + service;
  const std::string user = value("user"), name = value("dbname"), port = value("port");
  std::string host = value("host");
  if (host.empty()) host = value("hostaddr");
  std::string place = host.empty() ? "the local socket" : host;
  const bool single_tcp = !host.empty() && !host.starts_with('/') && host.find(',') == std::string::npos;
  if (single_tcp) place = host.find(':') == std::string::npos ? host : '[' + host + ']';
  if (!port.empty() && (single_tcp || port != "5432") && port.find(',') == std::string::npos)
    place += single_tcp ? ':' + port : " port " + port;
  return (name.empty() ? user : name) + " on " + place + (user.empty() ? "" : " as " + user);
}

std::string in_folder(std::string_view path, const std::string& folder) {
  if (path.starts_with('/') || folder.empty() || path == "-") return std::string(path);
  return folder + (folder.ends_with('/') ? "" : "/") + std::string(path);
}

}  // namespace

Result<DatabaseSource> parse_database_source(std::string_view text, const std::string& base_folder) {
  text = trim(text);
  DatabaseSource source;
  for (const auto& [prefix, form] : {std::pair<std::string_view, DatabaseForm>("file:", DatabaseForm::kScript),
                                     {"snapshot:", DatabaseForm::kSnapshot}}) {
    if (!text.starts_with(prefix)) continue;
    const std::string_view path = text.substr(prefix.size());
    if (path.empty()) return usage(std::string(prefix) + " needs a path behind it", "");
    source.form = form;
    source.path = in_folder(path, base_folder);
    source.display_name = printable(path);
    return source;
  }
  if (text.find('\0') != std::string_view::npos) return usage("the database's source holds a zero byte", kUrlForm);
  Result<Parameters> parameters = Parameters();
  if (text.empty())
    ;
  else if (const std::size_t colon = text.find("://"); colon != std::string_view::npos && text.find('=') > colon)
    parameters = parse_url(text);
  else if (text.find('=') != std::string_view::npos)
    parameters = parse_keywords(std::string(text));
  else if (text.ends_with(".sql") || text.ends_with(".json"))
    return usage("the database's source is a path without its form",
                 std::string(text.ends_with(".sql") ? "file:" : "snapshot:") + printable(text));
  else
    return usage("the database's source is neither a URL nor a connection string",
                 std::string(kUrlForm) + "; or file:PATH.sql, snapshot:PATH.json");
  if (!parameters) return parameters.error();
  source.parameters = std::move(*parameters);
  source.display_name = describe(source.parameters);
  return source;
}

}  // namespace si
