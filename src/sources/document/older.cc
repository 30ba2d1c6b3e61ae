// Forms seen in schema documents of projects: a heading a table; below it a Markdown table whose header has a name and
// a type, or list items such as
//   - `users_id` INTEGER NOT NULL, references `users.id`        - **email**: varchar(255), unique - for the login
// Nothing is guessed: NOT NULL, DEFAULT, REFERENCES and so on are cut off as words before what is left is taken for the
// type, and a line whose type is no type is reported rather than read.
#include "sources/document/older.h"

#include <algorithm>
#include <array>

#include "sources/document/canonical.h"
#include "support/strings.h"
#include "text/markdown.h"

namespace si::document {
namespace {

using markdown::Cursor;

bool is_identifier_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
         (c & 0x80);
}
bool is_identifier(std::string_view text) {
  return !text.empty() && !(text[0] >= '0' && text[0] <= '9') &&
         std::all_of(text.begin(), text.end(), is_identifier_character);
}

// Without emphasis and code marks: "**`id`**" is "id".
std::string bare(std::string_view text) {
  text = trim(text);
  while (text.size() > 2 && (text.starts_with("**") || text.starts_with("__")) && text.ends_with(text.substr(0, 2)))
    text = trim(text.substr(2, text.size() < 4 ? 0 : text.size() - 4));
  Cursor cursor(text);
  if (const auto code = cursor.code(); code && cursor.at_end()) return *code;
  return markdown::read_text(text);
}

// The table that a heading names: its code span, or its only word beside "Table"; empty when it names none.
QualifiedName heading_name(std::string_view text) {
  Cursor start(text);
  if (start.take("<a ")) start.until("</a>");
  text = trim(start.rest());
  if (const std::size_t tick = text.find('`'); tick != std::string_view::npos) {
    Cursor cursor(text.substr(tick));
    const std::optional<std::string> code = cursor.code();
    return code ? parse_qualified_name(*code) : QualifiedName{};
  }
  std::string name;
  for (const std::string& part : split(replace_all(std::string(text.substr(0, text.find('('))), ":", " "), ' ')) {
    const std::string word = bare(part);
    if (word.empty() || to_lower_ascii(word) == "table") continue;
    if (word.find_first_not_of("0123456789.") == std::string::npos) continue;  // a section's number
    if (!name.empty()) return {};
    name = word;
  }
  for (const std::string& part : split(name, '.'))
    if (!is_identifier(part)) return {};
  const std::size_t dot = name.find('.');
  if (dot == std::string::npos) return {"", name};
  return {name.substr(0, dot), name.substr(dot + 1)};
}

// Headings inside a table's section, and those that are about no table.
bool is_part(std::string_view heading) {
  static constexpr std::string_view kParts[] = {"columns", "fields", "attributes", "structure"};
  return std::find(std::begin(kParts), std::end(kParts), to_lower_ascii(bare(heading))) != std::end(kParts);
}
bool is_other_part(std::string_view heading) {
  static constexpr std::string_view kParts[] = {
      "indexes", "indices",     "constraints", "relationships", "relations", "foreign keys", "primary key", "triggers",
      "notes",   "description", "tables",      "views",         "enums",     "overview",     "usage",       "examples",
      "example", "references",  "changelog",   "introduction",  "summary",   "contents",     "schema",      "database"};
  return std::find(std::begin(kParts), std::end(kParts), to_lower_ascii(bare(heading))) != std::end(kParts);
}

// ---- what stands behind a column's name -----------------------------------------------------------------------------

// The definition cut into the pieces that commas separate, outside parentheses and quotes; a dash begins a remark.
struct Pieces {
  std::vector<std::string> pieces;
  std::string remark;
};
Pieces cut(std::string_view text) {
  Pieces out;
  out.pieces.emplace_back();
  int depth = 0;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const std::string_view rest = text.substr(i);
    if (quote == 0 && depth == 0) {
      for (const std::string_view dash : {" - ", " – ", " — ", " -- "}) {
        if (!rest.starts_with(dash)) continue;
        out.remark = markdown::read_text(rest.substr(dash.size()));
        return out;
      }
    }
    if (quote != 0)
      quote = c == quote ? '\0' : quote;
    else if (c == '\'' || c == '"')
      quote = c;
    else if (c == '(')
      ++depth;
    else if (c == ')' && depth > 0)
      --depth;
    if (c == ',' && quote == 0 && depth == 0)
      out.pieces.emplace_back();
    else if (c != '`')
      out.pieces.back() += c;
  }
  return out;
}

// Where a clause of a column's definition begins.
constexpr std::string_view kClauses[] = {
    "not null",   "null",        "nullable",  "default",  "primary key", "pk",      "unique", "uq", "fk",
    "references", "foreign key", "generated", "identity", "check",       "collate", "->",     "→"};

