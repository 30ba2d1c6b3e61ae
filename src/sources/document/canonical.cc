// Second-level headings are sections, each of one kind of object; third-level headings are its objects. What follows a
// heading, up to the next, belongs to that object: a quote is its comment, a grid its columns, "- **Label** …" a fact
// and a fence its definition. Each section is a set of functions that know its labels.
#include "sources/document/canonical.h"

#include <algorithm>

#include "sources/document/facts.h"
#include "support/strings.h"

namespace si::document {
namespace {

// All that a fact of any object may need.
struct Context {
  const std::string& default_schema;
};

bool read_code(Cursor& cursor, std::string& text) {
  std::optional<std::string> code = cursor.code();
  if (code) text = std::move(*code);
  return code && cursor.at_end();
}
bool read_code(Cursor& cursor, std::optional<std::string>& text) { return read_code(cursor, text.emplace()); }
bool read_word(Cursor& cursor, std::string_view word) { return cursor.take(word) && cursor.at_end(); }

// One label of an object and how the rest of its line is read.
template <typename T>
struct Label {
  std::string_view label;
  bool (*read)(Cursor&, T&, const Context&);
};

template <typename T, std::size_t kCount>
bool read_fact(const Label<T> (&labels)[kCount], std::string_view label, Cursor& cursor, T& object,
               const Context& context) {
  const auto* found =
      std::find_if(std::begin(labels), std::end(labels), [&](const auto& l) { return l.label == label; });
  return found != std::end(labels) && found->read(cursor, object, context);
}

bool read_names(Cursor& cursor, std::vector<QualifiedName>& names, const Context& context) {
  do {
    if (!read_name(cursor, context.default_schema, names.emplace_back())) return false;
  } while (cursor.take(", "));
  return cursor.at_end();
}

bool read_partition_of(Cursor& cursor, Table& t, const Context& context) {
  if (!read_name(cursor, context.default_schema, t.partition_of.emplace())) return false;
  return cursor.at_end() || (cursor.take(" ") && read_code(cursor, t.partition_bound));
}

bool read_kind(Cursor& cursor, Table& t, const Context&) {
  for (const TableKind kind : {TableKind::kTable, TableKind::kPartitioned, TableKind::kForeign}) {
    if (cursor.rest() != to_string(kind)) continue;
    t.kind = kind;
    return true;
  }
  return false;
}

bool read_row_security(Cursor& cursor, Table& t, const Context&) {
  t.row_security = cursor.take("enabled");
  cursor.take(", ");
  t.force_row_security = cursor.take("forced");
  return cursor.at_end();
}

using C = Cursor&;
using X = const Context&;

constexpr Label<Table> kTableLabels[] = {
    {"Primary key", [](C c, Table& t, X) { return read_primary_key(c, t.primary_key.emplace()); }},
    {"Foreign key",
     [](C c, Table& t, X x) { return read_foreign_key(c, x.default_schema, t.foreign_keys.emplace_back()); }},
    {"Unique", [](C c, Table& t, X) { return read_unique(c, t.uniques.emplace_back()); }},
    {"Check", [](C c, Table& t, X) { return read_check(c, t.checks.emplace_back()); }},
    {"Exclusion", [](C c, Table& t, X) { return read_exclusion(c, t.exclusions.emplace_back()); }},
    {"Index", [](C c, Table& t, X) { return read_index(c, t.indexes.emplace_back()); }},
    {"Trigger", [](C c, Table& t, X) { return read_definition(c, t.triggers.emplace_back()); }},
    {"Rule", [](C c, Table& t, X) { return read_definition(c, t.rules.emplace_back()); }},
    {"Policy", [](C c, Table& t, X) { return read_policy(c, t.policies.emplace_back()); }},
    {"Row security", read_row_security},
    {"Kind", read_kind},
    {"Unlogged", [](C c, Table& t, X) { return t.unlogged = read_word(c, "yes"); }},
    {"Partitioned by", [](C c, Table& t, X) { return read_code(c, t.partition_key); }},
    {"Partition of", read_partition_of},
    {"Inherits", [](C c, Table& t, X x) { return read_names(c, t.inherits, x); }},
    {"Foreign server", [](C c, Table& t, X) { return read_code(c, t.foreign_server); }},
    {"Options", [](C c, Table& t, X) { return read_codes(c, t.options); }},
    {"Storage parameters", [](C c, Table& t, X) { return read_codes(c, t.storage_parameters); }},
    {"Tablespace", [](C c, Table& t, X) { return read_code(c, t.tablespace); }},
    {"Access method", [](C c, Table& t, X) { return read_code(c, t.access_method); }},
    {"Owner", [](C c, Table& t, X) { return read_code(c, t.owner); }},
    {"Extension", [](C c, Table& t, X) { return read_code(c, t.extension); }},
    {"Privileges", [](C c, Table& t, X) { return read_codes(c, t.privileges); }},
    {"Referenced by", [](C, Table&, X) { return true; }},  // said by the foreign keys themselves
};

constexpr Label<View> kViewLabels[] = {
    {"Index", [](C c, View& v, X) { return read_index(c, v.indexes.emplace_back()); }},
    {"Trigger", [](C c, View& v, X) { return read_definition(c, v.triggers.emplace_back()); }},
    {"Rule", [](C c, View& v, X) { return read_definition(c, v.rules.emplace_back()); }},
    {"Options", [](C c, View& v, X) { return read_codes(c, v.options); }},
    {"Populated", [](C c, View& v, X) { return !(v.populated = !read_word(c, "no")); }},
    {"Owner", [](C c, View& v, X) { return read_code(c, v.owner); }},
    {"Extension", [](C c, View& v, X) { return read_code(c, v.extension); }},
    {"Privileges", [](C c, View& v, X) { return read_codes(c, v.privileges); }},
};

constexpr Label<Enum> kEnumLabels[] = {
    {"Labels",
     [](C c, Enum& e, X) {
       if (!c.take("unknown: ")) return read_codes(c, e.labels.value());
       e.labels = Known<std::vector<std::string>>::unresolved(markdown::read_text(c.rest()));
       return true;
     }},
};

constexpr Label<Domain> kDomainLabels[] = {
    {"Type",
     [](C c, Domain& d, X) {
       std::string spelling;
       const bool all = read_code(c, spelling);
       d.type = parse_type(spelling);
       return all;
     }},
    {"Collation", [](C c, Domain& d, X) { return read_code(c, d.collation); }},
    {"Null", [](C c, Domain& d, X) { return !(d.nullable = !read_word(c, "no")); }},
    {"Default", [](C c, Domain& d, X) { return read_code(c, d.default_value); }},
    {"Check", [](C c, Domain& d, X) { return read_check(c, d.checks.emplace_back()); }},
};

constexpr Label<RangeType> kRangeLabels[] = {
    {"Subtype",
     [](C c, RangeType& r, X) {
       std::string spelling;
       const bool all = read_code(c, spelling);
       r.subtype = parse_type(spelling);
       return all;
     }},
};

bool read_function_kind(Cursor& cursor, Function& f, const Context&) {
  for (const FunctionKind kind :
       {FunctionKind::kFunction, FunctionKind::kProcedure, FunctionKind::kAggregate, FunctionKind::kWindow})
    if (cursor.take(to_string(kind))) f.kind = kind;
  while (cursor.take(", ")) {
    if (cursor.take("strict"))
      f.strict = true;
    else if (cursor.take("security definer"))
      f.security_definer = true;
    else
      f.volatility = cursor.word();
  }
  return cursor.at_end();
}

constexpr Label<Function> kFunctionLabels[] = {
    {"Kind", read_function_kind},
    {"Returns", [](C c, Function& f, X) { return read_code(c, f.returns); }},
    {"Language", [](C c, Function& f, X) { return read_code(c, f.language); }},
    {"Owner", [](C c, Function& f, X) { return read_code(c, f.owner); }},
    {"Extension", [](C c, Function& f, X) { return read_code(c, f.extension); }},
    {"Privileges", [](C c, Function& f, X) { return read_codes(c, f.privileges); }},
};

constexpr Label<OtherObject> kOtherLabels[] = {
    {"Kind", [](C c, OtherObject& o, X) { return read_code(c, o.kind); }},
    {"Extension", [](C c, OtherObject& o, X) { return read_code(c, o.extension); }},
};

constexpr Label<Namespace> kSchemaLabels[] = {
    {"Owner", [](C c, Namespace& n, X) { return read_code(c, n.owner); }},
    {"Extension", [](C c, Namespace& n, X) { return read_code(c, n.extension); }},
    {"Privileges", [](C c, Namespace& n, X) { return read_codes(c, n.privileges); }},
};

class CanonicalReader {
 public:
  CanonicalReader(const Document& document, Schema& schema) : document_(document), schema_(schema) {}

