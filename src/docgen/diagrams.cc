// Mermaid's grammar for erDiagram takes an entity's name in double quotes (without `"`, `%`, `\` and line ends), a
// label likewise, and for an attribute two words: a letter or '_', then letters, digits and '_' (also non-ASCII ones
// and
// `[]` in the type), neither of them beginning with the word PK, FK or UK. Whatever else a name holds becomes '_' here,
// in the diagram only; two names that become equal are numbered apart.
#include "docgen/diagrams.h"

#include <algorithm>
#include <set>

#include "support/strings.h"

namespace si::docgen {
namespace {

// How many tables a person takes in at once.
constexpr std::size_t kTablesPerDiagram = 25;

constexpr const char* kHead = "erDiagram\n";

using Tables = std::vector<const Table*>;

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// `text` with every character but words, non-ASCII letters and those of `others` replaced by '_'.
std::string plain(std::string_view text, std::string_view others) {
  std::string out;
  for (const char c : printable(text)) {
    const bool kept = is_word_character(c) || (c & 0x80) != 0 || others.find(c) != std::string_view::npos;
    out += kept ? c : '_';
  }
  return out;
}

std::string attribute_word(std::string_view text) {
  std::string out;
  for (const char c : text) out += is_word_character(c) ? c : '_';
  const std::string start = to_lower_ascii(out.substr(0, 2));
  const bool is_mark = out.size() == 2 && (start == "pk" || start == "fk" || start == "uk");
  if (out.empty() || is_mark || (out[0] >= '0' && out[0] <= '9')) out.insert(0, "_");
  return out;
}

std::string type_word(const Known<Type>& type) {
  if (!type.known()) return "unknown";
  std::string name = type->name;
  if (name == "character varying") name = "varchar";
  if (name == "timestamp with time zone") name = "timestamptz";
  if (name == "timestamp without time zone") name = "timestamp";
  if (name == "double precision") name = "float8";
  return attribute_word(name) + (type->is_array ? "[]" : "");
}

// "media" of "media_genres".
std::string first_word(const std::string& name) { return name.substr(0, name.find('_')); }

class Drawer {
 public:
  explicit Drawer(const Schema& schema) : schema_(schema) {
    for (const auto& [space, objects] : schema.schemas) {
      for (const auto& [name, table] : objects.tables) {
        where_[&table] = {space, name};
        if (!table.partition_of) tables_.push_back(&table);
      }
    }
  }

  std::vector<Diagram> draw() {
    Tables small;
    for (Tables& component : components()) {
      if (component.size() < 2) continue;
      if (component.size() > kTablesPerDiagram) {
        by_prefix(component);
      } else {
        if (small.size() + component.size() > kTablesPerDiagram) add("", std::exchange(small, {}));
        small.insert(small.end(), component.begin(), component.end());
      }
    }
    add("", small);
    return std::move(diagrams_);
  }

 private:
  // Tables that foreign keys join, each component and all of them in the order of their first table.
  std::vector<Tables> components() {
    std::map<const Table*, const Table*> leader;
    for (const Table* table : tables_) leader[table] = table;
    const auto find = [&](const Table* table) {
      while (leader[table] != table) table = leader[table] = leader[leader[table]];
      return table;
    };
    for (const Table* table : tables_) {
      for (const ForeignKey& key : table->foreign_keys) {
        const Table* target = schema_.find_table(key.referenced_table);
        if (target != nullptr && leader.count(target) != 0) leader[find(target)] = find(table);
      }
    }
    std::map<const Table*, std::size_t> place;
    std::vector<Tables> out;
    for (const Table* table : tables_) {
      const auto [at, is_new] = place.try_emplace(find(table), out.size());
      if (is_new) out.emplace_back();
      out[at->second].push_back(table);
    }
    return out;
  }

  // A large component in groups by the first word of the names; the groups too small to stand alone go together.
  void by_prefix(const Tables& component) {
    std::map<std::string, Tables> groups;
    for (const Table* table : component) groups[first_word(table->name)].push_back(table);
    Tables rest;
    for (auto& [prefix, tables] : groups) {
      if (tables.size() < 3)
        rest.insert(rest.end(), tables.begin(), tables.end());
      else
        in_chunks(prefix, tables);
    }
    in_chunks("", rest);
  }

