// What the parts of a Python program are worth as far as SQL strings are concerned: values of a small abstract machine.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "queries/bindings.h"
#include "queries/built_text.h"
#include "sources/python/module_graph.h"

namespace si {

enum class ThingKind : std::uint8_t {
  kUnknown,    // origin says where it comes from, where that is certain
  kText,       // text
  kStatement,  // text: what sqlalchemy.text() and the like have made of it; name: the callee
  kConstant,   // name: None, True, a number as written
  kList,       // items; open: more may follow
  kDict,       // items: key, value, key, value …; open
  kExternal,   // name: what is outside the project, with what is done to it: "psycopg2.connect().cursor"
  kImported,   // node: the kAlias; owner: the statement; followed when it is asked for
  kModule,     // module
  kClass,      // module, node
  kFunction,   // module, node, frame, owner
  kInstance,   // of a class of the project: module, node (the class)
};

struct Frame;
struct Thing;

struct Thing {
  ThingKind kind = ThingKind::kUnknown;
  HoleOrigin origin = HoleOrigin::kUnknown;
  bool open = false;
  bool sample = false;  // of a list: each item stands for any number of its kind
  BuiltText text;
  std::string name;
  std::vector<const Thing*> items;
  const python::Module* module = nullptr;
  const python::Node* node = nullptr;
  const Frame* frame = nullptr;         // kFunction: where it was defined; null: at the top of its module
  const python::Node* owner = nullptr;  // kFunction: the class statement it stands in
};

// What the names of one run of a module, class body or function are bound to.
struct Frame {
  const python::Module* module = nullptr;
  const Frame* parent = nullptr;           // the enclosing function's; null: the module
  const python::Node* owner = nullptr;     // the class whose method or body runs
  const python::Node* function = nullptr;  // null for a module or class body
  Bindings names;
  Conditions path;  // the arms that lead here
  // In a loop over a list that is known: how many arms lead to the turn, kNever where it may not come to its end.
  // A statement with no further arm around it runs in each turn as it is in that turn.
  static constexpr std::size_t kNoTurn = static_cast<std::size_t>(-1), kNever = static_cast<std::size_t>(-2);
  std::size_t turn = kNoTurn;
  bool alive = true;
};

// A call whose callee may take SQL.
struct CallSite {
  const python::Module* module = nullptr;
  const python::Node* call = nullptr;
  const Frame* frame = nullptr;  // valid during the call only
  std::string_view method;       // the last part of the callee, by the name it was imported from
  // Where the function that the call stands in runs with the arguments of one call of it, that call; else null.
  const python::Module* outer_module = nullptr;
  const python::Node* outer = nullptr;
  bool traced = false;  // the function runs with arguments of one call of it, whatever they are
};

// Runs modules abstractly: statement by statement, both arms of every `if`, loops once with what they change unknown.
// Nothing is guessed: what only running tells is kUnknown.
class Program {
 public:
  explicit Program(python::ModuleGraph& graph);

  // Runs the top of a module and every function in it; `on_call` sees each call, in order of running, once.
  void run(const python::Module& module);
  std::function<void(const CallSite& site)> on_call;
  // Hears of each row that is taken apart into `names` right where a call has asked for it.
  std::function<void(const python::Module& module, const python::Node& call, const python::Node& names)> on_row;
  // Whether a text looks as if it were meant for `on_call`; calls that hand such a text to a function are traced.
  std::function<bool(const BuiltText& text)> is_wanted;
  // Whether a method of this name may take such a text.
  std::function<bool(std::string_view method)> is_sink;

  // All that an expression can be where a call stands; never empty.
  Variants evaluate(const python::Node* node, const Frame& frame);
  // The argument of a call by its position or name; null: not given.
  static const python::Node* argument(const python::Node& call, std::size_t position, std::string_view name = {});
  // "sqlalchemy.text", "psycopg2.connect().cursor", "app.db.Database()" of an expression; "?" stands where it cannot be
  // known, as in "?.cursor()".
  std::string describe(const python::Node* node, const Frame& frame);

  // Was some of a text written by the arguments of the call that a function is traced for?
  bool is_traced(const BuiltText& text) const;
  // The source text of a condition's test; empty where it is not one expression.
  const std::string& test(std::uint32_t condition) const { return tests_[condition]; }
  python::ModuleGraph& graph() { return graph_; }

 private:
  friend class ProgramRun;
  using Node = python::Node;

  static constexpr std::size_t kMaxVariants = 32;
  static constexpr int kMaxDepth = 60;
  static constexpr int kNoBases = 9;         // levels of bases that are looked through
  static constexpr int kMaxSteps = 100'000;  // of one function that is run for its calls
  static constexpr int kMaxExtraSteps = 20'000;
  static constexpr int kMaxSpecific = 2;  // calls within calls that are run with their own arguments

  const Thing* unknown(HoleOrigin origin = HoleOrigin::kUnknown) const;
  Thing& make(ThingKind kind);
  const Thing* external(std::string name);
  Variants one(const Thing* thing) const { return {{{}, thing}}; }