  void read(const std::vector<Block>& blocks) {
    for (const Block& block : blocks) {
      block_ = &block;
      if (block.kind == Block::kHeading)
        heading();
      else if (reader_ != nullptr)
        (this->*reader_)();
    }
    set_usual_owner();
  }

 private:
  using Read = void (CanonicalReader::*)();
  struct Section {
    std::string_view title;
    void (CanonicalReader::*begin)(Cursor&);  // an object, from its heading
    Read read;                                // any other block
  };

  void complain(std::string_view text, std::size_t line, const char* why) {
    schema_.not_read.push_back(not_read(line, text, why));
  }
  void complain(const char* why) { complain(block_->text, block_->line, why); }

  void heading() {
    static constexpr Section kSections[] = {
        {"Tables", &CanonicalReader::begin_table, &CanonicalReader::table},
        {"Views", &CanonicalReader::begin_view<&Namespace::views>, &CanonicalReader::view},
        {"Materialized views", &CanonicalReader::begin_view<&Namespace::materialized_views>, &CanonicalReader::view},
        {"Enums", &CanonicalReader::begin_enum, &CanonicalReader::enumeration},
        {"Domains", &CanonicalReader::begin_domain, &CanonicalReader::domain},
        {"Composite types", &CanonicalReader::begin_composite, &CanonicalReader::composite},
        {"Range types", &CanonicalReader::begin_range, &CanonicalReader::range},
        {"Sequences", nullptr, &CanonicalReader::sequences},
        {"Functions", &CanonicalReader::begin_function, &CanonicalReader::function},
        {"Other objects", &CanonicalReader::begin_other, &CanonicalReader::other},
        {"Objects of the database", &CanonicalReader::begin_database_object, &CanonicalReader::other},
        {"Extensions", nullptr, &CanonicalReader::extensions},
        {"Schemas", &CanonicalReader::begin_schema, &CanonicalReader::space},
        {"Not read", nullptr, &CanonicalReader::unread},
        {"Overview", nullptr, nullptr},
        {"Diagrams", nullptr, nullptr},
    };
    if (block_->level == 1) {
      reader_ = &CanonicalReader::header;
    } else if (block_->level == 2) {
      const auto* found = std::find_if(std::begin(kSections), std::end(kSections),
                                       [&](const Section& s) { return s.title == block_->text; });
      section_ = found == std::end(kSections) ? nullptr : found;
      reader_ = section_ != nullptr && section_->begin == nullptr ? section_->read : nullptr;
      if (section_ == nullptr) complain("a section of unknown kind");
    } else if (section_ != nullptr && section_->begin != nullptr) {
      Cursor cursor(block_->text);
      if (cursor.take("<a ")) cursor.until("</a>");
      reader_ = section_->read;
      (this->*section_->begin)(cursor);
    }
  }

