// The order of a page: what the database is and how to read the page, a list of the tables, diagrams, each table, then
// views, types, sequences, functions and the rest. Objects stand in the order of their names, what belongs to the
// schema that unqualified names mean before what belongs to others by the order of the schemas' names.
//
// Members of an extension are left out (but for tables and views): the extension's version says what they are.
#include "docgen/pages.h"

#include <algorithm>

#include "docgen/diagrams.h"
#include "docgen/lines.h"
#include "support/strings.h"
#include "text/markdown.h"

namespace si::docgen {
namespace {

// The role that owns most, when the owner of everything is known; else "".
class Owners {
 public:
  explicit Owners(const Schema& schema) {
    for (const auto& [name, space] : schema.schemas) {
      for (const auto& [key, table] : space.tables) count(table.owner);
      for (const auto& [key, view] : space.views) count(view.owner);
      for (const auto& [key, view] : space.materialized_views) count(view.owner);
      for (const auto& [key, sequence] : space.sequences) count(sequence.owner);
      for (const auto& [key, function] : space.functions)
        if (function.extension.empty()) count(function.owner);
    }
  }
  std::string usual() const {
    std::string best;
    std::size_t most = 0;
    for (const auto& [owner, number] : counts_) {
      if (owner.empty()) return {};
      if (number > most) best = owner;
      most = std::max(most, number);
    }
    return best;
  }

 private:
  void count(const std::string& owner) { ++counts_[owner]; }
  std::map<std::string, std::size_t> counts_;
};

std::string counted(std::size_t number, const char* one, const char* many) {
  return std::to_string(number) + ' ' + (number == 1 ? one : many);
}

class PageBuilder {
 public:
  explicit PageBuilder(const Schema& schema) : schema_(schema), usual_owner_(Owners(schema).usual()) {
    find_references();
  }

  Page build() {
    header();
    table_list();
    diagram_section();
    section("Tables", &Namespace::tables, [&](auto& where, const Table& t) { table(where, t); });
    section("Views", &Namespace::views, [&](auto& where, const View& v) { view(where, v); });
    section("Materialized views", &Namespace::materialized_views, [&](auto& where, const View& v) { view(where, v); });
    section("Enums", &Namespace::enums, [&](auto& where, const Enum& e) { enumeration(where, e); });
    section("Domains", &Namespace::domains, [&](auto& where, const Domain& d) { domain(where, d); });
    section("Composite types", &Namespace::composite_types, [&](auto& where, const CompositeType& c) {
      object_heading(where);
      quote(c.comment);
      lean_columns(c.columns);
    });
    section("Range types", &Namespace::range_types, [&](auto& where, const RangeType& r) {
      object_heading(where);
      quote(r.comment);
      fact("Subtype", Line().code(to_string(r.subtype)));
      definition(r.definition);
    });
    sequences();
    section("Functions", &Namespace::functions, [&](auto& where, const Function& f) { function(where, f); });
    other_objects();
    extensions();
    schemas();
    not_read();
    return std::move(page_);
  }

 private:
  // ---- pieces -------------------------------------------------------------------------------------------------------

  void add(Block block) { page_.blocks.push_back(std::move(block)); }
  void heading(int level, std::string text) { add(Heading{level, "", Line().word(std::move(text))}); }
  void fact(const char* label, Line line) { add(Fact{label, std::move(line)}); }
  void fact_if(const char* label, const std::string& text) {
    if (!text.empty()) fact(label, Line().code(text));
  }
  void facts_if(const char* label, const std::vector<std::string>& texts) {
    if (!texts.empty()) fact(label, Line().codes(texts));
  }
  void quote(const std::optional<std::string>& comment) {
    if (comment) add(Quote{*comment});
  }
  void definition(const std::string& text) {
    if (!text.empty()) add(Definition{text, "sql"});
  }
  void owned(const std::string& owner, const std::string& extension, const std::vector<std::string>& privileges) {
    if (owner != usual_owner_) fact_if("Owner", owner);
    fact_if("Extension", extension);
    facts_if("Privileges", privileges);
  }

