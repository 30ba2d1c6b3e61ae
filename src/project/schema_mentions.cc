#include "project/schema_mentions.h"

#include <fmt/format.h>

#include <algorithm>

#include "support/strings.h"

namespace si {
namespace {

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
         (static_cast<unsigned char>(c) & 0x80) != 0;
}

constexpr std::string_view kCatalogWords[] = {
    "information_schema", "pg_catalog",  "pg_class",   "pg_attribute",     "pg_constraint",    "pg_tables",
    "get_table_names",    "get_columns", "pg_indexes", "get_foreign_keys", "get_pk_constraint"};
// Reads of single columns' facts: what `introspect` shows.
constexpr std::string_view kColumnCatalogWords[] = {"pg_attribute", "get_columns"};
// Calls that do more than look.
constexpr std::string_view kWritingCalls[] = {"commit",    "create_all", "drop_all",  "executemany",
                                              "copy_from", "pg_dump",    "pg_restore"};
constexpr std::string_view kConnectionWords[] = {
    "create_engine", "create_async_engine",    "psycopg", "psycopg2", "asyncpg", "dbname", "psql",
    "database_url",  "sqlalchemy_database_uri"};
constexpr std::string_view kToolWords[] = {"schema-inspector", "schema_inspector"};
constexpr std::string_view kSupersededWords[] = {"superseded", "deprecated", "obsolete"};
constexpr std::string_view kTableKeywords[] = {"from", "join", "into", "update", "table"};

template <typename Words>
bool is_one_of(const Words& words, std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool is_upper(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// Every word of signals, for one look-up a word of text.
const std::unordered_map<std::string_view, Signal>& signal_words() {
  static const std::unordered_map<std::string_view, Signal> words = [] {
    std::unordered_map<std::string_view, Signal> out;
    for (const std::string_view word : kCatalogWords) out.emplace(word, Signal::kCatalog);
    for (const std::string_view word : kConnectionWords) out.emplace(word, Signal::kConnection);
    for (const std::string_view word : kToolWords) out.emplace(word, Signal::kTool);
    for (const std::string_view word : kSupersededWords) out.emplace(word, Signal::kSuperseded);
    return out;
  }();
  return words;
}

class Finder {
 public:
  Finder(std::string_view text, TextForm form, const SchemaNames& names) : text_(text), form_(form), names_(names) {}

  SchemaMentions run() {
    std::size_t begin = 0;
    while (begin < text_.size()) {
      end_ = std::min(text_.find('\n', begin), text_.size());
      ++line_;
      line(begin);
      begin = end_ + 1;
    }
    return std::move(out_);
  }

 private:
  void line(std::size_t at) {
    const bool markdown = form_ == TextForm::kMarkdown;
    const std::string_view start = trim(text_.substr(at, end_ - at));
    if (markdown && (start.starts_with("```") || start.starts_with("~~~"))) {
      fenced_ = !fenced_;
      return;
    }
    bool in_span = false;
    while (at < end_) {
      if (markdown && !fenced_ && text_[at] == '`') in_span = !in_span;
      if (!is_name_byte(text_[at])) {
        ++at;
        continue;
      }
      at = dotted(at, in_span);
    }
  }

  std::size_t word_end(std::size_t at) const {
    while (at < end_ && is_name_byte(text_[at])) ++at;
    return at;
  }

  // One word, or several joined by dots or dashes; the offset behind it.
  std::size_t dotted(std::size_t at, bool in_span) {
    const std::size_t begin = at;
    std::vector<std::string_view>& parts = parts_;
    parts.clear();
    for (;;) {
      const std::size_t stop = word_end(at);
      parts.push_back(text_.substr(at, stop - at));
      at = stop;
      if (at + 1 < end_ && text_[at] == '.' && is_name_byte(text_[at + 1]))
        ++at;
      else
        break;
    }
    if (parts.size() > 1) qualified(begin, at, in_span);
    for (const std::string_view part : parts) word(part, begin, at, in_span);
    if (at < end_ && text_[at] == '-' && parts.back() == "schema" && text_.substr(at, 10) == "-inspector")
      note(Signal::kTool);
    check_url(begin, at);
    return at;
  }

  void note(Signal signal) {
    std::uint32_t& first = out_.signals[static_cast<std::size_t>(signal)];
    if (first == 0) first = line_;
  }

  void word(std::string_view word, std::size_t begin, std::size_t stop, bool in_span) {
    if (word.size() > 63) return;
    const std::string lower = to_lower_ascii(word);
    const bool sql_case = is_upper(word) || form_ == TextForm::kMarkdown;
    if (const auto found = signal_words().find(lower); found != signal_words().end()) {
      note(found->second);
    }
    if (is_one_of(kColumnCatalogWords, lower) || (lower == "columns" && before_ == "information_schema") ||
        (lower == "tables" && before_ == "metadata"))
      note(Signal::kColumnCatalog);
    if (is_one_of(kWritingCalls, lower) || lower.starts_with("pg_stat") || lower.starts_with("pg_size") ||
        lower.starts_with("pg_total"))
      note(Signal::kMore);
    if ((lower == "table" || lower == "index" || lower == "view" || lower == "type" || lower == "column") && sql_case &&
        (before_ == "create" || before_ == "alter" || before_ == "drop" || before_ == "rename" || before_ == "add") &&
        before_upper_)
      note(Signal::kDdl);
    if ((lower == "into" && before_ == "insert") || (lower == "from" && before_ == "delete")) note(Signal::kWrites);
    if (before_ == "update" && before_upper_ && names_.columns.count(lower) > 0) note(Signal::kWrites);
    if ((lower == "password" || lower == "passwd" || lower == "pgpassword") && has_literal(stop))
      note(Signal::kPassword);
    table(lower, word, begin, stop, in_span);
    before_ = lower;
    before_upper_ = is_upper(word);
  }

  // `password = "x"`, `password=x`, `password: x`: a value of its own, no placeholder and no name of a variable.
  bool has_literal(std::size_t at) const {
    while (at < end_ && (text_[at] == ' ' || text_[at] == '"' || text_[at] == '\'')) ++at;
    if (at >= end_ || text_[at] != '=') return false;
    ++at;
    while (at < end_ && text_[at] == ' ') ++at;
    const bool quoted = at < end_ && (text_[at] == '"' || text_[at] == '\'');
    const bool in_string = !quoted && at > 1 && text_[at - 1] == '=' && inside_string(at);
    if (!quoted && !in_string) return false;
    if (quoted) ++at;
    const std::size_t stop = std::min(text_.find_first_of("\"' \t", at), end_);
    const std::string_view value = text_.substr(at, stop - at);
    return value.size() >= 3 && value.find_first_of("{}<>$%*") == std::string_view::npos;
  }

  bool inside_string(std::size_t at) const {
    const std::size_t start = text_.rfind('\n', at) == std::string_view::npos ? 0 : text_.rfind('\n', at) + 1;
    return std::count(text_.begin() + static_cast<std::ptrdiff_t>(start),
                      text_.begin() + static_cast<std::ptrdiff_t>(at), '"') %
               2 ==
           1;
  }

  void check_url(std::size_t begin, std::size_t stop) {
    if (!text_.substr(begin, stop - begin).starts_with("postgres")) return;
    std::size_t at = stop;
    if (at < end_ && text_[at] == '+') at = word_end(at + 1);
    if (text_.substr(at, 3) != "://") return;
    note(Signal::kConnection);
    const std::size_t url_end = std::min(text_.find_first_of(" \t\"'`)", at), end_);
    const std::string_view rest = text_.substr(at + 3, url_end - at - 3);
    const std::size_t sign = rest.rfind('@'), colon = rest.find(':');
    if (sign == std::string_view::npos || colon == std::string_view::npos || colon + 1 >= sign) return;
    const std::string_view password = rest.substr(colon + 1, sign - colon - 1);
    if (password.find_first_of("{}<>$%*") == std::string_view::npos) note(Signal::kPassword);
  }

  void table(const std::string& lower, std::string_view word, std::size_t begin, std::size_t stop, bool in_span) {
    const bool alone = parts_.size() == 1;
    const bool keyword = is_one_of(kTableKeywords, before_) && (before_upper_ || before_ == "table");
    if (const auto found = names_.columns.find(std::string(word)); found != names_.columns.end()) {
      if (keyword && before_upper_) out_.queried.insert(found->first);
      const bool distinctive = word.find('_') != std::string_view::npos && word.size() >= 6;
      if (distinctive || keyword || (in_span && alone)) out_.tables.insert(found->first);
    } else if (names_.former_tables.count(lower) > 0 && alone && in_span && text_[begin - 1] == '`' && stop < end_ &&
               text_[stop] == '`') {
      // A plain word may mean anything, `cast` for one; one with an underscore is a name.
      if (lower.find('_') != std::string::npos || before_ == "table")
        out_.former_tables.push_back({lower, "", begin, stop - begin, line_});
    }
  }

  // `users.rating_limit`, also with the schema in front.
  void qualified(std::size_t begin, std::size_t stop, bool in_span) {
    const std::string_view column = parts_.back();
    const std::string table(parts_[parts_.size() - 2]);
    if (parts_.size() > 3) return;
    const auto known = names_.columns.find(table);
    if (known == names_.columns.end()) return;
    if (known->second.count(std::string(column)) > 0) {
      ++out_.columns;
      out_.tables.insert(table);
      return;
    }
    // Only a code span that holds nothing else is certainly a name; a call or a file is none.
    if (!names_.has_models || !in_span || parts_.size() != 2 || text_[begin - 1] != '`' || stop >= end_ ||
        text_[stop] != '`')
      return;
    const auto members = names_.members.find(table);
    if (members != names_.members.end() && members->second.count(std::string(column)) > 0) return;
    const bool like_a_column = column.ends_with("_id") || column.ends_with("_at");
    if (!like_a_column && names_.former_columns.count(table + '.' + std::string(column)) == 0) return;
    out_.stale_columns.push_back({table, std::string(column), begin, stop - begin, line_});
  }

  std::string_view text_;
  TextForm form_;
  const SchemaNames& names_;
  std::size_t end_ = 0;
  std::uint32_t line_ = 0;
  bool fenced_ = false;
  std::string before_;
  bool before_upper_ = false;
  std::vector<std::string_view> parts_;
  SchemaMentions out_;
};

}  // namespace

SchemaNames SchemaNames::of(const Schema& database, const Schema* models) {
  SchemaNames names;
  const auto add = [&](const std::string& table, const std::vector<Column>& all) {
    auto& own = names.columns[table];
    for (const Column& column : all) own.insert(column.name);
  };
  for (const auto& [schema, space] : database.schemas) {
    for (const auto& [name, table] : space.tables) add(name, table.columns);
    for (const auto& [name, view] : space.views) add(name, view.columns);
    for (const auto& [name, view] : space.materialized_views) add(name, view.columns);
  }
  names.members = names.columns;
  if (models == nullptr) return names;
  names.has_models = true;
  for (const auto& [schema, space] : models->schemas)
    for (const auto& [name, table] : space.tables)
      for (const Column& column : table.columns)
        if (!column.attribute.empty()) names.members[name].insert(column.attribute);
  return names;
}

void add_renames(std::string_view text, SchemaNames& names) {
  const std::string lower = to_lower_ascii(text);
  constexpr std::string_view kWords = "rename column ";
  for (std::size_t at = lower.find(kWords); at != std::string::npos; at = lower.find(kWords, at + 1)) {
    std::size_t end = at + kWords.size();
    const auto next = [&] {
      while (end < text.size() && text[end] != '\n' && !is_name_byte(text[end])) ++end;
      const std::size_t begin = end;
      while (end < text.size() && is_name_byte(text[end])) ++end;
      return std::string(text.substr(begin, end - begin));
    };
    std::string table, old_name = next();
    if (end < text.size() && text[end] == '.') {
      table = old_name;
      old_name = next();
    } else {
      // the word before: ALTER TABLE users RENAME …
      std::size_t stop = at;
      while (stop > 0 && text[stop - 1] == ' ') --stop;
      std::size_t begin = stop;
      while (begin > 0 && is_name_byte(text[begin - 1])) --begin;
      table = text.substr(begin, stop - begin);
    }
    const std::size_t arrow = lower.find_first_not_of(' ', end);
    if (arrow == std::string::npos) return;
    if (lower.compare(arrow, 3, "to ") == 0)
      end = arrow + 3;
    else if (lower.compare(arrow, 2, "->") != 0)
      continue;
    const std::string new_name = next();
    const auto columns = names.columns.find(table);
    if (columns == names.columns.end() || columns->second.count(old_name) > 0 || columns->second.count(new_name) == 0)
      continue;
    const std::string former = fmt::format("{}.{}", table, old_name);
    names.former_columns.insert(former);
    names.renamed_columns[former] = new_name;
  }
}

bool SchemaMentions::speaks() const {
  return !tables.empty() || columns > 0 || !stale_columns.empty() || !former_tables.empty() || has(Signal::kDdl) ||
         has(Signal::kCatalog) || has(Signal::kTool);
}

SchemaMentions find_schema_mentions(std::string_view text, TextForm form, const SchemaNames& names) {
  return Finder(text, form, names).run();
}

}  // namespace si