  // Finds or makes the object that a heading names; complains and makes `reader_` empty when it names none.
  bool begin_object(Cursor& cursor, QualifiedName& name) {
    if (read_name(cursor, schema_.default_schema(), name) && !name.name.empty()) return true;
    complain("a heading that does not name an object");
    reader_ = nullptr;
    return false;
  }
  template <typename T>
  T* begin_named(Cursor& cursor, std::map<std::string, T> Namespace::*kind) {
    QualifiedName name;
    if (!begin_object(cursor, name)) return nullptr;
    const auto [place, is_new] = (schema_.schemas[name.schema].*kind).try_emplace(name.name);
    if (!is_new) {
      complain("an object that stands here twice: the first counts");
      reader_ = nullptr;
      return nullptr;
    }
    place->second.name = name.name;
    return &place->second;
  }

  template <typename T, std::size_t kCount>
  void fact(const Label<T> (&labels)[kCount], T& object) {
    Cursor cursor(block_->text);
    if (!cursor.take("**")) return complain("a list item without a label");
    const std::string_view label = cursor.until("**");
    cursor.take(" ");
    if (!read_fact(labels, label, cursor, object, {schema_.default_schema()}))
      complain("a fact not in the form of this section");
  }
  template <typename Comment>
  void quote(Comment& comment) {
    comment = std::optional<std::string>(markdown::read_text(block_->text));
  }

