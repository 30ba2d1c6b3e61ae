#include "fixes/column_site.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "fixes/table_site.h"
#include "support/strings.h"

namespace si::fixes {
namespace {

using python::Node;
using python::NodeKind;

std::string_view callee_of(const ModelFile& file, const Node& call) {
  return call.child(0) == nullptr ? std::string_view() : file.tree().source(*call.child(0));
}

const Node* keyword_value(const Node& call, std::string_view name) {
  for (const Node* child : call.children)
    if (child != nullptr && child->kind == NodeKind::kKeyword && child->text == name) return child->child(0);
  return nullptr;
}

// The Column(…), mapped_column(…) or Field(…) that a value is or wraps.
const Node* column_call(const ModelFile& file, const Node* value) {
  for (int depth = 0; depth < 4 && value != nullptr && value->kind == NodeKind::kCall; ++depth) {
    const std::string name = last_name(callee_of(file, *value));
    const std::string_view maker = file.column_maker(callee_of(file, *value));
    if (maker == "Column" || maker == "mapped_column") return value;
    if (maker == "Field") {
      const Node* inner = keyword_value(*value, "sa_column");
      if (inner == nullptr) return value;
      value = inner;
    } else if (name == "deferred" || name == "column_property") {
      value = value->child(1);
    } else {
      return nullptr;
    }
  }
  return nullptr;
}

constexpr std::string_view kRanks[] = {
    "primary_key",    "autoincrement", "foreign_key",     "ondelete",       "unique",     "index",
    "nullable",       "default",       "default_factory", "insert_default", "max_length", "sa_type",
    "server_default", "onupdate",      "server_onupdate", "comment",        "info",       "sa_column_kwargs"};

constexpr std::string_view kFieldRanks[] = {
    "default", "default_factory", "primary_key", "foreign_key", "ondelete",       "unique",          "nullable",
    "index",   "max_length",      "sa_type",     "sa_column",   "sa_column_args", "sa_column_kwargs"};

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
    range = {node.child(1)->begin, node.children.back()->end};
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

struct Default {
  std::string_view core;
  std::string_view sql;
};
constexpr Default kFieldDefaults[] = {{"int", "integer"}, {"bool", "boolean"}, {"float", "double precision"},
                                      {"date", "date"},   {"time", "time"},    {"timedelta", "interval"},
                                      {"bytes", "bytea"}, {"UUID", "uuid"},    {"Decimal", "numeric"}};

}  // namespace

const Node* returned_value(const Node& function) {
  const Node* body = function.child(1);
  const Node* found = nullptr;
  if (body == nullptr) return nullptr;
  for (const Node* statement : body->children) {
    if (statement == nullptr || statement->kind == NodeKind::kExpression) continue;
    if (statement->kind != NodeKind::kReturn || found != nullptr) return nullptr;
    found = statement->child(0);
  }
  return found;
}

int keyword_rank(std::string_view name, ColumnForm form) {
  if (form == ColumnForm::kSqlModel)
    return static_cast<int>(std::find(std::begin(kFieldRanks), std::end(kFieldRanks), name) - std::begin(kFieldRanks));
  return static_cast<int>(std::find(std::begin(kRanks), std::end(kRanks), name) - std::begin(kRanks));
}

ColumnSite find_column_site(ModelFile& file, const Column& column) {
  ColumnSite site;
  site.file = &file;
  const Node* node = file.at(column.location.span);
  if (node == nullptr) {
    site.problem = "its declaration is not found in the file";
    return site;
  }
  const Node* value = nullptr;
  if (node->kind == NodeKind::kAssign) {
    site.statement = node;
    value = node->children.back();
  } else if (node->kind == NodeKind::kAnnotated) {
    site.statement = node;
    site.annotation = node->child(1);
    value = node->child(2);
  } else if (node->kind == NodeKind::kFunction) {
    site.statement = node;
    value = returned_value(*node);
    if (value == nullptr) site.problem = "a function makes it in more than one step";
  } else if (node->kind == NodeKind::kCall) {
    value = node;
  }
  site.call = column_call(file, value);
  const std::string callee = site.call != nullptr ? std::string(callee_of(file, *site.call)) : "";
  site.prefix = prefix_of(callee);
  const bool mapped =
      site.annotation != nullptr && file.tree().source(*site.annotation).find("Mapped[") != std::string_view::npos;
  if (file.column_maker(callee) == "Column") {
    site.form = ColumnForm::kColumn;
  } else if (mapped) {
    site.form = ColumnForm::kMapped;
    site.annotated = site.call == value;
  } else if (site.annotation != nullptr && (site.call == nullptr || file.column_maker(callee) == "Field")) {
    site.form = ColumnForm::kSqlModel;
    site.annotated = true;
  }
  if (site.call == nullptr && value != nullptr && value->kind == NodeKind::kCall && site.problem.empty())
    site.problem = "it is made by " + std::string(callee_of(file, *value)) + "(…), not by a column of its own";
  if (site.call == nullptr && site.form == ColumnForm::kColumn && site.problem.empty())
    site.problem = "its declaration is no call of Column()";
  return site;
}

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
  BracketEdit* dictionary = site_.file->bracket(there->value->begin, there->value->children.size());
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
  BracketEdit* edit = list ? site_.file->bracket(there->value->begin, there->value->children.size()) : nullptr;
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
  if (const auto there = type_argument()) {
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
    const auto core = words_.annotation(type);
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
    const auto found = words_.annotation(type);
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

ColumnChange::Problem ColumnChange::set_nullable(bool nullable) {
  if (!done_.insert("nullable").second) return "";
  const std::string word = nullable ? "True" : "False";
  const auto there = find("nullable");
  if (site_.annotated) {
    set_optional(nullable);
    if (there) set(*there, word);
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
