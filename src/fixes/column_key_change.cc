// Foreign keys that a column declares itself.
#include <algorithm>
#include <iterator>

#include "fixes/column_site.h"
#include "support/strings.h"

namespace si::fixes {

using python::Node;
using python::NodeKind;

std::string key_target(const ForeignKey& key, const std::string& default_schema) {
  std::string target = key.referenced_table.name + "." + key.referenced_columns.front();
  const std::string& schema = key.referenced_table.schema;
  return schema.empty() || schema == default_schema ? target : schema + "." + target;
}

std::vector<std::string> key_options(const ForeignKey& key, const FileStyle& style) {
  std::vector<std::string> out;
  const auto action = [&](std::string_view name, std::string text, const std::vector<std::string>& columns) {
    if (text == "no action") return;
    text = to_upper_ascii(text);
    if (!columns.empty()) text += " (" + join(columns, ", ") + ")";
    out.push_back(std::string(name) + "=" + quoted(text, style));
  };
  action("ondelete", key.on_delete, key.on_delete_columns);
  action("onupdate", key.on_update, {});
  if (key.deferrable) out.emplace_back("deferrable=True");
  if (key.initially_deferred) out.push_back("initially=" + quoted("DEFERRED", style));
  if (key.match != "simple") out.push_back("match=" + quoted(to_upper_ascii(key.match), style));
  return out;
}

ColumnChange::Problem ColumnChange::add_foreign_key(const std::string& target, const ForeignKey& key) {
  const std::vector<std::string> options = key_options(key, site_.file->style());
  if (is_field()) {
    if (find("foreign_key")) return "SQLModel's Field takes one foreign_key only";
    if (options.size() > 1 || (options.size() == 1 && !options[0].starts_with("ondelete")))
      return set_column_argument("ForeignKey", key_call(target, options));
    set_keyword("foreign_key", words_.quoted(target));
    if (!options.empty()) set_keyword("ondelete", options[0].substr(options[0].find('=') + 1));
    return "";
  }
  insert_positional(key_call(target, options));
  return "";
}

std::string ColumnChange::key_call(const std::string& target, const std::vector<std::string>& options) {
  std::string text = words_.name("ForeignKey", is_field() ? "" : site_.prefix) + "(" + words_.quoted(target);
  for (const std::string& option : options) text.append(", ").append(option);
  return text + ")";
}

std::optional<ColumnChange::Argument> ColumnChange::foreign_key_argument(const ForeignKey& key) const {
  const Node* node = site_.file->at(key.location.span);
  for (Argument& argument : arguments()) {
    if (argument.value == nullptr) continue;
    if (is_field() ? argument.name == "foreign_key" : argument.value == node) return std::move(argument);
    // The place may be the keyword's.
    if (node != nullptr && argument.value->begin >= node->begin && argument.value->end <= node->end &&
        node->kind == NodeKind::kKeyword)
      return std::move(argument);
  }
  return std::nullopt;
}

ColumnChange::Problem ColumnChange::change_foreign_key(const ForeignKey& key, const std::string& target,
                                                       const ForeignKey& wanted) {
  const auto there = foreign_key_argument(key);
  if (!there) return "its ForeignKey() is not written at the column";
  const std::vector<std::string> options = key_options(wanted, site_.file->style());
  const bool same_target =
      key.referenced_table == wanted.referenced_table && key.referenced_columns == wanted.referenced_columns;
  if (is_field() && there->name != "foreign_key") return set_column_argument("ForeignKey", key_call(target, options));
  if (is_field()) {
    if (options.size() > 1 || (options.size() == 1 && !options[0].starts_with("ondelete"))) {
      remove(*there);
      remove_keyword("ondelete");
      return set_column_argument("ForeignKey", key_call(target, options));
    }
    if (!same_target) set(*there, words_.quoted(target));
    if (options.empty())
      remove_keyword("ondelete");
    else
      set_keyword("ondelete", options[0].substr(options[0].find('=') + 1));
    return "";
  }
  if (there->value->kind != NodeKind::kCall) return "its ForeignKey() is not written at the column";
  BracketEdit* inner = site_.file->arguments(*there->value);
  if (inner == nullptr || inner->items.empty()) return "the arguments of its ForeignKey() can't be told apart";
  inner->nested = true;
  if (edit_ != nullptr) edit_->changed = true;
  constexpr std::string_view kOptions[] = {"ondelete", "onupdate", "deferrable", "initially", "match"};
  for (std::size_t i = inner->items.size(); i-- > 0;) {
    const auto& item = inner->items[i];
    const Node* node = item.original ? there->value->child(*item.original + 1) : nullptr;
    if (node == nullptr || node->kind != NodeKind::kKeyword) continue;
    if (std::find(std::begin(kOptions), std::end(kOptions), node->text) == std::end(kOptions)) continue;
    const auto same = std::find_if(options.begin(), options.end(), [&](const std::string& option) {
      return option.starts_with(std::string(node->text) + "=");
    });
    const std::string was(site_.file->tree().source(*node));
    if (same == options.end()) {
      inner->items.erase(inner->items.begin() + static_cast<long>(i));
      inner->changed = true;
    } else if (to_lower_ascii(replace_all(was, "'", "\"")) != to_lower_ascii(replace_all(*same, "'", "\""))) {
      inner->items[i].text = *same;
      inner->changed = true;
    }
  }
  for (const std::string& option : options) {
    const std::string name = option.substr(0, option.find('=') + 1);
    const bool present = std::any_of(inner->items.begin(), inner->items.end(), [&](const BracketEdit::Item& item) {
      if (item.text) return item.text->starts_with(name);
      const Node* node = there->value->child(*item.original + 1);
      return node->kind == NodeKind::kKeyword && node->text == name.substr(0, name.size() - 1);
    });
    if (present) continue;
    inner->items.push_back({std::nullopt, option});
    inner->changed = true;
  }
  if (!same_target) {
    inner->items[0].text = words_.quoted(target);
    inner->changed = true;
  }
  return "";
}

ColumnChange::Problem ColumnChange::remove_foreign_key(const ForeignKey& key) {
  const auto there = foreign_key_argument(key);
  if (!there) return "its ForeignKey() is not written at the column";
  const bool typed = is_field() || site_.annotated || type_argument().has_value();
  remove(*there);
  if (is_field()) remove_keyword("ondelete");
  if (!typed) {
    if (!column_.type.known()) return "its type is not known without the foreign key";
    return set_type(*column_.type);
  }
  return "";
}

ColumnChange::Problem ColumnChange::name_foreign_key(const ForeignKey& key, const std::string& name) {
  const auto there = foreign_key_argument(key);
  if (!there || is_field() || there->value->kind != NodeKind::kCall)
    return "its ForeignKey() is not written at the column";
  BracketEdit* inner = site_.file->arguments(*there->value);
  if (inner == nullptr) return "the arguments of its ForeignKey() can't be told apart";
  inner->nested = true;
  if (edit_ != nullptr) edit_->changed = true;
  const std::string text = "name=" + words_.quoted(name);
  for (BracketEdit::Item& item : inner->items) {
    const Node* node = item.original ? there->value->child(*item.original + 1) : nullptr;
    if (node == nullptr || node->kind != NodeKind::kKeyword || node->text != "name") continue;
    item.text = text;
    inner->changed = true;
    return "";
  }
  inner->items.push_back({std::nullopt, text});
  inner->changed = true;
  return "";
}

}  // namespace si::fixes