  // ---- header -------------------------------------------------------------------------------------------------------

  void header() {
    if (block_->kind == Block::kQuote) quote(schema_.comment);
    if (block_->kind != Block::kItem) return;
    Cursor cursor(block_->text);
    if (cursor.take("**PostgreSQL** ")) {
      if (!read_code(cursor, schema_.source.server_version)) complain("not a version");
    } else if (cursor.take("**Search path** ")) {
      std::vector<std::string> path;
      if (!read_codes(cursor, path)) complain("not a list of schemas");
      if (!path.empty()) schema_.search_path = std::move(path);
    } else if (cursor.take("**Owner** ")) {
      usual_owner_ = cursor.code().value_or("");
    }
  }
  void set_usual_owner() {
    const auto set = [&](auto& objects) {
      for (auto& [name, object] : objects)
        if (object.owner.empty()) object.owner = usual_owner_;
    };
    for (auto& [name, space] : schema_.schemas) {
      set(space.tables);
      set(space.views);
      set(space.materialized_views);
      set(space.sequences);
      set(space.functions);
    }
  }

  // ---- columns ------------------------------------------------------------------------------------------------------

  using ReadCell = bool (*)(std::string_view, Column&);
  static ReadCell cell_reader(std::string_view title) {
    static constexpr std::pair<std::string_view, ReadCell> kCells[] = {
        {"Type", read_type_cell},
        {"Null", read_null_cell},
        {"Default", read_default_cell},
        {"Key", [](std::string_view, Column&) { return true; }},  // said by the keys below
        {"Comment", read_comment_cell},
    };
    for (const auto& [name, reader] : kCells)
      if (name == title) return reader;
    return nullptr;
  }
  void columns(std::vector<Column>& columns) {
    if (block_->header.empty() || block_->header[0] != "Column")
      return complain(join(block_->header, " | "), block_->line, "a grid that is not one of columns");
    for (const Block::Row& row : block_->rows) {
      Cursor name(row.cells.empty() ? std::string_view() : std::string_view(row.cells[0]));
      Column column;
      bool good = read_code(name, column.name) && row.cells.size() == block_->header.size();
      for (std::size_t i = 1; good && i < row.cells.size(); ++i) {
        const ReadCell reader = cell_reader(block_->header[i]);
        good = reader != nullptr && reader(row.cells[i], column);
      }
      if (!good) complain(document_.line(row.line), row.line, "a row that is not one of a column");
      if (column.name.empty()) continue;
      column.location = line_location(document_, row.line);
      columns.push_back(std::move(column));
    }
  }

