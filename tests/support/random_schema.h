// Random schemas for property tests: everything a Schema of a database can say, under names and comments that try to
// break whoever prints them. The same seed gives the same schema on every machine.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/schema.h"
#include "support/strings.h"

namespace si::test {

// SplitMix64; the standard's distributions differ between libraries.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(next() % limit); }
  bool chance(unsigned percent) { return below(100) < percent; }
  template <typename T, std::size_t kCount>
  const T& pick(const T (&list)[kCount]) {
    return list[below(kCount)];
  }

 private:
  std::uint64_t state_;
};

class SchemaGenerator {
 public:
  explicit SchemaGenerator(std::uint64_t seed) : random_(seed) {}

  Schema schema() {
    Schema s;
    s.source = {SourceKind::kDatabase, text(), "15.20", 0, ""};
    if (random_.chance(30)) s.search_path = {name(), "public"};
    const std::size_t count = 1 + random_.below(3);
    for (std::size_t i = 0; i < count; ++i) {
      const std::string key = i == 0 ? std::string("public") : name();
      fill(s.schemas[key]);
    }
    connect(s);
    for (std::size_t i = random_.below(3); i-- > 0;) s.extensions[name()] = {"1.6", name(), comment()};
    for (std::size_t i = random_.below(3); i-- > 0;) s.database_objects.push_back(other());
    for (std::size_t i = random_.below(3); i-- > 0;) s.not_read.push_back({some_text(), some_text()});
    s.comment = comment();
    return s;
  }

  // Not empty, at most 63 bytes, valid UTF-8, without NUL: what PostgreSQL takes as an identifier.
  std::string name() {
    static constexpr std::string_view kPlain[] = {"id",    "users",  "user_id", "created_at", "name", "email",
                                                  "order", "status", "value",   "media",      "tag",  "parent"};
    std::string out = random_.chance(60) ? std::string(random_.pick(kPlain)) : some_text();
    out += random_.chance(70) ? "_" + std::to_string(random_.below(100000)) : "";
    return std::string(truncate_utf8(out, 63));
  }

  // Any text, often hostile, never empty.
  std::string some_text() {
    static constexpr std::string_view kPieces[] = {
        "|",        "||",       "\\|",     "\\",     "`",         "``",      "```",    "~~~",        "\n",
        "\r\n",     "\r",       "\t",      "\n\n",   "</script>", "<!--",    "-->",    "\x1b[31m",   "\x07",
        "#",        "# head",   "\n## x",  "*/",     "/*",        "- item",  "\n- a",  "1. x",       "> quote",
        "***",      "__x__",    "_y_",     "[a](b)", "![i](j)",   "&amp;",   "&#124;", "<b>",        "<br>",
        "\"",       "\"\"",     "'",       "''",     "E'\\n'",    "$$",      "{}",     "}",          "%%",
        ";",        "--",       "\n---\n", "===",    "é",         "日本語",  "😀",      "\u200b",     "\u202e",
        "\u2028",   "\u0085",   "\x7f",    "\x01",   " ",         "  ",      "a",      "some words", "NULL",
        "NOT NULL", "not null", "integer", "table",  "select",    "default", "yes",    "→",          "…",
        "(none)",   ",",        ", ",      "(",      ")",         ".",       ":",      "::",         "Column",
        "| --- |",  "**x**",    "\\n",     "\\\\",   "\\x1b",     "—",       "·",      "*",          "key `x`"};
    std::string out;
    for (std::size_t i = 1 + random_.below(4); i-- > 0;) out += random_.pick(kPieces);
    return out;
  }
  std::string text() { return random_.chance(10) ? std::string() : some_text(); }

