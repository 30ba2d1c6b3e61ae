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
  for (const Node* statement : body->children) {
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
  if (statement->kind == NodeKind::kAssign) return statement->children.back();
  if (statement->kind == NodeKind::kAnnotated) return statement->child(2);
  if (statement->kind != NodeKind::kFunction || statement->child(1) == nullptr) return nullptr;
  const Node* found = nullptr;
  for (const Node* inner : statement->child(1)->children) {
    if (inner == nullptr || inner->kind == NodeKind::kExpression) continue;
    if (inner->kind != NodeKind::kReturn || found != nullptr) return nullptr;
    found = inner->child(0);
  }
  return found;
}

std::string quoted_columns(const std::vector<std::string>& columns, Words& words) {
  std::vector<std::string> out;
  for (const std::string& column : columns) out.push_back(words.quoted(column));
  return join(out, ", ");
}

std::string key_text(const IndexKey& key) {
  std::string text = key.column.empty() ? *key.expression : quote_identifier(key.column);
  if (key.column.empty()) {
    // An expression that is no plain call stands in parentheses.
    const bool call = !text.empty() && text.back() == ')' && text.find(' ') > text.find('(') && text.front() != '(';
    if (!call && !(text.starts_with('(') && text.ends_with(')'))) text = "(" + text + ")";
  }
  if (!key.collation.empty()) text += " COLLATE \"" + key.collation + "\"";
  if (!key.operator_class.empty()) text += " " + key.operator_class;
  if (key.descending) text += " DESC";
  if (key.descending != key.nulls_first) text += key.nulls_first ? " NULLS FIRST" : " NULLS LAST";
  return text;
}

}  // namespace

// "(a > 0)" → "a > 0"
std::string_view without_parentheses(std::string_view text) {
  if (!text.starts_with('(') || !text.ends_with(')')) return text;
  const auto bracket = python::read_bracket(text, 0);  // SQL's strings are near enough to Python's
  return bracket && bracket->close + 1 == text.size() ? text.substr(1, text.size() - 2) : text;
}

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
  for (const Node* child : holder->children)
    if (child != nullptr && child->kind == NodeKind::kCall) out.push_back(child);
  return out;
}

const Node* TableChange::element(const Location& place) const {
  if (site_.file == nullptr || place.file != site_.file->name()) return nullptr;
  return site_.file->at(place.span);
}

TableChange::Problem TableChange::replace_element(const Location& place, const std::string& text) {
  return replace_element(element(place), text);
}

