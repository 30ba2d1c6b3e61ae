#include "queries/schema_change.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "model/names.h"
#include "queries/server_words.h"
#include "support/strings.h"

namespace si {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// A name's stretch in a statement: past the qualifying parts, with its quotes.
struct Word {
  std::size_t begin = 0, end = 0;
};
Word last_word(std::string_view sql, std::size_t offset) {
  Word word{offset, offset};
  for (std::size_t at = offset;;) {
    std::size_t end = at;
    if (end < sql.size() && sql[end] == '"') {
      end = std::min(sql.find('"', end + 1), sql.size() - 1) + 1;
    } else {
      while (end < sql.size() && is_word(sql[end])) ++end;
    }
    if (end == at) return word;
    word = {at, end};
    if (end + 1 >= sql.size() || sql[end] != '.' || (!is_word(sql[end + 1]) && sql[end + 1] != '"')) return word;
    at = end + 1;
  }
}

bool spells(std::string_view written, std::string_view name) {
  if (written.size() >= 2 && written.front() == '"') return written.substr(1, written.size() - 2) == name;
  return to_lower_ascii(written) == name;
}

bool same_table(const QualifiedName& a, const QualifiedName& b) {
  return a.name == b.name && (a.schema.empty() || b.schema.empty() || a.schema == b.schema);
}

// Does a word stand in a text by itself?
bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1))
    if ((at == 0 || !is_word(text[at - 1])) && (at + word.size() >= text.size() || !is_word(text[at + word.size()])))
      return true;
  return false;
}

Error usage(std::string_view text, std::string_view expected) {
  return Error{ErrorKind::kUsage, "\"" + printable(text) + "\" is no change", "write it as " + std::string(expected)};
}

}  // namespace

std::string to_string(const SchemaChange& change) {
  const std::string object =
      to_string(change.table) + (change.column.empty() ? "" : "." + quote_identifier(change.column));
  switch (change.kind) {
    case ChangeKind::kRename: return "rename " + object + " to " + quote_identifier(change.to);
    case ChangeKind::kDrop: return "drop " + object;
    case ChangeKind::kRetype: return "retype " + object + " to " + change.to;
  }
  return "";
}

std::string_view to_string(Grade grade) {
  switch (grade) {
    case Grade::kBreaks: return "breaks";
    case Grade::kMayBreak: return "may break";
    case Grade::kReads: return "reads it";
  }
  return "";
}

Result<SchemaChange> parse_change(ChangeKind kind, std::string_view text) {
  const std::string_view expected = kind == ChangeKind::kDrop     ? "table.column or table"
                                    : kind == ChangeKind::kRename ? "table.column=new_name or table=new_name"
                                                                  : "table.column=type";
  SchemaChange change;
  change.kind = kind;
  std::string_view object = text;
  if (kind != ChangeKind::kDrop) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) return usage(text, expected);
    object = trim(text.substr(0, equals));
    std::string_view to = trim(text.substr(equals + 1));
    // `users.a=users.b` is meant as `users.a=b`.
    if (kind == ChangeKind::kRename && to.find('.') != std::string_view::npos && to.find('"') == std::string_view::npos)
      to = to.substr(to.rfind('.') + 1);
    change.to = kind == ChangeKind::kRename ? parse_qualified_name(to).name : std::string(to);
    if (change.to.empty()) return usage(text, expected);
  }
  const std::size_t dots = static_cast<std::size_t>(std::count(object.begin(), object.end(), '.'));
  if (object.empty() || dots > 2) return usage(text, expected);
  if (dots == 0) {
    change.table = parse_qualified_name(object);
  } else {
    const std::size_t dot = object.rfind('.');
    change.table = parse_qualified_name(object.substr(0, dot));
    change.column = parse_qualified_name(object.substr(dot + 1)).name;
    if (change.column.empty()) return usage(text, expected);
  }
  if (change.table.name.empty() || (kind == ChangeKind::kRetype && change.column.empty())) return usage(text, expected);
  return change;
}

Result<std::vector<SchemaChange>> parse_change_plan(std::string_view text, const std::string& name) {
  std::vector<SchemaChange> out;
  std::size_t number = 0;
  for (const std::string& line : split(text, '\n')) {
    ++number;
    const std::string_view words = trim(std::string_view(line).substr(0, line.find('#')));
    if (words.empty()) continue;
    const std::size_t blank = words.find(' ');
    const std::string_view verb = words.substr(0, blank);
    const std::string_view rest = blank == std::string_view::npos ? std::string_view() : trim(words.substr(blank));
    if (verb != "rename" && verb != "drop" && verb != "retype")
      return Error{ErrorKind::kUsage,
                   printable(name) + ":" + std::to_string(number) + ": no change: " + printable(words),
                   "each line is rename table.column=new, drop table.column or retype table.column=type"};
    Result<SchemaChange> change = parse_change(verb == "rename" ? ChangeKind::kRename
                                               : verb == "drop" ? ChangeKind::kDrop
                                                                : ChangeKind::kRetype,
                                               rest);
    if (!change) {
      Error error = change.error();
      error.message = printable(name) + ":" + std::to_string(number) + ": " + error.message;
      return error;
    }
    out.push_back(std::move(*change));
  }
  return out;
}

const Table* changed_table(const Schema& schema, const SchemaChange& change) { return schema.find_table(change.table); }

