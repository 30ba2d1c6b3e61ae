#include "sources/postgres/catalog.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "support/strings.h"

namespace si {
namespace {

std::uint64_t object_key(Oid catalog, Oid object) { return std::uint64_t{catalog} << 32 | object; }

}  // namespace

Namespace* Catalog::find_namespace(Oid oid) {
  if (const auto place = namespace_places_.find(oid); place != namespace_places_.end()) return place->second;
  if (!wanted_namespaces.contains(oid)) return nullptr;
  Namespace* place = &schema.schemas[namespaces[oid]];
  namespace_places_.emplace(oid, place);
  return place;
}

std::string Catalog::namespace_name(Oid oid) const {
  const auto found = namespaces.find(oid);
  return found == namespaces.end() ? "pg_catalog" : found->second;
}

Relation* Catalog::find_relation(Oid oid) {
  const auto found = relations.find(oid);
  return found == relations.end() ? nullptr : &found->second;
}

std::optional<std::string> Catalog::take_comment(Oid catalog, Oid object, int column) {
  const auto found = comments.find(object_key(catalog, object));
  if (found == comments.end()) return std::nullopt;
  for (auto& [number, text] : found->second)
    if (number == column) return std::move(text);
  return std::nullopt;
}

std::string Catalog::extension_of(Oid catalog, Oid object) const {
  const auto found = members.find(object_key(catalog, object));
  return found == members.end() ? "" : found->second;
}

std::string Catalog::visible_name(const std::string& schema_name, const std::string& name) const {
  return schema_name == "pg_catalog" || std::find(schema.search_path.begin(), schema.search_path.end(), schema_name) !=
                                            schema.search_path.end()
             ? name
             : schema_name + '.' + name;
}

// "public.mood" is `mood` when the search path finds that type first: no built-in type and no type of an earlier schema
// may bear the name.
const Type& Catalog::type(std::string_view formatted) {
  const auto [found, is_new] = types_.try_emplace(std::string(formatted));
  if (!is_new) return found->second;
  Type type = parse_type(formatted);
  const auto has_type = [&](const std::string& space) {
    const auto place = schema.schemas.find(space);
    if (place == schema.schemas.end()) return false;
    const Namespace& n = place->second;
    return n.enums.contains(type.name) || n.domains.contains(type.name) || n.composite_types.contains(type.name) ||
           n.range_types.contains(type.name) || n.tables.contains(type.name) || n.views.contains(type.name) ||
           n.materialized_views.contains(type.name);
  };
  Type bare = type;
  bare.schema.clear();
  bool hidden = is_builtin(bare);
  for (const std::string& space : schema.search_path) {
    if (space == type.schema && !hidden) type.schema.clear();
    hidden = hidden || has_type(space);
  }
  return found->second = std::move(type);
}

void Catalog::not_read(std::string what, std::string why) {
  schema.not_read.push_back({std::move(what), std::move(why)});
}

std::vector<std::string> parse_array(std::string_view text) {
  std::vector<std::string> elements;
  if (text.size() <= 2) return elements;
  bool quoted = false, was_quoted = false;
  std::string element;
  const auto finish = [&] {
    elements.push_back(!was_quoted && element == "NULL" ? std::string() : std::move(element));
    element.clear();
    was_quoted = false;
  };
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\') {
      element += text[++i];
    } else if (c == '"') {
      quoted = !quoted;
      was_quoted = true;
    } else if (c == ',' && !quoted) {
      finish();
    } else {
      element += c;
    }
  }
  finish();
  return elements;
}

std::vector<std::string> without_secrets(std::vector<std::string> options) {
  for (std::string& option : options) {
    const std::string name = to_lower_ascii(option.substr(0, option.find('=')));
    for (const char* word : {"pass", "secret", "token", "key", "credential"})
      if (name.find(word) != std::string::npos && !name.ends_with("_file"))
        option = option.substr(0, name.size()) + "=********";
  }
  std::sort(options.begin(), options.end());
  return options;
}

std::vector<int> parse_numbers_array(std::string_view text) {
  std::vector<int> numbers;
  const char* at = text.data();
  const char* end = at + text.size();
  while (at < end) {
    int number = 0;
    const auto [next, error] = std::from_chars(at, end, number);
    if (error == std::errc()) numbers.push_back(number);
    at = next == at || error != std::errc() ? at + 1 : next;
  }
  return numbers;
}

}  // namespace si
