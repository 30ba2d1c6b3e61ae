#include "sources/sqlalchemy/prefilter.h"

#include <string_view>
#include <unordered_set>

namespace si::sqlalchemy {
namespace {

constexpr std::string_view kMarkers[] = {"sqlalchemy",    "sqlmodel",      "SQLAlchemy", "SQLModel", "Column(",
                                         "mapped_column", "__tablename__", ".Model)",    "Table("};

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

struct ClassLine {
  std::string_view name;
  std::vector<std::string_view> bases;  // last part of each word between the parentheses
};

std::vector<ClassLine> class_lines(std::string_view text) {
  std::vector<ClassLine> out;
  for (std::size_t at = text.find("class "); at != std::string_view::npos; at = text.find("class ", at + 6)) {
    if (at > 0 && is_word(text[at - 1])) continue;
    std::size_t i = at + 6;
    while (i < text.size() && text[i] == ' ') ++i;
    const std::size_t begin = i;
    while (i < text.size() && is_word(text[i])) ++i;
    if (i == begin || i >= text.size()) continue;
    ClassLine line{text.substr(begin, i - begin), {}};
    if (text[i] != '(' && text[i] != '[') {
      if (text[i] == ':') out.push_back(line);
      continue;
    }
    int depth = 0;
    std::size_t word = i;
    for (; i < text.size() && i < begin + 2000; ++i) {
      if (text[i] == '(') ++depth;
      if (text[i] == ')' && --depth == 0) break;
      if (!is_word(text[i])) continue;
      word = i;
      while (i < text.size() && is_word(text[i])) ++i;
      line.bases.push_back(text.substr(word, i - word));
      --i;
    }
    out.push_back(std::move(line));
  }
  return out;
}

}  // namespace

std::vector<bool> may_hold_models(const std::vector<std::string>& contents) {
  std::vector<bool> chosen(contents.size(), false);
  std::vector<std::vector<ClassLine>> lines(contents.size());
  std::unordered_set<std::string_view> names;
  const auto choose = [&](std::size_t i) {
    chosen[i] = true;
    for (const ClassLine& line : lines[i]) names.insert(line.name);
  };
  for (std::size_t i = 0; i < contents.size(); ++i) {
    lines[i] = class_lines(contents[i]);
    for (const std::string_view marker : kMarkers) {
      if (contents[i].find(marker) == std::string::npos) continue;
      choose(i);
      break;
    }
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < contents.size(); ++i) {
      if (chosen[i]) continue;
      for (const ClassLine& line : lines[i])
        for (const std::string_view base : line.bases) {
          const bool renamed = !chosen[i] && contents[i].find(" as " + std::string(base)) != std::string::npos;
          if (chosen[i] || (!renamed && !names.contains(base))) continue;
          choose(i);
          changed = true;
        }
    }
  }
  return chosen;
}

}  // namespace si::sqlalchemy
