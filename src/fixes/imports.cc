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
    "__future__", "abc",       "argparse",    "ast",      "asyncio",    "base64",    "builtins",  "collections",
    "contextlib", "copy",      "dataclasses", "datetime", "decimal",    "enum",      "functools", "hashlib",
    "hmac",       "importlib", "inspect",     "io",       "ipaddress",  "itertools", "json",      "logging",
    "math",       "operator",  "os",          "pathlib",  "pickle",     "random",    "re",        "secrets",
    "shutil",     "socket",    "string",      "struct",   "subprocess", "sys",       "tempfile",  "textwrap",
    "threading",  "time",      "traceback",   "types",    "typing",     "urllib",    "uuid",      "warnings",
    "weakref",    "zlib",      "zoneinfo"};

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

// What isort, ruff and people sort names by.
std::string sort_key(const std::string& name, NameOrder order) {
  if (order == NameOrder::kAscii) return name;
  if (order == NameOrder::kIgnoringCase) return to_lower_ascii(name);
  const auto is_upper = [](char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; };
  const bool constant =
      name.size() > 1 && to_upper_ascii(name) == name && std::any_of(name.begin(), name.end(), is_upper);
  const bool type = !name.empty() && is_upper(name[0]);
  return (constant ? "A" : type ? "B" : "C") + to_lower_ascii(name);
}

bool is_sorted(const std::vector<std::string>& names, NameOrder order) {
  return std::is_sorted(names.begin(), names.end(), [&](const std::string& a, const std::string& b) {
    return sort_key(a, order) < sort_key(b, order);
  });
}

}  // namespace

Imports::Imports(const python::SyntaxTree& tree, const FileStyle& style, std::set<std::string> local_packages)
    : tree_(tree), style_(style), local_packages_(std::move(local_packages)) {
  collect(tree.root());
  std::size_t most = 0;
  for (const NameOrder order : {NameOrder::kByKind, NameOrder::kIgnoringCase, NameOrder::kAscii}) {
    const auto sorted =
        static_cast<std::size_t>(std::count_if(statements_.begin(), statements_.end(), [&](const Statement& each) {
          return each.names.size() > 1 && is_sorted(each.names, order);
        }));
    if (sorted <= most) continue;
    most = sorted;
    order_ = order;
  }
}

