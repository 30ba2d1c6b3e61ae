#include "fixes/uses.h"

#include <algorithm>
#include <cctype>

#include "support/strings.h"

namespace si::fixes {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (c & 0x80) != 0; }

// `.name`, `name=` (but not `name ==` or a statement `name = …`), 'name'.
bool may_use(std::string_view text, std::size_t at, std::size_t size) {
  const char before = at == 0 ? '\n' : text[at - 1];
  const std::size_t end = at + size;
  const char after = end < text.size() ? text[end] : '\n';
  if (is_word(before) || is_word(after)) return false;
  if (before == '.') return true;
  if ((before == '"' || before == '\'') && after == before) return true;
  return after == '=' && (end + 1 >= text.size() || text[end + 1] != '=') && before != '\n';
}

}  // namespace

std::vector<std::string> find_uses(const std::vector<PythonText>& project, std::string_view attribute,
                                   const std::string& file, std::size_t begin, std::size_t end) {
  std::vector<std::string> out;
  for (const PythonText& each : project) {
    const std::string_view text = each.text;
    std::size_t line = 1, counted = 0, last_line = 0;
    for (std::size_t at = text.find(attribute); at != std::string_view::npos; at = text.find(attribute, at + 1)) {
      if (each.file == file && at >= begin && at < end) continue;
      if (!may_use(text, at, attribute.size())) continue;
      line += static_cast<std::size_t>(
          std::count(text.begin() + static_cast<long>(counted), text.begin() + static_cast<long>(at), '\n'));
      counted = at;
      if (line == last_line) continue;
      last_line = line;
      const std::size_t from = text.rfind('\n', at) + 1;
      const std::size_t to = std::min(text.find('\n', at), text.size());
      const std::string_view shown = trim(text.substr(from, to - from));
      if (shown.starts_with('#')) continue;
      out.push_back(each.file + ":" + std::to_string(line) + ": " + printable(truncate_utf8(shown, 120)));
    }
  }
  return out;
}

}  // namespace si::fixes
