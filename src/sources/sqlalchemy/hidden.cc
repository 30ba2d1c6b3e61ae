#include "sources/sqlalchemy/hidden.h"

#include <algorithm>

#include "support/strings.h"

namespace si::sqlalchemy {
namespace {

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

std::string hidden_table_word(std::string_view name) { return to_lower_ascii(replace_all(std::string(name), "_", "")); }

std::vector<std::string> hidden_table_words(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && is_word_byte(text[end])) ++end;
    if (end > begin) words.push_back(hidden_table_word(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

}  // namespace si::sqlalchemy