void Imports::collect(const Node& block) {
  for (const Node* node : block.children()) {
    if (node == nullptr) continue;
    if (node->kind == NodeKind::kImport || node->kind == NodeKind::kImportFrom) {
      Statement statement;
      statement.node = node;
      const bool from = node->kind == NodeKind::kImportFrom;
      statement.module = from ? std::string(node->text) : "";
      for (const Node* alias : node->children()) {
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
      for (const Node* inner : node->children())
        if (inner != nullptr && inner->kind == NodeKind::kBlock) collect(*inner);
    } else if (node->kind == NodeKind::kClass || node->kind == NodeKind::kFunction) {
      bound_.emplace(node->text);
    } else if (node->kind == NodeKind::kAssign) {
      for (std::size_t i = 0; i + 1 < node->children().size(); ++i)
        if (node->children()[i] != nullptr && node->children()[i]->kind == NodeKind::kName)
          bound_.emplace(node->children()[i]->text);
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

bool Imports::is_hidden(const std::string& module, const std::string& name, const std::set<std::string>& hidden) const {
  if (hidden.contains(name)) return true;
  return !module.empty() && std::any_of(origins_.begin(), origins_.end(), [&](const auto& origin) {
    return hidden.contains(origin.first) && (origin.second == module || origin.second == module + "." + name);
  });
}

std::string Imports::spelled_unlike(const std::string& module, const std::string& name,
                                    const std::set<std::string>& hidden) {
  const std::string home = module.empty() ? "builtins" : module;
  const std::string whole = fmt::format("{}.{}", home, name);
  for (const auto& [local, dotted] : origins_)
    if (!hidden.contains(local) && dotted == whole) return local;
  for (const auto& [local, dotted] : origins_)
    if (!hidden.contains(local) && dotted == home) return fmt::format("{}.{}", local, name);
  std::string alias = name + "_type";
  while (hidden.contains(alias) || bound_.contains(alias) || has(alias)) alias += "_";
  wanted_[home].insert(fmt::format("{} as {}", name, alias));
  return alias;
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

namespace {

// A list of names to come and go: the bytes of what stays are as they were.
class NameList {
 public:
  struct Item {
    std::string lead, text, tail;
    bool is_new = false;
  };
  std::vector<Item> items;

  // Each before the first that sorts behind it; at the end of a list in no order.
  void add(const std::set<std::string>& names, NameOrder preferred, const std::string& lead) {
    std::vector<std::string> there;
    for (const Item& item : items) there.push_back(item.text);
    std::optional<NameOrder> order;
    for (const NameOrder each : {preferred, NameOrder::kByKind, NameOrder::kIgnoringCase, NameOrder::kAscii})
      if (!order && is_sorted(there, each)) order = each;
    for (const std::string& name : names) {
      auto at = items.end();
      if (order)
        at = std::find_if(items.begin(), items.end(),
                          [&](const Item& item) { return sort_key(item.text, *order) > sort_key(name, *order); });
      Item item{lead, name, "", true};
      if (at == items.begin() && at != items.end()) std::swap(item.lead, at->lead);
      items.insert(at, std::move(item));
    }
  }

  void remove(const std::set<std::string>& texts) {
    for (std::size_t i = items.size(); i-- > 0;) {
      if (!texts.contains(items[i].text)) continue;
      // What follows takes the place on the line.
      if (i + 1 < items.size() && (i == 0 || items[i].lead.find('\n') != std::string::npos))
        items[i + 1].lead = items[i].lead;
      items.erase(items.begin() + static_cast<long>(i));
    }
  }

  std::vector<std::string> texts() const {
    std::vector<std::string> out;
    for (const Item& item : items) out.push_back(item.text);
    return out;
  }
};

}  // namespace

// `lead` of the first: `from x import `, up to the first name.
std::string Imports::wrapped(const std::vector<std::string>& names) const {
  bool packed = false, each_own = false;
  for (const Statement& statement : statements_) {
    const std::string_view source = tree_.source(*statement.node);
    if (!source.ends_with(')') || source.find('\n') == std::string_view::npos) continue;
    const auto lines = static_cast<std::size_t>(std::count(source.begin(), source.end(), '\n'));
    (lines > statement.names.size() ? each_own : packed) = true;
  }
  std::string out = "(" + style_.newline;
  if (each_own || !packed) {
    for (const std::string& name : names) out += fmt::format("{}{},{}", style_.indent, name, style_.newline);
    return out + ")";
  }
  std::string current = style_.indent;
  for (const std::string& name : names) {
    if (current.size() > style_.indent.size() && current.size() + name.size() + 2 > style_.max_line) {
      out += current.substr(0, current.find_last_not_of(' ') + 1) + style_.newline;
      current = style_.indent;
    }
    current += name + ", ";
  }
  return out + current.substr(0, current.find_last_not_of(' ') + 1) + style_.newline + ")";
}

// The statement with names that come and go; `unused` are not all of its names.
Edit Imports::change_names(const Statement& statement, const std::set<std::string>& names,
                           const std::set<std::string>& unused) const {
  const std::string_view text = tree_.document().content();
  const Node& node = *statement.node;
  NameList list;
  std::set<std::string> gone;
  for (std::size_t i = 0; i < node.children().size(); ++i) {
    const Node* alias = node.children()[i];
    list.items.push_back({" ", std::string(text.substr(alias->begin, alias->end - alias->begin)), "", false});
    if (unused.contains(statement.aliases[i])) gone.insert(list.items.back().text);
  }
  const std::size_t head = node.children().front()->begin;
  const bool bracketed = text.substr(node.begin, node.end - node.begin).ends_with(')');
  if (!bracketed) {
    if (tree_.source(node).find('\n') != std::string_view::npos) {
      // Continued by backslashes: what is there stays.
      for (std::size_t i = 1; i < node.children().size(); ++i) {
        const std::size_t end = node.children()[i - 1]->end;
        const std::string_view between = text.substr(end, node.children()[i]->begin - end);
        list.items[i].lead = between.substr(std::min(between.find(',') + 1, between.size()));
      }
    }
    list.items[0].lead.clear();
    list.remove(gone);
    list.add(names, order_, " ");
    std::string line;
    for (std::size_t i = 0; i < list.items.size(); ++i)
      line += (i == 0 ? "" : "," + list.items[i].lead) + list.items[i].text;
    const std::size_t begin = text.rfind('\n', node.begin) + 1;
    const std::size_t before = count_code_points(text.substr(begin, head - begin));
    if (line.find('\n') != std::string::npos || before + count_code_points(line) <= style_.max_line)
      return {head, node.end, line};
    return {head, node.end, wrapped(list.texts())};
  }
  const std::size_t open = text.rfind('(', head);
  const auto bracket = python::read_bracket(text, open);
  if (!bracket || bracket->items.size() != list.items.size()) return {node.end, node.end, ""};
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    list.items[i].lead = bracket->items[i].lead;
    list.items[i].tail = bracket->items[i].tail;
  }
  const bool own_lines = bracket->items.size() > 1 && bracket->items[1].lead.find('\n') != std::string_view::npos;
  // A lead may hold comments; a new name gets the line and the indentation alone.
  std::string lead = " ";
  if (own_lines) {
    const std::string_view last = bracket->items.back().lead;
    lead = style_.newline + std::string(last.substr(last.rfind('\n') + 1));
  }
  list.remove(gone);
  list.add(names, order_, lead);
  std::string out;
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    const NameList::Item& item = list.items[i];
    std::string its = item.lead;
    if (item.is_new && !own_lines && i > 0) {
      const std::size_t start = out.rfind('\n');
      const std::size_t at =
          start == std::string::npos ? open + 1 - (text.rfind('\n', open) + 1) + out.size() : out.size() - start - 1;
      const std::size_t begin = text.rfind('\n', bracket->items.back().begin) + 1;
      const std::string_view indent = text.substr(begin, text.find_first_not_of(" \t", begin) - begin);
      if (at + item.text.size() + 2 > style_.max_line)
        its = style_.newline + std::string(begin > open ? indent : std::string_view(style_.indent));
    }
    const bool comma = i + 1 < list.items.size() || bracket->items.back().comma;
    out += its + item.text + (comma ? "," : "") + item.tail;
  }
  return {open + 1, bracket->close, out + std::string(bracket->close_lead)};
}

// `from m import A`, `from m import B`: one name a line, always.
bool Imports::has_a_line_each(const std::string& module) const {
  std::size_t lines = 0;
  for (const Statement& statement : statements_) {
    if (statement.module != module) continue;
    if (statement.names.size() > 1) return false;
    ++lines;
  }
  return lines > 1;
}

Edit Imports::line_of_its_own(const std::string& module, const std::string& name) const {
  const std::string_view text = tree_.document().content();
  const std::string line = fmt::format("from {} import {}{}", module, name, style_.newline);
  const Statement* last = nullptr;
  for (const Statement& statement : statements_) {
    const std::size_t begin = statement.node->begin;
    if (statement.module != module || (begin > 0 && text[begin - 1] != '\n')) continue;
    last = &statement;
    if (to_lower_ascii(statement.names.front()) < to_lower_ascii(name)) continue;
    return {begin, begin, line};
  }
  const std::size_t at = behind_line(text, last->node->end);
  return {at, at, line};
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
    if (home != nullptr && has_a_line_each(module))
      for (const std::string& name : used) out.push_back(line_of_its_own(module, name));
    else if (home != nullptr)
      additions[home] = used;
    else
      lines.emplace_back(module, used);
  }
  for (const Statement& statement : statements_) {
    const bool of_sqlalchemy = statement.module.starts_with("sqlalchemy") || statement.module == "typing";
    std::set<std::string> unused;
    for (std::size_t i = 0; !statement.module.empty() && i < statement.aliases.size(); ++i) {
      const std::string& local = statement.aliases[i];
      if (local == "*" || uses(before, local) < 2 || uses(after, local) != 1) continue;
      if (of_sqlalchemy || !is_used_elsewhere_ || !is_used_elsewhere_(local)) unused.insert(local);
    }
    const auto added = additions.find(&statement);
    const std::set<std::string> come = added == additions.end() ? std::set<std::string>() : added->second;
    if (unused.empty() && come.empty()) continue;
    if (unused.size() == statement.names.size()) {
      const std::size_t line = before.rfind('\n', statement.node->begin) + 1;
      const bool bracketed = tree_.source(*statement.node).ends_with(')');
      const std::size_t head = statement.node->children().front()->begin;
      if (!come.empty())
        out.push_back(
            {bracketed ? before.rfind('(', head) : head, statement.node->end, join({come.begin(), come.end()}, ", ")});
      else if (line == statement.node->begin)
        out.push_back({line, behind_line(before, statement.node->end), ""});
      continue;
    }
    out.push_back(change_names(statement, come, unused));
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
