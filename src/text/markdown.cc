#include "text/markdown.h"

#include <algorithm>
#include <utility>

#include "support/strings.h"

namespace si::markdown {
namespace {

// Bytes of the UTF-8 sequence that starts with `lead`.
std::size_t sequence_size(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

// The code point of one valid sequence.
unsigned long decode(std::string_view sequence) {
  if (sequence.size() == 1) return static_cast<unsigned char>(sequence[0]);
  unsigned long code = static_cast<unsigned char>(sequence[0]) & (0x7FU >> sequence.size());
  for (const char c : sequence.substr(1)) code = (code << 6) | (static_cast<unsigned char>(c) & 0x3FU);
  return code;
}

void append_utf8(std::string& out, unsigned long code) {
  const auto put = [&](unsigned long byte) { out += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | (code >> 6));
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3F));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

// Text whose every character shows as itself: the usual case, told fast.
bool is_plain_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7F; });
}
bool shows_as_itself(std::string_view text) { return is_plain_ascii(text) || printable(text) == text; }

// Calls `visit` with each UTF-8 sequence of valid text.
template <typename Visit>
void each_sequence(std::string_view text, Visit visit) {
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view sequence = text.substr(i, sequence_size(text[i]));
    visit(sequence);
    i += sequence.size();
  }
}

std::string escape_sequence(std::string_view sequence) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (unsigned long code = decode(sequence); code != 0 || hex.empty(); code >>= 4) hex += kDigits[code & 15];
  std::reverse(hex.begin(), hex.end());
  return "\\u{" + hex + '}';
}

// Every character that does not show as itself by its escape, except those of `plain`; `|` too, which splits cells.
std::string escaped(std::string_view text, std::string_view plain) {
  std::string out;
  each_sequence(text, [&](std::string_view s) {
    if (plain.find(s) != std::string_view::npos)
      out += s;
    else if (s == "\\")
      out += "\\\\";
    else if (s == "\n")
      out += "\\n";
    else if (s == "\r")
      out += "\\r";
    else if (s == "\t")
      out += "\\t";
    else if (s == "|" || printable(s) != s)
      out += escape_sequence(s);
    else
      out += s;
  });
  return out;
}

// Undoes one `\u{…}` at text[i]; steps `i` past it. False, and nothing happens, when it is none.
bool take_code_point(std::string_view text, std::size_t& i, std::string& out) {
  const std::size_t close = text.find('}', i);
  if (!text.substr(i).starts_with("\\u{") || close == std::string_view::npos || close - i > 9) return false;
  unsigned long code = 0;
  for (const char c : text.substr(i + 3, close - i - 3)) {
    const std::size_t digit = std::string_view("0123456789abcdef").find(c);
    if (digit == std::string_view::npos) return false;
    code = code * 16 + digit;
  }
  if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return false;
  if (close > i + 3) append_utf8(out, code);
  i = close + 1;
  return true;
}

std::string unescaped(std::string_view text) {
  static constexpr std::pair<char, char> kShort[] = {{'\\', '\\'}, {'n', '\n'}, {'r', '\r'}, {'t', '\t'}};
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (take_code_point(text, i, out)) continue;
    const auto* found = std::end(kShort);
    if (text[i] == '\\' && i + 1 < text.size())
      found = std::find_if(std::begin(kShort), std::end(kShort), [&](auto& s) { return s.first == text[i + 1]; });
    out += found == std::end(kShort) ? text[i] : found->second;
    i += found == std::end(kShort) ? 1 : 2;
  }
  return out;
}

std::size_t longest_run(std::string_view text, char c) {
  std::size_t longest = 0, run = 0;
  for (const char t : text) {
    run = t == c ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

// CommonMark takes one space from each end of a code span unless it is nothing but spaces.
bool is_stripped(std::string_view content) {
  return content.size() >= 2 && content.front() == ' ' && content.back() == ' ' &&
         content.find_first_not_of(' ') != std::string_view::npos;
}

std::string plain_code_span(std::string_view content) {
  const std::string ticks(longest_run(content, '`') + 1, '`');
  const bool pad = content.starts_with('`') || content.ends_with('`') || is_stripped(content);
  return ticks + (pad ? " " : "") + std::string(content) + (pad ? " " : "") + ticks;
}

std::string escaped_code_span(std::string_view text) {
  return plain_code_span(text.empty() ? "\\u{}" : escaped(text, "")) + " (escaped)";
}

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c & 0x80) != 0;
}
bool is_punctuation(char c) { return c > ' ' && c < 0x7F && !is_alphanumeric(c); }

// Text that begins like a heading, a list, a quote or a rule.
std::size_t block_mark(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+') || text.starts_with('=') || text.starts_with('#')) return 0;
  const std::size_t digits = text.find_first_not_of("0123456789");
  const bool ordered = digits != std::string_view::npos && digits > 0 && (text[digits] == '.' || text[digits] == ')');
  return ordered ? digits : std::string_view::npos;
}

bool needs_backslash(std::string_view text, std::size_t i) {
  if (std::string_view("\\`*[]<>&|~$").find(text[i]) != std::string_view::npos) return true;
  if (text[i] != '_') return false;  // within a word it is itself
  return i == 0 || i + 1 == text.size() || !is_alphanumeric(text[i - 1]) || !is_alphanumeric(text[i + 1]);
}

