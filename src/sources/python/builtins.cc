// Attributes of values, and the calls of Python's own functions and methods that models use to compute names and lists.
#include <algorithm>

#include "sources/python/evaluator.h"
#include "sources/python/json_text.h"
#include "sources/python/regex.h"
#include "support/strings.h"

namespace si::python {
namespace {

// What `db.…` of Flask-SQLAlchemy is itself, rather than passed on from sqlalchemy and sqlalchemy.orm.
constexpr std::string_view kFlaskOwn[] = {"Model",      "session", "metadata",   "metadatas",    "engine",
                                          "engines",    "Query",   "init_app",   "create_all",   "drop_all",
                                          "get_engine", "app",     "get_or_404", "first_or_404", "one_or_404",
                                          "paginate",   "reflect"};

bool is_external(const Value* value, std::string_view name) {
  return value != nullptr && value->is(ValueKind::kExternal) && value->text == name;
}

bool has_decorator(const Value* function, std::initializer_list<std::string_view> names) {
  if (!function->is(ValueKind::kFunction) || function->node->kind != NodeKind::kFunction) return false;
  for (std::size_t i = 3; i < function->node->children().size(); ++i) {
    const Node* decorator = function->node->children()[i];
    if (decorator->kind == NodeKind::kCall) decorator = decorator->child(0);
    // `@declared_attr.directive`: the text of the attribute; of its object too.
    const std::string_view inner =
        decorator->child(0) && decorator->kind == NodeKind::kAttribute ? decorator->child(0)->text : "";
    for (const std::string_view name : names)
      if (decorator->text == name || inner == name) return true;
  }
  return false;
}

const Value* keyword(const std::vector<Argument>& arguments, std::string_view name) {
  const auto found =
      std::find_if(arguments.begin(), arguments.end(), [&](const Argument& argument) { return argument.name == name; });
  return found == arguments.end() ? nullptr : found->value;
}

std::string title_case(const std::string& text) {
  std::string out;
  bool start = true;
  for (const char c : text) {
    out += start ? to_upper_ascii(std::string(1, c)) : to_lower_ascii(std::string(1, c));
    start = !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
  }
  return out;
}

std::string strip_chars(std::string text, std::string_view chars, bool left, bool right) {
  if (left) text.erase(0, std::min(text.find_first_not_of(chars), text.size()));
  if (right) text.erase(std::min(text.find_last_not_of(chars) + 1, text.size()));
  return text;
}

// str.format with {}, {0} and {name}, also {name.attribute}; nullopt: something else in the braces. `attribute` gives
// that of a value, `shown` what a format makes of it.
template <typename Attribute, typename Shown>
std::optional<std::string> format_braces(const std::string& format, const std::vector<Argument>& arguments,
                                         const Attribute& attribute, const Shown& shown) {
  std::string out;
  int next = 0;
  for (std::size_t i = 0; i < format.size(); ++i) {
    const char c = format[i];
    if ((c == '{' || c == '}') && i + 1 < format.size() && format[i + 1] == c) {
      out += c;
      ++i;
      continue;
    }
    if (c != '{') {
      out += c;
      continue;
    }
    const auto close = format.find('}', i);
    if (close == std::string::npos) return std::nullopt;
    const std::vector<std::string> path = split(format.substr(i + 1, close - i - 1), '.');
    const std::string& field = path[0];
    i = close;
    const Value* value = nullptr;
    const auto find = [&](std::string_view name, int position) {
      int at = 0;
      for (const Argument& a : arguments) {
        if (!name.empty() && a.name == name) return a.value;
        if (a.name.empty() && at++ == position) return a.value;
      }
      return static_cast<const Value*>(nullptr);
    };
    if (field.empty()) {
      value = find("", next++);
    } else if (field.find_first_not_of("0123456789") == std::string::npos) {
      value = find("", std::atoi(field.c_str()));
    } else {
      value = find(field, -1);
    }
    if (value == nullptr) return std::nullopt;
    for (std::size_t k = 1; k < path.size(); ++k) value = attribute(value, path[k]);
    value = shown(value);
    if (value->is(ValueKind::kString)) {
      out += value->text;
    } else if (value->is(ValueKind::kInt)) {
      out += std::to_string(value->integer);
    } else {
      return std::nullopt;
    }
  }
  return out;
}

}  // namespace

const Value* Evaluator::attribute(const Value* object, std::string_view name, const Scope* scope, const Node* node) {
  const auto keep = [&](const Value* target) {
    Value& value = make(ValueKind::kAttribute, scope, node);
    value.base = object;
    value.text = name;
    if (target != nullptr) value.items = {target};
    return &value;
  };
  switch (object->kind) {
    case ValueKind::kUnknown: return object;
    case ValueKind::kChoice: {
      std::vector<const Value*> results;
      for (const Value* each : object->items) results.push_back(attribute(each, name, scope, node));
      return merge(results, object->text);
    }
    case ValueKind::kExternal:
      if (object->text == kCompiler && name == "dialect") return external(std::string(kPostgresqlDialect));
      if (object->text == kPostgresqlDialect && name == "name") return string("postgresql");
      if (object->text.starts_with(kNamedObject)) {
        if (name != "name") return unknown("'" + std::string(name) + "' of what is attached or created", scope, node);
        return object->text.size() == kNamedObject.size() ? none() : string(object->text.substr(kNamedObject.size()));
      }
      if (const auto assumed = assumed_.find(object->text); assumed != assumed_.end())
        return attribute(assumed->second, name, scope, node);
      return external(object->text + "." + std::string(name));
    case ValueKind::kModule: return member(*object->module, name);
    case ValueKind::kEnumMember:
      if (name == "value" || name == "_value_") return object->items[0];
      if (name == "name" || name == "_name_") return string(object->text);
      [[fallthrough]];
    case ValueKind::kCall: return instance_attribute(object, name, scope, node);
    case ValueKind::kClass: {
      if (name == "__name__" || name == "__qualname__") return string(object->klass->name);
      if (name == "__module__") return string(object->klass->module->name);
      if (const auto members = enum_members(*object->klass)) {
        for (const Value* member : *members)
          if (member->text == name) return member;
        if (name == "__members__") {
          std::vector<const Value*> items;
          for (const Value* member : *members) {
            items.push_back(string(member->text));
            items.push_back(member);
          }
          return sequence(ValueKind::kDict, std::move(items));
        }
      }
      const Value* found = class_member(*object->klass, name);
      if (found != nullptr)
        if (const std::string meta = set_by_metaclass(*object->klass, name); !meta.empty())
          return unknown("'" + std::string(name) + "' of " + object->klass->name + " is set by its metaclass " + meta,
                         scope, node);
      if (found == nullptr && made_attribute)
        if (const Value* made = made_attribute(*object->klass, name)) return made;
      if (found == nullptr) return keep(nullptr);
      if (has_decorator(found, {"declared_attr", "directive", "classproperty", "class_property", "declared_attr"})) {
        const Value* result = call_function(found, {{"", object, nullptr}}, found->klass);
        return result->is_constant() ? result : keep(result);
      }
      if (found->is_constant() || found->is(ValueKind::kEnumMember) || found->is(ValueKind::kModule) ||
          found->is(ValueKind::kExternal) || found->is(ValueKind::kUnknown))
        return found;
      return keep(found);
    }
    case ValueKind::kAttribute:
      if (object->text == "__table__" && table_attribute)
        if (const Value* known = table_attribute(object, name)) return known;
      // `User.__table__.c.id` and the like stay as they are; a nested class or an object is looked into.
      if (!object->items.empty() && object->items[0]->is(ValueKind::kClass))
        return attribute(object->items[0], name, scope, node);
      if (!object->items.empty() && object->items[0]->is(ValueKind::kCall) &&
          object->items[0]->base->is(ValueKind::kClass))
        return attribute(object->items[0], name, scope, node);
      return keep(nullptr);
    case ValueKind::kSuper: {
      if (object->klass == nullptr) return keep(nullptr);
      const ClassInfo* runs_for =
          object->base && object->base->is(ValueKind::kClass) ? object->base->klass
          : object->base && object->base->is(ValueKind::kCall) && object->base->base->is(ValueKind::kClass)
              ? object->base->base->klass
              : object->klass;
      bool after = false;
      for (const Value* base : mro(*runs_for)) {
        if (after && base->is(ValueKind::kClass))
          if (const Value* found = final_value(base->klass->scope, name)) {
            if (object->base && has_decorator(found, {"declared_attr", "directive"}))
              return call_function(found, {{"", object->base, nullptr}}, found->klass);
            return found->is_constant() ? found : keep(found);
          }
        if (base->is(ValueKind::kClass) && base->klass == object->klass) after = true;
      }
      return keep(nullptr);
    }
    default: return keep(nullptr);
  }
}

const Value* Evaluator::instance_attribute(const Value* instance, std::string_view name, const Scope* scope,
                                           const Node* node) {
  const auto keep = [&](const Value* target) {
    Value& value = make(ValueKind::kAttribute, scope, node);
    value.base = instance;
    value.text = name;
    if (target != nullptr) value.items = {target};
    return &value;
  };
  const ClassInfo* klass = instance->is(ValueKind::kEnumMember)    ? instance->klass
                           : instance->base->is(ValueKind::kClass) ? instance->base->klass
                                                                   : nullptr;
  const bool flask = klass ? is_subclass_of(*klass, "flask_sqlalchemy.SQLAlchemy")
                           : is_external(instance->base, "flask_sqlalchemy.SQLAlchemy") ||
                                 is_external(instance->base, "flask_sqlalchemy.extension.SQLAlchemy");
  if (flask) {
    if (klass != nullptr)
      if (const Value* own = class_member(*klass, name); own != nullptr && !own->is(ValueKind::kFunction)) return own;
    if (std::find(std::begin(kFlaskOwn), std::end(kFlaskOwn), name) == std::end(kFlaskOwn)) {
      // A class of the project's own may pass on more names.
      const Value* getter = klass ? class_member(*klass, "__getattr__") : nullptr;
      if (getter != nullptr && getter->is(ValueKind::kFunction)) {
        const Value* made =
            call_function(getter, {{"", instance, nullptr}, {"", string(std::string(name)), nullptr}}, klass);
        if (made->is(ValueKind::kClass) || made->is(ValueKind::kExternal)) return made;
      }
      return external("sqlalchemy." + std::string(name));
    }
    return keep(nullptr);
  }
  if (klass == nullptr) {
    const Value* known = table_attribute ? table_attribute(instance, name) : nullptr;
    return known != nullptr ? known : keep(nullptr);
  }
  const Instance* state = state_of(instance);
  if (state != nullptr)
    if (const Value* set = set_on(*state, name, scope)) return set;
  const Value* found = class_member(*klass, name);
  if (found == nullptr) return keep(nullptr);
  if (has_decorator(found, {"property", "cached_property"}))
    return call_function(found, {{"", instance, nullptr}}, found->klass);
  if (found->is(ValueKind::kFunction)) return keep(found);
  // A class that reads its values from elsewhere (settings) may hold something else when it runs.
  const auto& order = mro(*klass);
  const bool plain = std::all_of(order.begin(), order.end(), [](const Value* base) {
    return base->is(ValueKind::kClass) || is_external(base, "builtins.object");
  });
  if (instance->is(ValueKind::kEnumMember) || plain || name == "impl" || state != nullptr)
    return found->is_constant() ? found : keep(found);
  return unknown("'" + std::string(name) + "' of " + klass->name + " may be set at run time", scope, node);
}

const Value* Evaluator::call_builtin(const Value* callee, const std::vector<Argument>& arguments, const Scope* scope,
                                     const Node* node) {
  const std::string& name = callee->text;
  if (name == std::string(kPostgresqlDialect) + ".type_descriptor" && !arguments.empty()) return arguments[0].value;
  const Value* first = !arguments.empty() && arguments[0].name.empty() ? arguments[0].value : nullptr;
  const auto list_of = [&](const Value* value) -> std::optional<std::vector<const Value*>> {
    if (value == nullptr) return std::vector<const Value*>{};
    if (value->is_sequence()) return value->items;
    if (value->is(ValueKind::kDict)) {
      std::vector<const Value*> keys;
      for (std::size_t i = 0; i + 1 < value->items.size(); i += 2) keys.push_back(value->items[i]);
      return keys;
    }
    if (value->is(ValueKind::kClass)) return enum_members(*value->klass);
    if (value->is(ValueKind::kString)) {
      std::vector<const Value*> characters;
      for (const char c : value->text) characters.push_back(string(std::string(1, c)));
      return characters;
    }
    return std::nullopt;
  };
  if (name == "builtins.type")
    if (const Value* made = made_class(arguments, scope, node)) return made;
  const auto give_up = [&] { return unknown(name + " of " + describe(first), scope, node); };
  if (name == "typing.get_args" || name == "typing_extensions.get_args") {
    if (first != nullptr && first->is(ValueKind::kSubscript)) return sequence(ValueKind::kTuple, first->items);
    return give_up();
  }
  if (name == "typing.cast" && arguments.size() == 2) return arguments[1].value;
  if ((name == "copy.copy" || name == "copy.deepcopy") && first != nullptr && first->is_constant()) return first;
  if (name == "re.sub" && arguments.size() >= 3) {
    const Value* text = arguments[2].value;
    if (first->is(ValueKind::kString) && arguments[1].value->is(ValueKind::kString) && text->is(ValueKind::kString))
      if (const auto out = regex_sub(first->text, arguments[1].value->text, text->text)) return string(*out);
    return give_up();
  }
  if ((name == "re.split" || name == "re.findall") && arguments.size() == 2 && first->is(ValueKind::kString) &&
      arguments[1].value->is(ValueKind::kString)) {
    const auto parts = name == "re.split" ? regex_split(first->text, arguments[1].value->text)
                                          : regex_findall(first->text, arguments[1].value->text);
    if (!parts) return give_up();
    std::vector<const Value*> items;
    for (const std::string& part : *parts) items.push_back(string(part));
    return sequence(ValueKind::kList, std::move(items));
  }
  if (name == "builtins.dict.fromkeys") {
    const auto keys = arguments.size() <= 2 ? list_of(first) : std::nullopt;
    if (!keys) return give_up();
    std::vector<const Value*> pairs;
    for (const Value* key : *keys)
      pairs.insert(pairs.end(), {key, arguments.size() == 2 ? arguments[1].value : none()});
    return sequence(ValueKind::kDict, std::move(pairs));
  }
  if (name == "json.dumps")
    if (const auto text = json_text(arguments)) return string(*text);
  if (!name.starts_with("builtins.")) return nullptr;
  const std::string_view builtin = std::string_view(name).substr(9);
  if (builtin == "str") {
    if (first == nullptr) return string("");
    if (first->is(ValueKind::kString)) return first;
    if (first->is(ValueKind::kInt)) return string(std::to_string(first->integer));
    if (first->is(ValueKind::kFloat)) return string(first->text);
    if (first->is(ValueKind::kBool)) return string(first->integer ? "True" : "False");
    if (first->is(ValueKind::kNone)) return string("None");
    if (first->is(ValueKind::kEnumMember) && first->items[0]->is(ValueKind::kString)) {
      if (is_subclass_of(*first->klass, "enum.StrEnum")) return first->items[0];
      if (class_member(*first->klass, "__str__") == nullptr) return string(first->klass->name + "." + first->text);
    }
    return give_up();
  }
  if (builtin == "list" || builtin == "tuple" || builtin == "set" || builtin == "frozenset" || builtin == "sorted" ||
      builtin == "reversed") {
    auto items = list_of(first);
    if (!items) return give_up();
    if (builtin == "sorted") {
      const bool strings =
          std::all_of(items->begin(), items->end(), [](const Value* v) { return v->is(ValueKind::kString); });
      const Value* reverse = keyword(arguments, "reverse");
      const auto backwards = reverse == nullptr ? std::optional(false) : truth(reverse);
      if (!strings || arguments.size() > (reverse == nullptr ? 1 : 2) || !backwards) return give_up();
      std::stable_sort(items->begin(), items->end(), [&](const Value* a, const Value* b) {
        return *backwards ? b->text < a->text : a->text < b->text;
      });
    }
    if (builtin == "reversed") std::reverse(items->begin(), items->end());
    const bool unordered = first != nullptr && first->is(ValueKind::kSet) && builtin != "sorted";
    return sequence(unordered                  ? ValueKind::kSet
                    : builtin == "tuple"       ? ValueKind::kTuple
                    : builtin.ends_with("set") ? ValueKind::kSet
                                               : ValueKind::kList,
                    std::move(*items));
  }
  if (builtin == "len") {
    if (first != nullptr && first->is(ValueKind::kString))
      return integer(static_cast<std::int64_t>(count_code_points(first->text)));
    const auto items = first ? list_of(first) : std::nullopt;
    return items ? integer(static_cast<std::int64_t>(items->size())) : give_up();
  }
  if ((builtin == "max" || builtin == "min") && first != nullptr) {
    auto items = arguments.size() == 1 ? list_of(first) : std::nullopt;
    if (arguments.size() > 1) {
      items.emplace();
      for (const Argument& a : arguments) items->push_back(a.value);
    }
    if (!items || items->empty() ||
        !std::all_of(items->begin(), items->end(), [](const Value* v) { return v->is(ValueKind::kInt); }))
      return give_up();
    const auto less = [](const Value* a, const Value* b) { return a->integer < b->integer; };
    return builtin == "max" ? *std::max_element(items->begin(), items->end(), less)
                            : *std::min_element(items->begin(), items->end(), less);
  }
  if (builtin == "dict") {
    std::vector<const Value*> items;
    for (const Argument& argument : arguments) {
      if (argument.name.starts_with('*')) return give_up();
      if (!argument.name.empty()) {
        items.push_back(string(std::string(argument.name)));
        items.push_back(argument.value);
        continue;
      }
      if (argument.value->is(ValueKind::kDict)) {
        items.insert(items.end(), argument.value->items.begin(), argument.value->items.end());
        continue;
      }
      if (!argument.value->is_sequence()) return give_up();
      for (const Value* pair : argument.value->items) {
        if (!pair->is_sequence() || pair->items.size() != 2) return give_up();
        items.insert(items.end(), pair->items.begin(), pair->items.end());
      }
    }
    return sequence(ValueKind::kDict, std::move(items));
  }
  if (builtin == "int" && first != nullptr && first->is(ValueKind::kInt)) return first;
  if (builtin == "bool" && first != nullptr)
    if (const auto known = truth(first)) return boolean(*known);
  if (builtin == "range" && first != nullptr && arguments.size() <= 2) {
    const Value* last = arguments.back().value;
    const std::int64_t from = arguments.size() == 2 ? first->integer : 0;
    if (!first->is(ValueKind::kInt) || !last->is(ValueKind::kInt) || last->integer - from > 1000) return give_up();
    std::vector<const Value*> items;
    for (std::int64_t i = from; i < last->integer; ++i) items.push_back(integer(i));
    return sequence(ValueKind::kList, std::move(items));
  }
  if (builtin == "getattr" && arguments.size() >= 2 && arguments[1].value->is(ValueKind::kString)) {
    const Value* found = attribute(first, arguments[1].value->text, scope, node);
    if (arguments.size() == 3 && found->is(ValueKind::kAttribute) && found->items.empty() &&
        first->is(ValueKind::kClass)) {
      const auto& order = mro(*first->klass);
      const bool all_read = std::all_of(order.begin(), order.end(), [](const Value* base) {
        return base->is(ValueKind::kClass) || base->is(ValueKind::kExternal);
      });
      if (all_read) return arguments[2].value;
    }
    return found;
  }
  if (builtin == "map" && arguments.size() == 2) {
    const auto items = list_of(arguments[1].value);
    if (!items) return give_up();
    std::vector<const Value*> out;
    for (const Value* item : *items) out.push_back(call(first, {{"", item, nullptr}}, scope, node));
    return sequence(ValueKind::kList, std::move(out));
  }
  if (builtin == "isinstance" && arguments.size() == 2 && arguments[1].value->is(ValueKind::kExternal)) {
    const std::string& type = arguments[1].value->text;
    if (first->is(ValueKind::kString)) return boolean(type == "builtins.str");
    if (first->is(ValueKind::kInt)) return boolean(type == "builtins.int");
    if (first->is(ValueKind::kDict)) return boolean(type == "builtins.dict");
    if (first->is(ValueKind::kTuple)) return boolean(type == "builtins.tuple");
    if (first->is(ValueKind::kList)) return boolean(type == "builtins.list");
  }
  if (builtin == "hasattr" && arguments.size() == 2 && is_external(first, kPostgresqlDialect)) {
    static constexpr std::string_view kSure[] = {"_json_serializer", "_json_deserializer", "name", "type_descriptor",
                                                 "identifier_preparer"};
    if (std::find(std::begin(kSure), std::end(kSure), arguments[1].value->text) != std::end(kSure))
      return boolean(true);
  }
  if (builtin == "hasattr" && arguments.size() == 2 && first->is(ValueKind::kClass) &&
      arguments[1].value->is(ValueKind::kString)) {
    const std::string& wanted = arguments[1].value->text;
    if (class_member(*first->klass, wanted) != nullptr) return boolean(true);
  }
  if (builtin == "enumerate" && arguments.size() == 1) {
    const auto items = list_of(first);
    if (!items) return give_up();
    std::vector<const Value*> out;
    for (std::size_t i = 0; i < items->size(); ++i)
      out.push_back(sequence(ValueKind::kTuple, {integer(static_cast<std::int64_t>(i)), (*items)[i]}));
    return sequence(ValueKind::kList, std::move(out));
  }
  if (builtin == "zip" && arguments.size() == 2) {
    const auto left = list_of(first), right = list_of(arguments[1].value);
    if (!left || !right) return give_up();
    std::vector<const Value*> out;
    for (std::size_t i = 0; i < std::min(left->size(), right->size()); ++i)
      out.push_back(sequence(ValueKind::kTuple, {(*left)[i], (*right)[i]}));
    return sequence(ValueKind::kList, std::move(out));
  }
  return nullptr;
}

const Value* Evaluator::call_method(const Value* object, std::string_view name,
                                    const std::vector<Argument>& arguments) {
  const auto text_argument = [&](std::size_t index) -> const std::string* {
    if (index >= arguments.size() || !arguments[index].value->is(ValueKind::kString)) return nullptr;
    return &arguments[index].value->text;
  };
  // re.compile(p).sub(…)
  if (object->is(ValueKind::kCall) && is_external(object->base, "re.compile") && !object->arguments.empty() &&
      object->arguments[0].value->is(ValueKind::kString)) {
    std::vector<Argument> all = arguments;
    all.insert(all.begin(), object->arguments[0]);
    return call_builtin(external("re." + std::string(name)), all, nullptr, nullptr);
  }
  if (object->is(ValueKind::kString)) {
    const std::string& text = object->text;
    constexpr std::string_view kSpace = " \t\n\r\f\v";
    if (name == "lower" || name == "casefold") return string(to_lower_ascii(text));
    if (name == "upper") return string(to_upper_ascii(text));
    if (name == "title") return string(title_case(text));
    if (name == "capitalize")
      return string(text.empty() ? text : to_upper_ascii(text.substr(0, 1)) + to_lower_ascii(text.substr(1)));
    if (name == "strip" || name == "lstrip" || name == "rstrip") {
      const std::string* chars = text_argument(0);
      if (!arguments.empty() && chars == nullptr) return nullptr;
      return string(strip_chars(text, chars ? *chars : kSpace, name != "rstrip", name != "lstrip"));
    }
    if (name == "replace" && text_argument(0) && text_argument(1) && arguments.size() == 2 &&
        !text_argument(0)->empty())
      return string(replace_all(text, *text_argument(0), *text_argument(1)));
    if (name == "removesuffix" && text_argument(0))
      return string(text.ends_with(*text_argument(0)) ? text.substr(0, text.size() - text_argument(0)->size()) : text);
    if (name == "removeprefix" && text_argument(0))
      return string(text.starts_with(*text_argument(0)) ? text.substr(text_argument(0)->size()) : text);
    if (name == "startswith" && text_argument(0)) return boolean(text.starts_with(*text_argument(0)));
    if (name == "endswith" && text_argument(0)) return boolean(text.ends_with(*text_argument(0)));
    if (name == "isupper") {
      const bool any = std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
      const bool lower = std::any_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
      return boolean(any && !lower);
    }
    if (name == "format") {
      const auto out = format_braces(
          text, arguments, [&](const Value* value, std::string_view part) { return attribute(value, part); },
          [&](const Value* value) { return formatted(value); });
      if (out) return string(*out);
    }
    if (name == "split") {
      std::vector<const Value*> parts;
      if (arguments.empty()) {
        for (const std::string& part : si::split(replace_all(text, "\n", " "), ' '))
          if (!part.empty()) parts.push_back(string(part));
      } else if (arguments.size() == 1 && text_argument(0) && text_argument(0)->size() == 1) {
        for (const std::string& part : si::split(text, (*text_argument(0))[0])) parts.push_back(string(part));
      } else {
        return nullptr;
      }
      return sequence(ValueKind::kList, std::move(parts));
    }
    if (name == "join" && arguments.size() == 1 && arguments[0].value->is_sequence()) {
      std::vector<std::string> parts;
      for (const Value* item : arguments[0].value->items) {
        if (!item->is(ValueKind::kString)) return unknown("a join of " + describe(item));
        parts.push_back(item->text);
      }
      return string(si::join(parts, text));
    }
    return nullptr;
  }
  if (object->is(ValueKind::kDict)) {
    std::vector<const Value*> out;
    for (std::size_t i = 0; i + 1 < object->items.size(); i += 2) {
      if (name == "keys") out.push_back(object->items[i]);
      if (name == "values") out.push_back(object->items[i + 1]);
      if (name == "items") out.push_back(sequence(ValueKind::kTuple, {object->items[i], object->items[i + 1]}));
      if ((name == "get" || name == "pop") && !arguments.empty() && same_value(object->items[i], arguments[0].value))
        return object->items[i + 1];
    }
    if (name == "keys" || name == "values" || name == "items") return sequence(ValueKind::kList, std::move(out));
    if (name == "copy") return object;
    if (name == "get" && !arguments.empty()) return arguments.size() > 1 ? arguments[1].value : none();
    if (name == "pop" && arguments.size() > 1) return arguments[1].value;
    return nullptr;
  }
  if (object->is_sequence() && name == "copy") return object;
  if (object->is(ValueKind::kSet) && arguments.size() == 1 && arguments[0].value->is_sequence()) {
    static constexpr std::pair<std::string_view, std::string_view> kSetMethods[] = {
        {"union", "|"}, {"difference", "-"}, {"intersection", "&"}, {"symmetric_difference", "^"}};
    for (const auto& [method, op] : kSetMethods)
      if (name == method) return set_operation(op, object, arguments[0].value);
  }
  return nullptr;
}

}  // namespace si::python
