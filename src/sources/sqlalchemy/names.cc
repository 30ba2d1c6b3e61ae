// SQLAlchemy's sql/naming.py: a convention is a %-format over tokens such as %(table_name)s and %(column_0_N_name)s. It
// names what has no name, and renames what has one when it uses %(constraint_name)s.
#include "sources/sqlalchemy/names.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "sources/sqlalchemy/identity.h"
#include "support/strings.h"

namespace si::sqlalchemy {

using python::describe;

namespace {

using Name = Known<std::optional<std::string>>;

// The class that a convention may name in place of the short kind.
std::string_view class_of(std::string_view kind) {
  if (kind == "ix") return "Index";
  if (kind == "uq") return "UniqueConstraint";
  if (kind == "ck") return "CheckConstraint";
  if (kind == "fk") return "ForeignKeyConstraint";
  return "PrimaryKeyConstraint";
}

const Value* entry(const Value* convention, std::string_view key) {
  if (convention == nullptr || !convention->is(ValueKind::kDict)) return nullptr;
  const Value* found = nullptr;
  for (std::size_t i = 0; i + 1 < convention->items.size(); i += 2) {
    const Value* at = convention->items[i];
    if (at->is(ValueKind::kString) && at->text == key) found = convention->items[i + 1];
    if (at->is(ValueKind::kExternal) && known_name(at) == key) found = convention->items[i + 1];
  }
  return found;
}

std::string label(const TableBuild& table, const std::string& column) {
  const std::string schema = *table.schema;
  return (schema.empty() ? "" : replace_all(schema, ".", "_") + "_") + table.name.name + "_" + column;
}

// One token's text; nullopt: not a token of SQLAlchemy's own, or it has nothing to say.
std::optional<std::string> token(const TableBuild& table, const NamedObject& object, std::string_view name) {
  if (name == "table_name") return table.name.name;
  if (name == "constraint_name") return object.name;
  if (name == "referred_table_name") return object.referred_table;
  const bool referred = name.starts_with("referred_");
  std::string_view rest = referred ? name.substr(9) : name;
  if (!rest.starts_with("column_0")) {
    if (!rest.starts_with("column_") || rest.size() < 8) return std::nullopt;
  }
  const auto& columns = referred ? object.referred_columns : object.columns;
  const auto& keys = referred || object.keys.empty() ? columns : object.keys;
  rest.remove_prefix(7);
  std::size_t index = 0;
  std::size_t digits = 0;
  while (digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9')
    index = index * 10 + static_cast<std::size_t>(rest[digits++] - '0');
  if (digits == 0) return std::nullopt;
  rest.remove_prefix(digits);
  std::string separator;
  bool all = false;
  if (rest.starts_with("_N")) {
    all = true;
    separator = "_";
    rest.remove_prefix(2);
  } else if (rest.starts_with("N")) {
    all = true;
    rest.remove_prefix(1);
  }
  const auto text = [&](std::size_t at) -> std::string {
    if (rest == "_key") return keys[at];
    if (rest == "_label") return label(table, columns[at]);
    return columns[at];
  };
  if (rest != "_name" && rest != "_key" && rest != "_label") return std::nullopt;
  if (!all) return index < columns.size() ? std::optional(text(index)) : std::optional(std::string());
  std::string out;
  for (std::size_t i = 0; i < columns.size(); ++i) out += (i == 0 ? "" : separator) + text(i);
  return out;
}

}  // namespace

Name convention_name(Context& context, const TableBuild& table, const NamedObject& object) {
  if (object.is_final) return Name(object.name);
  const Value* convention = table.metadata.naming_convention;
  const Value* format = entry(convention, object.kind);
  if (format == nullptr) format = entry(convention, class_of(object.kind));
  std::string text;
  if (format != nullptr && format->is(ValueKind::kString)) {
    text = format->text;
  } else if (format != nullptr) {
    return object.name ? Name(object.name) : Name::unresolved("naming convention: " + describe(format));
  } else if (convention == nullptr && object.kind == "ix") {
    text = "ix_%(column_0_label)s";
  } else if (convention != nullptr && !convention->is(ValueKind::kDict)) {
    return object.name ? Name(object.name)
                       : Name::unresolved("the naming convention is not known: " + describe(convention));
  } else {
    return Name(object.name);
  }
  const bool uses_name = text.find("constraint_name") != std::string::npos;
  if (object.name && !uses_name) return Name(object.name);
  if (!object.name && uses_name) return Name();
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const auto close = text.find(")s", i);
    if (i + 1 < text.size() && text[i + 1] == '%') {
      out += '%';
      ++i;
      continue;
    }
    if (i + 1 >= text.size() || text[i + 1] != '(' || close == std::string::npos)
      return Name::unresolved("naming convention '" + text + "'");
    const std::string key = text.substr(i + 2, close - i - 2);
    i = close + 1;
    if (const Value* own = entry(convention, key); own != nullptr && !own->is(ValueKind::kString))
      return Name::unresolved("the naming convention computes " + key + " at run time");
    const auto value = token(table, object, key);
    if (!value)
      return Name::unresolved(std::string("naming convention '").append(text).append("': token ").append(key));
    out += *value;
  }
  (void)context;
  return Name(std::optional<std::string>(truncate_generated_name(out)));
}

std::string truncate_generated_name(const std::string& name) {
  if (count_code_points(name) <= kMaxIdentifierBytes) return name;
  std::size_t bytes = 0;
  for (std::size_t characters = 0; bytes < name.size(); ++bytes) {
    if ((static_cast<unsigned char>(name[bytes]) & 0xC0) != 0x80 && characters++ == kMaxIdentifierBytes - 8) break;
  }
  const std::string digest = md5_hex(name);
  return name.substr(0, bytes) + "_" + digest.substr(digest.size() - 4);
}

std::string md5_hex(std::string_view text) {
  static constexpr std::array<std::uint32_t, 64> kSines = {
      0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
      0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
      0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
      0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
      0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
      0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
      0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
      0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};
  static constexpr std::array<int, 16> kShifts = {7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21};
  std::string message(text);
  message += '\x80';
  while (message.size() % 64 != 56) message += '\0';
  const std::uint64_t bits = static_cast<std::uint64_t>(text.size()) * 8;
  for (int i = 0; i < 8; ++i) message += static_cast<char>((bits >> (8 * i)) & 0xFF);
  std::array<std::uint32_t, 4> state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  for (std::size_t block = 0; block < message.size(); block += 64) {
    std::array<std::uint32_t, 16> words{};
    for (std::size_t i = 0; i < 64; ++i)
      words[i / 4] |= static_cast<std::uint32_t>(static_cast<unsigned char>(message[block + i])) << (8 * (i % 4));
    auto [a, b, c, d] = state;
    for (std::uint32_t i = 0; i < 64; ++i) {
      std::uint32_t f = 0, g = 0;
      if (i < 16) {
        f = (b & c) | (~b & d), g = i;
      } else if (i < 32) {
        f = (d & b) | (~d & c), g = (5 * i + 1) % 16;
      } else if (i < 48) {
        f = b ^ c ^ d, g = (3 * i + 5) % 16;
      } else {
        f = c ^ (b | ~d), g = (7 * i) % 16;
      }
      const std::uint32_t next = b + std::rotl(a + f + kSines[i] + words[g], kShifts[(i / 16) * 4 + i % 4]);
      a = d, d = c, c = b, b = next;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
  }
  std::string out;
  for (const std::uint32_t word : state)
    for (int i = 0; i < 4; ++i) {
      static constexpr char kDigits[] = "0123456789abcdef";
      const std::uint32_t byte = (word >> (8 * i)) & 0xFF;
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    }
  return out;
}

}  // namespace si::sqlalchemy
