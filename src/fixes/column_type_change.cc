// Types, collations and what makes values, and the forms that SQLModel's Field() has for what only the column takes.
#include <algorithm>
#include <iterator>

#include "fixes/column_site.h"
#include "fixes/table_site.h"
#include "support/strings.h"

namespace si::fixes {

using python::Node;
using python::NodeKind;

namespace {

struct Default {
  std::string_view core;
  std::string_view sql;
};
constexpr Default kFieldDefaults[] = {{"int", "integer"}, {"bool", "boolean"}, {"float", "double precision"},
                                      {"date", "date"},   {"time", "time"},    {"timedelta", "interval"},
                                      {"bytes", "bytea"}, {"UUID", "uuid"},    {"Decimal", "numeric"}};

}  // namespace

// Of SQLModel's Field: what only the column takes goes into sa_column_kwargs.
ColumnChange::Problem ColumnChange::set_inner(std::string_view name, const std::optional<std::string>& value) {
  const auto there = find("sa_column_kwargs");
  const std::string key = words_.quoted(name);
  if (!there) {
    if (value) set_keyword("sa_column_kwargs", "{" + key + ": " + *value + "}");
    return "";
  }
  if (there->value == nullptr || there->value->kind != NodeKind::kDictionary)
    return "sa_column_kwargs is no plain dictionary";
  BracketEdit* dictionary = site_.file->bracket(there->value->begin, there->value->children().size());
  if (dictionary == nullptr) return "sa_column_kwargs is no plain dictionary";
  dictionary->nested = true;
  if (edit_ != nullptr) edit_->changed = true;
  for (std::size_t i = 0; i < dictionary->items.size(); ++i) {
    const auto& item = dictionary->items[i];
    const Node* pair = item.original ? there->value->child(*item.original) : nullptr;
    const bool same = pair != nullptr && pair->kind == NodeKind::kPair && pair->child(0)->text == name;
    if (!same) continue;
    dictionary->changed = true;
    if (value) {
      dictionary->items[i].text = key + ": " + *value;
      return "";
    }
    dictionary->items.erase(dictionary->items.begin() + static_cast<long>(i));
    if (dictionary->items.empty()) remove(*there);
    return "";
  }
  if (value) {
    dictionary->items.push_back({std::nullopt, key + ": " + *value});
    dictionary->changed = true;
  }
  return "";
}

// What Field() has no word for is given to its column: sa_column_args=[ForeignKey(…), Identity()].
ColumnChange::Problem ColumnChange::set_column_argument(const std::string& name,
                                                        const std::optional<std::string>& text) {
  const auto there = find("sa_column_args");
  if (!there) {
    if (text) set_keyword("sa_column_args", "[" + *text + "]");
    return text ? "" : "its " + name + "() is not written here";
  }
  const bool list =
      there->value != nullptr && (there->value->kind == NodeKind::kList || there->value->kind == NodeKind::kTuple);
  BracketEdit* edit = list ? site_.file->bracket(there->value->begin, there->value->children().size()) : nullptr;
  if (edit == nullptr) return "sa_column_args is no plain list";
  edit->nested = edit->changed = true;
  if (edit_ != nullptr) edit_->changed = true;
  for (std::size_t i = 0; i < edit->items.size(); ++i) {
    const Node* item = edit->items[i].original ? there->value->child(*edit->items[i].original) : nullptr;
    if (item == nullptr || item->kind != NodeKind::kCall || last_name(callee_of(*site_.file, *item)) != name) continue;
    if (text)
      edit->items[i].text = *text;
    else
      edit->items.erase(edit->items.begin() + static_cast<long>(i));
    if (edit->items.empty()) remove(*there);
    return "";
  }
  if (!text) return "its " + name + "() is not written here";
  edit->items.push_back({std::nullopt, *text});
  return "";
}

ColumnChange::Problem ColumnChange::set_field_type(const Type& type) {
  const bool text = type.name == "character varying" && !type.is_array;
  auto there = type_argument();
  if (!there) there = find("sa_type");
  if (there) {
    const auto written = words_.type(type, words_.column_prefix() == site_.prefix ? "" : site_.prefix, there->text);
    if (!written) return "SQLAlchemy has no type " + to_string(type);
    set(*there, *written);
  } else if (text) {
    remove_keyword("sa_type");
    if (type.modifiers.empty())
      remove_keyword("max_length");
    else
      set_keyword("max_length", std::to_string(type.modifiers[0]));
  } else {
    remove_keyword("max_length");
    const auto core = words_.annotation(type, hidden_);
    const bool by_annotation = std::any_of(
        std::begin(kFieldDefaults), std::end(kFieldDefaults),
        [&](const Default& row) { return core && last_name(*core) == row.core && parse_type(row.sql) == type; });
    if (!by_annotation) {
      const auto written = words_.type(type, "");
      if (!written) return "SQLAlchemy has no type " + to_string(type);
      set_keyword("sa_type", *written);
    }
  }
  return "";
}

ColumnChange::Problem ColumnChange::set_type(const Type& type) {
  if (!done_.insert("type").second) return "";
  const bool same_family = column_.type.known() && type_family(*column_.type) == type_family(type) &&
                           column_.type->is_array == type.is_array && type_family(type) != TypeFamily::kUnknown;
  const bool numbers = same_family && type_family(type) == TypeFamily::kNumber &&
                       (column_.type->name == "numeric") != (type.name == "numeric");
  std::string core = core_;
  if (site_.annotated && (!same_family || numbers)) {
    const auto found = words_.annotation(type, hidden_);
    if (!found) return "what a " + to_string(type) + " is in Python is not known here";
    core = *found;
  }
  if (is_field()) {
    if (Problem problem = set_field_type(type); !problem.empty()) return problem;
    set_core(core);
    return "";
  }
  const auto there = type_argument();
  if (!there && site_.annotated && words_.annotation_gives(core, type)) {
    set_core(core);
    return "";
  }
  const auto written = words_.type(type, site_.prefix, there ? there->text : "");
  if (!written) return "SQLAlchemy has no type " + to_string(type);
  if (there) {
    set(*there, *written);
  } else {
    const auto all = arguments();
    const bool named =
        !all.empty() && all[0].name.empty() && all[0].value != nullptr && all[0].value->kind == NodeKind::kString;
    insert(named ? 1 : 0, *written);
  }
  if (site_.annotated) set_core(core);
  return "";
}

ColumnChange::Problem ColumnChange::set_identity(const std::optional<Identity>& identity) {
  std::string text;
  if (identity) {
    std::vector<std::string> arguments;
    if (identity->always) arguments.emplace_back("always=True");
    const auto number = [&](std::string_view name, const std::optional<std::int64_t>& value, std::int64_t plain) {
      if (value && *value != plain) arguments.push_back(std::string(name) + "=" + std::to_string(*value));
    };
    number("start", identity->options.start, 1);
    number("increment", identity->options.increment, 1);
    if (identity->options.minimum && *identity->options.minimum != 1)
      arguments.push_back("minvalue=" + std::to_string(*identity->options.minimum));
    if (identity->options.maximum) arguments.push_back("maxvalue=" + std::to_string(*identity->options.maximum));
    if (identity->options.cycle) arguments.emplace_back("cycle=True");
    number("cache", identity->options.cache, 1);
    text = words_.name("Identity", site_.prefix) + "(" + join(arguments, ", ") + ")";
  }
  if (is_field()) return set_column_argument("Identity", identity ? std::optional(text) : std::nullopt);
  for (const Argument& argument : arguments()) {
    if (last_name(argument.text.substr(0, argument.text.find('('))) != "Identity") continue;
    if (identity)
      set(argument, text);
    else
      remove(argument);
    return "";
  }
  if (!identity) return "its Identity() is not written here";
  insert_positional(text);
  return "";
}

ColumnChange::Problem ColumnChange::set_generated(const std::optional<Generated>& generated) {
  std::string text;
  if (generated) {
    text = words_.name("Computed", site_.prefix) + "(" +
           words_.sql(std::string(without_parentheses(generated->expression))) +
           ", persisted=" + (generated->stored ? "True" : "False") + ")";
    remove_keyword("server_default");
  }
  if (is_field()) return set_column_argument("Computed", generated ? std::optional(text) : std::nullopt);
  for (const Argument& argument : arguments()) {
    if (last_name(argument.text.substr(0, argument.text.find('('))) != "Computed") continue;
    if (generated)
      set(argument, text);
    else
      remove(argument);
    return "";
  }
  if (!generated) return "its Computed() is not written here";
  insert_positional(text);
  return "";
}

ColumnChange::Problem ColumnChange::set_collation(const std::optional<std::string>& collation, const Type& type) {
  const auto there = type_argument();
  const auto plain = words_.type(type, site_.prefix, there ? there->text.substr(0, there->text.find('(')) : "");
  if (!plain || (!there && site_.form == ColumnForm::kColumn)) return "its type is not written here";
  if (!collation && !there) return "its collation is not written here";
  if (!collation) {
    set(*there, *plain);
    return "";
  }
  const std::string argument = "collation=" + words_.quoted(*collation);
  const bool call = plain->ends_with(')');
  const std::string written =
      call ? plain->substr(0, plain->size() - 1) + (plain->ends_with("()") ? "" : ", ") + argument + ")"
           : *plain + "(" + argument + ")";
  if (there) {
    set(*there, written);
  } else if (is_field()) {
    remove_keyword("max_length");
    set_keyword("sa_type", written);
  } else {
    const auto all = arguments();
    const bool named = !all.empty() && all[0].name.empty() && !all[0].text.empty() &&
                       (all[0].text[0] == '"' || all[0].text[0] == '\'');
    insert(named ? 1 : 0, written);
  }
  return "";
}

}  // namespace si::fixes