  QualifiedName shown(QualifiedName name) const {
    if (name.schema == schema_.default_schema()) name.schema.clear();
    return name;
  }
  static std::string anchor_of(const QualifiedName& shown_name) {
    const std::string name = markdown::anchor(shown_name.name);
    return shown_name.schema.empty() ? name : markdown::anchor(shown_name.schema) + '.' + name;
  }
  Name link(const QualifiedName& name) const {
    const QualifiedName text = shown(name);
    const bool exists = schema_.find_table(name) != nullptr || schema_.find_view(name) != nullptr;
    return {text, exists ? anchor_of(text) : ""};
  }
  void object_heading(const QualifiedName& where) {
    const QualifiedName name = shown(where);
    add(Heading{3, anchor_of(name), Line().name({name, ""})});
  }

  // Calls `visit(schema, object map entry)` for every object of a kind that is shown: the default schema's first.
  template <typename Map, typename Visit>
  void each(Map Namespace::*kind, Visit visit) const {
    const auto visit_all = [&](const std::string& space, const Namespace& objects) {
      for (const auto& [name, object] : objects.*kind)
        if (is_shown(object)) visit(QualifiedName{space, name}, object);
    };
    const auto first = schema_.schemas.find(schema_.default_schema());
    if (first != schema_.schemas.end()) visit_all(first->first, first->second);
    for (const auto& [space, objects] : schema_.schemas)
      if (space != schema_.default_schema()) visit_all(space, objects);
  }
  static bool is_shown(const Table&) { return true; }
  static bool is_shown(const View&) { return true; }
  template <typename T>
  static bool is_shown(const T& object) {
    return object.extension.empty();
  }
  template <typename Map>
  std::size_t count(Map Namespace::*kind) const {
    std::size_t number = 0;
    each(kind, [&](const auto&, const auto&) { ++number; });
    return number;
  }
  template <typename Map, typename Show>
  void section(const char* title, Map Namespace::*kind, Show show) {
    bool open = false;
    each(kind, [&](const QualifiedName& where, const auto& object) {
      if (!open) heading(2, title);
      open = true;
      show(where, object);
    });
  }

  // ---- the page's own parts -----------------------------------------------------------------------------------------

  void header() {
    Line title;
    if (schema_.source.name.empty())
      title.word("Database schema");
    else
      title.word("Schema of ").code(schema_.source.name);
    add(Heading{1, "", title});
    quote(schema_.comment);
    add(Paragraph{Line().word("Generated by schema-inspector (document format 1) from the " +
                              std::string(to_string(schema_.source.kind)) +
                              ". Do not edit: change the database, then generate it again. The order of truth is: "
                              "database, models, this document.")});
    add(Paragraph{Line().word(
        "Names, types and expressions stand exactly as the database has them. Null says whether a column takes NULL; "
        "PK is the primary key, FK a foreign key with its target, UQ a unique constraint on that column alone.")});
    // Only the major version: the page stays the same on every server that a team runs.
    fact_if("PostgreSQL", schema_.source.server_version.substr(0, schema_.source.server_version.find('.')));
    facts_if("Search path", schema_.search_path);
    if (!usual_owner_.empty()) fact("Owner", Line().code(usual_owner_).word(" unless an object says otherwise"));
    fact("Contents", contents());
  }

  Line contents() const {
    std::size_t columns = 0, keys = 0, indexes = 0, hidden = 0;
    each(&Namespace::tables, [&](const auto&, const Table& table) {
      columns += table.columns.size();
      keys += table.foreign_keys.size();
      indexes += table.indexes.size();
    });
    for (const auto& [name, space] : schema_.schemas)
      hidden += static_cast<std::size_t>(std::count_if(space.functions.begin(), space.functions.end(),
                                                       [](const auto& f) { return !is_shown(f.second); }));
    std::string text = counted(count(&Namespace::tables), "table", "tables") + ", " +
                       counted(columns, "column", "columns") + ", " + counted(keys, "foreign key", "foreign keys") +
                       ", " + counted(indexes, "index", "indexes");
    const auto more = [&](std::size_t number, const char* one, const char* many) {
      if (number != 0) text += ", " + counted(number, one, many);
    };
    more(count(&Namespace::views), "view", "views");
    more(count(&Namespace::materialized_views), "materialized view", "materialized views");
    more(count(&Namespace::enums), "enum", "enums");
    more(count(&Namespace::domains), "domain", "domains");
    more(count(&Namespace::composite_types), "composite type", "composite types");
    more(count(&Namespace::range_types), "range type", "range types");
    more(count(&Namespace::sequences), "sequence", "sequences");
    more(count(&Namespace::functions), "function", "functions");
    if (hidden != 0) text += "; not shown: " + counted(hidden, "function of an extension", "functions of extensions");
    return Line().word(text);
  }

