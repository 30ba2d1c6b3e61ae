#include "project/query_decisions.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <filesystem>

#include "project/paths.h"
#include "support/files.h"
#include "support/strings.h"

namespace si {
namespace {

Error mistake(const Config& config, toml::source_position place, std::string_view message) {
  return Error{ErrorKind::kUsage,
               fmt::format("{}:{}:{}: {}", printable(config.queries.decisions), place.line, place.column, message),
               "each [[edit]] has file, now, then and why, all text"};
}

bool lies_below_root(const std::string& file) {
  const std::filesystem::path path(file);
  const std::string normal = path.lexically_normal().string();
  return !file.empty() && path.is_relative() && normal != ".." && !normal.starts_with("../");
}

Result<QueryDecision> read_edit(const Config& config, const toml::node& node) {
  const toml::table* table = node.as_table();
  if (table == nullptr) return mistake(config, node.source().begin, "edit must be [[edit]] tables");
  QueryDecision decision;
  decision.line = node.source().begin.line;
  const std::pair<std::string_view, std::string*> fields[] = {
      {"file", &decision.file}, {"now", &decision.now}, {"then", &decision.then}, {"why", &decision.why}};
  for (const auto& [key, value] : *table) {
    std::string* field = nullptr;
    for (const auto& [name, target] : fields)
      if (key.str() == name) field = target;
    if (field == nullptr)
      return mistake(config, key.source().begin, fmt::format("unknown key \"{}\"", printable(key.str())));
    if (!value.is_string())
      return mistake(config, value.source().begin, fmt::format("{} must be text", printable(key.str())));
    *field = value.as_string()->get();
  }
  for (const auto& [name, target] : fields)
    if (!table->contains(name)) return mistake(config, node.source().begin, fmt::format("an edit without {}", name));
  if (decision.now.empty()) return mistake(config, node.source().begin, "now is empty: nothing stands there to edit");
  if (!lies_below_root(decision.file))
    return mistake(config, node.source().begin,
                   fmt::format("{} is not a file below the project's root", printable(decision.file)));
  return decision;
}

}  // namespace

Result<std::vector<QueryDecision>> read_query_decisions(const Config& config) {
  std::vector<QueryDecision> decisions;
  if (config.queries.decisions.empty()) return decisions;
  const Result<std::string> content = read_file(resolve_path(config.root, config.queries.decisions));
  if (!content) return content.error();
  try {
    const toml::table table = toml::parse(*content, config.queries.decisions);
    for (const auto& [key, node] : table) {
      if (key.str() != "edit" || !node.is_array())
        return mistake(config, key.source().begin, fmt::format("unknown key \"{}\"", printable(key.str())));
      for (const toml::node& each : *node.as_array()) {
        Result<QueryDecision> decision = read_edit(config, each);
        if (!decision) return decision.error();
        decisions.push_back(std::move(*decision));
      }
    }
  } catch (const toml::parse_error& error) {
    return mistake(config, error.source().begin, printable(error.description()));
  }
  return decisions;
}

}  // namespace si
