// A small abstract interpreter: expressions to Values, lazily, through imports, classes and simple functions.
//
// Nothing is guessed: what only running could tell is kUnknown with the reason, or kChoice between what is possible.
// Everything from outside the project keeps its dotted name ("sqlalchemy.Column"), whatever it was imported as.
#pragma once

#include <deque>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sources/python/module_graph.h"
#include "sources/python/value.h"

namespace si::python {

// The external name that stands for SQLAlchemy's PostgreSQL dialect: its `.name` is "postgresql".
inline constexpr std::string_view kPostgresqlDialect = "<postgresql dialect>";

// The one that stands for its DDL compiler.
inline constexpr std::string_view kCompiler = "<postgresql compiler>";

// An external name that begins so stands for an object of which only its `.name` is known: what follows, or None.
inline constexpr std::string_view kNamedObject = "<named> ";

class Evaluator {
 public:
  explicit Evaluator(ModuleGraph& graph) : graph_(graph) {}

  // The value of an expression where it stands. `late`: evaluated after its module has run (annotations as strings,
  // function bodies), so that names bound further down count too.
  const Value* evaluate(const Node* node, const Scope& scope, bool late = false);
  // A name as seen from a scope.
  const Value* lookup(std::string_view name, const Scope& scope, std::uint32_t position);
  const Value* binding_value(const Binding& binding, const Scope& scope);
  // All that a name can be at the end of a scope; null: not bound there.
  const Value* final_value(const Scope& scope, std::string_view name);
  // Whether a name is bound at the end of a scope; nullopt: only running tells.
  std::optional<bool> is_bound(const Scope& scope, std::string_view name);
  const Value* member(const Module& module, std::string_view name);
  const Value* attribute(const Value* object, std::string_view name, const Scope* scope = nullptr,
                         const Node* node = nullptr);
  const Value* call(const Value* callee, std::vector<Argument> arguments, const Scope* scope, const Node* node);
  // Runs a function's body with its parameters bound; `owner` is the class whose method it is (for super()).
  const Value* call_function(const Value* function, const std::vector<Argument>& arguments, const ClassInfo* owner);
  // Runs what a module calls for what it does to something else, not for what it returns: functions, constructors of
  // its classes, loops and comprehensions over what is known.
  void run_statements(const Module& module);
  // Whether what stands in a branch of a scope runs; nullopt: only running tells.
  std::optional<bool> runs(const Scope& scope, int branch);
  // It is one of `values`, and only running tells which.
  const Value* one_of(const std::vector<const Value*>& values) {
    return merge(values, "it depends on a condition that only running tells");
  }
  // What functions did while they ran, in order: each call that stood alone, was returned or was given a name, and each
  // class that they made.
  struct Effect {
    const Value* value = nullptr;   // kCall or kClass
    bool certain = true;            // false: only on a condition that only running tells
    const Scope* caller = nullptr;  // the module or class body whose call it goes back to; null: not by a call
    const Node* at = nullptr;       // that call
  };
  const std::vector<Effect>& effects() const { return effects_; }
  // Attributes that functions set while they ran, of those that say what a metadata is: base.metadata.schema = …
  struct Assignment {
    const Value* owner = nullptr;
    std::string_view name;
    const Value* value = nullptr;
    bool certain = true;
  };
  const std::vector<Assignment>& assignments() const { return assignments_; }
  // What `instance`, a call of `klass`, is once the __init__ of the project's own classes have run.
  struct Instance {
    struct Attribute {
      const Value* value = nullptr;
      bool before_constructor = false;  // a constructor outside of the project ran after it was set
    };
    std::map<std::string, Attribute, std::less<>> attributes;       // set on self; private names as Python mangles them
    std::map<std::string, const Value*, std::less<>> constructors;  // calls of those outside, by class; "": super()'s
    std::string problem;                                            // why nothing of this is known
  };
  const Instance& constructed(const ClassInfo& klass, const Value* instance);
  // What its __init__ makes of a name, as asked for in `scope`; null: it does not set it.
  static const Value* set_on(const Instance& state, std::string_view name, const Scope* scope = nullptr);
  // The arguments that reach the constructor outside of the project when `instance`, a call of `klass`, is made: that
  // of the external class `base`, or the only one. Empty: that constructor is not called; nullopt: not known.
  std::optional<std::vector<Argument>> constructor_arguments(const ClassInfo& klass, const Value* instance,
                                                             const Value* base = nullptr);
  // The scope of such a call, with the parameters bound; null: the arguments are not known.
  Scope* bind(const Value* function, const std::vector<Argument>& arguments, const ClassInfo* owner);
  // A scope inside of `scope` with one more name bound, for the body of a loop.
  Scope* frame_with(const Scope& scope, std::string_view name, const Value* value);
  // The arguments of a call node from child `from` on, with * and ** unpacked.
  std::vector<Argument> arguments_of(const Node& node, std::size_t from, const Scope& scope);
  // The value of an expression in a string, as of `Mapped["int | None"]`.
  const Value* evaluate_text(const std::string& text, const Scope& scope);
  // A class of a module whose text is given, in place of one that is not read.
  const Value* class_of_text(std::string_view source, std::string_view name);
  // The syntax of an expression in a string; null when it is none. `annotation` nodes of it live as long as this.
  const Node* parse_expression(const std::string& text);