// The entities that people write by hand; ours never need one.
std::size_t take_entity(std::string_view rest, std::string& out) {
  static constexpr std::pair<std::string_view, std::string_view> kEntities[] = {
      {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#124;", "|"}, {"&nbsp;", " "}};
  for (const auto& [entity, text] : kEntities) {
    if (!rest.starts_with(entity)) continue;
    out += text;
    return entity.size();
  }
  return 0;
}

std::size_t take_break(std::string_view rest) {
  for (const std::string_view tag : {"<br>", "<br/>", "<br />"})
    if (rest.starts_with(tag)) return tag.size();
  return 0;
}

}  // namespace

std::string code_span(std::string_view text, bool in_cell) {
  if (!is_valid_utf8(text)) return code_span(to_valid_utf8(text), in_cell);
  if (text.empty() || !shows_as_itself(text) || (in_cell && text.find("\\|") != std::string_view::npos))
    return escaped_code_span(text);
  const std::string span = plain_code_span(text);
  return in_cell ? replace_all(span, "|", "\\|") : span;
}

std::string prose(std::string_view text) {
  if (!is_valid_utf8(text)) return prose(to_valid_utf8(text));
  const std::string one_line = replace_all(std::string(text), "\n", "");
  if (text.empty() || trim(text) != text || !shows_as_itself(one_line)) return escaped_code_span(text);
  std::string out;
  const std::size_t mark = block_mark(text);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') {
      out += "<br>";
      continue;
    }
    if (i == mark || needs_backslash(text, i)) out += '\\';
    out += text[i];
  }
  return out;
}

std::string fence(std::string_view text, std::string_view info) {
  if (!is_valid_utf8(text)) return fence(to_valid_utf8(text), info);
  const std::string shown = replace_all(replace_all(std::string(text), "\n", ""), "\t", "");
  const bool as_is = shows_as_itself(shown);
  const std::string body = as_is ? std::string(text) : escaped(text, "\n\t|");
  const std::string ticks(std::max<std::size_t>(3, longest_run(body, '`') + 1), '`');
  return ticks + std::string(info) + (as_is ? "" : " escaped") + '\n' + body + '\n' + ticks + '\n';
}

std::string anchor(std::string_view text) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x80 && is_alphanumeric(c)) || c == '_' || c == '-')
      out += c;
    else
      out += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
  }
  return out;
}

std::vector<std::string> split_row(std::string_view line) {
  line = trim(line);
  if (line.size() < 2 || line.front() != '|') return {};
  std::vector<std::string> cells;
  std::string cell;
  bool open = false;  // something follows the last unescaped |
  for (std::size_t i = 1; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '\\' && i + 1 < line.size() && (line[i + 1] == '|' || line[i + 1] == '\\')) {
      if (line[++i] == '\\') cell += '\\';
      cell += line[i];
    } else if (c == '|') {
      cells.emplace_back(trim(cell));
      cell.clear();
      open = false;
      continue;
    } else {
      cell += c;
    }
    open = true;
  }
  if (open) cells.emplace_back(trim(cell));
  return cells;
}

std::string read_text(std::string_view text) {
  text = trim(text);
  Cursor cursor(text);
  if (const std::optional<std::string> code = cursor.code(); code && cursor.at_end()) return *code;
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '\\' && i + 1 < text.size() && is_punctuation(text[i + 1])) {
      out += text[i + 1];
      i += 2;
    } else if (const std::size_t tag = take_break(text.substr(i)); tag != 0) {
      out += '\n';
      i += tag;
    } else if (const std::size_t entity = take_entity(text.substr(i), out); entity != 0) {
      i += entity;
    } else {
      out += text[i++];
    }
  }
  return out;
}

std::string read_fence(std::string_view info, std::string_view lines) {
  if (lines.ends_with('\n')) lines.remove_suffix(1);
  return info.ends_with(" escaped") ? unescaped(lines) : std::string(lines);
}

bool Cursor::take(std::string_view literal) {
  if (!rest_.starts_with(literal)) return false;
  rest_.remove_prefix(literal.size());
  return true;
}

std::string_view Cursor::word() {
  std::size_t end = 0;
  while (end < rest_.size() && is_alphanumeric(rest_[end])) ++end;
  const std::string_view word = rest_.substr(0, end);
  rest_.remove_prefix(end);
  return word;
}

std::optional<std::string> Cursor::code() {
  const std::size_t ticks = std::min(rest_.find_first_not_of('`'), rest_.size());
  if (ticks == 0) return std::nullopt;
  // The closing fence is the next run of exactly as many backticks.
  for (std::size_t at = ticks; at < rest_.size();) {
    const std::size_t open = rest_.find('`', at);
    if (open == std::string_view::npos) return std::nullopt;
    const std::size_t end = std::min(rest_.find_first_not_of('`', open), rest_.size());
    if (end - open == ticks) {
      std::string_view content = rest_.substr(ticks, open - ticks);
      if (is_stripped(content)) content = content.substr(1, content.size() - 2);
      rest_.remove_prefix(end);
      return take(" (escaped)") ? unescaped(content) : std::string(content);
    }
    at = end;
  }
  return std::nullopt;
}

std::string_view Cursor::until(std::string_view end) {
  const std::size_t at = rest_.find(end);
  const std::string_view before = rest_.substr(0, at);
  rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at + end.size());
  return before;
}

}  // namespace si::markdown
