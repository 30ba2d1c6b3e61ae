#include "fixes/imports.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "sources/python/brackets.h"
#include "support/strings.h"

namespace si::fixes {
namespace {

using python::Node;
using python::NodeKind;

// Modules that give the same names as the one asked for.
bool same_module(std::string_view have, std::string_view wanted) {
  if (have == wanted) return true;
  if (wanted == "sqlalchemy")
    return have == "sqlalchemy.types" || have == "sqlalchemy.schema" || have == "sqlalchemy.sql" ||
           have == "sqlalchemy.sql.expression" || have == "sqlalchemy.sql.sqltypes" ||
           have == "sqlalchemy.sql.schema" || have == "sqlmodel" || have == "sqlalchemy.sql.functions";
  return false;
}

constexpr std::string_view kStandard[] = {
    "__future__", "abc",         "argparse", "ast",        "asyncio",   "base64",    "collections", "contextlib",
    "copy",       "dataclasses", "datetime", "decimal",    "enum",      "functools", "hashlib",     "hmac",
    "importlib",  "inspect",     "io",       "ipaddress",  "itertools", "json",      "logging",     "math",
    "operator",   "os",          "pathlib",  "pickle",     "random",    "re",        "secrets",     "shutil",
    "socket",     "string",      "struct",   "subprocess", "sys",       "tempfile",  "textwrap",    "threading",
    "time",       "traceback",   "types",    "typing",     "urllib",    "uuid",      "warnings",    "weakref",
    "zlib",       "zoneinfo"};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (c & 0x80) != 0; }

// How often a name stands in code (comments and strings count too: annotations may be strings).
std::size_t uses(std::string_view text, std::string_view name) {
  std::size_t count = 0;
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const bool left = at == 0 || (!is_word(text[at - 1]) && text[at - 1] != '.');
    const std::size_t end = at + name.size();
    if (left && (end == text.size() || !is_word(text[end]))) ++count;
  }
  return count;
}

std::size_t behind_line(std::string_view text, std::size_t at) {
  const std::size_t end = text.find('\n', at);
  return end == std::string_view::npos ? text.size() : end + 1;
}

bool sorted_ignoring_case(const std::vector<std::string>& names) {
  return std::is_sorted(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
    return to_lower_ascii(a) < to_lower_ascii(b);
  });
}

}  // namespace

Imports::Imports(const python::SyntaxTree& tree, const FileStyle& style, std::set<std::string> local_packages)
    : tree_(tree), style_(style), local_packages_(std::move(local_packages)) {
  collect(tree.root());
}

void Imports::collect(const Node& block) {
  for (const Node* node : block.children) {
    if (node == nullptr) continue;
    if (node->kind == NodeKind::kImport || node->kind == NodeKind::kImportFrom) {
      Statement statement;
      statement.node = node;
      const bool from = node->kind == NodeKind::kImportFrom;
      statement.module = from ? std::string(node->text) : "";
      for (const Node* alias : node->children) {
        const std::string name(alias->text);
        const std::string local = alias->child(0) != nullptr ? std::string(alias->child(0)->text)
                                  : from                     ? name
                                                             : name.substr(0, name.find('.'));
        statement.names.push_back(name);
        statement.aliases.push_back(local);
        if (from)
          origins_[local] = statement.module + "." + name;
        else
          origins_[local] = alias->child(0) != nullptr ? name : local;
      }
      statements_.push_back(std::move(statement));
    } else if (node->kind == NodeKind::kTry || node->kind == NodeKind::kWith) {
      for (const Node* inner : node->children)
        if (inner != nullptr && inner->kind == NodeKind::kBlock) collect(*inner);
    } else if (node->kind == NodeKind::kClass || node->kind == NodeKind::kFunction) {
      bound_.emplace(node->text);
    } else if (node->kind == NodeKind::kAssign) {
      for (std::size_t i = 0; i + 1 < node->children.size(); ++i)
        if (node->children[i] != nullptr && node->children[i]->kind == NodeKind::kName)
          bound_.emplace(node->children[i]->text);
    }
  }
}