  const std::vector<const Value*>& bases(const ClassInfo& klass);
  // Python's method resolution order, itself first. What is not a class of the project stands as its value.
  const std::vector<const Value*>& mro(const ClassInfo& klass);
  // What a class or its bases bind to a name, with the class that does; null: none of them.
  const Value* class_member(const ClassInfo& klass, std::string_view name, const ClassInfo** found_in = nullptr);
  bool is_subclass_of(const ClassInfo& klass, std::string_view external_name);
  // Members of an enum class in order, name and value; nullopt: not an enum, or not known.
  bool is_enum(const ClassInfo& klass);
  std::optional<std::vector<const Value*>> enum_members(const ClassInfo& klass);
  const Value* class_value(const ClassInfo& klass);
  // Class statements of a module, at the top and nested in classes and conditions, in order of their places.
  std::vector<const ClassInfo*> classes(const Module& module);

  const Value* unknown(std::string reason, const Scope* scope = nullptr, const Node* node = nullptr);
  const Value* string(std::string text);
  const Value* none();
  const Value* boolean(bool truth);
  const Value* integer(std::int64_t number);
  const Value* external(std::string name);
  const Value* sequence(ValueKind kind, std::vector<const Value*> items);
  Value& make(ValueKind kind, const Scope* scope = nullptr, const Node* node = nullptr);
  // Whether a value is true where a condition asks; nullopt: not known.
  std::optional<bool> truth(const Value* value);

  ModuleGraph& graph() { return graph_; }

  // Asked about every call of something external before it is kept as a call; null: nothing to say.
  std::function<const Value*(const std::string& name, const std::vector<Argument>& arguments)> external_call;
  // What an object from outside the project that was not found is read as: shared.db.db is Flask-SQLAlchemy's
  // SQLAlchemy().
  void assume(const std::string& external_name, const Value* object) { assumed_.emplace(external_name, object); }
  // Asked about what is one of several objects, and only running tells which; null: nothing to say.
  std::function<const Value*(const Value& choice)> chooses;
  // Asked about every call of a class of the project: the external class that it stands for; null: it stands for
  // itself.
  std::function<const Value*(const ClassInfo& klass)> constructs;
  // Asked about a base from outside the project: the class that says what it holds; null: nothing is known.
  std::function<const Value*(const std::string& name)> stands_for;
  // Asked about the name or schema of a table, given as Class.__table__ or Table(…); null: it is none that is known.
  std::function<const Value*(const Value* object, std::string_view name)> table_attribute;
  // Asked about an attribute that neither a class nor its bases bind; null: nothing to say.
  std::function<const Value*(const ClassInfo& klass, std::string_view name)> made_attribute;

