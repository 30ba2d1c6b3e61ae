#include "fixes/ddl/references.h"

#include <algorithm>

#include "support/strings.h"

namespace si::ddl {
namespace {

bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0; }

bool is_name_byte(char c) { return is_name_start(c) || (c >= '0' && c <= '9') || c == '$'; }

bool is_operator_byte(char c) { return std::string_view("+-*/<>=~!@#%^&|`?").find(c) != std::string_view::npos; }

// Where the quoted text that starts at `at` ends: behind its closing quote, or at the end of all. A doubled quote stays
// inside; a backslash escapes where `escapes`.
std::size_t end_of_quoted(std::string_view sql, std::size_t at, bool escapes) {
  const char quote = sql[at];
  for (std::size_t i = at + 1; i < sql.size(); ++i) {
    if (escapes && sql[i] == '\\') {
      ++i;
    } else if (sql[i] == quote) {
      if (i + 1 >= sql.size() || sql[i + 1] != quote) return i + 1;
      ++i;
    }
  }
  return sql.size();
}

// Behind the dollar-quoted string that starts at `at`; `at` when there is none.
std::size_t end_of_dollar_quoted(std::string_view sql, std::size_t at) {
  std::size_t end = at + 1;
  while (end < sql.size() && is_name_byte(sql[end]) && sql[end] != '$') ++end;
  if (end >= sql.size() || sql[end] != '$') return at;
  const std::string_view tag = sql.substr(at, end - at + 1);
  const std::size_t close = sql.find(tag, end + 1);
  return close == std::string_view::npos ? sql.size() : close + tag.size();
}

std::size_t end_of_comment(std::string_view sql, std::size_t at) {
  if (sql[at] == '-') return std::min(sql.find('\n', at), sql.size());
  int depth = 0;
  for (std::size_t i = at; i + 1 < sql.size(); ++i) {
    if (sql[i] == '/' && sql[i + 1] == '*')
      ++depth, ++i;
    else if (sql[i] == '*' && sql[i + 1] == '/' && (++i, --depth == 0))
      return i + 1;
  }
  return sql.size();
}

// One pass over the text: the name just read, and whether a dot stands behind it.
class Scan {
 public:
  explicit Scan(std::string_view sql) : sql_(sql) {}

  std::vector<QualifiedName> run() {
    while (at_ < sql_.size()) step();
    std::sort(names_.begin(), names_.end());
    names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
    return std::move(names_);
  }

 private:
  void step() {
    const char c = sql_[at_];
    const char next = at_ + 1 < sql_.size() ? sql_[at_ + 1] : '\0';
    if (is_space(c)) {
      ++at_;
    } else if ((c == '-' && next == '-') || (c == '/' && next == '*')) {
      at_ = end_of_comment(sql_, at_);
    } else if (c == '\'') {
      string(false);
    } else if ((c == 'E' || c == 'e') && next == '\'') {
      ++at_;
      string(true);
    } else if (c == '$' && end_of_dollar_quoted(sql_, at_) > at_) {
      at_ = end_of_dollar_quoted(sql_, at_);
      forget();
    } else if (c == '"') {
      const std::size_t end = end_of_quoted(sql_, at_, false);
      const std::string_view inside = sql_.substr(at_ + 1, end - at_ - (end - at_ > 1 ? 2 : 1));
      at_ = end;
      name(replace_all(std::string(inside), "\"\"", "\""));
    } else if (is_name_start(c)) {
      std::size_t end = at_;
      while (end < sql_.size() && is_name_byte(sql_[end])) ++end;
      const std::string word = to_lower_ascii(sql_.substr(at_, end - at_));
      at_ = end;
      name(word);
    } else if (c == '.') {
      dot_ = has_last_;
      ++at_;
    } else if (is_operator_byte(c) && dot_) {
      std::size_t end = at_;
      while (end < sql_.size() && is_operator_byte(sql_[end])) ++end;
      const std::string symbol(sql_.substr(at_, end - at_));
      at_ = end;
      name(symbol);
      forget();
    } else {
      ++at_;
      forget();
    }
  }

  void forget() { has_last_ = dot_ = false; }

  void name(const std::string& text) {
    if (dot_) names_.push_back({last_, text});
    last_ = text;
    has_last_ = true;
    dot_ = false;
  }

  // 'public.numbers'::regclass
  void string(bool escapes) {
    const std::size_t end = end_of_quoted(sql_, at_, escapes);
    std::string inside(sql_.substr(at_ + 1, end - at_ - (end - at_ > 1 ? 2 : 1)));
    at_ = end;
    forget();
    if (!sql_.substr(at_).starts_with("::reg")) return;
    inside = replace_all(std::move(inside), "''", "'");
    const QualifiedName name = parse_qualified_name(inside.substr(0, inside.find('(')));
    if (!name.schema.empty()) names_.push_back(name);
  }

  std::string_view sql_;
  std::size_t at_ = 0;
  std::string last_;
  bool has_last_ = false, dot_ = false;
  std::vector<QualifiedName> names_;
};

}  // namespace

std::vector<QualifiedName> mentioned_names(std::string_view sql) { return Scan(sql).run(); }

std::vector<std::string> split_list(std::string_view text, char separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '"' || c == '\'') {
      i = end_of_quoted(text, i, c == '\'' && i > 0 && text[i - 1] == 'E');
      continue;
    }
    if (c == '(') ++depth;
    if (c == ')') --depth;
    if (c == separator && depth == 0) {
      parts.emplace_back(trim(text.substr(begin, i - begin)));
      begin = i + 1;
    }
    ++i;
  }
  if (!trim(text.substr(begin)).empty()) parts.emplace_back(trim(text.substr(begin)));
  return parts;
}

}  // namespace si::ddl
