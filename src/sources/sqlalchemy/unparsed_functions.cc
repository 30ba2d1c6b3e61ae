#include "sources/sqlalchemy/unparsed_functions.h"

#include <algorithm>

#include "support/word_chars.h"

namespace si::sqlalchemy {
namespace {

// Where the last assignment of a line stands, behind all of its targets (`x = a.b = …`); npos: it has none, or within
// brackets only.
std::size_t assignment_in(std::string_view line) {
  constexpr std::string_view kBefore = "=!<>+-*/%&|^@:~";
  std::size_t last = std::string_view::npos;
  int depth = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '#') break;
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c == ')' || c == ']' || c == '}') --depth;
    if (c != '=' || depth > 0 || i == 0) continue;
    const bool compares = (i + 1 < line.size() && line[i + 1] == '=') || kBefore.find(line[i - 1]) != kBefore.npos;
    if (!compares) last = i;
  }
  return last;
}

// Whether something is assigned in `rest` of a line: `=`, also as a part of `+=`, but not of a comparison.
bool assigns(std::string_view rest) {
  for (std::size_t at = rest.find('='); at != std::string_view::npos; at = rest.find('=', at + 1)) {
    if (at + 1 < rest.size() && rest[at + 1] == '=') {
      ++at;
      continue;
    }
    const char before = at > 0 ? rest[at - 1] : ' ';
    const bool shifts = at > 1 && rest[at - 2] == before;  // `<<=`, where `<=` compares
    if (before != '!' && ((before != '<' && before != '>') || shifts)) {
      return true;
    }
  }
  return false;
}

// The first bracket that closes what was opened before the line; its end when there is none.
std::size_t closing_in(std::string_view line) {
  int depth = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '(' || line[i] == '[' || line[i] == '{') ++depth;
    if ((line[i] == ')' || line[i] == ']' || line[i] == '}') && --depth < 0) return i;
  }
  return line.size();
}

// Whether `self` at `at` of a line may be a target: `self.name = …`, one of several, of a loop or of a `with`.
bool may_be_target(std::string_view line, std::size_t at, std::size_t size) {
  std::size_t end = line.find_first_not_of(" \t", at + size);
  if (end == std::string_view::npos || line[end] != '.') return false;
  end = line.find_first_not_of(" \t", end + 1);
  while (end < line.size() && is_name_char(line[end])) ++end;
  end = std::min(line.find_first_not_of(" \t", std::min(end, line.size())), line.size());
  const std::string_view rest = line.substr(end);
  if (rest.starts_with(':') || rest.starts_with("in ") || rest.starts_with("in(")) return true;
  // A call, a subscript or an attribute of it is no attribute of `self`.
  if (rest.starts_with('(') || rest.starts_with('[') || rest.starts_with('.')) return false;
  if (assigns(rest)) return true;
  const std::string_view before = line.substr(0, at);
  return before.find(" as") != std::string_view::npos || before.find("for") != std::string_view::npos;
}

}  // namespace

// What people call a parameter that is a class.
bool names_a_class(std::string_view name) {
  static constexpr std::string_view kNames[] = {"cls",          "klass",       "class_",      "kls",
                                                "model_cls",    "model_class", "model_klass", "mapped_cls",
                                                "mapped_class", "target_cls"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

bool may_set_attributes(std::string_view body, const python::Scope& scope, std::string_view self) {
  if (body.find("setattr") != std::string_view::npos) return true;
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t end = std::min(body.find('\n', at), body.size());
    const std::string_view line = body.substr(at, end - at);
    at = end + 1;
    if (line.find('=') == std::string_view::npos || line.find('.') == std::string_view::npos) continue;
    if (line.find(';') != std::string_view::npos) return true;
    const std::size_t equals = assignment_in(line);
    if (equals == std::string_view::npos) continue;
    const std::string_view targets = line.substr(0, equals);
    for (std::size_t dot = targets.find('.'); dot != std::string_view::npos; dot = targets.find('.', dot + 1)) {
      std::size_t begin = dot;
      while (begin > 0 && is_name_char(targets[begin - 1])) --begin;
      const std::string_view root = targets.substr(begin, dot - begin);
      if (root.empty() || root == self || (begin > 0 && targets[begin - 1] == '.')) continue;
      if (scope.find(root) != nullptr || !scope.star_imports.empty() || names_a_class(root)) return true;
    }
  }
  return false;
}

bool may_set_own_attributes(std::string_view body, std::string_view self) {
  if (body.find("setattr") != std::string_view::npos || body.find("__dict__") != std::string_view::npos) return true;
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t end = std::min(body.find('\n', at), body.size());
    const std::string_view line = body.substr(at, end - at);
    at = end + 1;
    // What closes here may be targets on the lines before.
    const std::string_view behind_closing = line.substr(closing_in(line));
    if (assigns(behind_closing) || behind_closing.find(" in ") != std::string_view::npos) return true;
    for (std::size_t found = line.find(self); found != std::string_view::npos; found = line.find(self, found + 1)) {
      const std::size_t behind = found + self.size();
      if ((found > 0 && (is_name_char(line[found - 1]) || line[found - 1] == '.')) ||
          (behind < line.size() && is_name_char(line[behind])))
        continue;
      if (line.ends_with('\\') || line.ends_with("\\\r") || line.find(';', behind) != std::string_view::npos ||
          may_be_target(line, found, self.size()))
        return true;
    }
  }
  return false;
}

}  // namespace si::sqlalchemy