  void table_list() {
    Grid grid{{"Table", "Columns", "References", "Referenced by", "Comment"}, {}};
    each(&Namespace::tables, [&](const QualifiedName& where, const Table& table) {
      const auto found = referenced_by_.find(where);
      Line comment;
      if (*table.comment) comment.prose(**table.comment);
      grid.rows.push_back({Line().name(link(where)), Line().word(std::to_string(table.columns.size())),
                           Line().word(std::to_string(table.foreign_keys.size())),
                           Line().word(std::to_string(found == referenced_by_.end() ? 0 : found->second.size())),
                           comment});
    });
    if (grid.rows.empty()) return;
    heading(2, "Overview");
    add(std::move(grid));
  }

  void diagram_section() {
    const std::vector<Diagram> drawn = diagrams(schema_);
    if (drawn.empty()) return;
    heading(2, "Diagrams");
    add(Paragraph{
        Line().word("Only key columns are drawn, and only tables that foreign keys join; each key stands in the "
                    "diagram of the table that has it.")});
    for (const Diagram& diagram : drawn) {
      Line title;
      if (diagram.title.empty())
        title.word(drawn.size() == 1 ? "All of them:" : "Other tables:");
      else
        title.word("Tables whose names begin with ").code(diagram.title).word(":");
      add(Paragraph{std::move(title)});
      add(Definition{diagram.mermaid.substr(0, diagram.mermaid.size() - 1), "mermaid"});
    }
  }

  // ---- tables and views ---------------------------------------------------------------------------------------------

  struct Reference {
    QualifiedName table;
    std::vector<std::string> columns;
  };
  void find_references() {
    each(&Namespace::tables, [&](const QualifiedName& where, const Table& table) {
      for (const ForeignKey& key : table.foreign_keys) {
        QualifiedName target = key.referenced_table;
        if (target.schema.empty()) target.schema = schema_.default_schema();
        if (key.unresolved.empty() && !key.inherited) referenced_by_[target].push_back({where, key.columns});
      }
    });
  }

  // What a reader wants to know of a column at a glance; the keys themselves follow in full.
  Line keys_of(const Table& table, const std::string& column) const {
    Line line;
    const auto next = [&]() -> Line& { return line.empty() ? line : line.word(", "); };
    const auto has = [&](const std::vector<std::string>& columns) {
      return std::find(columns.begin(), columns.end(), column) != columns.end();
    };
    if (table.primary_key && has(table.primary_key->columns)) next().word("PK");
    for (const ForeignKey& key : table.foreign_keys)
      if (has(key.columns) && key.unresolved.empty()) next().word("FK → ").name(link(key.referenced_table));
    for (const Unique& unique : table.uniques)
      if (unique.columns.size() == 1 && has(unique.columns)) next().word("UQ");
    return line;
  }
  static Line comment_line(const Known<std::optional<std::string>>& comment) {
    Line line;
    if (!comment.known()) return line.word("unknown: ").prose(comment.reason());
    if (*comment) line.prose(**comment);
    return line;
  }
  void columns(const Table& table) {
    if (table.columns.empty()) return;
    Grid grid{{"Column", "Type", "Null", "Default", "Key", "Comment"}, {}};
    for (const Column& column : table.columns)
      grid.rows.push_back({Line().code(column.name), type_line(column), null_line(column), default_line(column),
                           keys_of(table, column.name), comment_line(column.comment)});
    add(std::move(grid));
  }
  void lean_columns(const std::vector<Column>& columns) {
    if (columns.empty()) return;
    const bool defaults = std::any_of(columns.begin(), columns.end(), [](const Column& c) { return *c.default_value; });
    Grid grid{{"Column", "Type", "Comment"}, {}};
    if (defaults) grid.header.insert(grid.header.begin() + 2, "Default");
    for (const Column& column : columns) {
      auto& row = grid.rows.emplace_back();
      row = {Line().code(column.name), type_line(column)};
      if (defaults) row.push_back(default_line(column));
      row.push_back(comment_line(column.comment));
    }
    add(std::move(grid));
  }

