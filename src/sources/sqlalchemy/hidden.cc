#include "sources/sqlalchemy/hidden.h"

#include <algorithm>

#include "support/strings.h"
#include "support/word_chars.h"

namespace si::sqlalchemy {
namespace {}  // namespace

std::string hidden_table_word(std::string_view name) { return to_lower_ascii(replace_all(std::string(name), "_", "")); }

std::vector<std::string> hidden_table_words(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && is_name_char(text[end])) ++end;
    if (end > begin) words.push_back(hidden_table_word(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

}  // namespace si::sqlalchemy
