// Every key of schema-inspector.toml is a row of kKeys: where it stands, and what reads its value. Sections whose keys
// are free ([severity], [models.types]) and lists of tables ([[severity_for]], [[ignore]]) have a reader of their own.

#include "project/config.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>

#include "project/paths.h"
#include "rules/rule.h"
#include "support/files.h"
#include "support/strings.h"

namespace si {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFileName = "schema-inspector.toml";

// A mistake in the file, with its place; turned into an Error at the edge.
struct Mistake {
  toml::source_position place;
  std::string message;
  std::string hint;
};

[[noreturn]] void fail(const toml::node& node, std::string message, std::string hint = "") {
  throw Mistake{node.source().begin, std::move(message), std::move(hint)};
}

std::string_view type_name(toml::node_type type) {
  switch (type) {
    case toml::node_type::table: return "a table";
    case toml::node_type::array: return "a list";
    case toml::node_type::string: return "text";
    case toml::node_type::integer: return "a whole number";
    case toml::node_type::floating_point: return "a number";
    case toml::node_type::boolean: return "true or false";
    default: return "a date or time";
  }
}

[[noreturn]] void wrong_type(const toml::node& node, std::string_view key, std::string_view wanted) {
  fail(node, fmt::format("{} must be {}, not {}", key, wanted, type_name(node.type())));
}

// ---- values -------------------------------------------------------------------------------------------------------

void read_value(const toml::node& node, std::string_view key, std::string& out) {
  if (!node.is_string()) wrong_type(node, key, "text");
  out = node.as_string()->get();
}

void read_value(const toml::node& node, std::string_view key, std::optional<std::string>& out) {
  read_value(node, key, out.emplace());
}

void read_value(const toml::node& node, std::string_view key, int& out) {
  if (!node.is_integer()) wrong_type(node, key, "a whole number");
  const std::int64_t number = node.as_integer()->get();
  if (number < 0 || number > 86'400'000) fail(node, fmt::format("{} must be between 0 and 86400000", key));
  out = static_cast<int>(number);
}

void read_value(const toml::node& node, std::string_view key, std::vector<std::string>& out) {
  if (!node.is_array()) wrong_type(node, key, "a list of texts");
  out.clear();
  for (const toml::node& element : *node.as_array()) {
    if (!element.is_string()) wrong_type(element, fmt::format("each element of {}", key), "text");
    out.push_back(element.as_string()->get());
  }
}

void read_value(const toml::node& node, std::string_view key, std::vector<std::vector<std::string>>& out) {
  if (!node.is_array()) wrong_type(node, key, "a list of lists of types");
  out.clear();
  for (const toml::node& element : *node.as_array()) {
    read_value(element, fmt::format("each element of {}", key), out.emplace_back());
    if (out.back().size() < 2) fail(element, fmt::format("each element of {} names at least two types", key));
  }
}

void read_fail_on(const toml::node& node, std::string_view key, Config& config) {
  std::string text;
  read_value(node, key, text);
  config.fail_on = parse_severity(text);
  config.fail_never = text == "never";
  if (!config.fail_on && !config.fail_never)
    fail(node, fmt::format("{} cannot be \"{}\"", key, printable(text)),
         "it is one of: critical, warning, info, never");
}

// ---- the keys -----------------------------------------------------------------------------------------------------

struct Key {
  std::string_view section;
  std::string_view name;
  void (*read)(const toml::node& node, std::string_view key, Config& config);
};

#define SI_KEY(section, name, target)                                                                              \
  Key {                                                                                                            \
    section, name,                                                                                                 \
        [](const toml::node& node, std::string_view key, Config& config) { read_value(node, key, config.target); } \
  }

const Key kKeys[] = {
    SI_KEY("database", "url", database.url),
    SI_KEY("database", "schemas", database.schemas),
    SI_KEY("database", "statement_timeout_ms", database.statement_timeout_ms),
    SI_KEY("database", "lock_timeout_ms", database.lock_timeout_ms),
    SI_KEY("database", "connect_timeout_s", database.connect_timeout_s),
    SI_KEY("models", "paths", models.paths),
    SI_KEY("models", "import_paths", models.import_paths),
    SI_KEY("models", "exclude", models.exclude),
    SI_KEY("models", "sqlalchemy", models.sqlalchemy),
    SI_KEY("queries", "paths", queries.paths),
    SI_KEY("queries", "exclude", queries.exclude),
    SI_KEY("queries", "helpers", queries.helpers),
    SI_KEY("queries", "decisions", queries.decisions),
    SI_KEY("queries", "plan_name", queries.plan_name),
    SI_KEY("reports", "folder", reports.folder),
    SI_KEY("docs", "schema", docs.schema),
    SI_KEY("docs", "snapshot", docs.snapshot),
    SI_KEY("conventions", "created_at_server_default", conventions.created_at_server_default),
    SI_KEY("conventions", "updated_at_server_default", conventions.updated_at_server_default),
    SI_KEY("conventions", "created_at_columns", conventions.created_at_columns),
    SI_KEY("conventions", "updated_at_columns", conventions.updated_at_columns),
    SI_KEY("conventions", "reserved_attribute_suffix", conventions.reserved_attribute_suffix),
    SI_KEY("conventions", "table_names", conventions.table_names),
    SI_KEY("conventions", "column_names", conventions.column_names),
    SI_KEY("archive", "folder", archive.folder),
    SI_KEY("agents", "files", agents.files),
    SI_KEY("agents", "summary_tokens", agents.summary_tokens),
    SI_KEY("changes", "log", changes.log),
    SI_KEY("equivalent", "types", equivalent_types),
    SI_KEY("compare", "ignore_tables", ignore_tables),
    SI_KEY("compare", "scratch", scratch),
    Key{"compare", "fail_on", read_fail_on},
};

#undef SI_KEY

std::vector<std::string> section_names() {
  std::vector<std::string> names;
  for (const Key& key : kKeys)
    if (names.empty() || names.back() != key.section) names.emplace_back(key.section);
  names.insert(names.end(), {"severity", "severity_for", "ignore"});
  return names;
}

std::vector<std::string> key_names(std::string_view section) {
  std::vector<std::string> names;
  for (const Key& key : kKeys)
    if (key.section == section) names.emplace_back(key.name);
  if (section == "models") names.emplace_back("types");
  return names;
}

[[noreturn]] void unknown_key(const toml::key& key, std::string_view section, const std::vector<std::string>& known) {
  const std::string name(key.str());
  const std::string nearest = nearest_name(name, known);
  std::string hint = nearest.empty() ? "it may be: " + join(known, ", ") : "did you mean " + nearest + "?";
  const std::string where = section.empty() ? "" : fmt::format(" in [{}]", section);
  throw Mistake{key.source().begin, fmt::format("unknown key \"{}\"{}", printable(name), where), std::move(hint)};
}

// ---- sections -----------------------------------------------------------------------------------------------------

std::vector<std::string> rule_names() {
  std::vector<std::string> names;
  for (const Rule* rule : all_rules()) names.emplace_back(rule->name);
  return names;
}

void read_severity(const toml::node& node, const std::string& what, std::string& value) {
  read_value(node, what, value);
  if (value != "off" && !parse_severity(value))
    fail(node, fmt::format("{} cannot be \"{}\"", what, printable(value)),
         "it is one of: critical, warning, info, off");
}

void read_severities(const toml::table& table, Config& config) {
  for (const auto& [key, node] : table) {
    const std::string rule(key.str());
    if (find_rule(rule) == nullptr) {
      const std::string nearest = nearest_name(rule, rule_names());
      throw Mistake{key.source().begin, fmt::format("[severity] names no rule \"{}\"", printable(rule)),
                    nearest.empty() ? "schema-inspector rules lists them" : "did you mean " + nearest + "?"};
    }
    std::string value;
    read_severity(node, fmt::format("the severity of {}", rule), value);
    config.severity[rule] = value;
  }
}

void read_type_names(const toml::node& node, Config& config) {
  if (!node.is_table()) wrong_type(node, "[models.types]", "a table");
  for (const auto& [key, value] : *node.as_table()) {
    const std::string name(key.str());
    read_value(value, fmt::format("models.types.{}", printable(name)), config.models.types[name]);
  }
}

// A glob that names no rule is a mistake.
void check_rule_glob(const toml::node& node, std::string_view section, const std::string& glob) {
  const std::vector<std::string> rules = rule_names();
  if (std::any_of(rules.begin(), rules.end(), [&](const std::string& name) { return glob_match(glob, name); })) return;
  const std::string nearest = nearest_name(glob, rules);
  fail(node, fmt::format("{} names no rule \"{}\"", section, printable(glob)),
       nearest.empty() ? "schema-inspector rules lists them" : "did you mean " + nearest + "?");
}

void read_severities_for(const toml::node& node, Config& config) {
  if (!node.is_array_of_tables()) wrong_type(node, "severity_for", "a list of tables, each headed [[severity_for]]");
  for (const toml::node& element : *node.as_array()) {
    Config::SeverityFor entry;
    for (const auto& [key, value] : *element.as_table()) {
      const std::string name(key.str());
      if (name == "rule")
        read_value(value, "severity_for.rule", entry.rule);
      else if (name == "object")
        read_value(value, "severity_for.object", entry.object);
      else if (name == "severity")
        read_severity(value, "severity_for.severity", entry.severity);
      else
        unknown_key(key, "[severity_for]", {"rule", "object", "severity"});
    }
    check_rule_glob(element, "[[severity_for]]", entry.rule);
    if (entry.severity.empty())
      fail(element, "[[severity_for]] says no severity", "it is one of: critical, warning, info, off");
    if (entry.object == "*")
      fail(element, "[[severity_for]] names no object", "[severity] is for a rule on every object");
    config.severity_for.push_back(std::move(entry));
  }
}

void read_ignored(const toml::node& node, Config& config) {
  if (!node.is_array_of_tables()) wrong_type(node, "ignore", "a list of tables, each headed [[ignore]]");
  for (const toml::node& element : *node.as_array()) {
    std::string rule = "*", object = "*";
    for (const auto& [key, value] : *element.as_table()) {
      if (key.str() != "rule" && key.str() != "object") unknown_key(key, "[ignore]", {"rule", "object"});
      read_value(value, fmt::format("ignore.{}", key.str()), key.str() == "rule" ? rule : object);
    }
    check_rule_glob(element, "[[ignore]]", rule);
    if (rule == "*" && object == "*") fail(element, "[[ignore]] would ignore everything", "give a rule or an object");
    config.ignore.emplace_back(std::move(rule), std::move(object));
  }
}

void read_section(std::string_view section, const toml::node& node, Config& config) {
  if (!node.is_table()) wrong_type(node, fmt::format("[{}]", section), "a table");
  if (section == "severity") return read_severities(*node.as_table(), config);
  for (const auto& [name, value] : *node.as_table()) {
    if (section == "models" && name.str() == "types") {
      read_type_names(value, config);
      continue;
    }
    const auto known = std::find_if(std::begin(kKeys), std::end(kKeys), [&, key = name.str()](const Key& k) {
      return k.section == section && k.name == key;
    });
    if (known == std::end(kKeys)) unknown_key(name, section, key_names(section));
    known->read(value, fmt::format("{}.{}", section, known->name), config);
  }
}

void read_all(const toml::table& table, Config& config) {
  const std::vector<std::string> sections = section_names();
  for (const auto& [key, node] : table) {
    const std::string name(key.str());
    if (name == "ignore")
      read_ignored(node, config);
    else if (name == "severity_for")
      read_severities_for(node, config);
    else if (std::find(sections.begin(), sections.end(), name) == sections.end())
      unknown_key(key, "", sections);
    else
      read_section(name, node, config);
  }
}

// ---- the file -----------------------------------------------------------------------------------------------------

// Empty: there is none.
fs::path nearest_file(fs::path folder) {
  for (;;) {
    std::error_code failure;
    const fs::path candidate = folder / kFileName;
    if (fs::exists(fs::symlink_status(candidate, failure))) return candidate;
    if (folder == folder.root_path() || folder.empty()) return {};
    folder = folder.parent_path();
  }
}

Error mistake_at(const std::string& shown, toml::source_position place, const std::string& message, std::string hint) {
  return Error{ErrorKind::kUsage, fmt::format("{}:{}:{}: {}", printable(shown), place.line, place.column, message),
               std::move(hint)};
}

std::optional<Error> find_invalid_utf8(const std::string& shown, std::string_view content) {
  std::uint32_t number = 0;
  for (const std::string& line : split(content, '\n')) {
    ++number;
    if (is_valid_utf8(line)) continue;
    const std::string repaired = to_valid_utf8(line);
    auto valid =
        static_cast<std::size_t>(std::mismatch(line.begin(), line.end(), repaired.begin()).first - line.begin());
    while (!is_valid_utf8(std::string_view(line).substr(0, valid))) --valid;
    const std::string_view good = std::string_view(line).substr(0, valid);
    return mistake_at(shown, {number, static_cast<std::uint32_t>(count_code_points(good) + 1)}, "not UTF-8",
                      "save the file as UTF-8");
  }
  return std::nullopt;
}

Result<Config> parse(std::string_view content, const std::string& shown, Config config) {
  if (auto failure = find_invalid_utf8(shown, content)) return *failure;
  try {
    const toml::table table = toml::parse(content, shown);
    read_all(table, config);
  } catch (const toml::parse_error& error) {
    return mistake_at(shown, error.source().begin, printable(error.description()),
                      "https://toml.io says how it is written");
  } catch (const Mistake& mistake) {
    return mistake_at(shown, mistake.place, mistake.message, mistake.hint);
  }
  return config;
}

}  // namespace

