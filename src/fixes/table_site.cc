#include "fixes/table_site.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "fixes/column_site.h"
#include "model/names.h"
#include "sources/python/brackets.h"
#include "support/strings.h"

namespace si::fixes {

using python::Node;
using python::NodeKind;

namespace {

bool is_class(const Node* node) { return node != nullptr && node->kind == NodeKind::kClass; }

// `name = …` in a class body; null: none.
const Node* assignment(const Node& klass, std::string_view name) {
  const Node* body = klass.child(1);
  if (body == nullptr) return nullptr;
  for (const Node* statement : body->children()) {
    if (statement == nullptr) continue;
    const bool assigns = statement->kind == NodeKind::kAssign || statement->kind == NodeKind::kAnnotated;
    if (assigns && statement->child(0) != nullptr && statement->child(0)->kind == NodeKind::kName &&
        statement->child(0)->text == name)
      return statement;
    if (statement->kind == NodeKind::kFunction && statement->text == name) return statement;
  }
  return nullptr;
}

const Node* value_of(const Node* statement) {
  if (statement == nullptr) return nullptr;
  if (statement->kind == NodeKind::kAssign) return statement->children().back();
  if (statement->kind == NodeKind::kAnnotated) return statement->child(2);
  if (statement->kind != NodeKind::kFunction || statement->child(1) == nullptr) return nullptr;
  const Node* found = nullptr;
  for (const Node* inner : statement->child(1)->children()) {
    if (inner == nullptr || inner->kind == NodeKind::kExpression) continue;
    if (inner->kind != NodeKind::kReturn || found != nullptr) return nullptr;
    found = inner->child(0);
  }
  return found;
}

}  // namespace

TableSite find_table_site(ModelFile& file, const Table& table) {
  TableSite site;
  site.file = &file;
  const Node* node = file.at(table.location.span);
  if (is_class(node)) {
    site.klass = node;
    if (const Node* own = value_of(assignment(*node, "__table__")); own != nullptr && own->kind == NodeKind::kCall)
      site.call = own, site.klass = nullptr;
  } else if (node != nullptr && node->kind == NodeKind::kCall) {
    site.call = node;
  } else {
    site.problem = "its declaration is not found in the file";
  }
  return site;
}

TableChange::TableChange(TableSite site, Words& words) : site_(std::move(site)), words_(words) {
  if (site_.klass == nullptr) return;
  args_statement_ = assignment(*site_.klass, "__table_args__");
  args_ = value_of(args_statement_);
}

TableChange::Problem TableChange::keyword_problem() const {
  if (!site_.problem.empty()) return site_.problem;
  if (args_statement_ != nullptr &&
      (args_ == nullptr || (args_->kind != NodeKind::kTuple && args_->kind != NodeKind::kDictionary)))
    return "its __table_args__ is no plain tuple or dictionary";
  if (args_ != nullptr && args_->kind == NodeKind::kTuple && site_.file->text()[args_->begin] != '(')
    return "its __table_args__ stands without parentheses";
  return "";
}

TableChange::Problem TableChange::add_element(const std::string& text) {
  if (Problem problem = keyword_problem(); !problem.empty()) return problem;
  if (site_.call != nullptr && site_.file->arguments(*site_.call) == nullptr)
    return "the arguments of Table() can't be told apart";
  added_.push_back(text);
  return "";
}

std::vector<const Node*> TableChange::elements() const {
  std::vector<const Node*> out;
  const Node* holder = site_.call != nullptr ? site_.call : args_;
  if (holder == nullptr) return out;
  for (const Node* child : holder->children())
    if (child != nullptr && child->kind == NodeKind::kCall) out.push_back(child);
  return out;
}

const Node* TableChange::element(const Location& place) const {
  if (site_.file == nullptr || place.file != site_.file->name()) return nullptr;
  return site_.file->at(place.span);
}

bool TableChange::holds(const Node& node) const {
  const Node* holder = site_.call != nullptr ? site_.call : args_;
  return holder != nullptr &&
         std::find(holder->children().begin(), holder->children().end(), &node) != holder->children().end();
}

void TableChange::add_behind(const Node& statement, const std::string& text) {
  ModelFile& file = *site_.file;
  const std::string indent = file.indentation_of(statement);
  file.insert_behind(statement, indent + laid_out(text, indent, file.style()) + file.style().newline);
}

TableChange::Problem TableChange::replace_element(const Location& place, const std::string& text) {
  return replace_element(element(place), text);
}

TableChange::Problem TableChange::replace_element(const Node* node, const std::string& text) {
  if (node == nullptr || node->kind != NodeKind::kCall) return "its declaration is not found in the file";
  const Node* holder = site_.call != nullptr ? site_.call : args_;
  if (holder != nullptr)
    for (std::size_t i = 0; i < holder->children().size(); ++i)
      if (holder->children()[i] == node) {
        const bool call = holder->kind == NodeKind::kCall;
        BracketEdit* edit =
            call ? site_.file->arguments(*holder) : site_.file->bracket(holder->begin, holder->children().size());
        if (edit == nullptr) return "its surroundings can't be told apart";
        const auto position = edit->position_of(call ? i - 1 : i);
        if (!position) return "it is gone already";
        edit->items[*position].text = text;
        edit->changed = true;
        return "";
      }
  site_.file->replace(node->begin, node->end, text);
  return "";
}

// What both say stays as it is written: what no other side knows of (mysql_length=…), and how it is laid out.
TableChange::Problem TableChange::change_element(const Location& place, const ElementText& own,
                                                 const ElementText& wanted) {
  const Node* node = element(place);
  BracketEdit* edit = node == nullptr ? nullptr : site_.file->arguments(*node);
  if (edit == nullptr || edit->changed) return replace_element(node, wanted.text());
  std::vector<std::size_t> positional;
  bool plain = true;
  for (std::size_t i = 0; i < edit->items.size(); ++i) {
    const Node* argument = node->child(i + 1);
    if (argument->kind == NodeKind::kKeyword) continue;
    plain = plain && !site_.file->tree().source(*argument).starts_with('*') && positional.size() == i;
    positional.push_back(i);
  }
  if (!plain || (positional.size() != own.positional.size() && own.positional != wanted.positional))
    return replace_element(node, wanted.text());
  if (own.positional != wanted.positional) {
    const std::size_t common = std::min(own.positional.size(), wanted.positional.size());
    for (std::size_t i = 0; i < common; ++i)
      if (own.positional[i] != wanted.positional[i]) edit->items[i].text = wanted.positional[i];
    const auto end = edit->items.begin() + static_cast<long>(common);
    if (wanted.positional.size() < own.positional.size()) {
      edit->items.erase(end, end + static_cast<long>(own.positional.size() - common));
    } else {
      std::vector<BracketEdit::Item> more;
      for (std::size_t i = common; i < wanted.positional.size(); ++i)
        more.push_back({std::nullopt, wanted.positional[i]});
      edit->items.insert(end, more.begin(), more.end());
    }
  }
  const auto value_in = [](const ElementText& text, std::string_view name) -> const std::string* {
    for (const auto& [each, value] : text.keywords)
      if (each == name) return &value;
    return nullptr;
  };
  const auto written = [&](std::string_view name) {
    return std::find_if(edit->items.begin(), edit->items.end(), [&](const BracketEdit::Item& item) {
      const Node* argument = item.original ? node->child(*item.original + 1) : nullptr;
      return argument != nullptr && argument->kind == NodeKind::kKeyword && argument->text == name;
    });
  };
  for (const auto& [name, value] : own.keywords)
    if (value_in(wanted, name) == nullptr)
      if (const auto at = written(name); at != edit->items.end()) edit->items.erase(at);
  for (const auto& [name, value] : wanted.keywords) {
    const std::string* now = value_in(own, name);
    if (now != nullptr && *now == value) continue;
    const std::string text = fmt::format("{}={}", name, value);
    if (const auto at = written(name); at != edit->items.end())
      at->text = text;
    else
      edit->items.push_back({std::nullopt, text});
  }
  edit->changed = true;
  // What is around is wrapped first, where that stands on one line.
  const Node* holder = site_.call != nullptr ? site_.call : args_;
  if (holder == nullptr || site_.file->tree().source(*holder).find('\n') != std::string_view::npos) return "";
  BracketEdit* outer = holder->kind == NodeKind::kCall ? site_.file->arguments(*holder)
                                                       : site_.file->bracket(holder->begin, holder->children().size());
  if (outer == nullptr || node->begin < holder->begin || node->end > holder->end) return "";
  edit->nested = outer->changed = true;
  outer->tuple = holder->kind != NodeKind::kCall;
  return "";
}

TableChange::Problem TableChange::remove_element(const Location& place) {
  const Node* node = element(place);
  if (node == nullptr || node->kind != NodeKind::kCall) return "its declaration is not found in the file";
  const Node* holder = site_.call != nullptr ? site_.call : args_;
  if (holder != nullptr)
    for (std::size_t i = 0; i < holder->children().size(); ++i) {
      if (holder->children()[i] != node) continue;
      const bool call = holder->kind == NodeKind::kCall;
      BracketEdit* edit =
          call ? site_.file->arguments(*holder) : site_.file->bracket(holder->begin, holder->children().size());
      if (edit == nullptr) return "its surroundings can't be told apart";
      edit->tuple = !call;
      if (const auto position = edit->position_of(call ? i - 1 : i)) {
        edit->items.erase(edit->items.begin() + static_cast<long>(*position));
        edit->changed = true;
      }
      return "";
    }
  // A statement of its own: Index(…) behind the class, or `ix = Index(…)` in it.
  const std::vector<const Node*> around = site_.file->around(*node);
  const Node* statement = around.empty() ? nullptr : around.back();
  const bool own = statement != nullptr &&
                   (statement->kind == NodeKind::kExpression || statement->kind == NodeKind::kAssign) &&
                   statement->end == node->end;
  if (!own) return "it is declared where it can't be taken out alone";
  site_.file->remove_statement(*statement);
  return "";
}

TableChange::Problem TableChange::set_option(std::string_view name, const std::optional<std::string>& value) {
  if (Problem problem = keyword_problem(); !problem.empty()) return problem;
  const std::string missing = "its " + std::string(name) + " is not written here";
  const std::string text = value ? words_.quoted(*value) : "";
  const auto write = [&](BracketEdit* edit, const Node& holder, std::size_t shift, bool keyword) -> Problem {
    if (edit == nullptr) return "its options can't be told apart";
    const std::string whole = keyword ? std::string(name) + "=" + text : words_.quoted(name) + ": " + text;
    for (std::size_t i = 0; i < edit->items.size(); ++i) {
      const Node* node = edit->items[i].original ? holder.child(*edit->items[i].original + shift) : nullptr;
      const bool same = node != nullptr && (keyword ? node->kind == NodeKind::kKeyword && node->text == name
                                                    : node->kind == NodeKind::kPair && node->child(0) != nullptr &&
                                                          node->child(0)->text == name);
      if (!same) continue;
      edit->changed = true;
      if (value)
        edit->items[i].text = whole;
      else
        edit->items.erase(edit->items.begin() + static_cast<long>(i));
      return "";
    }
    if (!value) return missing;
    edit->items.push_back({std::nullopt, whole, keyword});
    edit->changed = true;
    return "";
  };
  if (site_.call != nullptr) return write(site_.file->arguments(*site_.call), *site_.call, 1, true);
  const Node* options = args_ != nullptr && args_->kind == NodeKind::kDictionary ? args_ : nullptr;
  if (args_ != nullptr && args_->kind == NodeKind::kTuple && !args_->children().empty() &&
      args_->children().back()->kind == NodeKind::kDictionary)
    options = args_->children().back();
  if (options != nullptr)
    return write(site_.file->bracket(options->begin, options->children().size()), *options, 0, false);
  if (!value) return missing;
  options_.push_back(words_.quoted(name) + ": " + text);
  return "";
}

void TableChange::finish() {
  ModelFile& file = *site_.file;
  if (added_.empty() && options_.empty()) {
    // A tuple that has lost all it held goes with its statement.
    const bool tuple = args_ != nullptr && args_->kind == NodeKind::kTuple && !args_->children().empty() &&
                       args_statement_->kind == NodeKind::kAssign;
    const BracketEdit* edit = tuple ? file.bracket(args_->begin, args_->children().size()) : nullptr;
    if (edit != nullptr && edit->changed && edit->items.empty()) file.remove_statement(*args_statement_);
    return;
  }
  const FileStyle& style = file.style();
  if (site_.call != nullptr) {
    BracketEdit* edit = file.arguments(*site_.call);
    std::size_t position = 0;
    for (std::size_t i = 0; i < edit->items.size(); ++i) {
      const auto& item = edit->items[i];
      const Node* node = item.original ? site_.call->child(*item.original + 1) : nullptr;
      const bool keyword = node == nullptr ? item.keyword : node->kind == NodeKind::kKeyword;
      if (!keyword) position = i + 1;
    }
    for (const std::string& text : added_)
      edit->items.insert(edit->items.begin() + static_cast<long>(position++), {std::nullopt, text});
    edit->changed = true;
    return;
  }
  std::vector<std::string> all = added_;
  if (!options_.empty()) all.push_back("{" + join(options_, ", ") + "}");
  if (args_ != nullptr && args_->kind == NodeKind::kTuple) {
    BracketEdit* edit = file.bracket(args_->begin, args_->children().size());
    if (edit == nullptr) return;
    edit->tuple = true;
    std::size_t position = edit->items.size();
    if (!edit->items.empty() && edit->items.back().original &&
        args_->child(*edit->items.back().original)->kind == NodeKind::kDictionary)
      --position;
    for (const std::string& text : all)
      edit->items.insert(edit->items.begin() + static_cast<long>(position++), {std::nullopt, text});
    edit->changed = true;
    return;
  }
  const auto tuple_text = [&](const std::vector<std::string>& items, const std::string& indent, std::size_t column) {
    if (items.size() == 1 && items[0].starts_with('{')) return items[0];
    const std::string line = "(" + join(items, ", ") + (items.size() == 1 ? ",)" : ")");
    if (column + count_code_points(line) <= style.max_line && line.find('\n') == std::string::npos) return line;
    std::string out = "(";
    for (const std::string& item : items)
      out += fmt::format("{}{}{}{},", style.newline, indent, style.indent,
                         laid_out(item, indent + style.indent, style, 1));
    return out + style.newline + indent + ")";
  };
  constexpr std::string_view kHead = "__table_args__ = ";
  if (args_ != nullptr && args_->kind == NodeKind::kDictionary) {
    all.push_back(file.rendered(args_->begin, args_->end));
    const std::string indent = file.indentation_of(*args_statement_);
    file.replace(args_->begin, args_->end, tuple_text(all, indent, indent.size() + kHead.size()));
    return;
  }
  // Behind __tablename__, else before the first statement that is no docstring.
  const Node* body = site_.klass->child(1);
  const Node* name = assignment(*site_.klass, "__tablename__");
  const Node* first = nullptr;
  if (body != nullptr)
    for (const Node* statement : body->children()) {
      const bool docstring = statement != nullptr && statement->kind == NodeKind::kExpression;
      if (statement != nullptr && !docstring) {
        first = statement;
        break;
      }
    }
  const Node* anchor = name != nullptr ? name : first;
  if (anchor == nullptr) return;
  const std::string indent = file.indentation_of(*anchor);
  const std::string lines =
      indent + std::string(kHead) + tuple_text(all, indent, indent.size() + kHead.size()) + style.newline;
  if (name != nullptr)
    file.insert_behind(*name, lines);
  else
    file.insert_before(*anchor, lines + style.newline);
}

}  // namespace si::fixes
