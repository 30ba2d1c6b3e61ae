#include "fixes/class_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>

#include "fixes/table_site.h"
#include "support/strings.h"

namespace si::fixes {
namespace {

constexpr std::pair<std::string_view, std::string_view> kIrregular[] = {
    {"people", "person"},   {"children", "child"},  {"men", "man"},        {"women", "woman"},
    {"indices", "index"},   {"media", "media"},     {"data", "data"},      {"series", "series"},
    {"news", "news"},       {"movies", "movie"},    {"cookies", "cookie"}, {"species", "species"},
    {"matrices", "matrix"}, {"statuses", "status"}, {"aliases", "alias"}};

std::string capitalized(std::string word) {
  if (!word.empty()) word[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(word[0])));
  return word;
}

// 0: every word singular, 1: the last, 2: as they are.
std::string camel(const std::string& table, int variant) {
  std::string plain;
  for (const char c : table) plain += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  std::vector<std::string> words;
  for (std::string& word : split(plain, '_'))
    if (!word.empty()) words.push_back(std::move(word));
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool last = i + 1 == words.size();
    out += capitalized(variant == 0 || (variant == 1 && last) ? singular(words[i]) : words[i]);
  }
  if (out.empty() || std::isdigit(static_cast<unsigned char>(out[0])) != 0) out = "Table" + out;
  return out;
}

constexpr std::string_view kSuffixes[] = {"", "Model", "Table", "Record", "ORM", "DB"};

bool is_plain(const Unique& unique) {
  return unique.columns.size() == 1 && !unique.deferrable && !unique.nulls_not_distinct && unique.include.empty();
}

bool is_plain(const Index& index) {
  const bool one = index.keys.size() == 1 && !index.keys[0].column.empty() && !index.keys[0].descending &&
                   !index.keys[0].nulls_first && index.keys[0].operator_class.empty() &&
                   index.keys[0].collation.empty();
  return one && !index.unique && index.method == "btree" && index.include.empty() && !index.nulls_not_distinct &&
         index.storage_parameters.empty() && index.predicate.known() && !index.predicate->has_value();
}

// Whether the server would choose this name by itself.
bool is_chosen(const std::optional<std::string>& name, const std::string& table, const std::string& rest) {
  return !name || *name == table + "_" + rest;
}

// What the mapper can tell rows apart by where the database has no key: `id`, a unique column, else all of them.
std::vector<std::string> stand_in_key(const Table& table) {
  const auto required = [&](const std::string& name) {
    const Column* column = find_column(table.columns, name);
    return column != nullptr && !*column->nullable;
  };
  if (required("id")) return {"id"};
  for (const Unique& unique : table.uniques)
    if (std::all_of(unique.columns.begin(), unique.columns.end(), required)) return unique.columns;
  for (const Index& index : table.indexes) {
    std::vector<std::string> columns;
    for (const IndexKey& key : index.keys) columns.push_back(key.column);
    if (index.unique && index.predicate.known() && !index.predicate->has_value() &&
        std::all_of(columns.begin(), columns.end(), required))
      return columns;
  }
  std::vector<std::string> all;
  for (const Column& column : table.columns)
    if (!*column.nullable) all.push_back(column.name);
  if (all.empty())
    for (const Column& column : table.columns) all.push_back(column.name);
  return all;
}

}  // namespace

std::string singular(std::string word) {
  for (const auto& [plural, one] : kIrregular)
    if (word == plural) return std::string(one);
  const auto ends = [&](std::string_view suffix) { return word.size() > suffix.size() && word.ends_with(suffix); };
  if (ends("ies") && word.size() > 4) return word.substr(0, word.size() - 3) + "y";
  for (const std::string_view suffix : {"sses", "shes", "ches", "xes", "zzes"})
    if (ends(suffix)) return word.substr(0, word.size() - 2);
  if (ends("s") && !ends("ss") && !ends("us") && !ends("is")) word.pop_back();
  return word;
}

ClassNames::ClassNames(const std::vector<std::pair<std::string, std::string>>& known) {
  int best = 0;
  for (const std::string_view suffix : kSuffixes)
    for (int variant = 0; variant < 3; ++variant) {
      int hits = 0;
      for (const auto& [table, name] : known)
        if (to_lower_ascii(camel(table, variant) + std::string(suffix)) == to_lower_ascii(name)) ++hits;
      if (hits <= best) continue;
      best = hits;
      variant_ = variant;
      suffix_ = suffix;
    }
  for (const auto& [table, name] : known) taken_.insert(name);
  taken_.insert("Base");
}

std::string ClassNames::name_for(const std::string& table) {
  std::string name = camel(table, variant_) + suffix_;
  if (taken_.contains(name)) name = camel(table, 2) + suffix_;  // users_media beside user_media
  while (!taken_.insert(name).second) name += "_";
  return name;
}