bool Imports::has(std::string_view local_name) const { return origins_.find(local_name) != origins_.end(); }

std::string Imports::origin(std::string_view local_name) const {
  const auto found = origins_.find(local_name);
  return found == origins_.end() ? std::string() : found->second;
}

std::string Imports::spelled(const std::string& module, const std::string& name, const std::string& prefix) {
  for (const auto& [local, dotted] : origins_) {
    const std::size_t dot = dotted.rfind('.');
    if (dot != std::string::npos && dotted.substr(dot + 1) == name && same_module(dotted.substr(0, dot), module))
      return local;
  }
  if (module == "sqlalchemy")
    for (const auto& [local, dotted] : origins_)
      if (const std::size_t dot = dotted.rfind('.'); dot != std::string::npos && dotted.substr(dot + 1) == name) {
        // The same thing by its home: sqlalchemy.sql.schema.UniqueConstraint, sqlalchemy.types.String.
        const std::string home = dotted.substr(0, dot);
        if (home == "sqlalchemy.schema" || home == "sqlalchemy.types" || home.starts_with("sqlalchemy.sql"))
          return local;
      }
  if (!prefix.empty()) return prefix + name;
  for (const auto& [local, dotted] : origins_)
    if (dotted == module) return fmt::format("{}.{}", local, name);
  if (const std::size_t dot = module.rfind('.'); dot != std::string::npos) {
    // `import sqlalchemy` alone does not make its dialects known.
    for (const Statement& statement : statements_)
      for (std::size_t i = 0; i < statement.names.size(); ++i)
        if (statement.module.empty() && statement.names[i] == module) return fmt::format("{}.{}", module, name);
  }
  const bool taken = bound_.find(name) != bound_.end() || has(name);
  if (taken) {
    const std::size_t dot = module.rfind('.');
    if (dot == std::string::npos) {
      wanted_[module].insert(name + " as SA" + name);
      return "SA" + name;
    }
    wanted_[module.substr(0, dot)].insert(module.substr(dot + 1));
    return module.substr(dot + 1) + "." + name;
  }
  wanted_[module].insert(name);
  return name;
}

int Imports::group_of(std::string_view module) const {
  if (module.starts_with('.')) return 3;
  const std::string top(module.substr(0, module.find('.')));
  if (top == "__future__") return 0;
  if (std::find(std::begin(kStandard), std::end(kStandard), top) != std::end(kStandard)) return 1;
  return local_packages_.contains(top) ? 3 : 2;
}

// Where a new line `from module import …` goes, and the blank lines around it.
std::size_t Imports::place_for(const std::string& module, std::string& before, std::string& after) const {
  const std::string_view text = tree_.document().content();
  const int group = group_of(module);
  const Statement* last_same = nullptr;     // of the group, sorted before
  const Statement* first_same = nullptr;    // of the group
  const Statement* last_earlier = nullptr;  // of an earlier group
  const Statement* first_later = nullptr;   // of a later group
  for (const Statement& statement : statements_) {
    const std::size_t line = text.rfind('\n', statement.node->begin) + 1;
    if (line != statement.node->begin && text.substr(0, statement.node->begin) != "\xEF\xBB\xBF") continue;  // indented
    const bool plain = statement.module.empty();
    const std::string of = plain ? statement.names.front() : statement.module;
    const int its = group_of(of);
    if (its == group) {
      if (first_same == nullptr) first_same = &statement;
      if (plain || to_lower_ascii(of) <= to_lower_ascii(module)) last_same = &statement;
    } else if (its < group) {
      last_earlier = &statement;
    } else if (first_later == nullptr) {
      first_later = &statement;
    }
  }
  before.clear(), after.clear();
  if (last_same != nullptr) return behind_line(text, last_same->node->end);
  if (first_same != nullptr) return first_same->node->begin;
  if (first_later != nullptr && (last_earlier == nullptr || last_earlier->node->begin < first_later->node->begin)) {
    after = style_.newline;
    return first_later->node->begin;
  }
  if (last_earlier != nullptr) {
    before = style_.newline;
    return behind_line(text, last_earlier->node->end);
  }
  // No import at all: behind the docstring, else at the top.
  const Node* first = tree_.root().child(0);
  const bool docstring = first != nullptr && first->kind == NodeKind::kExpression && first->child(0) != nullptr &&
                         first->child(0)->kind == NodeKind::kString;
  if (docstring) {
    before = style_.newline;
    return behind_line(text, first->end);
  }
  after = style_.newline;
  return first == nullptr ? text.size() : first->begin;
}

