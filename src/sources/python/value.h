// What a Python expression is worth, as far as a static reading can tell.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sources/python/module.h"

namespace si::python {

enum class ValueKind : std::uint8_t {
  kUnknown,  // text says why
  kNone,
  kBool,    // integer
  kInt,     // integer
  kFloat,   // text as written
  kString,  // text
  kBytes,   // text
  kEllipsis,
  kTuple,       // items
  kList,        // items
  kSet,         // items
  kDict,        // items: key, value, key, value …
  kExternal,    // text: a dotted name outside the project, "sqlalchemy.Column"; builtins as "builtins.str"
  kModule,      // module
  kClass,       // klass
  kFunction,    // function: its node, scope and owner
  kCall,        // base: callee; arguments. Kept as it is: Column(…), an instance of a class
  kAttribute,   // base: object; text: name; items[0] (may be missing): what a class of the project binds to it
  kSubscript,   // base: object; items
  kEnumMember,  // klass; text: name; items[0]: value
  kChoice,      // items: it is one of these, and only running tells which; text says why
  kOperation,   // text: operator ("+", "==", "not", "and", "|" …); items: operands
  kSuper,       // klass: the class whose method runs; base: the class or object it runs for
};

struct Argument {
  std::string_view name;  // empty: positional; "*" and "**": could not be unpacked
  const Value* value = nullptr;
  const Node* node = nullptr;
};

// Values are owned by the Evaluator, never changed, and compared by pointer where identity matters (a Column object).
struct Value {
  ValueKind kind = ValueKind::kUnknown;
  std::string text;
  std::int64_t integer = 0;
  std::vector<const Value*> items;
  std::vector<Argument> arguments;
  const Value* base = nullptr;
  const ClassInfo* klass = nullptr;
  const Module* module = nullptr;
  const Scope* scope = nullptr;  // where it was made (kFunction: where it was defined)
  const Node* node = nullptr;    // what made it; null for what has no place

  bool is(ValueKind what) const { return kind == what; }
  bool is_sequence() const { return kind == ValueKind::kTuple || kind == ValueKind::kList || kind == ValueKind::kSet; }
  bool is_constant() const { return kind >= ValueKind::kNone && kind <= ValueKind::kDict; }
  // The argument of that name, or of that position (-1: by name only); null: not given.
  const Value* argument(std::string_view name, int position = -1) const {
    int at = 0;
    for (const Argument& a : arguments) {
      if (a.name == name && !name.empty()) return a.value;
      if (a.name.empty() && at++ == position) return a.value;
    }
    return nullptr;
  }
};

// A class statement of the project (or of an installed package).
struct ClassInfo {
  std::string name;
  const Module* module = nullptr;
  const Node* node = nullptr;
  const Scope* outer = nullptr;  // where it was defined
  Scope scope;                   // its body
  // Filled by the evaluator, once.
  mutable bool has_bases = false;
  mutable std::vector<const Value*> bases;
  mutable std::vector<Argument> keywords;  // metaclass=, table=True
  mutable bool has_mro = false;
  mutable std::vector<const Value*> mro;  // kClass and kExternal (or kCall …) in Python's order, itself first
  mutable const Value* value = nullptr;   // the kClass value
  mutable std::map<std::string, const Value*, std::less<>> late;  // attributes given after the class: X.table = …
  std::vector<const Value*> functional_members;                   // of an enum made by a call
  bool is_made = false;                                           // by type(); its nodes stand for the call
};

}  // namespace si::python
