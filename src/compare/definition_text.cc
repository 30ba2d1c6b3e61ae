#include "compare/definition_text.h"

#include <algorithm>

#include "support/strings.h"
#include "support/word_chars.h"

namespace si {
namespace {

// The end of a quoted text that begins at `from` with `quote`; a doubled quote stands for itself.
std::size_t end_of_quoted(std::string_view sql, std::size_t from, char quote) {
  for (std::size_t i = from + 1; i < sql.size(); ++i) {
    if (sql[i] != quote) continue;
    if (i + 1 >= sql.size() || sql[i + 1] != quote) return i + 1;
    ++i;
  }
  return sql.size();
}

// The end of $tag$ … $tag$; `from` when none begins there.
std::size_t end_of_dollar_quoted(std::string_view sql, std::size_t from) {
  std::size_t i = from + 1;
  while (i < sql.size() && is_name_char(sql[i])) ++i;
  if (i >= sql.size() || sql[i] != '$') return from;
  const std::string_view tag = sql.substr(from, i + 1 - from);
  const std::size_t close = sql.find(tag, i + 1);
  return close == std::string_view::npos ? from : close + tag.size();
}

std::size_t end_of_word(std::string_view sql, std::size_t from) {
  const char c = sql[from];
  if (c == '\'' || c == '"') return end_of_quoted(sql, from, c);
  if (c == '$')
    if (const std::size_t end = end_of_dollar_quoted(sql, from); end != from) return end;
  std::size_t i = from + 1;
  if (is_name_char(c))
    while (i < sql.size() && is_name_char(sql[i])) ++i;
  return i;
}

std::string without_schema(std::string literal, const std::vector<std::string>& search_path) {
  for (const std::string& schema : search_path)
    if (literal.starts_with('\'' + schema + '.')) return literal.erase(1, schema.size() + 1);
  return literal;
}

}  // namespace

std::vector<std::string> definition_words(std::string_view sql, const std::vector<std::string>& search_path) {
  std::vector<std::string> words;
  const auto is_on_path = [&](const std::string& word) {
    return std::any_of(search_path.begin(), search_path.end(),
                       [&](const std::string& schema) { return word == schema || word == '"' + schema + '"'; });
  };
  for (std::size_t i = 0; i < sql.size();) {
    if (is_space(sql[i])) {
      ++i;
      continue;
    }
    const std::size_t end = end_of_word(sql, i);
    std::string word(sql.substr(i, end - i));
    i = end;
    if (word[0] == '\'') word = without_schema(std::move(word), search_path);
    if (word[0] == '$') word = replace_all(std::move(word), "\r\n", "\n");
    const bool after_dot = words.size() > 1 && words[words.size() - 2] == ".";
    if (word == "." && !words.empty() && !after_dot && is_on_path(words.back()))
      words.pop_back();
    else
      words.push_back(std::move(word));
  }
  return words;
}

}  // namespace si