Edit Imports::add_names(const Statement& statement, const std::set<std::string>& names) const {
  const std::string_view text = tree_.document().content();
  const Node& node = *statement.node;
  const bool sorted = sorted_ignoring_case(statement.names);
  // Where each goes: before the first name that sorts after it.
  std::vector<std::string> all = statement.names;
  const bool bracketed = text.substr(node.begin, node.end - node.begin).ends_with(')');
  std::string joined;
  if (!bracketed) {
    // One line, rebuilt from its names' own text.
    std::vector<std::string> items;
    for (const Node* alias : node.children) items.emplace_back(text.substr(alias->begin, alias->end - alias->begin));
    for (const std::string& name : names) {
      auto at = items.end();
      if (sorted)
        at = std::find_if(items.begin(), items.end(),
                          [&](const std::string& item) { return to_lower_ascii(item) > to_lower_ascii(name); });
      items.insert(at, name);
    }
    const std::size_t line = text.rfind('\n', node.begin) + 1;
    const std::size_t head = node.children.front()->begin;
    const std::string lead(text.substr(line, head - line));
    if (count_code_points(lead) + count_code_points(join(items, ", ")) <= style_.max_line)
      return {head, node.end, join(items, ", ")};
    std::string wrapped = "(" + style_.newline;
    std::string current = style_.indent;
    for (const std::string& item : items) {
      if (current.size() > style_.indent.size() && current.size() + item.size() + 2 > style_.max_line) {
        wrapped += current.substr(0, current.find_last_not_of(' ') + 1) + style_.newline;
        current = style_.indent;
      }
      current += item + ", ";
    }
    wrapped += current.substr(0, current.find_last_not_of(' ') + 1) + style_.newline + ")";
    return {head, node.end, wrapped};
  }
  std::size_t open = node.children.front()->begin;
  open = text.rfind('(', open);
  const auto bracket = python::read_bracket(text, open);
  if (!bracket || bracket->items.empty()) return {node.end, node.end, ""};
  std::string out;
  std::size_t begin = bracket->items.back().end, end = begin;
  const bool own_lines = bracket->items.size() > 1 && bracket->items[1].lead.find('\n') != std::string_view::npos;
  const std::string separator = own_lines ? std::string(bracket->items.back().lead) : std::string(" ");
  for (const std::string& name : names) out += fmt::format(",{}{}", separator, name);
  // Appended; sorted lists with one name a line get each at its place instead.
  if (sorted && names.size() == 1) {
    const std::string& name = *names.begin();
    for (const auto& item : bracket->items) {
      const std::string_view is = text.substr(item.begin, item.end - item.begin);
      if (to_lower_ascii(is) <= to_lower_ascii(name)) continue;
      return {item.begin, item.begin, name + "," + (own_lines ? std::string(item.lead) : std::string(" "))};
    }
  }
  return {begin, end, out};
}