TableChange::Problem TableChange::replace_element(const Node* node, const std::string& text) {
  if (node == nullptr || node->kind != NodeKind::kCall) return "its declaration is not found in the file";
  const Node* holder = site_.call != nullptr ? site_.call : args_;
  if (holder != nullptr)
    for (std::size_t i = 0; i < holder->children.size(); ++i)
      if (holder->children[i] == node) {
        const bool call = holder->kind == NodeKind::kCall;
        BracketEdit* edit =
            call ? site_.file->arguments(*holder) : site_.file->bracket(holder->begin, holder->children.size());
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

TableChange::Problem TableChange::remove_element(const Location& place) {
  const Node* node = element(place);
  if (node == nullptr || node->kind != NodeKind::kCall) return "its declaration is not found in the file";
  const Node* holder = site_.call != nullptr ? site_.call : args_;
  if (holder != nullptr)
    for (std::size_t i = 0; i < holder->children.size(); ++i) {
      if (holder->children[i] != node) continue;
      const bool call = holder->kind == NodeKind::kCall;
      BracketEdit* edit =
          call ? site_.file->arguments(*holder) : site_.file->bracket(holder->begin, holder->children.size());
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
    edit->items.push_back({std::nullopt, whole});
    edit->changed = true;
    return "";
  };
  if (site_.call != nullptr) return write(site_.file->arguments(*site_.call), *site_.call, 1, true);
  const Node* options = args_ != nullptr && args_->kind == NodeKind::kDictionary ? args_ : nullptr;
  if (args_ != nullptr && args_->kind == NodeKind::kTuple && !args_->children.empty() &&
      args_->children.back()->kind == NodeKind::kDictionary)
    options = args_->children.back();
  if (options != nullptr)
    return write(site_.file->bracket(options->begin, options->children.size()), *options, 0, false);
  if (!value) return missing;
  options_.push_back(words_.quoted(name) + ": " + text);
  return "";
}

void TableChange::finish() {
  ModelFile& file = *site_.file;
  if (added_.empty() && options_.empty()) {
    // A tuple that has lost all it held goes with its statement.
    const bool tuple = args_ != nullptr && args_->kind == NodeKind::kTuple && !args_->children.empty() &&
                       args_statement_->kind == NodeKind::kAssign;
    const BracketEdit* edit = tuple ? file.bracket(args_->begin, args_->children.size()) : nullptr;
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
      if (node == nullptr || node->kind != NodeKind::kKeyword) position = i + 1;
    }
    for (const std::string& text : added_)
      edit->items.insert(edit->items.begin() + static_cast<long>(position++), {std::nullopt, text});
    edit->changed = true;
    return;
  }
  std::vector<std::string> all = added_;
  if (!options_.empty()) all.push_back("{" + join(options_, ", ") + "}");
  if (args_ != nullptr && args_->kind == NodeKind::kTuple) {
    BracketEdit* edit = file.bracket(args_->begin, args_->children.size());
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
    for (const std::string& item : items) out += fmt::format("{}{}{}{},", style.newline, indent, style.indent, item);
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
    for (const Node* statement : body->children) {
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

std::string unique_text(const Unique& unique, Words& words, const std::string& prefix) {
  std::string out = words.name("UniqueConstraint", prefix) + "(" + quoted_columns(unique.columns, words);
  if (unique.name) out += ", name=" + words.quoted(*unique.name);
  if (unique.deferrable) out += ", deferrable=True";
  if (unique.initially_deferred) out += ", initially=" + words.quoted("DEFERRED");
  if (unique.nulls_not_distinct) out += ", postgresql_nulls_not_distinct=True";
  if (!unique.include.empty()) out += ", postgresql_include=[" + quoted_columns(unique.include, words) + "]";
  return out + ")";
}

std::string check_text(const Check& check, Words& words, const std::string& prefix) {
  std::string out =
      words.name("CheckConstraint", prefix) + "(" + words.sql(std::string(without_parentheses(*check.expression)));
  if (check.name) out += ", name=" + words.quoted(*check.name);
  return out + ")";
}

std::string index_text(const Index& index, Words& words, const std::string& prefix) {
  std::string out = words.name("Index", prefix) + "(" + (index.name.empty() ? "None" : words.quoted(index.name));
  std::string classes;
  for (const IndexKey& key : index.keys) {
    const bool plain = !key.column.empty() && key.collation.empty() && !key.descending && !key.nulls_first;
    out += ", " + (plain ? words.quoted(key.column) : words.text(key_text(key), prefix));
    if (!key.column.empty() && !key.operator_class.empty() && plain)
      classes += (classes.empty() ? "" : ", ") + words.quoted(key.column) + ": " + words.quoted(key.operator_class);
  }
  if (index.unique) out += ", unique=True";
  if (index.method != "btree") out += ", postgresql_using=" + words.quoted(index.method);
  if (!classes.empty()) out += ", postgresql_ops={" + classes + "}";
  if (!index.include.empty()) out += ", postgresql_include=[" + quoted_columns(index.include, words) + "]";
  if (!index.storage_parameters.empty()) {
    std::string with;
    for (const std::string& parameter : index.storage_parameters) {
      const std::size_t equals = parameter.find('=');
      with += (with.empty() ? "" : ", ") + words.quoted(parameter.substr(0, equals)) + ": " +
              words.quoted(parameter.substr(equals + 1));
    }
    out += ", postgresql_with={" + with + "}";
  }
  if (index.nulls_not_distinct) out += ", postgresql_nulls_not_distinct=True";
  if (index.predicate.known() && index.predicate->has_value())
    out += ", postgresql_where=" + words.text(**index.predicate, prefix);
  return out + ")";
}

std::string foreign_key_text(const ForeignKey& key, const std::string& default_schema, Words& words,
                             const std::string& prefix) {
  std::vector<std::string> targets;
  for (const std::string& column : key.referenced_columns) {
    const auto& [schema, table] = key.referenced_table;
    const bool named = !schema.empty() && schema != default_schema;
    targets.push_back(named ? fmt::format("{}.{}.{}", schema, table, column) : fmt::format("{}.{}", table, column));
  }
  std::string out = words.name("ForeignKeyConstraint", prefix) + "([" + quoted_columns(key.columns, words) + "], [" +
                    quoted_columns(targets, words) + "]";
  for (const std::string& option : key_options(key, words.file().style())) out += ", " + option;
  if (key.name) out += ", name=" + words.quoted(*key.name);
  return out + ")";
}

// EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (…)
std::optional<std::string> exclusion_text(const Exclusion& exclusion, Words& words) {
  std::string_view text = exclusion.definition;
  constexpr std::string_view kHead = "EXCLUDE USING ";
  if (!text.starts_with(kHead)) return std::nullopt;
  text.remove_prefix(kHead.size());
  const std::size_t open = text.find(" (");
  if (open == std::string_view::npos) return std::nullopt;
  const std::string method(text.substr(0, open));
  text.remove_prefix(open + 2);
  const std::size_t close = text.find(')');
  if (close == std::string_view::npos || text.substr(0, close).find('(') != std::string_view::npos) return std::nullopt;
  std::string out = words.dialect_name("ExcludeConstraint") + "(";
  bool first = true;
  for (const std::string& part : split(text.substr(0, close), ',')) {
    const std::string_view element = trim(part);
    const std::size_t with = element.find(" WITH ");
    if (with == std::string_view::npos) return std::nullopt;
    const std::string_view column = trim(element.substr(0, with));
    if (column.find_first_of(" \"") != std::string_view::npos) return std::nullopt;
    out += (first ? "(" : ", (") + words.quoted(column) + ", " + words.quoted(trim(element.substr(with + 6))) + ")";
    first = false;
  }
  std::string_view rest = trim(text.substr(close + 1));
  if (exclusion.name) out += ", name=" + words.quoted(*exclusion.name);
  if (method != "gist") out += ", using=" + words.quoted(method);
  if (rest.starts_with("WHERE (") && rest.ends_with(')')) {
    out += ", where=" + words.text(std::string(rest.substr(7, rest.size() - 8)), "");
    rest = {};
  }
  if (exclusion.deferrable) out += ", deferrable=True";
  if (exclusion.initially_deferred) out += ", initially=" + words.quoted("DEFERRED");
  if (!rest.empty() && !rest.starts_with("DEFERRABLE")) return std::nullopt;
  return out + ")";
}

}  // namespace si::fixes
