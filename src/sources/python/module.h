// Modules and their scopes: what each name is bound to, where, and under which conditions. Nothing is evaluated here.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sources/python/syntax.h"

namespace si::python {

struct Module;
struct Value;
struct ClassInfo;

// The arm of an `if` or `try` that a binding stands in. Arms nest by `parent` (an index into Scope::branches, -1:
// none).
struct Branch {
  const Node* test = nullptr;  // of an `if`; null otherwise
  bool negated = false;        // the else arm
  bool handler = false;        // an `except` arm: taken when nothing else binds the name
  bool unknowable = false;     // the body of a loop or a `match`
  int parent = -1;
  // Filled by the evaluator, once.
  mutable bool asked = false;
  mutable std::optional<bool> truth = std::nullopt;
};

enum class BindingKind : std::uint8_t {
  kImport,      // node: kAlias of `import a.b as c`
  kImportFrom,  // node: kAlias; statement: kImportFrom
  kAssign,      // node: the value; `path` leads into it for `a, (b, c) = …`
  kAnnotated,   // node: the value or null; statement: kAnnotated
  kAugmented,   // node: the value; statement: kAugmented
  kMutated,     // node: the call or subscript assignment that changes the object the name is bound to
  kClass,       // node: kClass
  kFunction,    // node: kFunction
  kTypeAlias,   // node: the value
  kUnknown,     // bound to something that only running tells: a loop variable, `with … as x`
};

struct Binding {
  BindingKind kind = BindingKind::kUnknown;
  std::string_view name;
  const Node* node = nullptr;
  const Node* statement = nullptr;  // for places: `name = Column(…)`
  std::uint32_t position = 0;       // from where on it holds
  int branch = -1;
  std::vector<std::uint32_t> path;
  // Filled by the evaluator, once.
  mutable const Value* value = nullptr;
  mutable bool evaluating = false;
};

enum class ScopeKind : std::uint8_t { kModule, kClass, kFunction };

// What a module's, class's or function call's names are bound to. A function call's scope has only `given` names.
struct Scope {
  ScopeKind kind = ScopeKind::kModule;
  const Scope* parent = nullptr;  // where it was defined; null for a module
  const Module* module = nullptr;
  const ClassInfo* owner = nullptr;  // of a class's scope; of a method call's, the class that defines the method
  std::deque<Binding> bindings;      // in order of their places
  std::unordered_map<std::string_view, std::vector<const Binding*>> by_name;
  std::vector<Branch> branches;
  std::vector<const Node*> star_imports;  // kImportFrom
  // Statements of the form `a.b = …` and `f(…)`: mapping done after a class, indexes made beside it.
  std::vector<const Node*> attribute_assignments;
  std::vector<int> attribute_branches;  // of each: index into `branches`, -1: none
  std::vector<const Node*> calls;
  std::vector<int> call_branches;                  // of each: index into `branches`, -1: none
  std::vector<const Node*> loop_calls;             // the same inside of a loop
  std::vector<const Node*> loops;                  // kFor
  std::vector<int> loop_branches;                  // of each: index into `branches`, -1: none
  std::map<std::string_view, const Value*> given;  // parameters, locals, variables of a comprehension

  // Whether a `for` of this scope holds a statement: what it binds is made when the loop is run.
  bool in_loop(const Node& statement) const {
    return std::any_of(loops.begin(), loops.end(),
                       [&](const Node* loop) { return loop->begin < statement.begin && statement.end <= loop->end; });
  }
  const std::vector<const Binding*>* find(std::string_view name) const {
    const auto found = by_name.find(name);
    return found == by_name.end() ? nullptr : &found->second;
  }
};

// Collects the bindings of a block of statements (not of the functions in it; classes have scopes of their own).
void collect_bindings(const Node& block, Scope& scope);

// One parsed file, or a folder without __init__.py (then `tree` is null and the scope is empty).
struct Module {
  std::string path;  // as found; empty for a namespace package
  std::string name;  // dotted, from the folder that holds its top package
  std::string file;  // for places: relative to the project root where it lies below it
  std::string folder;
  bool is_package = false;
  std::shared_ptr<const SyntaxTree> tree;
  Scope scope;
};

}  // namespace si::python
