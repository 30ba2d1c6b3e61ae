// Plain string functions: splitting, joining, case, Unicode, safe display of hostile text, patterns, nearest names.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace si {

bool is_space(char c);  // the six white-space characters of ASCII
std::string_view trim(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);  // "a,,b" has three parts; "" has one, empty
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string to_lower_ascii(std::string_view text);
std::string to_upper_ascii(std::string_view text);
std::string replace_all(std::string text, std::string_view from, std::string_view to);

// Code points in UTF-8 text; an invalid byte counts as one.
std::size_t count_code_points(std::string_view utf8);
// The byte at which a character of UTF-8 text begins, counted from 0; the text's size where it has no such character.
std::size_t byte_offset(std::string_view utf8, std::size_t character);
bool is_valid_utf8(std::string_view bytes);
// Each invalid byte becomes U+FFFD.
std::string to_valid_utf8(std::string_view bytes);
// Each byte as the Unicode character of that number, which is what Latin-1 means; and back: nullopt where a character
// is none of Latin-1.
std::string from_latin1(std::string_view bytes);
std::optional<std::string> to_latin1(std::string_view utf8);
// Cuts at a code point boundary so that at most `bytes` bytes remain, as PostgreSQL truncates identifiers.
std::string_view truncate_utf8(std::string_view text, std::size_t bytes);

// For one line on a terminal or in a report: control characters (also ANSI escapes and line ends), line separators and
// bidirectional overrides become visible escapes (`\n`, `\x1b`); invalid UTF-8 becomes U+FFFD. Ordinary text stays.
std::string printable(std::string_view text);

// Shell-style pattern: `*`, `?`, `[a-z]`, `[!a]`; no special treatment of '/' or '.'.
bool glob_match(std::string_view pattern, std::string_view text);

// Number of single-character edits (insert, delete, replace, swap neighbours) between two texts, in bytes.
std::size_t edit_distance(std::string_view a, std::string_view b);
// The candidate nearest to `name`, or empty when none is near enough to be worth suggesting.
std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace si