  const Frame& top_of(const python::Module& module);
  Variants lookup(std::string_view name, const Frame& frame);
  Variants follow(const Thing& imported);
  Variants module_member(const python::Module& module, std::string_view name);
  Variants find_module_member(const python::Module& module, std::string_view name);
  Variants attributes(const Variants& objects, const Node& node);
  Variants attribute(const Thing& object, const Node& node);
  Variants class_member(const python::Module& module, const Node& klass, std::string_view name, int depth);
  // What classes derived from it make of a member that it leaves to them.
  Variants overridden_member(const Node& klass, std::string_view name, int depth);
  Variants instance_member(const Thing& instance, std::string_view name);
  const Variants& plain_results(const Thing& function);
  Variants self_member(const Thing& instance, std::string_view name);
  Variants find_self_member(const Thing& instance, std::string_view name);
  Frame& function_frame(const Thing& function);
  Frame& inner_frame(const Frame& frame);

  Variants evaluate_node(const Node& node, const Frame& frame);
  Variants evaluate_subscript(const Node& node, const Variants& objects, const Variants& keys,
                              const Variants& otherwise);
  Variants cut_text(const Variants& objects, const Node& subscript, const Frame& frame);
  Variants evaluate_comprehension(const Node& node, const Frame& frame);
  Variants evaluate_call(const Node& node, const Frame& frame);
  Variants call_function(const Thing& function, const Node& call, const Frame& frame);
  Variants run_function(const Thing& function, Frame& frame);
  // Runs a function of the project with what a call gives, so that the calls in it are seen with that.
  void trace(const Node& call, const Frame& frame);
  bool worth_tracing(const Node& argument, const Frame& frame, BuiltText& texts);
  bool may_reach_sink(const Node& function);
  bool bind_arguments(const Thing& function, const Node& call, const Frame& frame, Frame& inner);
  Variants call_container_method(const Variants& objects, const Node& call, const Frame& frame);
  Variants call_text_method(const Variants& objects, const Node& call, const Frame& frame);
  Variants call_external(const std::string& name, const Node& call, const Frame& frame);
  Variants call_sql_object(const std::string& name, const Node& call, const Frame& frame);
  using Join = std::function<const Thing*(const std::vector<const Thing*>&)>;
  // Each way to take one of each part, joined. Where there are too many ways, later parts become unknown.
  Variants combine(const std::vector<Variants>& parts, const Join& join);
  // No more than kMaxVariants: texts that begin alike become one with a hole behind their beginning, lists those of one
  // of their items and what else there may be.
  Variants widen(Variants variants);
  const Thing* beginning(const Thing& thing);
  // One of the items that a list holds, as which only running tells; `node` names the choice.
  Variants choice(const Variants& lists, const Node& node);

  const Thing* literal(const Node& node, const Frame& frame);
  BuiltText pieces_of(const Thing& thing, const Node& node, const Frame& frame) const;
  const Thing* concatenate(const std::vector<const Thing*>& things, const std::vector<const Node*>& nodes,
                           const Frame& frame);
  const Thing* percent(const Thing& format, const Thing& values, const Node& values_node, const Frame& frame);
  const Thing* format(const Thing& format, const std::vector<const Thing*>& values, const Node& call,
                      const Frame& frame, bool sql);
  const Thing* strip(const Thing& text, const std::string& characters, bool front, bool back);
  const Thing* split(const Thing& text, const std::string& separator);
  const Thing* join_list(const Thing& separator, const Thing& list, const Node& node, const Frame& frame);
  const Thing* quoted_identifier(const std::vector<const Thing*>& parts, const Node& node, const Frame& frame);
  static TextPiece hole(const Node& node, const Frame& frame, HoleOrigin origin);
  static TextPiece written(std::string text, const Node& node, const Frame& frame);

  std::uint32_t condition(const Node& test, const Frame& frame);
  // In the arm of a test: what a name cannot be there is left out of `frame`, and what that rests on is added to its
  // path.
  void refine(Frame& frame, const Node& test, bool taken);

  python::ModuleGraph& graph_;
  std::deque<Thing> things_;
  std::deque<Frame> frames_;
  std::unordered_map<const python::Module*, const Frame*> tops_;
  std::unordered_map<const Node*, const Frame*> classes_;
  std::unordered_map<const Node*, Variants> results_;  // of functions whose arguments do not matter
  std::unordered_map<const Node*, const Thing*> literals_;
  // Class statements by the last word of each base, as far as the modules are loaded.
  std::unordered_map<std::string_view, std::vector<std::pair<const python::Module*, const Node*>>> derived_;
  std::size_t derived_modules_ = 0;
  std::map<std::pair<const Node*, std::string>, Variants> overrides_;  // by class and name
  std::unordered_map<std::string, std::uint32_t> conditions_;
  std::vector<std::string> tests_;  // source text of each condition's test; empty: not one expression
  std::map<std::pair<const python::Module*, std::string_view>, Variants> asked_members_;  // in the search that goes on
  std::map<std::pair<const Node*, std::string>, Variants> members_;                       // of self, by class and name
  int depth_ = 0;
  int steps_ = 0;
  int specific_ = 0;
  int silent_ = 0;  // > 0: calls are not reported
  // The call that a function is traced for, and those that the trace goes through.
  const python::Module* traced_module_ = nullptr;
  const Node* traced_ = nullptr;
  BuiltText traced_texts_;  // that it hands on
  std::vector<const Node*> tracing_;
  // Steps of this module's traces, and of functions run for a text that a call hands them: together they have a limit.
  int extra_steps_ = 0;
  // Names of functions with the names of what they call, and those from which a call leads to one that takes SQL.
  std::map<std::string_view, std::set<std::string_view>> called_by_;
  std::set<std::string_view> reaching_;
  std::size_t called_modules_ = 0;
};

}  // namespace si