  Line names(const std::vector<QualifiedName>& list) const {
    Line line;
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (i != 0) line.word(", ");
      line.name(link(list[i]));
    }
    return line;
  }

  void table(const QualifiedName& where, const Table& t) {
    object_heading(where);
    quote(*t.comment);
    columns(t);
    constraints(t);
    for (const Index& index : t.indexes) fact("Index", index_line(index));
    for (const auto& trigger : t.triggers) fact("Trigger", definition_line(trigger));
    for (const auto& rule : t.rules) fact("Rule", definition_line(rule));
    for (const Policy& policy : t.policies) fact("Policy", policy_line(policy));
    if (t.row_security || t.force_row_security)
      fact("Row security",
           Line().word(t.row_security ? t.force_row_security ? "enabled, forced" : "enabled" : "forced"));
    storage(t);
    owned(t.owner, t.extension, t.privileges);
    referenced_by(where);
  }
  // A table's name once, then the columns of each of its keys.
  void referenced_by(const QualifiedName& where) {
    const auto found = referenced_by_.find(where);
    if (found == referenced_by_.end()) return;
    Line line;
    const QualifiedName* last = nullptr;
    for (const Reference& reference : found->second) {
      if (last == nullptr || *last != reference.table)
        (line.empty() ? line : line.word(", ")).name(link(reference.table));
      last = &reference.table;
      line.word(" (").codes(reference.columns).word(")");
    }
    fact("Referenced by", std::move(line));
  }
  void constraints(const Table& t) {
    if (t.primary_key) fact("Primary key", primary_key_line(*t.primary_key));
    for (const ForeignKey& key : t.foreign_keys)
      fact("Foreign key", foreign_key_line(key, [&](const QualifiedName& name) { return link(name); }));
    for (const Unique& unique : t.uniques) fact("Unique", unique_line(unique));
    for (const Check& check : t.checks) fact("Check", check_line(check));
    for (const Exclusion& exclusion : t.exclusions) fact("Exclusion", exclusion_line(exclusion));
  }
  void storage(const Table& t) {
    if (t.kind != TableKind::kTable) fact("Kind", Line().word(std::string(to_string(t.kind))));
    if (t.unlogged) fact("Unlogged", Line().word("yes"));
    if (t.partition_key) fact("Partitioned by", Line().code(*t.partition_key));
    if (t.partition_of) {
      Line line;
      line.name(link(*t.partition_of));
      if (t.partition_bound) line.word(" ").code(*t.partition_bound);
      fact("Partition of", std::move(line));
    }
    if (!t.inherits.empty()) fact("Inherits", names(t.inherits));
    fact_if("Foreign server", t.foreign_server);
    facts_if("Options", t.options);
    facts_if("Storage parameters", t.storage_parameters);
    fact_if("Tablespace", t.tablespace);
    fact_if("Access method", t.access_method);
  }

  void view(const QualifiedName& where, const View& v) {
    object_heading(where);
    quote(v.comment);
    lean_columns(v.columns);
    for (const Index& index : v.indexes) fact("Index", index_line(index));
    for (const auto& trigger : v.triggers) fact("Trigger", definition_line(trigger));
    for (const auto& rule : v.rules) fact("Rule", definition_line(rule));
    facts_if("Options", v.options);
    if (!v.populated) fact("Populated", Line().word("no"));
    owned(v.owner, v.extension, v.privileges);
    definition(v.definition);
  }

  // ---- types, sequences, functions ----------------------------------------------------------------------------------