// The clause that starts at text[at] as whole words, in any case; empty when none does.
std::string_view clause_at(std::string_view text, std::size_t at) {
  if (at > 0 && is_identifier_character(text[at - 1]) && is_identifier_character(text[at])) return {};
  for (const std::string_view clause : kClauses) {
    if (to_lower_ascii(text.substr(at, clause.size())) != clause) continue;
    const std::size_t end = at + clause.size();
    if (end == text.size() || !is_identifier_character(text[end]) || !is_identifier_character(clause.back()))
      return clause;
  }
  return {};
}

struct Facts {
  Column column;
  bool says_null = false;
  bool primary = false, unique = false;
  std::optional<QualifiedName> target;
  std::string target_column;
};

// "users.id", "users(id)" and "public.users.id": the last part is the column.
void read_target(std::string_view text, Facts& facts) {
  text = trim(text);
  if (text.starts_with("to ")) text = trim(text.substr(3));
  std::string name;
  for (const char c : text.substr(0, text.find_first_of(" ;)"))) name += c == '(' ? '.' : c;
  std::vector<std::string> parts = split(name, '.');
  if (parts.empty() || !std::all_of(parts.begin(), parts.end(), [](const auto& part) { return is_identifier(part); }))
    return;
  if (parts.size() > 1) {
    facts.target_column = parts.back();
    parts.pop_back();
  }
  facts.target = QualifiedName{parts.size() > 1 ? parts[parts.size() - 2] : "", parts.back()};
}

void apply_clause(std::string_view clause, std::string_view argument, Facts& facts) {
  if (clause == "not null" || clause == "null" || clause == "nullable") {
    facts.column.nullable = clause != "not null";
    facts.says_null = true;
  } else if (clause == "default") {
    if (argument.starts_with(':') || argument.starts_with('=')) argument.remove_prefix(1);
    if (!trim(argument).empty()) facts.column.default_value = std::optional<Expression>(trim(argument));
  } else if (clause == "primary key" || clause == "pk") {
    facts.primary = true;
  } else if (clause == "unique" || clause == "uq") {
    facts.unique = true;
  } else if (clause == "references" || clause == "fk" || clause == "->" || clause == "→" || clause == "foreign key") {
    if (!argument.empty()) read_target(argument, facts);
  }
}

// Reads one piece; what stands before its first clause is returned (the type, in the first piece).
std::string read_piece(std::string_view piece, Facts& facts) {
  std::string before;
  std::string_view clause;
  std::size_t begin = 0;
  char quote = 0;
  const auto close = [&](std::size_t end) {
    const std::string_view text = trim(piece.substr(begin, end - begin));
    if (clause.empty())
      before = text;
    else
      apply_clause(clause, text, facts);
  };
  for (std::size_t i = 0; i < piece.size(); ++i) {
    if (quote != 0 || piece[i] == '\'') {
      if (piece[i] == '\'') quote = quote == 0 ? '\'' : '\0';
      continue;
    }
    const std::string_view next = clause_at(piece, i);
    if (next.empty() || (clause == "default" && (next == "null") && trim(piece.substr(begin, i - begin)).empty()))
      continue;
    close(i);
    clause = next;
    begin = i + next.size();
    i = begin - 1;
  }
  close(piece.size());
  return before;
}

bool is_known_type(std::string_view text) {
  const Type type = parse_type(text);
  return is_builtin(type) || type.name == "interval";
}

// A type that PostgreSQL knows, or one word (a type of the user's own).
bool is_type(std::string_view text) {
  text = trim(text);
  if (is_known_type(text)) return true;
  const std::string_view name = trim(text.substr(0, text.find_first_of("([")));
  return is_identifier(replace_all(std::string(name), ".", "_")) ||
         (name.size() > 2 && name.front() == '"' && name.back() == '"');
}

// ---- tables ---------------------------------------------------------------------------------------------------------

enum class Role { kNone, kName, kType, kNull, kNotNull, kDefault, kKey, kComment };

Role role_of(std::string_view title) {
  static constexpr std::pair<std::string_view, Role> kRoles[] = {
      {"column", Role::kName},      {"column name", Role::kName}, {"name", Role::kName},
      {"field", Role::kName},       {"attribute", Role::kName},   {"type", Role::kType},
      {"data type", Role::kType},   {"datatype", Role::kType},    {"null", Role::kNull},
      {"null?", Role::kNull},       {"nullable", Role::kNull},    {"nullable?", Role::kNull},
      {"not null", Role::kNotNull}, {"required", Role::kNotNull}, {"default", Role::kDefault},
      {"key", Role::kKey},          {"keys", Role::kKey},         {"constraints", Role::kKey},
      {"constraint", Role::kKey},   {"references", Role::kKey},   {"fk", Role::kKey},
      {"comment", Role::kComment},  {"comments", Role::kComment}, {"description", Role::kComment},
      {"notes", Role::kComment},
  };
  const std::string name = to_lower_ascii(bare(title));
  for (const auto& [word, role] : kRoles)
    if (word == name) return role;
  return Role::kNone;
}

