// What names are made of, to find them in text without parsing it.
#pragma once

namespace si {

// A letter, a digit or an underscore of ASCII.
constexpr bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// The same, or any byte of a character beyond ASCII: Python and PostgreSQL take letters of every script in names.
constexpr bool is_name_char(char c) { return is_word_char(c) || (static_cast<unsigned char>(c) & 0x80U) != 0; }

}  // namespace si