std::map<std::string, std::string> attributes_of(const Table& table, const ClassStyle& style) {
  std::map<std::string, std::string> attributes;
  std::set<std::string> taken;
  for (const Column& column : table.columns) {
    if (style.given.contains(column.name)) {
      attributes[column.name] = column.name;
      continue;
    }
    const std::string name = attribute_name(column.name, style.reserved_suffix, taken, style.columns.form);
    taken.insert(name);
    attributes[column.name] = name;
  }
  return attributes;
}

namespace {

// What a table's declaration is made of, whatever holds it.
struct TableParts {
  std::vector<std::string> columns;   // statements, or calls for Table(…)
  std::vector<std::string> elements;  // constraints and indexes
  std::vector<std::pair<std::string, std::string>> options;
  std::string problem;
  std::vector<std::string> left_out;  // what SQLAlchemy has no words for
};

TableParts parts_of(const Table& table, const std::string& schema, const ClassStyle& style, Words& words,
                    const std::map<std::string, std::string>& attributes,
                    const std::function<bool(const QualifiedName&)>& is_known) {
  TableParts out;
  const FileStyle& hand = words.file().style();
  const bool field = style.columns.form == ColumnForm::kSqlModel;
  const std::string prefix = field ? "" : prefix_of(style.columns.callee);
  const std::vector<std::string> key = table.primary_key ? table.primary_key->columns : std::vector<std::string>{};
  std::set<std::string> bound;
  for (const auto& [column, attribute] : attributes) bound.insert(attribute);
  std::set<const ForeignKey*> inlined;
  std::set<const Unique*> flagged;
  std::set<const Index*> indexed;
  std::vector<std::string> order;
  for (const Column& column : table.columns) {
    const bool in_key = std::find(key.begin(), key.end(), column.name) != key.end();
    if (in_key) order.push_back(column.name);
    if (style.given.contains(column.name)) continue;
    ColumnParts parts;
    parts.column = &column;
    parts.primary_key = in_key;
    for (const ForeignKey& each : table.foreign_keys) {
      if (each.columns.size() != 1 || each.columns[0] != column.name || !is_known(each.referenced_table)) continue;
      if (parts.foreign_key != nullptr) continue;
      const auto options = key_options(each, hand);
      const bool chosen = is_chosen(each.name, table.name, column.name + "_fkey");
      if (field && !chosen) continue;
      if (field && (options.size() > 1 || (options.size() == 1 && !options[0].starts_with("ondelete=")))) continue;
      parts.foreign_key = &each;
      parts.key_target = key_target(each, "public");
      if (!chosen) parts.key_name = *each.name;
      inlined.insert(&each);
    }
    for (const Unique& unique : table.uniques)
      if (is_plain(unique) && unique.columns[0] == column.name && !parts.unique && !in_key &&
          is_chosen(unique.name, table.name, column.name + "_key")) {
        parts.unique = true;
        flagged.insert(&unique);
      }
    for (const Index& index : table.indexes)
      if (is_plain(index) && index.keys[0].column == column.name &&
          index.name == "ix_" + table.name + "_" + column.name && !parts.unique && !parts.index && schema == "public") {
        parts.index = true;
        indexed.insert(&index);
      }
    const bool integer = column.type.known() && type_family(*column.type) == TypeFamily::kInteger;
    parts.autoincrement_off = in_key && key.size() == 1 && integer && !column.serial && !column.identity->has_value() &&
                              !column.default_value->has_value() && parts.foreign_key == nullptr;
    if (!style.columns.core) parts.attribute = attributes.at(column.name);
    parts.hidden = &bound;
    std::string problem;
    const auto text = column_text(parts, style.columns, words, hand.indent, &problem);
    if (!text) {
      out.problem = column.name + ": " + problem;
      return out;
    }
    out.columns.push_back(*text);
  }
  const bool key_named = table.primary_key && !is_chosen(table.primary_key->name, table.name, "pkey");
  if (!key.empty() && (order != key || key_named)) {
    std::vector<std::string> columns;
    for (const std::string& column : key) columns.push_back(words.quoted(column));
    if (key_named) columns.push_back("name=" + words.quoted(*table.primary_key->name));
    out.elements.push_back(words.name("PrimaryKeyConstraint", prefix) + "(" + join(columns, ", ") + ")");
  }
  for (const ForeignKey& each : table.foreign_keys)
    if (!inlined.contains(&each) && is_known(each.referenced_table) && !each.inherited)
      out.elements.push_back(foreign_key_text(each, "public", words, prefix).text());
  for (const Unique& each : table.uniques)
    if (!flagged.contains(&each)) out.elements.push_back(unique_text(each, words, prefix).text());
  for (const Check& each : table.checks)
    if (each.expression.known() && !each.inherited) out.elements.push_back(check_text(each, words, prefix));
  for (const Exclusion& each : table.exclusions)
    if (const auto text = exclusion_text(each, words))
      out.elements.push_back(*text);
    else
      out.left_out.push_back(each.name.value_or("") + " " + each.definition + ": more than ExcludeConstraint() takes");
  for (const Index& each : table.indexes)
    if (!indexed.contains(&each) && !each.inherited) out.elements.push_back(index_text(each, words, prefix).text());
  if (schema != "public") out.options.emplace_back("schema", words.quoted(schema));
  if (table.comment.known() && table.comment->has_value())
    out.options.emplace_back("comment", words.quoted(**table.comment));
  if (table.partition_key) out.options.emplace_back("postgresql_partition_by", words.quoted(*table.partition_key));
  return out;
}

}  // namespace

