// What is common to all changes of a column, and the plain ones.
#include <fmt/format.h>

#include <algorithm>

#include "fixes/column_site.h"
#include "support/strings.h"

namespace si::fixes {

using python::Node;
using python::NodeKind;

namespace {

// The annotation's core: "Optional[X]", "X | None", "Union[X, None]" → X.
std::string strip_optional(std::string_view text, bool* optional) {
  *optional = false;
  text = trim(text);
  const auto cut = [&](std::string_view prefix) {
    if (!text.starts_with(prefix) || !text.ends_with(']')) return false;
    text = trim(text.substr(prefix.size(), text.size() - prefix.size() - 1));
    return true;
  };
  for (const std::string_view prefix : {"Optional[", "typing.Optional[", "t.Optional["})
    if (cut(prefix)) {
      *optional = true;
      return std::string(text);
    }
  if (text.ends_with("None")) {
    const std::string_view rest = trim(text.substr(0, text.size() - 4));
    if (rest.ends_with('|')) {
      *optional = true;
      return std::string(trim(rest.substr(0, rest.size() - 1)));
    }
  }
  if (text.starts_with("None")) {
    const std::string_view rest = trim(text.substr(4));
    if (rest.starts_with('|')) {
      *optional = true;
      return std::string(trim(rest.substr(1)));
    }
  }
  for (const std::string_view prefix : {"Union[", "typing.Union["}) {
    const std::string_view whole = text;
    if (!cut(prefix)) continue;
    if (text.ends_with("None")) {
      const std::string_view rest = trim(text.substr(0, text.size() - 4));
      if (rest.ends_with(',') && rest.find(',') == rest.size() - 1) {
        *optional = true;
        return std::string(trim(rest.substr(0, rest.size() - 1)));
      }
    }
    text = whole;
  }
  return std::string(text);
}

struct Range {
  std::size_t begin = 0, end = 0;
};

// Where the annotation's own type stands: behind `Mapped[` and inside of quotes.
Range annotated_range(const ColumnSite& site) {
  const Node& node = *site.annotation;
  Range range{node.begin, node.end};
  if (site.form == ColumnForm::kMapped && node.kind == NodeKind::kSubscript && node.child(1) != nullptr)
    range = {node.child(1)->begin, node.children().back()->end};
  std::string_view text = site.file->text().substr(range.begin, range.end - range.begin);
  if (text.size() > 2 && (text[0] == '"' || text[0] == '\'') && text.back() == text[0] &&
      text.find(text[0], 1) == text.size() - 1) {
    ++range.begin;
    --range.end;
    text = site.file->text().substr(range.begin, range.end - range.begin);
    if (text.starts_with("Mapped[") && text.ends_with(']')) range.begin += 7, --range.end;
  }
  return range;
}

}  // namespace

ColumnChange::ColumnChange(ColumnSite site, const Column& column, Words& words)
    : site_(std::move(site)), column_(column), attribute_(column.attribute), words_(words) {
  if (site_.call != nullptr) {
    edit_ = site_.file->arguments(*site_.call);
    if (edit_ == nullptr) site_.problem = "its arguments can't be told apart";
  } else if (site_.statement != nullptr && site_.statement->child(2) != nullptr) {
    virtual_.emplace_back("default", std::string(site_.file->tree().source(*site_.statement->child(2))));
  }
  if (site_.annotation != nullptr && site_.annotated) {
    const Range range = annotated_range(site_);
    core_ = strip_optional(site_.file->text().substr(range.begin, range.end - range.begin), &optional_);
    for (const Node* around : site_.file->around(*site_.annotation))
      if (around->kind == NodeKind::kClass) hidden_ = bound_names(*around);
  }
}

std::vector<ColumnChange::Argument> ColumnChange::arguments() const {
  std::vector<Argument> out;
  if (edit_ == nullptr) {
    for (std::size_t i = 0; i < virtual_.size(); ++i)
      out.push_back({i, virtual_[i].first, virtual_[i].second, nullptr});
    return out;
  }
  for (std::size_t i = 0; i < edit_->items.size(); ++i) {
    const BracketEdit::Item& item = edit_->items[i];
    Argument argument;
    argument.position = i;
    if (item.text) {
      const std::size_t equals = item.text->find('=');
      const std::size_t bracket = item.text->find_first_of("(\"'");
      const bool keyword = equals != std::string::npos && equals < bracket;
      argument.name = keyword ? item.text->substr(0, equals) : "";
      argument.text = keyword ? item.text->substr(equals + 1) : *item.text;
    } else {
      const Node* node = site_.call->child(*item.original + 1);
      const bool keyword = node->kind == NodeKind::kKeyword;
      argument.name = keyword ? std::string(node->text) : "";
      argument.value = keyword ? node->child(0) : node;
      if (argument.value != nullptr) argument.text = site_.file->tree().source(*argument.value);
    }
    out.push_back(std::move(argument));
  }
  return out;
}

std::optional<ColumnChange::Argument> ColumnChange::find(std::string_view name) const {
  for (Argument& argument : arguments())
    if (argument.name == name) return std::move(argument);
  return std::nullopt;
}

std::optional<ColumnChange::Argument> ColumnChange::type_argument() const {
  if (column_.python_type.empty()) return std::nullopt;
  for (Argument& argument : arguments()) {
    const bool may_be = argument.name.empty() || argument.name == "type_" || argument.name == "sa_type";
    if (may_be && argument.text == column_.python_type) return std::move(argument);
  }
  return std::nullopt;
}

void ColumnChange::set(const Argument& argument, const std::string& value) {
  if (argument.text == value) return;
  const std::string text = argument.name.empty() ? value : argument.name + "=" + value;
  if (edit_ == nullptr) {
    virtual_[argument.position].second = value;
    virtual_used_ = true;
    return;
  }
  edit_->items[argument.position].text = text;
  edit_->changed = true;
}

void ColumnChange::remove(const Argument& argument) {
  if (edit_ == nullptr) {
    virtual_.erase(virtual_.begin() + static_cast<long>(argument.position));
    virtual_used_ = true;
    return;
  }
  edit_->items.erase(edit_->items.begin() + static_cast<long>(argument.position));
  edit_->changed = true;
}

void ColumnChange::insert(std::size_t position, const std::string& text) {
  if (edit_ == nullptr) {
    const std::size_t equals = text.find('=');
    const bool keyword = equals != std::string::npos && equals < text.find_first_of("(\"'");
    virtual_.insert(
        virtual_.begin() + static_cast<long>(position),
        keyword ? std::pair(text.substr(0, equals), text.substr(equals + 1)) : std::pair(std::string(), text));
    virtual_used_ = true;
    return;
  }
  edit_->items.insert(edit_->items.begin() + static_cast<long>(position), {std::nullopt, text});
  edit_->changed = true;
}

void ColumnChange::set_keyword(std::string_view name, const std::string& value) {
  if (const auto there = find(name)) return set(*there, value);
  const auto all = arguments();
  std::size_t position = all.size();
  const int unranked = keyword_rank("", site_.form), rank = keyword_rank(name, site_.form);
  for (const Argument& argument : all) {
    const int its = keyword_rank(argument.name, site_.form);
    if (argument.name.empty() || argument.name == "*" || its <= rank || its >= unranked) continue;
    position = argument.position;
    break;
  }
  if (name == "ondelete")
    if (const auto key = find("foreign_key")) position = key->position + 1;
  // A ** at the end stays there.
  while (position > 0 && position == all.size() && all[position - 1].text.starts_with("**")) --position;
  insert(position, std::string(name) + "=" + value);
}

bool ColumnChange::remove_keyword(std::string_view name) {
  const auto there = find(name);
  if (there) remove(*there);
  return there.has_value();
}

// Behind the last positional argument.
void ColumnChange::insert_positional(const std::string& text) {
  std::size_t position = 0;
  for (const Argument& argument : arguments())
    if (argument.name.empty() && !argument.text.starts_with('*')) position = argument.position + 1;
  insert(position, text);
}

void ColumnChange::set_optional(bool optional) {
  if (optional == optional_) return;
  optional_ = optional;
  annotation_changed_ = true;
}

void ColumnChange::set_core(const std::string& core) {
  if (core == core_) return;
  core_ = core;
  annotation_changed_ = true;
}

ColumnChange::Problem ColumnChange::set_nullable(bool nullable) {
  if (!done_.insert("nullable").second) return "";
  const std::string word = nullable ? "True" : "False";
  const auto there = find("nullable");
  if (site_.annotated) {
    set_optional(nullable);
    // `date | None` is no type below an attribute `date`.
    const bool hidden = nullable && site_.form == ColumnForm::kMapped && hidden_.contains(core_);
    if (there || hidden) set_keyword("nullable", word);
    if (is_field() && !nullable)
      if (const auto value = find("default"); value && value->text == "None") remove(*value);
    return "";
  }
  if (!nullable || site_.form != ColumnForm::kColumn || words_.says_nullable_true() || column_.identity->has_value())
    set_keyword("nullable", word);
  else
    remove_keyword("nullable");
  return "";
}

ColumnChange::Problem ColumnChange::set_default(const std::optional<std::string>& expression) {
  if (is_field()) {
    return set_inner("server_default",
                     expression ? std::optional(words_.server_default(*expression, "")) : std::nullopt);
  }
  if (expression) {
    // DefaultClause("0") stays one.
    const auto there = find("server_default");
    const std::string callee = there ? there->text.substr(0, there->text.find('(')) : "";
    const auto literal = literal_text(*expression);
    if (there && last_name(callee) == "DefaultClause" && literal)
      set(*there, callee + "(" + words_.quoted(*literal) + ")");
    else
      set_keyword("server_default", words_.server_default(*expression, site_.prefix));
    return "";
  }
  if (remove_keyword("server_default")) return "";
  return "its server default is not written as server_default=…";
}

ColumnChange::Problem ColumnChange::set_name(const std::string& name) {
  if (!done_.insert("name").second) return "";
  if (is_field()) return set_inner("name", name == attribute_ ? std::nullopt : std::optional(words_.quoted(name)));
  for (const Argument& argument : arguments()) {
    const bool first = argument.position == 0 && argument.name.empty() && argument.value != nullptr &&
                       argument.value->kind == NodeKind::kString;
    if (!first && argument.name != "name") continue;
    if (name == attribute_)
      remove(argument);
    else
      set(argument, words_.quoted(name));
    return "";
  }
  if (name != attribute_) insert(0, words_.quoted(name));
  return "";
}

ColumnChange::Problem ColumnChange::rename_attribute(const std::string& attribute) {
  const Node* name =
      site_.statement == nullptr || site_.statement->kind == NodeKind::kFunction ? nullptr : site_.statement->child(0);
  if (name == nullptr || name->kind != NodeKind::kName || name->text != column_.attribute)
    return "its attribute is not written as a name";
  if (attribute_ == attribute) return "";
  attribute_ = attribute;
  site_.file->replace_text(name->begin, name->end, attribute);
  return "";
}

ColumnChange::Problem ColumnChange::keep_key() {
  if (!find("key") && done_.insert("key").second) set_keyword("key", words_.quoted(column_.name));
  return "";
}

ColumnChange::Problem ColumnChange::set_comment(const std::optional<std::string>& comment) {
  if (is_field()) return set_inner("comment", comment ? std::optional(words_.quoted(*comment)) : std::nullopt);
  if (comment)
    set_keyword("comment", words_.quoted(*comment));
  else if (!remove_keyword("comment"))
    return "its comment is not written as comment=…";
  return "";
}

bool ColumnChange::has_autoincrement_off() const {
  const auto there = find("autoincrement");
  return there && there->text == "False";
}

ColumnChange::Problem ColumnChange::set_flag(std::string_view keyword, bool value, bool as_false) {
  if (is_field() && keyword == "autoincrement")
    return set_inner(keyword, value || as_false ? std::optional<std::string>(value ? "True" : "False") : std::nullopt);
  if (value || as_false) {
    set_keyword(keyword, value ? "True" : "False");
    return "";
  }
  return remove_keyword(keyword) ? "" : "it is not written as " + std::string(keyword) + "=True";
}

void ColumnChange::finish() {
  if (annotation_changed_ && site_.annotation != nullptr) {
    const Range range = annotated_range(site_);
    const std::string now(site_.file->text().substr(range.begin, range.end - range.begin));
    bool was_optional = false;
    const std::string core = strip_optional(now, &was_optional);
    const std::size_t at = now.find(core);
    // Optional as it is written, where it stays.
    if (was_optional && optional_ && at != std::string::npos)
      site_.file->replace(range.begin + at, range.begin + at + core.size(), core_);
    else
      site_.file->replace(range.begin, range.end, optional_ ? words_.optional(core_) : core_);
  }
  // A call that has lost all it said, where the annotation says the rest.
  if (edit_ != nullptr && edit_->changed && edit_->items.empty() && site_.annotated && site_.statement != nullptr &&
      site_.statement->child(2) == site_.call &&
      site_.file->text().find(std::string(callee_of(*site_.file, *site_.call)) + "()") == std::string_view::npos) {
    edit_->changed = false;
    site_.file->replace(site_.annotation->end, site_.call->end, "");
  }
  if (!virtual_used_ || site_.statement == nullptr) return;
  std::vector<std::string> texts;
  for (const auto& [name, text] : virtual_) texts.push_back(name.empty() ? text : fmt::format("{}={}", name, text));
  const Node* value = site_.statement->child(2);
  const std::size_t begin = site_.annotation->end;
  const std::size_t end = value != nullptr ? value->end : begin;
  std::string call;
  if (is_field()) {
    // A default alone needs no Field().
    if (virtual_.empty()) {
      call = "";
    } else if (virtual_.size() == 1 && virtual_[0].first == "default") {
      call = " = " + virtual_[0].second;
    } else {
      call = " = " + site_.file->imports().spelled("sqlmodel", "Field") + "(" + join(texts, ", ") + ")";
    }
  } else {
    const std::string prefix = words_.column_name() == "mapped_column" ? words_.column_prefix() : "";
    call = " = " + site_.file->imports().spelled("sqlalchemy.orm", "mapped_column", prefix) + "(" + join(texts, ", ") +
           ")";
  }
  site_.file->replace(begin, end, call);
}

}  // namespace si::fixes