  void in_chunks(const std::string& title, const Tables& tables) {
    for (std::size_t i = 0; i < tables.size(); i += kTablesPerDiagram) {
      const std::size_t end = std::min(tables.size(), i + kTablesPerDiagram);
      add(title,
          Tables(tables.begin() + static_cast<std::ptrdiff_t>(i), tables.begin() + static_cast<std::ptrdiff_t>(end)));
    }
  }

  // One diagram, or two when one is more than Mermaid takes. A single table that is too much by itself is drawn without
  // its columns, and its keys go on in the next diagram.
  void add(const std::string& title, const Tables& tables) {
    if (tables.empty()) return;
    std::size_t edges = 0;
    std::string text = kHead;
    for (const Table* table : tables) text += entity(*table);
    if (text.size() > kMaxDiagramCharacters / 2) {
      if (tables.size() > 1) return add_halves(title, tables);
      text = kHead;
    }
    for (const Table* table : tables) {
      for (const ForeignKey& key : table->foreign_keys) {
        if (key.inherited || !key.unresolved.empty()) continue;
        const std::string line = edge(*table, key);
        if (edges + 1 >= kMaxDiagramEdges || text.size() + line.size() >= kMaxDiagramCharacters) {
          if (tables.size() > 1) return add_halves(title, tables);
          diagrams_.push_back({title, std::exchange(text, kHead)});
          edges = 0;
        }
        text += line;
        ++edges;
      }
    }
    diagrams_.push_back({title, std::move(text)});
  }
  void add_halves(const std::string& title, const Tables& tables) {
    const auto middle = tables.begin() + static_cast<std::ptrdiff_t>(tables.size() / 2);
    add(title, Tables(tables.begin(), middle));
    add(title, Tables(middle, tables.end()));
  }

  // Only the columns that are part of a key: the rest stands in the table's own section.
  std::string entity(const Table& table) {
    std::string out = "    " + entity_name(where_[&table]) + " {\n";
    std::set<std::string> words;
    for (const Column& column : table.columns) {
      const bool primary = table.primary_key && contains(table.primary_key->columns, column.name);
      const bool foreign = std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(),
                                       [&](const ForeignKey& key) { return contains(key.columns, column.name); });
      if (!primary && !foreign) continue;
      std::string word = attribute_word(column.name);
      while (!words.insert(word).second) word += '_';
      out += "        " + type_word(column.type) + ' ' + word;
      out += primary && foreign ? " PK, FK" : primary ? " PK" : " FK";
      if (word != column.name) out += " \"" + plain(column.name, "-. ") + '"';
      out += '\n';
    }
    return out + "    }\n";
  }

  std::string edge(const Table& table, const ForeignKey& key) {
    const bool optional = std::any_of(key.columns.begin(), key.columns.end(), [&](const std::string& name) {
      const Column* column = find_column(table.columns, name);
      return column == nullptr || *column->nullable;
    });
    bool one = table.primary_key && table.primary_key->columns == key.columns;
    for (const Unique& unique : table.uniques) one = one || unique.columns == key.columns;
    QualifiedName target = key.referenced_table;
    if (target.schema.empty()) target.schema = schema_.default_schema();
    return "    " + entity_name(where_[&table]) + (one ? " |o--" : " }o--") + (optional ? "o| " : "|| ") +
           entity_name(target) + " : \"" + plain(join(key.columns, ", "), "-., ") + "\"\n";
  }

  // In quotes, and of its own among all names of the page.
  std::string entity_name(const QualifiedName& name) {
    std::string& known = entity_names_[name];
    if (!known.empty()) return known;
    std::string text = name.schema == schema_.default_schema() ? name.name : name.schema + '.' + name.name;
    text = plain(text, "-. ");
    std::string unique = text;
    for (int i = 2; !taken_.insert(unique).second; ++i) unique = text + '_' + std::to_string(i);
    return known = '"' + unique + '"';
  }

  static bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  const Schema& schema_;
  Tables tables_;
  std::map<const Table*, QualifiedName> where_;
  std::map<QualifiedName, std::string> entity_names_;
  std::set<std::string> taken_;
  std::vector<Diagram> diagrams_;
};

}  // namespace

std::vector<Diagram> diagrams(const Schema& schema) { return Drawer(schema).draw(); }

}  // namespace si::docgen