// What a cell of a yes-or-no column says; nullopt when it says neither.
std::optional<bool> read_yes(std::string_view cell) {
  const std::string word = to_lower_ascii(bare(cell));
  for (const std::string_view yes : {"yes", "y", "true", "t", "null", "nullable", "✓", "✔", "x", "✅"})
    if (word == yes) return true;
  for (const std::string_view no : {"no", "n", "false", "f", "not null", "", "-", "—", "✗", "❌"})
    if (word == no) return false;
  return std::nullopt;
}

class OlderReader {
 public:
  OlderReader(const Document& document, Schema& schema) : document_(document), schema_(schema) {}

  void read(const std::vector<Block>& blocks) {
    for (const Block& block : blocks) {
      if (block.kind == Block::kHeading)
        heading(block);
      else if (!name_.empty() && block.kind == Block::kGrid)
        grid(block);
      else if (!name_.empty() && block.kind == Block::kItem)
        item(block);
      else if (name_.empty() && block.kind == Block::kParagraph)
        heading_without_mark(block);
    }
  }

 private:
  void complain(std::size_t line, std::string why) {
    schema_.not_read.push_back(not_read(line, document_.line(line), std::move(why)));
  }

  void heading(const Block& block) {
    if (is_part(block.text)) return;
    name_ = is_other_part(block.text) ? QualifiedName{} : heading_name(block.text);
    if (name_.schema.empty()) name_.schema = schema_.default_schema();
    if (name_.name.empty()) name_ = {};
    heading_ = block.line;
    table_ = nullptr;
  }
  // "**users**" alone on its line.
  void heading_without_mark(const Block& block) {
    if (block.text.size() > 4 && block.text.starts_with("**") && block.text.ends_with("**")) heading(block);
  }

  // The table of the heading, made when its first column is read; nullptr when it has been described before.
  Table* table(std::size_t line) {
    if (table_ != nullptr) return table_;
    const auto [place, is_new] = schema_.schemas[name_.schema].tables.try_emplace(name_.name);
    if (!is_new) {
      complain(line, "the table was described before: the first description counts");
      return nullptr;
    }
    table_ = &place->second;
    table_->name = name_.name;
    table_->location = line_location(document_, heading_);
    return table_;
  }

  void add(Facts facts, std::size_t line) {
    Table* owner = table(line);
    if (owner == nullptr) return;
    const std::string name = facts.column.name;
    if (find_column(owner->columns, name) != nullptr) return complain(line, "a second column of this name");
    if (facts.primary && !facts.says_null) facts.column.nullable = false;
    if (!facts.primary && !facts.says_null)
      facts.column.nullable = Known<bool>::unresolved("the document does not say");
    facts.column.location = line_location(document_, line);
    owner->columns.push_back(std::move(facts.column));
    if (facts.primary) {
      if (!owner->primary_key) owner->primary_key.emplace();
      owner->primary_key->columns.push_back(name);
      owner->primary_key->location = line_location(document_, line);
    }
    if (facts.unique) {
      Unique& unique = owner->uniques.emplace_back();
      unique.columns = {name};
      unique.location = line_location(document_, line);
    }
    if (facts.target) {
      ForeignKey& key = owner->foreign_keys.emplace_back();
      key.columns = {name};
      key.referenced_table = *facts.target;
      if (key.referenced_table.schema.empty()) key.referenced_table.schema = schema_.default_schema();
      if (!facts.target_column.empty()) key.referenced_columns = {facts.target_column};
      key.location = line_location(document_, line);
    }
  }