 private:
  std::optional<std::string> comment() {
    if (!random_.chance(40)) return std::nullopt;
    return some_text();
  }
  std::string expression() {
    static constexpr std::string_view kUsual[] = {"0",     "now()",       "'x'::text", "(a > 0)", "lower(email)",
                                                  "false", "'{}'::jsonb", "NULL::text"};
    return random_.chance(60) ? std::string(random_.pick(kUsual)) : some_text();
  }
  Type type() {
    static constexpr std::string_view kTypes[] = {"integer",
                                                  "bigint",
                                                  "character varying(255)",
                                                  "timestamp(3) with time zone",
                                                  "numeric(3,1)",
                                                  "text[]",
                                                  "jsonb",
                                                  "uuid",
                                                  "interval day to second(2)",
                                                  "boolean",
                                                  "\"char\"",
                                                  "inet",
                                                  "bit varying(5)[]",
                                                  "geometry(point,4326)",
                                                  "double precision"};
    if (random_.chance(80)) return parse_type(random_.pick(kTypes));
    Type own;
    if (random_.chance(50)) own.schema = name();
    own.name = name();
    own.is_array = random_.chance(30);
    return own;
  }
  std::vector<std::string> names(std::size_t least, std::size_t most) {
    std::vector<std::string> out;
    for (std::size_t i = least + random_.below(most - least + 1); i-- > 0;) out.push_back(name());
    return out;
  }
  std::vector<std::string> texts(std::size_t most) {
    std::vector<std::string> out;
    for (std::size_t i = random_.below(most + 1); i-- > 0;) out.push_back(some_text());
    return out;
  }
  QualifiedName qualified() { return {random_.chance(80) ? std::string("public") : name(), name()}; }
  SequenceOptions sequence_options() {
    SequenceOptions o;
    if (random_.chance(50)) o.start = static_cast<std::int64_t>(random_.below(1000)) - 500;
    if (random_.chance(50)) o.increment = 1 + static_cast<std::int64_t>(random_.below(9));
    if (random_.chance(30)) o.minimum = INT64_MIN + static_cast<std::int64_t>(random_.below(2));
    if (random_.chance(30)) o.maximum = INT64_MAX;
    if (random_.chance(30)) o.cache = 20;
    o.cycle = random_.chance(30);
    return o;
  }
  bool rarely() { return random_.chance(15); }

  Column column() {
    Column c;
    c.name = name();
    c.type = type();
    c.nullable = random_.chance(50);
    if (random_.chance(30)) c.default_value = std::optional<Expression>(expression());
    c.serial = rarely();
    if (rarely()) c.identity = std::optional<Identity>(Identity{random_.chance(50), sequence_options()});
    if (rarely()) c.generated = std::optional<Generated>(Generated{expression(), random_.chance(50)});
    if (rarely()) c.collation = name();
    c.comment = comment();
    c.inherited = rarely();
    return c;
  }
  Column lean_column() {
    Column c;
    c.name = name();
    c.type = type();
    if (rarely()) c.default_value = std::optional<Expression>(expression());
    if (rarely()) c.collation = name();
    c.comment = comment();
    return c;
  }
  std::vector<Column> columns(bool lean) {
    std::vector<Column> out;
    for (std::size_t i = random_.below(8); i-- > 0;) {
      Column c = lean ? lean_column() : column();
      if (find_column(out, c.name) == nullptr) out.push_back(std::move(c));
    }
    return out;
  }
  Check check() {
    Check c;
    c.name = name();
    c.expression = expression();
    c.no_inherit = rarely();
    c.validated = !rarely();
    c.enforced = !rarely();
    c.inherited = rarely();
    c.comment = comment();
    return c;
  }
  ForeignKey foreign_key() {
    static constexpr std::string_view kActions[] = {"no action", "restrict", "cascade", "set null", "set default"};
    static constexpr std::string_view kMatches[] = {"simple", "simple", "full", "partial"};
    ForeignKey k;
    k.name = name();
    k.columns = names(1, 3);
    k.referenced_table = qualified();
    for (std::size_t i = k.columns.size(); i-- > 0;) k.referenced_columns.push_back(name());
    k.on_delete = random_.pick(kActions);
    k.on_update = random_.pick(kActions);
    if (k.on_delete.starts_with("set") && rarely()) k.on_delete_columns = {k.columns.front()};
    k.match = random_.pick(kMatches);
    k.deferrable = rarely();
    k.initially_deferred = k.deferrable && random_.chance(50);
    k.validated = !rarely();
    k.enforced = !rarely();
    k.inherited = rarely();
    k.comment = comment();
    return k;
  }
  Unique unique() {
    Unique u;
    u.name = name();
    u.columns = names(1, 3);
    if (rarely()) u.include = names(1, 2);
    u.nulls_not_distinct = rarely();
    u.deferrable = rarely();
    u.initially_deferred = u.deferrable && random_.chance(50);
    u.comment = comment();
    return u;
  }
  Exclusion exclusion() {
    Exclusion e;
    e.name = name();
    e.definition = "EXCLUDE USING gist (" + some_text() + " WITH &&)";
    e.deferrable = rarely();
    e.initially_deferred = e.deferrable && random_.chance(50);
    e.comment = comment();
    return e;
  }
  Index index() {
    static constexpr std::string_view kMethods[] = {"btree", "gin", "gist", "hash", "brin"};
    Index i;
    i.name = name();
    i.unique = random_.chance(30);
    i.nulls_not_distinct = i.unique && rarely();
    i.method = random_.pick(kMethods);
    for (std::size_t n = 1 + random_.below(3); n-- > 0;) {
      IndexKey key;
      if (random_.chance(70))
        key.column = name();
      else
        key.expression = expression();
      if (rarely()) key.operator_class = name();
      if (rarely()) key.operator_class_options = "siglen=32";
      if (rarely()) key.collation = name();
      key.descending = rarely();
      key.nulls_first = rarely() ? !key.descending : key.descending;
      i.keys.push_back(std::move(key));
    }
    if (rarely()) i.include = names(1, 2);
    if (rarely()) i.predicate = std::optional<Expression>(expression());
    if (rarely()) i.storage_parameters = {"fillfactor=70"};
    i.valid = !rarely();
    i.inherited = rarely();
    i.comment = comment();
    return i;
  }
  Definition definition() { return {name(), "CREATE SOMETHING " + some_text(), !rarely(), comment()}; }
  Policy policy() {
    static constexpr std::string_view kCommands[] = {"all", "select", "insert", "update", "delete"};
    Policy p;
    p.name = name();
    p.command = random_.pick(kCommands);
    p.permissive = random_.chance(70);
    p.roles = names(1, 2);
    if (random_.chance(60)) p.using_expression = expression();
    if (random_.chance(30)) p.with_check = expression();
    p.comment = comment();
    return p;
  }
  template <typename Make>
  auto list(std::size_t most, Make make) {
    std::vector<decltype(make())> out;
    for (std::size_t i = random_.below(most + 1); i-- > 0;) out.push_back(make());
    return out;
  }