Schema schema_before(const Schema& schema, const SchemaChange& change) {
  Schema before = schema;
  if (change.kind != ChangeKind::kRename) return before;
  for (auto& [name, space] : before.schemas) {
    if (!change.table.schema.empty() && name != change.table.schema) continue;
    if (change.column.empty()) {
      const auto renamed = space.tables.find(change.to);
      if (space.tables.contains(change.table.name) || renamed == space.tables.end()) continue;
      auto node = space.tables.extract(renamed);
      node.key() = change.table.name;
      node.mapped().name = change.table.name;
      space.tables.insert(std::move(node));
      continue;
    }
    const auto found = space.tables.find(change.table.name);
    if (found == space.tables.end() || find_column(found->second.columns, change.column) != nullptr) continue;
    for (Column& column : found->second.columns)
      if (column.name == change.to) column.name = change.column;
  }
  return before;
}

std::vector<TouchedPlace> touched_queries(const Extraction& extraction, const QueryCheck& check,
                                          const SchemaChange& change) {
  std::vector<TouchedPlace> out;
  std::set<std::tuple<Location, std::string>> seen;
  const auto add = [&](Grade grade, Location place, std::string message) {
    if (!seen.insert({place, message}).second) return;
    out.push_back({grade, "query", std::move(place), std::move(message)});
  };
  const std::string object = change.table.name + (change.column.empty() ? "" : "." + change.column);
  const Grade hard = change.kind == ChangeKind::kRetype ? Grade::kMayBreak : Grade::kBreaks;
  for (const CheckedStatement& statement : check.statements) {
    const Location& call = extraction.queries[statement.query].place;
    if (statement.state == CheckState::kNotChecked) {
      const std::string text = plain_text(statement.sql.text);
      const bool named = has_word(text, change.table.name) && (change.column.empty() || has_word(text, change.column));
      if (named) add(Grade::kMayBreak, call, "it was not checked, and the names of " + object + " are in it");
      continue;
    }
    bool explicit_column = false, whole_rows = false, uses_table = false;
    for (const QueryReference& reference : statement.resolved.references) {
      if (!same_table(reference.table, change.table)) continue;
      uses_table = true;
      const Word word = last_word(statement.sql.sql, reference.offset);
      const Location place = statement.sql.place(word.begin, std::max(word.end, word.begin + 1));
      if (change.column.empty()) {
        if (reference.use == ReferenceUse::kTable) add(hard, place, "names table " + change.table.name);
      } else if (reference.column == change.column) {
        explicit_column = true;
        add(hard, place, std::string(reference.use == ReferenceUse::kWrite ? "writes " : "reads ") + object);
      } else if (reference.use == ReferenceUse::kAll) {
        whole_rows = true;
      }
    }
    if (change.column.empty() || explicit_column) continue;
    if (whole_rows) {
      add(change.kind == ChangeKind::kRetype ? Grade::kReads : Grade::kMayBreak, call,
          "reads whole rows of " + change.table.name + " (*)");
    } else if (uses_table && statement.state == CheckState::kAroundHoles) {
      add(Grade::kMayBreak, call, "uses " + change.table.name + ", and a part of it is known only when it runs");
    } else if (uses_table && has_word(statement.sql.sql, change.column)) {
      add(Grade::kMayBreak, call, "uses " + change.table.name + ", and " + change.column + " is named in it");
    }
  }
  std::sort(out.begin(), out.end(), [](const TouchedPlace& a, const TouchedPlace& b) {
    return std::tie(a.location, a.message) < std::tie(b.location, b.message);
  });
  return out;
}

QueryEdits rename_in_queries(const Extraction& extraction, const QueryCheck& check, const SchemaChange& change) {
  QueryEdits out;
  std::set<std::tuple<const Document*, std::size_t>> done;
  const std::string& old = change.column.empty() ? change.table.name : change.column;
  for (const CheckedStatement& statement : check.statements) {
    if (statement.state == CheckState::kNotChecked) continue;
    const std::string& sql = statement.sql.sql;
    for (const QueryReference& reference : statement.resolved.references) {
      if (!same_table(reference.table, change.table)) continue;
      if (change.column.empty() ? reference.use != ReferenceUse::kTable : reference.column != change.column) continue;
      const Word word = last_word(sql, reference.offset);
      const std::string_view written = std::string_view(sql).substr(word.begin, word.end - word.begin);
      const std::optional<SourceBytes> bytes =
          reference.placed && spells(written, old) ? statement.sql.source(word.begin, word.end) : std::nullopt;
      if (!bytes) {
        out.left.push_back({Grade::kBreaks, "query", extraction.queries[statement.query].place,
                            "names " + old + " where it cannot be changed safely: in USING, ON CONFLICT or an escape"});
        continue;
      }
      std::string replacement = quote_identifier(change.to);
      if (change.column.empty()) {
        // Names before a dot go on to mean this table.
        const bool qualifies = reference.alias.empty() && sql.find(old + ".") != std::string::npos;
        if (qualifies) replacement += " AS " + quote_identifier(old);
      } else if (reference.names_result) {
        replacement += " AS " + quote_identifier(old);  // the result keeps its name
      }
      if (!done.insert({bytes->document, bytes->begin}).second) continue;
      out.edits.emplace_back(bytes->document, Edit{bytes->begin, bytes->end, std::move(replacement)});
    }
  }
  return out;
}

}  // namespace si