  // ---- objects ------------------------------------------------------------------------------------------------------

  void begin_table(Cursor& cursor) {
    table_ = begin_named(cursor, &Namespace::tables);
    if (table_ != nullptr) table_->location = line_location(document_, block_->line);
  }
  void table() {
    if (block_->kind == Block::kQuote) quote(table_->comment);
    if (block_->kind == Block::kGrid) columns(table_->columns);
    if (block_->kind == Block::kItem) fact(kTableLabels, *table_);
  }

  template <std::map<std::string, View> Namespace::*kKind>
  void begin_view(Cursor& cursor) {
    view_ = begin_named(cursor, kKind);
  }
  void view() {
    if (block_->kind == Block::kQuote) quote(view_->comment);
    if (block_->kind == Block::kGrid) columns(view_->columns);
    if (block_->kind == Block::kItem) fact(kViewLabels, *view_);
    if (block_->kind == Block::kFence) view_->definition = block_->text;
  }

  void begin_enum(Cursor& cursor) {
    enum_ = begin_named(cursor, &Namespace::enums);
    if (enum_ != nullptr) enum_->location = line_location(document_, block_->line);
  }
  void enumeration() {
    if (block_->kind == Block::kQuote) quote(enum_->comment);
    if (block_->kind == Block::kItem) fact(kEnumLabels, *enum_);
  }

  void begin_domain(Cursor& cursor) { domain_ = begin_named(cursor, &Namespace::domains); }
  void domain() {
    if (block_->kind == Block::kQuote) quote(domain_->comment);
    if (block_->kind == Block::kItem) fact(kDomainLabels, *domain_);
  }

  void begin_composite(Cursor& cursor) { composite_ = begin_named(cursor, &Namespace::composite_types); }
  void composite() {
    if (block_->kind == Block::kQuote) quote(composite_->comment);
    if (block_->kind == Block::kGrid) columns(composite_->columns);
  }

  void begin_range(Cursor& cursor) { range_ = begin_named(cursor, &Namespace::range_types); }
  void range() {
    if (block_->kind == Block::kQuote) quote(range_->comment);
    if (block_->kind == Block::kItem) fact(kRangeLabels, *range_);
    if (block_->kind == Block::kFence) range_->definition = block_->text;
  }

  void begin_function(Cursor& cursor) {
    QualifiedName name;
    if (!begin_object(cursor, name)) return;
    cursor.take(" (");
    const std::string arguments = cursor.code().value_or("");
    function_ = &schema_.schemas[name.schema].functions[name.name + '(' + arguments + ')'];
    function_->name = name.name;
    function_->arguments = arguments;
  }
  void function() {
    if (block_->kind == Block::kQuote) quote(function_->comment);
    if (block_->kind == Block::kItem) fact(kFunctionLabels, *function_);
    if (block_->kind == Block::kFence) function_->definition = block_->text;
  }

  void begin_other(Cursor& cursor) {
    QualifiedName name;
    if (!begin_object(cursor, name)) return;
    other_ = &schema_.schemas[name.schema].other.emplace_back();
    other_->name = name.name;
  }
  void begin_database_object(Cursor& cursor) {
    QualifiedName name;
    if (!begin_object(cursor, name)) return;
    other_ = &schema_.database_objects.emplace_back();
    other_->name = name.name;
  }
  void other() {
    if (block_->kind == Block::kQuote) quote(other_->comment);
    if (block_->kind == Block::kItem) fact(kOtherLabels, *other_);
    if (block_->kind == Block::kFence) other_->definition = block_->text;
  }

  void begin_schema(Cursor& cursor) {
    QualifiedName name;
    if (begin_object(cursor, name)) space_ = &schema_.schemas[name.name];
  }
  void space() {
    if (block_->kind == Block::kQuote) quote(space_->comment);
    if (block_->kind == Block::kItem) fact(kSchemaLabels, *space_);
  }

