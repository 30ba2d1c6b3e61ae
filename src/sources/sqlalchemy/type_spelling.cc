#include "sources/sqlalchemy/type_spelling.h"

#include <algorithm>
#include <iterator>

#include "sources/sqlalchemy/type_table.h"
#include "support/strings.h"

namespace si::sqlalchemy {
namespace {

constexpr std::string_view kZone = " with time zone";

// The rows of the table to write, of all that mean the same: generic classes before those of the dialect.
struct Preferred {
  std::string_view sql;
  std::string_view name;
  bool dialect = false;
};
constexpr Preferred kPreferred[] = {
    {"character varying", "String"},
    {"character", "CHAR"},
    {"text", "Text"},
    {"integer", "Integer"},
    {"smallint", "SmallInteger"},
    {"bigint", "BigInteger"},
    {"boolean", "Boolean"},
    {"timestamp", "DateTime"},
    {"time", "Time"},
    {"date", "Date"},
    {"interval", "Interval"},
    {"numeric", "Numeric"},
    {"real", "REAL"},
    {"double precision", "Float"},
    {"bytea", "LargeBinary"},
    {"json", "JSON"},
    {"jsonb", "JSONB", true},
    {"bit", "BIT", true},
    {"bit varying", "BIT", true},
    {"inet", "INET", true},
    {"cidr", "CIDR", true},
    {"macaddr", "MACADDR", true},
    {"macaddr8", "MACADDR8", true},
    {"money", "MONEY", true},
    {"oid", "OID", true},
    {"regclass", "REGCLASS", true},
    {"regconfig", "REGCONFIG", true},
    {"tsvector", "TSVECTOR", true},
    {"tsquery", "TSQUERY", true},
    {"hstore", "HSTORE", true},
    {"citext", "CITEXT", true},
    {"int4range", "INT4RANGE", true},
    {"int8range", "INT8RANGE", true},
    {"numrange", "NUMRANGE", true},
    {"daterange", "DATERANGE", true},
    {"tsrange", "TSRANGE", true},
    {"tstzrange", "TSTZRANGE", true},
    {"int4multirange", "INT4MULTIRANGE", true},
    {"int8multirange", "INT8MULTIRANGE", true},
    {"nummultirange", "NUMMULTIRANGE", true},
    {"datemultirange", "DATEMULTIRANGE", true},
    {"tsmultirange", "TSMULTIRANGE", true},
    {"tstzmultirange", "TSTZMULTIRANGE", true},
};

// "timestamp with time zone" is "timestamp" of the table with a zone; so is "without".
std::string base_of(const Type& type, bool* zone) {
  std::string name = type.name;
  *zone = name.ends_with(kZone);
  for (const std::string_view suffix : {kZone, std::string_view(" without time zone")})
    if (name.ends_with(suffix)) name.resize(name.size() - suffix.size());
  return name;
}

// The arguments of a class of this shape; false: it cannot say that.
bool arguments_for(Shape shape, std::string_view name, const Type& type, bool zone, std::vector<std::string>& out) {
  const auto& numbers = type.modifiers;
  const bool upper = name == "TIMESTAMP" || name == "TIME";  // the dialect's, which know precision
  switch (shape) {
    case Shape::kPlain: return numbers.empty();
    case Shape::kLength:
      if (numbers.empty()) return name != "CHAR";
      if (name == "CHAR" && numbers[0] == 1) return true;
      out.push_back(std::to_string(numbers[0]));
      return true;
    case Shape::kTimezone:
      if (zone) out.emplace_back("timezone=True");
      if (numbers.empty()) return true;
      out.push_back("precision=" + std::to_string(numbers[0]));
      return upper;
    case Shape::kNumeric:
      for (const int number : numbers) out.push_back(std::to_string(number));
      if (numbers.size() == 2 && numbers[1] == 0) out.pop_back();
      return true;
    case Shape::kFloat: return true;
    case Shape::kInterval:
      if (!type.fields.empty()) return false;
      if (!numbers.empty()) out.push_back("second_precision=" + std::to_string(numbers[0]));
      return true;
    case Shape::kPgInterval:
      if (!type.fields.empty()) out.push_back("fields=\"" + type.fields + "\"");
      if (!numbers.empty()) out.push_back("precision=" + std::to_string(numbers[0]));
      return true;
    case Shape::kBit:
      if (!numbers.empty()) out.push_back(std::to_string(numbers[0]));
      if (type.name == "bit varying") out.emplace_back("varying=True");
      return true;
    case Shape::kGeometry: return false;
  }
  return false;
}

std::string_view last_part(std::string_view name) { return name.substr(name.rfind('.') + 1); }

}  // namespace

bool is_type_name(std::string_view name) {
  return std::any_of(std::begin(kTypes), std::end(kTypes), [&](const TypeRow& row) { return row.name == name; });
}

bool class_makes(std::string_view name, const Type& type, std::vector<std::string>* arguments) {
  if (type.is_array || !type.schema.empty() || !type.word_modifiers.empty()) return false;
  bool zone = false;
  const std::string base = base_of(type, &zone);
  for (const TypeRow& row : kTypes) {
    if (last_part(row.name) != name || row.name.find("sqlalchemy_utils") == 0) continue;
    const bool same = row.sql == base || (row.shape == Shape::kFloat && base == "double precision") ||
                      (row.shape == Shape::kBit && row.sql == "bit" && base == "bit varying");
    std::vector<std::string> made;
    if (!same || !arguments_for(row.shape, name, type, zone, made)) continue;
    if (arguments != nullptr) *arguments = std::move(made);
    return true;
  }
  return false;
}

std::optional<TypeSpelling> spell_type(const Type& type, int sqlalchemy_major) {
  if (!type.schema.empty() || !type.word_modifiers.empty()) return std::nullopt;
  if (type.is_array) {
    Type element = type;
    element.is_array = false;
    auto inner = spell_type(element, sqlalchemy_major);
    if (!inner) return std::nullopt;
    return TypeSpelling{std::string(kDialectModule), "ARRAY", {}, {std::move(*inner)}};
  }
  TypeSpelling out;
  if (type.name == "uuid") {
    if (sqlalchemy_major >= 2) return TypeSpelling{"sqlalchemy", "Uuid", {}, {}};
    return TypeSpelling{std::string(kDialectModule), "UUID", {"as_uuid=True"}, {}};
  }
  bool zone = false;
  const std::string base = base_of(type, &zone);
  for (const Preferred& row : kPreferred) {
    if (row.sql != base) continue;
    out.module = row.dialect ? kDialectModule : "sqlalchemy";
    out.name = row.name;
    if (class_makes(row.name, type, &out.arguments)) return out;
    // A precision or fields, which only the dialect's class knows.
    out.module = kDialectModule;
    if (base == "timestamp" || base == "time") {
      out.name = to_upper_ascii(base);
      return class_makes(out.name, type, &out.arguments) ? std::optional(out) : std::nullopt;
    }
    if (base == "interval") {
      out.name = "INTERVAL";
      out.arguments.clear();
      return arguments_for(Shape::kPgInterval, "INTERVAL", type, zone, out.arguments) ? std::optional(out)
                                                                                      : std::nullopt;
    }
    return std::nullopt;
  }
  return std::nullopt;
}

std::optional<PythonType> python_type_of(const Type& type) {
  if (type.is_array) return std::nullopt;
  switch (type_family(type)) {
    case TypeFamily::kInteger: return PythonType{"", "int"};
    case TypeFamily::kNumber:
      if (type.name == "numeric") return PythonType{"decimal", "Decimal"};
      return PythonType{"", "float"};
    case TypeFamily::kBoolean: return PythonType{"", "bool"};
    case TypeFamily::kString: return PythonType{"", "str"};
    case TypeFamily::kBytes: return PythonType{"", "bytes"};
    case TypeFamily::kDateTime: return PythonType{"datetime", "datetime"};
    case TypeFamily::kDate: return PythonType{"datetime", "date"};
    case TypeFamily::kTime: return PythonType{"datetime", "time"};
    case TypeFamily::kInterval: return PythonType{"datetime", "timedelta"};
    case TypeFamily::kUuid: return PythonType{"uuid", "UUID"};
    case TypeFamily::kJson: return PythonType{"", "dict"};
    case TypeFamily::kNetwork: return PythonType{"", "str"};
    default: return std::nullopt;
  }
}

}  // namespace si::sqlalchemy