ClassText class_text(const Table& table, const std::string& schema, const std::string& name, const ClassStyle& style,
                     Words& words, const std::function<bool(const QualifiedName&)>& is_known,
                     const std::vector<std::string>& relationships) {
  ClassText out;
  const FileStyle& hand = words.file().style();
  const std::string& newline = hand.newline;
  const std::string& indent = hand.indent;
  const bool field = style.columns.form == ColumnForm::kSqlModel;
  std::map<std::string, std::string> attributes = attributes_of(table, style);
  const TableParts parts = parts_of(table, schema, style, words, attributes, is_known);
  out.problem = parts.problem;
  out.left_out = parts.left_out;
  if (!out.problem.empty()) return out;
  std::vector<std::string> options;
  for (const auto& [key, value] : parts.options) options.push_back(fmt::format("{}: {}", words.quoted(key), value));
  const std::vector<std::string>& elements = parts.elements;
  std::string body;
  for (const std::string& column : parts.columns) body += fmt::format("{}{}{}", indent, column, newline);
  if (!relationships.empty()) body += newline;
  for (const std::string& relationship : relationships) body += fmt::format("{}{}{}", indent, relationship, newline);
  std::string arguments;
  const std::string dictionary = "{" + join(options, ", ") + "}";
  if (!elements.empty()) {
    arguments = indent + "__table_args__ = (" + newline;
    for (const std::string& element : elements)
      arguments += fmt::format("{0}{0}{1},{2}", indent, laid_out(element, indent + indent, hand, 1), newline);
    if (!options.empty()) arguments += indent + indent + dictionary + "," + newline;
    arguments += indent + ")" + newline;
  } else if (!options.empty()) {
    arguments = indent + "__table_args__ = " + dictionary + newline;
  }
  std::string mapper;
  if (!table.primary_key || table.primary_key->columns.empty()) {
    std::vector<std::string> columns;
    for (const std::string& column : stand_in_key(table))
      columns.push_back(field ? words.quoted(attributes[column]) : attributes[column]);
    mapper = newline + indent + "# The table has no primary key; the mapper tells rows apart by " +
             (columns.size() == 1 ? "this column." : "these columns.") + newline + indent + "__mapper_args__ = {" +
             words.quoted("primary_key") + ": [" + join(columns, ", ") + "]}" + newline;
  }
  out.text = "class " + name + "(" + style.bases + "):" + newline + indent +
             "__tablename__ = " + words.quoted(style.table_name.empty() ? table.name : style.table_name) + newline +
             arguments + newline + body + mapper;
  return out;
}

ClassText table_text(const Table& table, const std::string& schema, const std::string& name,
                     const std::string& metadata, const ClassStyle& style, Words& words,
                     const std::function<bool(const QualifiedName&)>& is_known, const std::string& callee) {
  ClassText out;
  const FileStyle& hand = words.file().style();
  ClassStyle core = style;
  core.columns.core = true;
  core.columns.form = ColumnForm::kColumn;
  core.given.clear();
  const std::string prefix = prefix_of(style.columns.callee);
  core.columns.callee = words.name("Column", prefix);
  const TableParts parts = parts_of(table, schema, core, words, {}, is_known);
  out.problem = parts.problem;
  out.left_out = parts.left_out;
  std::vector<std::string> items = {words.quoted(table.name)};
  if (!metadata.empty()) items.push_back(metadata);
  items.insert(items.end(), parts.columns.begin(), parts.columns.end());
  items.insert(items.end(), parts.elements.begin(), parts.elements.end());
  for (const auto& [key, value] : parts.options) items.push_back(fmt::format("{}={}", key, value));
  out.text = name + " = " + (callee.empty() ? words.name("Table", prefix) : callee) + "(" + hand.newline;
  for (const std::string& item : items)
    out.text += fmt::format("{}{},{}", hand.indent, laid_out(item, hand.indent, hand, 1), hand.newline);
  out.text += ")" + hand.newline;
  return out;
}

}  // namespace si::fixes