 private:
  friend class FunctionRun;
  const Value* evaluate_node(const Node& node, const Scope& scope);
  const Value* evaluate_constant(const Node& node);
  const Value* evaluate_call(const Node& node, const Scope& scope);
  const Value* evaluate_formatted(const Node& node, const Scope& scope);
  const Value* evaluate_comprehension(const Node& node, const Scope& scope);
  const Value* evaluate_subscript(const Node& node, const Scope& scope);
  const Value* evaluate_dictionary(const Node& node, const Scope& scope);
  const Value* operation(std::string_view op, const Value* left, const Value* right, const Scope& scope,
                         const Node& node);
  const Value* set_operation(std::string_view op, const Value* left, const Value* right);
  const Value* compare(std::string_view op, const Value* left, const Value* right);
  const Value* call_builtin(const Value* callee, const std::vector<Argument>& arguments, const Scope* scope,
                            const Node* node);
  const Value* call_method(const Value* object, std::string_view name, const std::vector<Argument>& arguments);
  const Value* formatted(const Value* value);
  const Value* import_value(const Binding& binding, const Scope& scope);
  const Value* resolve(const std::vector<const Binding*>& candidates, const Scope& scope, std::uint32_t position);
  const Binding* first_importable(const std::vector<const Binding*>& candidates, const Scope& scope,
                                  std::uint32_t position);
  const Value* star_import(const Scope& scope, std::string_view name);
  const Value* set_by_functions(const Scope& scope, std::string_view name);
  const Value* merge(const std::vector<const Value*>& values, const std::string& why);
  const Value* instance_attribute(const Value* instance, std::string_view name, const Scope* scope, const Node* node);
  const Instance* state_of(const Value* instance) const;
  void set_attribute(std::string_view name, const Value* value, const Scope& scope);
  void note_constructor(const Value* call);
  Instance merged(const Instance& first, const Instance& second);
  const Value* mutated(const Binding& binding, const Scope& scope);
  const Value* previous_value(const Binding& binding, const Scope& scope);
  std::optional<bool> branch_taken(const Scope& scope, int branch, bool& handler);
  const ClassInfo& class_info(const Node& node, const Scope& outer);
  const Value* made_class(const std::vector<Argument>& arguments, const Scope* scope, const Node* node);
  Node& make_node(NodeKind kind, const Node& place, std::string_view text, std::initializer_list<const Node*> children);
  std::string set_by_metaclass(const ClassInfo& klass, std::string_view name);
  const Value* functional_enum(const Value* base, const std::vector<Argument>& arguments, const Scope* scope);
  void collect_classes(const Scope& scope, std::vector<const ClassInfo*>& out);

  ModuleGraph& graph_;
  std::deque<Value> values_;
  std::deque<ClassInfo> classes_;
  std::deque<Scope> frames_;
  std::deque<Node> made_nodes_;  // of classes that are made by type()
  std::deque<std::vector<const Node*>> made_children_;
  std::vector<std::unique_ptr<SyntaxTree>> texts_;
  std::unordered_map<std::string_view, std::unique_ptr<Module>> written_;  // by their text
  std::unordered_map<std::string, const Node*> parsed_texts_;
  std::unordered_map<const Node*, const ClassInfo*> class_by_node_;  // classes outside functions
  void note(const Value* value) { effects_.push_back({value, uncertain_ == 0, caller_, called_at_}); }
  // While it lives, what runs goes back to a call of a module or class body.
  struct CallerScope {
    CallerScope(Evaluator& evaluator, const Scope* scope, const Node* node)
        : evaluator_(evaluator),
          scope_(std::exchange(evaluator.caller_, scope)),
          node_(std::exchange(evaluator.called_at_, node)) {}
    ~CallerScope() {
      evaluator_.caller_ = scope_;
      evaluator_.called_at_ = node_;
    }
    CallerScope(const CallerScope&) = delete;
    CallerScope& operator=(const CallerScope&) = delete;

    Evaluator& evaluator_;
    const Scope* scope_;
    const Node* node_;
  };
  bool calls_within(const Node& call, const Scope& scope);
  void run_constructor(const Value& instance);
  void run_binding(const Binding& binding, const Scope& scope);
  void run_loop(const Node& loop, const Scope& scope);

  std::vector<Effect> effects_;
  const Scope* caller_ = nullptr;  // of the functions that run now
  const Node* called_at_ = nullptr;
  std::vector<Assignment> assignments_;
  int uncertain_ = 0;                                      // conditions around what runs that only running tells
  bool follow_calls_ = false;                              // also those that stand alone
  std::unordered_map<std::string, const Value*> assumed_;  // by external name
  std::unordered_map<std::string, const Value*> set_by_functions_;  // by module and name
  std::unordered_map<const Value*, Instance> instances_;            // those that were asked about
  struct Construction {
    const Value* instance = nullptr;
    Instance state;
  };
  Construction* building_ = nullptr;  // the instance whose __init__ runs
  int depth_ = 0;
  int late_ = 0;
  int cuts_ = 0;    // how often something was nested too deep to follow
  int budget_ = 0;  // steps that a function call may still take
};

// True when both are the same constant, class, external name …
bool same_value(const Value* a, const Value* b);
// "True", "'x'", "a.b": for messages and for naming what is not known.
std::string describe(const Value* value);

}  // namespace si::python