  // ---- grids of objects ---------------------------------------------------------------------------------------------

  // Each row of `width` cells; the others are complained of.
  template <typename Read>
  void rows(std::size_t width, Read read) {
    if (block_->kind != Block::kGrid) return;
    for (const Block::Row& row : block_->rows)
      if (row.cells.size() != width || !read(row.cells))
        complain(document_.line(row.line), row.line, "a row not in the form of this section");
  }
  static std::optional<std::string> comment_of(const std::string& cell) {
    if (cell.empty()) return std::nullopt;
    return markdown::read_text(cell);
  }

  bool sequence_row(const std::vector<std::string>& cells) {
    QualifiedName name;
    Cursor title(cells[0]), type(cells[1]), options(cells[2]), owner(cells[3]), access(cells[4]);
    if (!read_name(title, schema_.default_schema(), name)) return false;
    Sequence& sequence = schema_.schemas[name.schema].sequences[name.name];
    sequence.name = name.name;
    std::string spelling;
    bool good = read_code(type, spelling);
    sequence.type = parse_type(spelling);
    good = read_sequence_options(options, sequence.options) && options.at_end() && good;
    if (!owner.at_end() && owner.rest() != "identity") {
      good = read_name(owner, schema_.default_schema(), sequence.owned_by_table.emplace()) && owner.take(" ") && good;
      sequence.owned_by_column = owner.code().value_or("");
    }
    owner.take(" ");
    sequence.identity = owner.take("identity");
    if (access.take("owner ")) sequence.owner = access.code().value_or("");
    access.take(", ");
    if (access.take("privileges ")) read_codes(access, sequence.privileges);
    sequence.comment = comment_of(cells[5]);
    return good && owner.at_end() && access.at_end();
  }
  void sequences() {
    rows(6, [&](const auto& cells) { return sequence_row(cells); });
  }
  void extensions() {
    rows(4, [&](const auto& cells) {
      Cursor name(cells[0]), version(cells[1]), schema(cells[2]);
      std::string key;
      if (!read_code(name, key)) return false;
      Extension& extension = schema_.extensions[key];
      extension.comment = comment_of(cells[3]);
      return (version.at_end() || read_code(version, extension.version)) &&
             (schema.at_end() || read_code(schema, extension.schema));
    });
  }
  void unread() {
    rows(2, [&](const auto& cells) {
      schema_.not_read.push_back({markdown::read_text(cells[0]), markdown::read_text(cells[1])});
      return true;
    });
  }

  const Document& document_;
  Schema& schema_;
  const Block* block_ = nullptr;
  const Section* section_ = nullptr;
  Read reader_ = nullptr;
  std::string usual_owner_;
  // The object that is being read, of the section's kind. Maps keep their elements in place; `other_` is set anew for
  // each element of its list.
  Table* table_ = nullptr;
  View* view_ = nullptr;
  Enum* enum_ = nullptr;
  Domain* domain_ = nullptr;
  CompositeType* composite_ = nullptr;
  RangeType* range_ = nullptr;
  Function* function_ = nullptr;
  OtherObject* other_ = nullptr;
  Namespace* space_ = nullptr;
};

}  // namespace

void read_canonical(const Document& document, const std::vector<Block>& blocks, Schema& schema) {
  CanonicalReader(document, schema).read(blocks);
}

Location line_location(const Document& document, std::size_t line) {
  const std::string_view text = document.line(line);
  const std::size_t begin = document.offset(line, 1);
  return {document.path(), document.span(begin, begin + text.size())};
}

NotRead not_read(std::size_t line, std::string_view text, std::string why) {
  constexpr std::size_t kShown = 120;
  std::string shown = printable(truncate_utf8(text, kShown));
  if (text.size() > kShown) shown += "…";
  return {"line " + std::to_string(line) + ": " + shown, std::move(why)};
}

}  // namespace si::document
