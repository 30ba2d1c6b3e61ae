#include "sources/python/brackets.h"

#include <cctype>

#include "support/word_chars.h"

namespace si::python {
namespace {

std::size_t skip_comment(std::string_view text, std::size_t at) {
  const std::size_t end = text.find('\n', at);
  return end == std::string_view::npos ? text.size() : end;
}

// Behind white space, line ends and comments.
std::size_t skip_trivia(std::string_view text, std::size_t at, std::size_t end) {
  while (at < end) {
    const char c = text[at];
    if (c == '#')
      at = skip_comment(text, at);
    else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f')
      ++at;
    else if (c == '\\' && at + 1 < end && (text[at + 1] == '\n' || text[at + 1] == '\r'))
      ++at;
    else
      break;
  }
  return at < end ? at : end;
}

// Where the line of trivia ends that follows an item: what stands before belongs to the item. npos: it does not end.
std::size_t line_end(std::string_view trivia) {
  for (std::size_t i = 0; i < trivia.size(); ++i)
    if (trivia[i] == '\n') return i > 0 && trivia[i - 1] == '\r' ? i - 1 : i;
  return std::string_view::npos;
}

}  // namespace

std::size_t skip_string(std::string_view text, std::size_t at) {
  std::size_t quote_at = at;
  while (quote_at < text.size() && quote_at - at < 3 && std::isalpha(static_cast<unsigned char>(text[quote_at])) != 0)
    ++quote_at;
  if (quote_at >= text.size() || (text[quote_at] != '"' && text[quote_at] != '\'')) return at;
  if (at > 0 && quote_at > at && is_name_char(text[at - 1])) return at;
  const char quote = text[quote_at];
  const bool triple = text.substr(quote_at, 3) == std::string_view(quote == '"' ? "\"\"\"" : "'''");
  std::size_t i = quote_at + (triple ? 3 : 1);
  for (; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      if (!triple) return i + 1;
      if (text.substr(i, 3) == text.substr(quote_at, 3)) return i + 3;
    } else if (text[i] == '\n' && !triple) {
      return at;
    }
  }
  return at;
}

std::size_t find_open(std::string_view text, std::size_t from, std::size_t end) {
  const std::size_t at = skip_trivia(text, from, end);
  return at < end && text[at] == '(' ? at : std::string_view::npos;
}

std::optional<Bracket> read_bracket(std::string_view text, std::size_t open) {
  Bracket bracket;
  bracket.open = open;
  std::vector<char> closers{text[open] == '(' ? ')' : text[open] == '[' ? ']' : '}'};
  std::vector<std::size_t> commas;
  std::size_t at = open + 1;
  while (at < text.size() && !closers.empty()) {
    const char c = text[at];
    if (c == '#') {
      at = skip_comment(text, at);
      continue;
    }
    if (const std::size_t behind = skip_string(text, at); behind != at) {
      at = behind;
      continue;
    }
    if (c == '"' || c == '\'') return std::nullopt;
    if (is_name_char(c)) {
      while (at < text.size() && is_name_char(text[at]) && skip_string(text, at) == at) ++at;
      continue;
    }
    if (c == '(' || c == '[' || c == '{') {
      closers.push_back(c == '(' ? ')' : c == '[' ? ']' : '}');
    } else if (c == ')' || c == ']' || c == '}') {
      if (closers.back() != c) return std::nullopt;
      closers.pop_back();
      if (closers.empty()) break;
    } else if (c == ',' && closers.size() == 1) {
      commas.push_back(at);
    }
    ++at;
  }
  if (!closers.empty()) return std::nullopt;
  bracket.close = at;
  std::size_t from = open + 1;  // behind the last comma and its line
  for (std::size_t i = 0; i <= commas.size(); ++i) {
    const std::size_t until = i < commas.size() ? commas[i] : bracket.close;
    const std::size_t begin = skip_trivia(text, from, until);
    if (begin == until) {
      if (i < commas.size()) return std::nullopt;  // two commas
      bracket.close_lead = text.substr(from, until - from);
      break;
    }
    BracketItem item;
    item.begin = begin;
    item.lead = text.substr(from, begin - from);
    // The item ends before the trivia in front of its comma.
    std::size_t end = begin, scan = begin;
    while (scan < until) {
      const std::size_t behind = skip_trivia(text, scan, until);
      if (behind != scan) {
        scan = behind;
        continue;
      }
      const std::size_t string_end = skip_string(text, scan);
      scan = string_end != scan ? string_end : scan + 1;
      end = scan;
    }
    item.end = end;
    item.comma = i < commas.size();
    const std::size_t next = item.comma ? commas[i] + 1 : until;
    // Trivia in front of the comma is rare, and goes in front of what comes after it.
    const std::size_t trivia_from = item.comma ? next : end;
    const std::size_t trivia_until = item.comma ? skip_trivia(text, next, bracket.close) : until;
    const std::string_view trivia = text.substr(trivia_from, trivia_until - trivia_from);
    const std::size_t line = line_end(trivia);
    item.tail = line == std::string_view::npos ? std::string_view() : trivia.substr(0, line);
    if (item.comma && end != commas[i]) return std::nullopt;
    from = trivia_from + item.tail.size();
    bracket.items.push_back(item);
    if (!item.comma) bracket.close_lead = text.substr(from, until - from);
  }
  return bracket;
}

}  // namespace si::python
