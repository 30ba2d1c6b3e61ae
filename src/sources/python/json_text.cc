#include "sources/python/json_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "support/strings.h"

namespace si::python {
namespace {

struct Options {
  bool ascii = true, sorted = false;
  std::string item = ", ", key = ": ";
};

// False: an argument that is not followed.
bool read_option(const Argument& argument, Options& out) {
  const Value& value = *argument.value;
  if (argument.name == "indent") return value.is(ValueKind::kNone);
  if (argument.name == "separators") {
    if (value.is(ValueKind::kNone)) return true;
    if (!value.is_sequence() || value.items.size() != 2) return false;
    if (!value.items[0]->is(ValueKind::kString) || !value.items[1]->is(ValueKind::kString)) return false;
    out.item = value.items[0]->text;
    out.key = value.items[1]->text;
    return true;
  }
  if (!value.is(ValueKind::kBool)) return false;
  if (argument.name == "ensure_ascii") out.ascii = value.integer != 0;
  if (argument.name == "sort_keys") out.sorted = value.integer != 0;
  return argument.name == "ensure_ascii" || argument.name == "sort_keys";
}

std::string unit(std::uint32_t number) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out = "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kDigits[(number >> shift) & 15U];
  return out;
}

// The code point at `at` of valid UTF-8, which moves on to its last byte.
std::uint32_t code_point(std::string_view text, std::size_t& at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
  std::uint32_t point = first & (0x3FU >> more);
  for (int i = 0; i < more && at + 1 < text.size(); ++i)
    point = (point << 6U) | (static_cast<unsigned char>(text[++at]) & 0x3FU);
  return point;
}

std::string quoted(std::string_view text, bool ascii) {
  static constexpr std::pair<char, std::string_view> kShort[] = {
      {'"', "\\\""}, {'\\', "\\\\"}, {'\n', "\\n"}, {'\r', "\\r"}, {'\t', "\\t"}, {'\f', "\\f"}, {'\b', "\\b"}};
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto* known =
        std::find_if(std::begin(kShort), std::end(kShort), [&](const auto& pair) { return pair.first == c; });
    if (known != std::end(kShort)) {
      out += known->second;
    } else if (static_cast<unsigned char>(c) < 0x20 || (c == 0x7F && ascii)) {
      out += unit(static_cast<unsigned char>(c));
    } else if (static_cast<unsigned char>(c) < 0x80 || !ascii) {
      out += c;
    } else if (const std::uint32_t point = code_point(text, i); point < 0x10000) {
      out += unit(point);
    } else {
      out += unit(0xD800U + ((point - 0x10000U) >> 10U)) + unit(0xDC00U + ((point - 0x10000U) & 0x3FFU));
    }
  }
  return out + '"';
}

// What is no collection, as a value and as a dictionary's key.
std::optional<std::string> scalar(const Value& value) {
  switch (value.kind) {
    case ValueKind::kNone: return "null";
    case ValueKind::kBool: return value.integer != 0 ? "true" : "false";
    case ValueKind::kInt: return std::to_string(value.integer);
    case ValueKind::kFloat: return float_text(value.text);
    case ValueKind::kOperation:
      if (value.text != "-" || value.items.size() != 1 || !value.items[0]->is(ValueKind::kFloat)) return std::nullopt;
      if (auto text = float_text(value.items[0]->text)) return "-" + *text;
      return std::nullopt;
    default: return std::nullopt;
  }
}

std::optional<std::string> written(const Value& value, const Options& options, int depth) {
  if (depth > 50) return std::nullopt;
  if (value.is(ValueKind::kString)) return quoted(value.text, options.ascii);
  if (value.is(ValueKind::kTuple) || value.is(ValueKind::kList)) {
    std::vector<std::string> parts;
    for (const Value* item : value.items) {
      auto part = written(*item, options, depth + 1);
      if (!part) return std::nullopt;
      parts.push_back(*std::move(part));
    }
    return "[" + join(parts, options.item) + "]";
  }
  if (!value.is(ValueKind::kDict)) return scalar(value);
  std::vector<std::pair<std::string, std::string>> pairs;
  for (std::size_t i = 0; i + 1 < value.items.size(); i += 2) {
    const Value& key = *value.items[i];
    if (options.sorted && !key.is(ValueKind::kString)) return std::nullopt;
    const auto name = key.is(ValueKind::kString) ? std::optional(key.text) : scalar(key);
    auto part = written(*value.items[i + 1], options, depth + 1);
    if (!name || !part) return std::nullopt;
    pairs.emplace_back(*name, *std::move(part));
  }
  // UTF-8 sorts as its code points do, which is Python's order.
  if (options.sorted)
    std::sort(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> parts;
  for (const auto& [name, part] : pairs) parts.push_back(quoted(name, options.ascii) + options.key + part);
  return "{" + join(parts, options.item) + "}";
}

}  // namespace

std::optional<std::string> float_text(std::string_view written) {
  const std::string plain = replace_all(std::string(written), "_", "");
  char* end = nullptr;
  const double number = std::strtod(plain.c_str(), &end);
  if (plain.empty() || end != plain.c_str() + plain.size()) return std::nullopt;
  if (number != 0 && (std::fabs(number) < 1e-4 || std::fabs(number) >= 1e16)) return std::nullopt;
  char buffer[64];
  const auto [last, error] = std::to_chars(buffer, buffer + sizeof(buffer), number, std::chars_format::fixed);
  if (error != std::errc()) return std::nullopt;
  std::string out(buffer, last);
  if (out.find('.') == std::string::npos) out += ".0";
  return out;
}

std::optional<std::string> json_text(const std::vector<Argument>& arguments) {
  Options options;
  const Value* value = nullptr;
  for (const Argument& argument : arguments) {
    if (value == nullptr && (argument.name.empty() || argument.name == "obj")) {
      value = argument.value;
    } else if (!read_option(argument, options)) {
      return std::nullopt;
    }
  }
  return value == nullptr ? std::nullopt : written(*value, options, 0);
}

}  // namespace si::python