std::vector<std::string> configuration_keys() {
  std::vector<std::string> keys;
  for (const Key& key : kKeys) keys.push_back(fmt::format("{}.{}", key.section, key.name));
  keys.insert(keys.end(), {"models.types", "severity", "severity_for.rule", "severity_for.object",
                           "severity_for.severity", "ignore.rule", "ignore.object"});
  return keys;
}

Result<Config> parse_config(std::string_view content, const std::string& path) {
  return parse(content, path, Config{});
}

Result<Config> read_config(const std::string& path) {
  std::error_code failure;
  const fs::path here = fs::current_path(failure);
  Config config;
  config.root = here.string();
  const fs::path file = path.empty() ? nearest_file(here) : fs::path(resolve_path(config.root, path));
  if (file.empty()) return config;
  Result<std::string> content = read_file(file.string());
  if (!content) {
    // Given by name, a file that is not there is a mistake of the command line.
    if (!path.empty() && !fs::exists(file, failure))
      return Error{ErrorKind::kUsage, "there is no configuration " + printable(path), "check --config"};
    return content.error();
  }
  config.path = file.string();
  config.root = file.parent_path().string();
  const std::string shown = path.empty() ? relative_to(here.string(), config.path) : path;
  return parse(*content, shown, std::move(config));
}

}  // namespace si