  Table table() {
    static constexpr TableKind kKinds[] = {TableKind::kTable, TableKind::kTable, TableKind::kPartitioned,
                                           TableKind::kForeign};
    Table t;
    t.kind = random_.pick(kKinds);
    t.unlogged = rarely();
    if (random_.chance(70)) t.owner = name();
    if (rarely()) t.tablespace = name();
    if (rarely()) t.access_method = name();
    if (t.kind == TableKind::kPartitioned) t.partition_key = "RANGE (" + some_text() + ")";
    if (rarely()) {
      t.partition_of = qualified();
      t.partition_bound = "FOR VALUES IN (" + some_text() + ")";
    } else if (rarely()) {
      t.inherits = {qualified(), qualified()};
    }
    if (t.kind == TableKind::kForeign) {
      t.foreign_server = name();
      t.options = texts(2);
    }
    if (rarely()) t.storage_parameters = texts(2);
    t.row_security = rarely();
    t.force_row_security = rarely();
    if (rarely()) t.extension = name();
    if (random_.chance(30)) t.privileges = texts(3);
    t.comment = comment();
    t.columns = columns(false);
    if (random_.chance(80)) {
      t.primary_key.emplace();
      t.primary_key->name = name();
      t.primary_key->columns = names(1, 3);
      if (rarely()) t.primary_key->include = names(1, 2);
      t.primary_key->deferrable = rarely();
      t.primary_key->initially_deferred = t.primary_key->deferrable && random_.chance(50);
      t.primary_key->comment = comment();
    }
    t.foreign_keys = list(3, [&] { return foreign_key(); });
    t.uniques = list(2, [&] { return unique(); });
    t.checks = list(2, [&] { return check(); });
    t.exclusions = list(1, [&] { return exclusion(); });
    t.indexes = list(3, [&] { return index(); });
    t.triggers = list(1, [&] { return definition(); });
    t.rules = list(1, [&] { return definition(); });
    t.policies = list(1, [&] { return policy(); });
    return t;
  }
  View view(bool materialized) {
    View v;
    v.columns = columns(true);
    v.definition = " SELECT " + some_text() + "\n   FROM " + some_text() + ";";
    if (rarely()) v.options = texts(2);
    if (materialized) {
      v.indexes = list(2, [&] { return index(); });
      v.populated = !rarely();
    }
    v.triggers = list(1, [&] { return definition(); });
    v.rules = list(1, [&] { return definition(); });
    if (random_.chance(50)) v.owner = name();
    if (rarely()) v.extension = name();
    if (rarely()) v.privileges = texts(2);
    v.comment = comment();
    return v;
  }
  Sequence sequence() {
    Sequence s;
    s.type = parse_type("bigint");
    s.options = sequence_options();
    if (random_.chance(50)) {
      s.owned_by_table = qualified();
      s.owned_by_column = name();
      s.identity = random_.chance(30);
    }
    if (random_.chance(50)) s.owner = name();
    if (rarely()) s.extension = name();
    if (rarely()) s.privileges = texts(2);
    s.comment = comment();
    return s;
  }
  Function function() {
    static constexpr FunctionKind kKinds[] = {FunctionKind::kFunction, FunctionKind::kProcedure,
                                              FunctionKind::kAggregate, FunctionKind::kWindow};
    static constexpr std::string_view kVolatilities[] = {"immutable", "stable", "volatile"};
    Function f;
    f.name = name();
    f.arguments = random_.chance(30) ? std::string() : some_text();
    f.kind = random_.pick(kKinds);
    if (f.kind != FunctionKind::kProcedure) f.returns = random_.chance(50) ? std::string("integer") : some_text();
    f.language = random_.chance(80) ? std::string("plpgsql") : name();
    f.volatility = random_.pick(kVolatilities);
    f.strict = rarely();
    f.security_definer = rarely();
    if (f.kind != FunctionKind::kAggregate) f.definition = "CREATE FUNCTION " + some_text() + "\nAS $$" + some_text();
    if (random_.chance(50)) f.owner = name();
    if (rarely()) f.extension = name();
    if (rarely()) f.privileges = texts(2);
    f.comment = comment();
    return f;
  }
  OtherObject other() {
    static constexpr std::string_view kKinds[] = {"collation", "statistics", "operator class", "event trigger"};
    return {std::string(random_.pick(kKinds)), name(), text(), rarely() ? name() : std::string(), comment()};
  }

