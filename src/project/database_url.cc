#include "project/database_url.h"

#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>

#include "project/dot_env.h"
#include "project/paths.h"
#include "support/files.h"
#include "support/strings.h"

extern char** environ;  // NOLINT: POSIX has it in no header

namespace si {
namespace {

std::optional<std::string> variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr || *value == '\0') return std::nullopt;
  return std::string(value);
}

std::map<std::string, std::string> environment() {
  std::map<std::string, std::string> out;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos) out.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return out;
}

// NAME of `env:NAME`: from the environment, then from .env.
std::optional<std::string> look_up(const std::string& name, const std::map<std::string, std::string>& dot_env) {
  if (const auto value = variable(name)) return value;
  const auto found = dot_env.find(name);
  if (found == dot_env.end() || found->second.empty()) return std::nullopt;
  return found->second;
}

bool libpq_is_told() {
  for (const char* name : {"PGDATABASE", "PGHOST", "PGHOSTADDR", "PGPORT", "PGUSER", "PGSERVICE", "PGSERVICEFILE"})
    if (variable(name)) return true;
  return false;
}

Result<std::map<std::string, std::string>> read_dot_env(const std::string& root) {
  const std::string path = resolve_path(root, ".env");
  std::error_code failure;
  if (!std::filesystem::is_regular_file(path, failure)) return std::map<std::string, std::string>{};
  const Result<std::string> text = read_file(path);
  if (!text) return text.error();
  return parse_dot_env(*text, environment());
}

}  // namespace

Result<DatabaseUrl> find_database_url(const Config& config, const std::string& option) {
  std::error_code failure;
  if (!option.empty()) return DatabaseUrl{option, std::filesystem::current_path(failure).string(), "--db"};

  // .env is only read when it is its turn: one that cannot be read must not get in the way of what comes before it.
  if (config.database.url && !config.database.url->starts_with("env:"))
    return DatabaseUrl{*config.database.url, config.root, "[database] url in " + relative_to(config.root, config.path)};
  if (!config.database.url)
    if (const auto value = variable("DATABASE_URL"))
      return DatabaseUrl{*value, std::filesystem::current_path(failure).string(), "DATABASE_URL in the environment"};

  const auto dot_env = read_dot_env(config.root);
  if (!dot_env) return dot_env.error();
  if (config.database.url) {
    const std::string name = config.database.url->substr(4);
    if (const auto value = look_up(name, *dot_env))
      return DatabaseUrl{*value, config.root, name + ", named by [database] url"};
    return Error{ErrorKind::kUsage,
                 printable(relative_to(config.root, config.path)) + ": [database] url is env:" + printable(name) +
                     ", but neither the environment nor .env sets " + printable(name),
                 "set it, or name the database with --db"};
  }
  if (const auto found = dot_env->find("DATABASE_URL"); found != dot_env->end() && !found->second.empty())
    return DatabaseUrl{found->second, config.root, "DATABASE_URL in .env"};
  if (libpq_is_told()) return DatabaseUrl{"", config.root, "the PG* variables"};
  return Error{
      ErrorKind::kUsage, "no database is named",
      "give one with --db, as [database] url in schema-inspector.toml, as DATABASE_URL in the environment or in "
      ".env, or with libpq's PG* variables"};
}

}  // namespace si
