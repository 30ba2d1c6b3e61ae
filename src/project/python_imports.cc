#include "project/python_imports.h"

#include <algorithm>

#include "support/strings.h"

namespace si {
namespace {

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

std::string_view next_word(std::string_view& rest) {
  while (!rest.empty() && !is_word_byte(rest.front())) rest.remove_prefix(1);
  std::size_t length = 0;
  while (length < rest.size() && is_word_byte(rest[length])) ++length;
  const std::string_view word = rest.substr(0, length);
  rest.remove_prefix(length);
  return word;
}

// "..a.b" -> "../a/b", ".a" -> "./a", "a.b" -> "a/b"
std::string as_path(std::string_view module) {
  std::string out;
  std::size_t dots = 0;
  while (dots < module.size() && module[dots] == '.') ++dots;
  if (dots == 1) out = "./";
  for (std::size_t i = 1; i < dots; ++i) out += "../";
  return out + replace_all(std::string(module.substr(dots)), ".", "/");
}

std::string joined(const std::string& folder, std::string_view name) {
  if (folder.empty() || folder.ends_with('/')) return folder + std::string(name);
  return folder + '/' + std::string(name);
}

}  // namespace

std::vector<std::string> find_python_imports(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = trim(text.substr(at, end - at));
    const bool from = line.starts_with("from "), import = line.starts_with("import ");
    // names in parentheses may go on over lines
    if (from && line.find('(') != std::string_view::npos && line.find(')') == std::string_view::npos) {
      end = std::min(text.find(')', end), text.size());
      line = trim(text.substr(at, end - at));
    }
    at = end + 1;
    if (!from && !import) continue;
    std::string_view rest = line.substr(line.find(' '));
    if (from) {
      const std::string folder = as_path(next_word(rest));
      if (next_word(rest) != "import") continue;
      out.push_back(folder);
      for (std::string_view name = next_word(rest); !name.empty(); name = next_word(rest))
        out.push_back(joined(folder, name));
    } else {
      for (std::string_view name = next_word(rest); !name.empty(); name = next_word(rest)) out.push_back(as_path(name));
    }
  }
  return out;
}

}  // namespace si