  void enumeration(const QualifiedName& where, const Enum& e) {
    object_heading(where);
    quote(e.comment);
    if (e.labels.known())
      fact("Labels", Line().codes(*e.labels));
    else
      fact("Labels", Line().word("unknown: ").prose(e.labels.reason()));
  }
  void domain(const QualifiedName& where, const Domain& d) {
    object_heading(where);
    quote(d.comment);
    fact_if("Type", to_string(d.type));
    if (d.collation) fact("Collation", Line().code(*d.collation));
    if (!d.nullable) fact("Null", Line().word("no"));
    if (d.default_value) fact("Default", Line().code(*d.default_value));
    for (const Check& check : d.checks) fact("Check", check_line(check));
  }
  void sequences() {
    Grid grid{{"Sequence", "Type", "Options", "Owned by", "Access", "Comment"}, {}};
    each(&Namespace::sequences, [&](const QualifiedName& where, const Sequence& s) {
      Line owner, access, comment;
      if (s.owned_by_table) owner.name(link(*s.owned_by_table)).word(" ").code(s.owned_by_column);
      if (s.identity) owner.word(owner.empty() ? "identity" : " identity");
      if (s.owner != usual_owner_ && !s.owner.empty()) access.word("owner ").code(s.owner);
      if (!s.privileges.empty()) access.word(access.empty() ? "privileges " : ", privileges ").codes(s.privileges);
      if (s.comment) comment.prose(*s.comment);
      grid.rows.push_back({Line().name({shown(where), ""}), Line().code(to_string(s.type)),
                           sequence_options_line(s.options), owner, access, comment});
    });
    if (grid.rows.empty()) return;
    heading(2, "Sequences");
    add(std::move(grid));
  }
  void function(const QualifiedName& where, const Function& f) {
    Line title;
    title.name({shown({where.schema, f.name}), ""}).word(" (");
    if (!f.arguments.empty()) title.code(f.arguments);
    add(Heading{3, "", title.word(")")});
    quote(f.comment);
    std::string kind(to_string(f.kind));
    for (const std::string& word : {f.volatility, std::string(f.strict ? "strict" : ""),
                                    std::string(f.security_definer ? "security definer" : "")})
      if (!word.empty()) kind += ", " + word;
    fact("Kind", Line().word(kind));
    fact_if("Returns", f.returns);
    fact_if("Language", f.language);
    owned(f.owner, f.extension, f.privileges);
    definition(f.definition);
  }

  // ---- the rest -----------------------------------------------------------------------------------------------------

  void object(const QualifiedName& where, const OtherObject& o) {
    add(Heading{3, "", Line().name({shown(where), ""})});
    quote(o.comment);
    fact("Kind", Line().code(o.kind));
    fact_if("Extension", o.extension);
    definition(o.definition);
  }
  void other_objects() {
    bool open = false;
    for (const auto& [space, objects] : schema_.schemas) {
      for (const OtherObject& item : objects.other) {
        if (!is_shown(item)) continue;
        if (!open) heading(2, "Other objects");
        open = true;
        object({space, item.name}, item);
      }
    }
    if (schema_.database_objects.empty()) return;
    heading(2, "Objects of the database");
    for (const OtherObject& item : schema_.database_objects) {
      add(Heading{3, "", Line().code(item.name)});
      quote(item.comment);
      fact("Kind", Line().code(item.kind));
      fact_if("Extension", item.extension);
      definition(item.definition);
    }
  }
  void extensions() {
    if (schema_.extensions.empty()) return;
    heading(2, "Extensions");
    Grid grid{{"Extension", "Version", "Schema", "Comment"}, {}};
    for (const auto& [name, extension] : schema_.extensions) {
      Line version, schema, comment;
      if (!extension.version.empty()) version.code(extension.version);
      if (!extension.schema.empty()) schema.code(extension.schema);
      if (extension.comment) comment.prose(*extension.comment);
      grid.rows.push_back({Line().code(name), version, schema, comment});
    }
    add(std::move(grid));
  }
  void schemas() {
    if (schema_.schemas.empty()) return;
    heading(2, "Schemas");
    for (const auto& [name, space] : schema_.schemas) {
      add(Heading{3, "", Line().code(name)});
      quote(space.comment);
      fact_if("Owner", space.owner);
      fact_if("Extension", space.extension);
      facts_if("Privileges", space.privileges);
    }
  }
  void not_read() {
    if (schema_.not_read.empty()) return;
    heading(2, "Not read");
    Grid grid{{"What", "Why"}, {}};
    for (const NotRead& item : schema_.not_read) grid.rows.push_back({Line().prose(item.what), Line().prose(item.why)});
    add(std::move(grid));
  }

  const Schema& schema_;
  std::string usual_owner_;
  std::map<QualifiedName, std::vector<Reference>> referenced_by_;
  Page page_;
};

}  // namespace

Page schema_page(const Schema& schema) { return PageBuilder(schema).build(); }

}  // namespace si::docgen