void Imports::remove_names(const Statement& statement, const std::set<std::string>& unused,
                           std::vector<Edit>& out) const {
  const std::string_view text = tree_.document().content();
  const Node& node = *statement.node;
  std::vector<const Node*> kept;
  for (std::size_t i = 0; i < node.children.size(); ++i)
    if (!unused.contains(statement.aliases[i])) kept.push_back(node.children[i]);
  const std::size_t line = text.rfind('\n', node.begin) + 1;
  if (kept.empty()) {
    const std::size_t end = behind_line(text, node.end);
    if (line == node.begin) out.push_back({line, end, ""});
    return;
  }
  // From the end of the name before to the end of each that goes; the first takes what follows it along.
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    if (!unused.contains(statement.aliases[i])) continue;
    std::size_t begin = node.children[i]->begin, end = node.children[i]->end;
    const bool first_kept_follows =
        std::none_of(node.children.begin(), node.children.begin() + static_cast<long>(i),
                     [&](const Node* n) { return std::find(kept.begin(), kept.end(), n) != kept.end(); });
    if (first_kept_follows)
      end = node.children[i + 1]->begin;
    else
      begin = node.children[i - 1]->end;
    out.push_back({begin, end, ""});
  }
}

std::vector<Edit> Imports::edits(std::string_view after) const {
  const std::string_view before = tree_.document().content();
  std::vector<Edit> out;
  std::map<const Statement*, std::set<std::string>> additions;
  std::vector<std::pair<std::string, std::set<std::string>>> lines;
  for (const auto& [module, names] : wanted_) {
    const Statement* home = nullptr;
    for (const Statement& statement : statements_)
      if (statement.module == module && statement.names.front() != "*" &&
          before.substr(statement.node->begin, 5) == "from " &&
          (statement.node->begin == 0 || before[statement.node->begin - 1] == '\n' ||
           before.substr(0, statement.node->begin) == "\xEF\xBB\xBF"))
        home = &statement;
    std::set<std::string> used;
    for (const std::string& name : names) {
      const std::size_t as = name.find(" as ");
      if (uses(after, as == std::string::npos ? name : name.substr(as + 4)) > 0) used.insert(name);
    }
    if (used.empty()) continue;
    if (home != nullptr)
      additions[home] = used;
    else
      lines.emplace_back(module, used);
  }
  for (const Statement& statement : statements_) {
    const bool ours = statement.module.starts_with("sqlalchemy") || statement.module == "typing";
    std::set<std::string> unused;
    for (std::size_t i = 0; ours && i < statement.aliases.size(); ++i) {
      const std::string& local = statement.aliases[i];
      if (local == "*") continue;
      const bool renamed = statement.names[i] != local;
      const std::size_t own = 1 + 0 * static_cast<std::size_t>(renamed);
      if (uses(before, local) > own && uses(after, local) == own) unused.insert(local);
    }
    if (unused.empty()) {
      if (additions.contains(&statement)) out.push_back(add_names(statement, additions[&statement]));
      continue;
    }
    // What comes takes the place of what goes.
    if (additions.contains(&statement)) {
      out.push_back(add_names(statement, additions[&statement]));
      continue;
    }
    remove_names(statement, unused, out);
  }
  // Of several at one place, the standard library's come first, in a group of their own.
  struct Group {
    std::string lead, lines, trail;
  };
  std::map<std::size_t, std::array<Group, 2>> inserted;
  for (const auto& [module, names] : lines) {
    std::string lead, trail;
    const std::size_t at = place_for(module, lead, trail);
    const bool others = module.starts_with("sqlalchemy") || module.starts_with("sqlmodel");
    Group& group = inserted[at][others ? 1 : 0];
    group.lead = lead;
    group.trail = trail;
    group.lines += fmt::format("from {} import {}{}", module, join({names.begin(), names.end()}, ", "), style_.newline);
  }
  for (const auto& [at, groups] : inserted) {
    const bool glued = at == before.size() && !before.empty() && before.back() != '\n';
    std::string text = glued ? style_.newline : std::string();
    const bool both = !groups[0].lines.empty() && !groups[1].lines.empty();
    const Group& first = groups[0].lines.empty() ? groups[1] : groups[0];
    const Group& last = groups[1].lines.empty() ? groups[0] : groups[1];
    text += first.lead + first.lines;
    if (both) text += style_.newline + last.lines;
    out.push_back({at, at, text + last.trail});
  }
  return out;
}

}  // namespace si::fixes
