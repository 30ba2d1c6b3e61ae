#include "queries/server_words.h"

#include <algorithm>
#include <iterator>

#include "support/strings.h"

namespace si {
namespace {

bool is_word_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_word(char c) { return is_word_start(c) || (c >= '0' && c <= '9') || c == '$'; }

struct State {
  std::string_view code, rule;
};
constexpr State kStates[] = {
    {"42601", "query-syntax"},
    {"42P01", "query-unknown-table"},
    {"3F000", "query-unknown-table"},
    {"42703", "query-unknown-column"},
    {"42883", "query-unknown-function"},
    {"42702", "query-ambiguous"},
    {"42725", "query-ambiguous"},
    {"42P09", "query-ambiguous"},
    {"42712", "query-ambiguous"},
    {"42804", "query-type"},
    {"42846", "query-type"},
    {"42704", "query-type"},
    {"42809", "query-type"},
    {"42P02", "query-parameter"},
    {"42P08", "query-parameter"},
    {"42P18", "query-parameter"},
};

// Past quotes and brackets, the place of a word at the top of the statement; npos: it is not there.
std::size_t find_word(std::string_view sql, std::string_view word, std::size_t from) {
  int depth = 0;
  for (std::size_t i = from; i < sql.size(); ++i) {
    const char c = sql[i];
    if (c == '\'' || c == '"') {
      const std::size_t close = sql.find(c, i + 1);
      if (close == std::string_view::npos) return close;
      i = close;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')') {
      --depth;
    } else if (depth == 0 && is_word_start(c)) {
      std::size_t end = i;
      while (end < sql.size() && is_word(sql[end])) ++end;
      if (to_lower_ascii(sql.substr(i, end - i)) == word) return i;
      i = end - 1;
    }
  }
  return std::string_view::npos;
}

}  // namespace

std::string rule_of(std::string_view sqlstate, std::string_view word) {
  if (sqlstate == "42883" && !word.empty() && !is_word_start(word[0]) && word[0] != '"') return "query-type";
  for (const State& state : kStates)
    if (state.code == sqlstate) return std::string(state.rule);
  if (sqlstate.starts_with("22")) return "query-type";
  return "query-syntax";
}

bool is_about_the_statement(std::string_view sqlstate) {
  return sqlstate.starts_with("42") || sqlstate.starts_with("22") || sqlstate.starts_with("0A") ||
         sqlstate.starts_with("3F") || sqlstate == "55000" || sqlstate == "428C9" || sqlstate.starts_with("2B");
}

bool hangs_on_parameters(std::string_view sqlstate) {
  static constexpr std::string_view kCertain[] = {"42P01", "42703", "42702", "3F000", "42701", "42712"};
  return std::find(std::begin(kCertain), std::end(kCertain), sqlstate) == std::end(kCertain);
}

InnerQuery inner_query(std::string_view sql, std::string_view tag) {
  std::size_t at = std::string_view::npos;
  std::size_t end = sql.size();
  if (tag == "ViewStmt" || tag == "PrepareStmt") {
    at = find_word(sql, "as", 0);
    if (at != std::string_view::npos) at += 2;
    if (const std::size_t check = tag == "ViewStmt" ? find_word(sql, "check", 0) : std::string_view::npos;
        check != std::string_view::npos)
      at = std::string_view::npos;  // WITH CHECK OPTION: left as it is
  } else if (tag == "CopyStmt") {
    const std::size_t open = sql.find('(');
    const std::size_t copy = find_word(sql, "copy", 0);
    if (open != std::string_view::npos && copy != std::string_view::npos &&
        trim(sql.substr(copy + 4, open - copy - 4)).empty()) {
      int depth = 0;
      for (std::size_t i = open; i < sql.size(); ++i) {
        if (sql[i] == '\'' || sql[i] == '"') i = std::min(sql.find(sql[i], i + 1), sql.size() - 1);
        if (sql[i] == '(') ++depth;
        if (sql[i] == ')' && --depth == 0) {
          at = open + 1;
          end = i;
          break;
        }
      }
    }
  }
  if (at == std::string_view::npos) return {std::string(sql), 0};
  return {std::string(sql.substr(at, end - at)), at};
}

const std::vector<std::string_view>& parameter_values() {
  static const std::vector<std::string_view> kValues = {"NULL::integer", "NULL::text", "NULL::timestamptz",
                                                        "NULL::boolean", "NULL::uuid", "NULL::integer[]",
                                                        "NULL::jsonb",   "'1'",        "1",
                                                        "('1')",         "NULL",       "'{1}'"};
  return kValues;
}

std::string with_values(const PreparedSql& sql, std::string_view value) {
  std::string out;
  std::size_t from = 0;
  for (const auto& [begin, end] : sql.marks) {
    out += sql.sql.substr(from, begin - from);
    out += value;
    from = end;
  }
  return out + sql.sql.substr(from);
}

std::string word_at(std::string_view sql, std::size_t offset) {
  if (offset >= sql.size()) return "";
  const char c = sql[offset];
  if (c == '"' || c == '\'') {
    const std::size_t close = std::min(sql.find(c, offset + 1), sql.size());
    return std::string(sql.substr(offset + 1, close - offset - 1));
  }
  std::size_t end = offset;
  if (is_word(c)) {
    while (end < sql.size() && is_word(sql[end])) ++end;
  } else {
    while (end < sql.size() && std::string_view("+-*/<>=~!@#%^&|`?:.").find(sql[end]) != std::string_view::npos) ++end;
    end = std::max(end, offset + 1);
  }
  return std::string(sql.substr(offset, end - offset));
}

}  // namespace si