  void item(const Block& block) {
    Cursor cursor(block.text);
    const bool bold = cursor.take("**");
    std::string name;
    bool marked = bold;
    if (std::optional<std::string> code = cursor.code()) {
      name = std::move(*code);
      marked = true;
    } else {
      while (!cursor.at_end() && is_identifier_character(cursor.rest().front())) {
        name += cursor.rest().front();
        cursor.take(cursor.rest().substr(0, 1));
      }
    }
    if (bold) {
      cursor.take(":");
      cursor.take("**");
    }
    marked = marked || cursor.rest().starts_with(':');
    while (cursor.take(" ") || cursor.take(":")) {
    }
    std::string definition(cursor.rest());
    if (definition.starts_with('(') && definition.find(')') != std::string::npos) definition = unwrapped(definition);
    const Pieces pieces = cut(definition);
    Facts facts;
    const std::string type = read_piece(pieces.pieces[0], facts);
    // A word that nothing marks as a name needs a type that cannot be another word.
    if (name.empty() || !(marked ? is_type(type) : is_known_type(type)))
      return complain(block.line, "a list item that is not one of a column");
    for (std::size_t i = 1; i < pieces.pieces.size(); ++i) read_piece(pieces.pieces[i], facts);
    facts.column.name = name;
    set_type(type, facts.column);
    if (!pieces.remark.empty()) facts.column.comment = std::optional<std::string>(pieces.remark);
    add(std::move(facts), block.line);
  }
  // "(integer, not null) the key" is "integer, not null - the key".
  static std::string unwrapped(const std::string& definition) {
    int depth = 0;
    for (std::size_t i = 0; i < definition.size(); ++i) {
      if (definition[i] == '(') ++depth;
      if (definition[i] != ')' || --depth != 0) continue;
      const std::string remark(trim(std::string_view(definition).substr(i + 1)));
      const bool has_dash = remark.starts_with("- ") || remark.starts_with("–") || remark.starts_with("—");
      return definition.substr(1, i - 1) + (remark.empty() ? "" : has_dash ? " " + remark : " - " + remark);
    }
    return definition;
  }
  static void set_type(const std::string& spelling, Column& column) {
    // What SQLAlchemy prints for an array, whatever it is of.
    if (to_lower_ascii(trim(spelling)) == "array") {
      column.type = Known<Type>::unresolved("the document says ARRAY, not of what");
      return;
    }
    column.type = parse_type(spelling);
    column.serial = is_serial_spelling(spelling);
  }

  void grid(const Block& block) {
    std::vector<Role> roles;
    for (const std::string& title : block.header) roles.push_back(role_of(title));
    const auto has = [&](Role role) { return std::find(roles.begin(), roles.end(), role) != roles.end(); };
    if (!has(Role::kName) || !has(Role::kType)) return complain(block.line, "a table that is not one of columns");
    for (const Block::Row& row : block.rows) {
      Facts facts;
      std::string problem = row.cells.size() > roles.size() ? "more cells than the header has" : "";
      for (std::size_t i = 0; i < row.cells.size() && problem.empty(); ++i)
        problem = cell(roles[i], row.cells[i], facts);
      if (problem.empty() && (facts.column.name.empty() || (facts.column.type.known() && facts.column.type->empty())))
        problem = "no name or no type";
      if (problem.empty())
        add(std::move(facts), row.line);
      else
        complain(row.line, "a row that is not one of a column: " + problem);
    }
  }
  // What is wrong with the cell; empty when nothing is.
  static std::string cell(Role role, const std::string& text, Facts& facts) {
    switch (role) {
      case Role::kName: facts.column.name = bare(text); break;
      case Role::kType: {
        const Pieces pieces = cut(text);
        const std::string type = read_piece(pieces.pieces[0], facts);
        if (!is_type(type)) return "\"" + printable(type) + "\" is no type";
        for (std::size_t i = 1; i < pieces.pieces.size(); ++i) read_piece(pieces.pieces[i], facts);
        set_type(type, facts.column);
        break;
      }
      case Role::kNull:
      case Role::kNotNull: {
        const std::optional<bool> yes = read_yes(text);
        const bool negated = to_lower_ascii(bare(text)) == "not null";
        if (!yes || (role == Role::kNull && trim(text).empty())) break;  // says nothing
        facts.column.nullable = role == Role::kNull || negated ? *yes : !*yes;
        facts.says_null = true;
        break;
      }
      case Role::kDefault: {
        const std::string expression = bare(text);
        if (!expression.empty() && expression != "-" && expression != "—")
          facts.column.default_value = std::optional<Expression>(expression);
        break;
      }
      case Role::kKey:
        for (const std::string& piece : cut(text).pieces) read_piece(piece, facts);
        break;
      case Role::kComment:
        if (!text.empty()) facts.column.comment = std::optional<std::string>(markdown::read_text(text));
        break;
      case Role::kNone: break;
    }
    return {};
  }

  const Document& document_;
  Schema& schema_;
  QualifiedName name_;  // of the heading above; empty when it names no table
  std::size_t heading_ = 0;
  Table* table_ = nullptr;
};

}  // namespace

void read_older(const Document& document, const std::vector<Block>& blocks, Schema& schema) {
  OlderReader(document, schema).read(blocks);
}

}  // namespace si::document
