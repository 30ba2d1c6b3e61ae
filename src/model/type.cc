// Types, read and printed.
//
// format_type() spells most types `name(modifiers)[]`; four families put the modifier in the middle
// (`timestamp(3) with time zone`) or carry words after it (`interval day to second(3)`). Reading goes in three steps:
// cut off array marks, cut out the parenthesised modifiers, fold the remaining words through a table of aliases.
#include "model/type.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "support/strings.h"

namespace si {
namespace {

using Alias = std::pair<std::string_view, std::string_view>;

// Spelling in lower case, words separated by one space, to the canonical name. Sorted by spelling.
constexpr Alias kAliases[] = {
    {"\"char\"", "\"char\""},
    {"bigint", "bigint"},
    {"bigserial", "bigint"},
    {"bit", "bit"},
    {"bit varying", "bit varying"},
    {"bool", "boolean"},
    {"boolean", "boolean"},
    {"box", "box"},
    {"bpchar", "bpchar"},
    {"bytea", "bytea"},
    {"char", "character"},
    {"char varying", "character varying"},
    {"character", "character"},
    {"character varying", "character varying"},
    {"cid", "cid"},
    {"cidr", "cidr"},
    {"circle", "circle"},
    {"date", "date"},
    {"datemultirange", "datemultirange"},
    {"daterange", "daterange"},
    {"dec", "numeric"},
    {"decimal", "numeric"},
    {"double", "double precision"},
    {"double precision", "double precision"},
    {"float", "double precision"},
    {"float4", "real"},
    {"float8", "double precision"},
    {"gtsvector", "gtsvector"},
    {"inet", "inet"},
    {"int", "integer"},
    {"int2", "smallint"},
    {"int2vector", "int2vector"},
    {"int4", "integer"},
    {"int4multirange", "int4multirange"},
    {"int4range", "int4range"},
    {"int8", "bigint"},
    {"int8multirange", "int8multirange"},
    {"int8range", "int8range"},
    {"integer", "integer"},
    {"interval", "interval"},
    {"json", "json"},
    {"jsonb", "jsonb"},
    {"jsonpath", "jsonpath"},
    {"line", "line"},
    {"lseg", "lseg"},
    {"macaddr", "macaddr"},
    {"macaddr8", "macaddr8"},
    {"money", "money"},
    {"name", "name"},
    {"national char", "character"},
    {"national char varying", "character varying"},
    {"national character", "character"},
    {"national character varying", "character varying"},
    {"nchar", "character"},
    {"nchar varying", "character varying"},
    {"numeric", "numeric"},
    {"nummultirange", "nummultirange"},
    {"numrange", "numrange"},
    {"oid", "oid"},
    {"oidvector", "oidvector"},
    {"path", "path"},
    {"pg_lsn", "pg_lsn"},
    {"pg_snapshot", "pg_snapshot"},
    {"point", "point"},
    {"polygon", "polygon"},
    {"real", "real"},
    {"refcursor", "refcursor"},
    {"regclass", "regclass"},
    {"regcollation", "regcollation"},
    {"regconfig", "regconfig"},
    {"regdictionary", "regdictionary"},
    {"regnamespace", "regnamespace"},
    {"regoper", "regoper"},
    {"regoperator", "regoperator"},
    {"regproc", "regproc"},
    {"regprocedure", "regprocedure"},
    {"regrole", "regrole"},
    {"regtype", "regtype"},
    {"serial", "integer"},
    {"serial2", "smallint"},
    {"serial4", "integer"},
    {"serial8", "bigint"},
    {"smallint", "smallint"},
    {"smallserial", "smallint"},
    {"text", "text"},
    {"tid", "tid"},
    {"time", "time without time zone"},
    {"time with time zone", "time with time zone"},
    {"time without time zone", "time without time zone"},
    {"timestamp", "timestamp without time zone"},
    {"timestamp with time zone", "timestamp with time zone"},
    {"timestamp without time zone", "timestamp without time zone"},
    {"timestamptz", "timestamp with time zone"},
    {"timetz", "time with time zone"},
    {"tsmultirange", "tsmultirange"},
    {"tsquery", "tsquery"},
    {"tsrange", "tsrange"},
    {"tstzmultirange", "tstzmultirange"},
    {"tstzrange", "tstzrange"},
    {"tsvector", "tsvector"},
    {"txid_snapshot", "txid_snapshot"},
    {"uuid", "uuid"},
    {"varbit", "bit varying"},
    {"varchar", "character varying"},
    {"xid", "xid"},
    {"xid8", "xid8"},
    {"xml", "xml"},
};

const Alias* find_alias(std::string_view spelling) {
  const auto* found = std::lower_bound(std::begin(kAliases), std::end(kAliases), spelling,
                                       [](const Alias& a, std::string_view b) { return a.first < b; });
  return found != std::end(kAliases) && found->first == spelling ? found : nullptr;
}

bool is_canonical(std::string_view name) {
  const Alias* alias = find_alias(name);
  return alias != nullptr && alias->second == name;
}

// Lower case outside double quotes, one space between words, none around them or before "(".
std::string fold(std::string_view text) {
  std::string out;
  bool quoted = false;
  for (const char c : trim(text)) {
    if (c == '"') quoted = !quoted;
    if (!quoted && is_space(c)) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out += !quoted && c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return out;
}

// The numbers of a comma-separated list; empty when one of them is no number.
std::vector<int> parse_numbers(std::string_view list) {
  std::vector<int> numbers;
  for (const std::string& part : split(list, ',')) {
    char* end = nullptr;
    const std::string number(trim(part));
    const long value = std::strtol(number.c_str(), &end, 10);
    if (number.empty() || *end != '\0' || value < -1000000000L || value > 1000000000L) return {};
    numbers.push_back(static_cast<int>(value));
  }
  return numbers;
}

// Takes the first "(…)" outside quotes out of `text` and returns what stood in it.
std::string cut_modifiers(std::string& text) {
  bool quoted = false;
  std::size_t open = std::string::npos;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (!quoted && text[i] == '(' && open == std::string::npos) open = i;
    if (quoted || text[i] != ')' || open == std::string::npos) continue;
    std::string modifiers = text.substr(open + 1, i - open - 1);
    text.erase(open, i - open + 1);
    text = fold(text);
    return modifiers;
  }
  return {};
}

void apply_alias(Type& type, std::string_view spelling, std::string_view canonical) {
  type.name = canonical;
  std::vector<int>& m = type.modifiers;
  if (spelling == "float" && !m.empty()) {  // float(1..24) is real, float(25..53) double precision
    if (m[0] <= 24) type.name = "real";
    m.clear();
  }
  // `char` and `bit` alone mean one of them; `numeric(p)` means scale 0. bpchar is a character type without limit.
  if ((type.name == "character" || type.name == "bit") && m.empty()) m = {1};
  if (type.name == "bpchar" && !m.empty()) type.name = "character";
  if (type.name == "numeric" && m.size() == 1) m.push_back(0);
}

// PostGIS writes the kind of geometry(Point,4326) so, whatever its case was.
std::string spatial_word(std::string_view word) {
  static constexpr std::string_view kKinds[] = {
      "Geometry",          "Point",           "LineString",   "Polygon",
      "MultiPoint",        "MultiLineString", "MultiPolygon", "Triangle",
      "CircularString",    "CompoundCurve",   "CurvePolygon", "MultiSurface",
      "PolyhedralSurface", "MultiCurve",      "Tin",          "GeometryCollection"};
  const std::string lower = to_lower_ascii(word);
  for (const std::string_view kind : kKinds)
    for (const std::string_view dimensions : {"", "Z", "M", "ZM"})
      if (lower == to_lower_ascii(std::string(kind).append(dimensions))) return std::string(kind).append(dimensions);
  return std::string(word);
}

}  // namespace

Type parse_type(std::string_view spelling) {
  Type type;
  std::string text = fold(spelling);
  if (text.starts_with("pg_catalog.")) text.erase(0, std::string_view("pg_catalog.").size());
  for (std::size_t open; text.ends_with(']') && (open = text.rfind('[')) != std::string::npos;) {
    type.is_array = true;
    text = fold(std::string_view(text).substr(0, open));
  }
  if (text.ends_with(" array")) {
    type.is_array = true;
    text = fold(std::string_view(text).substr(0, text.size() - 6));
  }
  const std::string raw = cut_modifiers(text);
  type.modifiers = parse_numbers(raw);
  if (text.starts_with("interval ")) {
    type.name = "interval";
    type.fields = text.substr(std::string_view("interval ").size());
    return type;
  }
  if (const Alias* alias = find_alias(text)) {
    apply_alias(type, alias->first, alias->second);
    return type;
  }
  const QualifiedName name = parse_qualified_name(text);
  type.schema = name.schema == "pg_catalog" ? "" : name.schema;
  type.name = name.name;
  if (type.modifiers.empty()) {
    for (const std::string& part : split(raw, ','))
      type.word_modifiers += (type.word_modifiers.empty() ? "" : ",") + spatial_word(trim(part));
  }
  return type;
}

bool is_serial_spelling(std::string_view spelling) {
  static constexpr std::string_view kSerials[] = {"bigserial", "serial",  "serial2",
                                                  "serial4",   "serial8", "smallserial"};
  const std::string text = fold(spelling);
  return std::find(std::begin(kSerials), std::end(kSerials), text) != std::end(kSerials);
}

bool is_builtin(const Type& type) { return type.schema.empty() && is_canonical(type.name); }

std::string to_string(const Type& type) {
  std::string modifiers;
  for (const int m : type.modifiers) modifiers += (modifiers.empty() ? "" : ",") + std::to_string(m);
  if (modifiers.empty()) modifiers = type.word_modifiers;
  if (!modifiers.empty()) modifiers = '(' + modifiers + ')';

  std::string out;
  if (!is_builtin(type)) {
    out = to_string(QualifiedName{type.schema, type.name}) + modifiers;
  } else if (const std::size_t zone = type.name.find(" with");
             type.name.starts_with("time") && zone != std::string::npos) {
    out = type.name.substr(0, zone) + modifiers + type.name.substr(zone);
  } else if (!type.fields.empty()) {
    out = type.name + ' ' + type.fields + modifiers;
  } else {
    out = type.name + modifiers;
  }
  return type.is_array ? out + "[]" : out;
}

TypeFamily type_family(const Type& type) {
  using F = TypeFamily;
  static constexpr std::pair<std::string_view, F> kFamilies[] = {
      {"\"char\"", F::kString},
      {"bigint", F::kInteger},
      {"boolean", F::kBoolean},
      {"bpchar", F::kString},
      {"bytea", F::kBytes},
      {"character", F::kString},
      {"character varying", F::kString},
      {"cidr", F::kNetwork},
      {"date", F::kDate},
      {"double precision", F::kNumber},
      {"inet", F::kNetwork},
      {"integer", F::kInteger},
      {"interval", F::kInterval},
      {"json", F::kJson},
      {"jsonb", F::kJson},
      {"macaddr", F::kNetwork},
      {"macaddr8", F::kNetwork},
      {"money", F::kNumber},
      {"name", F::kString},
      {"numeric", F::kNumber},
      {"oid", F::kInteger},
      {"real", F::kNumber},
      {"smallint", F::kInteger},
      {"text", F::kString},
      {"time with time zone", F::kTime},
      {"time without time zone", F::kTime},
      {"timestamp with time zone", F::kDateTime},
      {"timestamp without time zone", F::kDateTime},
      {"uuid", F::kUuid},
  };
  if (!is_builtin(type)) return F::kUnknown;
  for (const auto& [name, family] : kFamilies)
    if (name == type.name) return family;
  return type.name.ends_with("range") ? F::kRange : F::kOther;
}

}  // namespace si