  template <typename T, typename Make>
  void add(std::map<std::string, T>& objects, std::size_t most, Make make) {
    for (std::size_t i = random_.below(most + 1); i-- > 0;) {
      const std::string key = name();
      T object = make();
      object.name = key;
      objects.insert_or_assign(key, std::move(object));
    }
  }
  void fill(Namespace& n) {
    add(n.tables, 5, [&] { return table(); });
    add(n.views, 2, [&] { return view(false); });
    add(n.materialized_views, 1, [&] { return view(true); });
    add(n.sequences, 2, [&] { return sequence(); });
    add(n.enums, 2, [&] {
      Enum e;
      e.labels = texts(4);
      if (rarely()) e.extension = name();
      e.comment = comment();
      return e;
    });
    add(n.domains, 2, [&] {
      Domain d;
      d.type = type();
      d.nullable = random_.chance(70);
      if (random_.chance(40)) d.default_value = expression();
      if (rarely()) d.collation = name();
      d.checks = list(2, [&] { return check(); });
      if (rarely()) d.extension = name();
      d.comment = comment();
      return d;
    });
    add(n.composite_types, 1, [&] {
      CompositeType c;
      c.columns = columns(true);
      if (rarely()) c.extension = name();
      c.comment = comment();
      return c;
    });
    add(n.range_types, 1, [&] {
      RangeType r;
      r.subtype = type();
      r.definition = "CREATE TYPE " + some_text();
      if (rarely()) r.extension = name();
      r.comment = comment();
      return r;
    });
    for (std::size_t i = random_.below(3); i-- > 0;) {
      Function f = function();
      const std::string key = f.name + "(" + f.arguments + ")";
      n.functions.insert_or_assign(key, std::move(f));
    }
    n.other = list(1, [&] { return other(); });
    if (random_.chance(50)) n.owner = name();
    if (rarely()) n.extension = name();
    if (random_.chance(30)) n.privileges = texts(2);
    n.comment = comment();
  }

  // Most keys name columns that exist, and refer to tables that exist.
  void connect(Schema& s) {
    std::vector<QualifiedName> tables;
    for (const auto& [space, objects] : s.schemas)
      for (const auto& [name, table] : objects.tables) tables.push_back({space, name});
    for (auto& [space, objects] : s.schemas) {
      for (auto& entry : objects.tables) {
        Table& table = entry.second;  // clang 14 captures no structured binding
        if (table.columns.empty() || random_.chance(20)) continue;
        const auto real = [&](std::vector<std::string>& columns) {
          for (std::string& column : columns) column = table.columns[random_.below(table.columns.size())].name;
        };
        if (table.primary_key) real(table.primary_key->columns);
        for (Unique& unique : table.uniques) real(unique.columns);
        for (ForeignKey& key : table.foreign_keys) {
          real(key.columns);
          if (!key.on_delete_columns.empty()) key.on_delete_columns = {key.columns.front()};
          key.referenced_table = tables[random_.below(tables.size())];
        }
      }
    }
  }

  Random random_;
};

// What a random change makes of some bytes: cut, doubled, swapped for others, or a few bits turned.
inline std::string mutated(std::string text, Random& random) {
  for (std::size_t i = 1 + random.below(4); i-- > 0 && !text.empty();) {
    const std::size_t at = random.below(text.size());
    const std::size_t length = 1 + random.below(std::min<std::size_t>(40, text.size() - at));
    static constexpr std::string_view kBits[] = {"|", "`",    "\n", "\"", "{",    "}",
                                                 "[", "null", "\\", "#",  "\xff", "\n\n"};
    switch (random.below(6)) {
      case 0: text.resize(at); break;
      case 1: text.erase(at, length); break;
      case 2: text.insert(at, text.substr(at, length)); break;
      case 3: text[at] = static_cast<char>(random.below(256)); break;
      case 4: text.insert(at, random.pick(kBits)); break;
      default: text.replace(at, length, random.pick(kBits)); break;
    }
  }
  return text;
}

}  // namespace si::test
