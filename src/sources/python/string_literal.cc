#include "sources/python/string_literal.h"

#include <cstdint>

namespace si::python {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void append_utf8(std::string& out, std::uint32_t code) {
  if (code >= 0xD800 && code < 0xE000) code = 0xFFFD;
  if (code > 0x10FFFF) code = 0xFFFD;
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (code >> 18));
    out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

// Decodes the escape at content[at] == '\\'; returns how many bytes it takes.
std::size_t decode_escape(std::string_view content, std::size_t at, bool bytes, std::string& out) {
  if (at + 1 >= content.size()) {
    out += '\\';
    return 1;
  }
  const char c = content[at + 1];
  static constexpr std::string_view kFrom = "\\'\"abfnrtv";
  static constexpr std::string_view kTo = "\\'\"\a\b\f\n\r\t\v";
  if (const auto simple = kFrom.find(c); simple != std::string_view::npos) {
    out += kTo[simple];
    return 2;
  }
  if (c == '\n') return 2;
  if (c == '\r') return at + 2 < content.size() && content[at + 2] == '\n' ? 3 : 2;
  if (c >= '0' && c <= '7') {
    std::uint32_t code = 0;
    std::size_t n = 0;
    for (; n < 3 && at + 1 + n < content.size() && content[at + 1 + n] >= '0' && content[at + 1 + n] <= '7'; ++n)
      code = code * 8 + static_cast<std::uint32_t>(content[at + 1 + n] - '0');
    append_utf8(out, code);
    return 1 + n;
  }
  std::size_t digits = c == 'x' ? 2 : 0;
  if (!bytes && c == 'u') digits = 4;
  if (!bytes && c == 'U') digits = 8;
  std::uint32_t code = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    const int digit = at + 2 + i < content.size() ? hex_digit(content[at + 2 + i]) : -1;
    if (digit < 0) {
      digits = 0;
      break;
    }
    code = code * 16 + static_cast<std::uint32_t>(digit);
  }
  if (digits > 0) {
    append_utf8(out, code);
    return 2 + digits;
  }
  out += '\\';
  return 1;
}

}  // namespace

std::string decode_string(std::string_view content, bool raw, bool bytes) {
  std::string out;
  out.reserve(content.size());
  for (std::size_t i = 0; i < content.size();) {
    const char c = content[i];
    if (c == '\\' && !raw) {
      i += decode_escape(content, i, bytes, out);
    } else if (c == '\r') {
      out += '\n';
      i += i + 1 < content.size() && content[i + 1] == '\n' ? 2 : 1;
    } else {
      out += c;
      ++i;
    }
  }
  return out;
}

}  // namespace si::python
