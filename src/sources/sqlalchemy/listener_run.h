// One run of a listener's body, with the ways that its conditions leave open.
#pragma once

#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "sources/sqlalchemy/listeners.h"

namespace si::sqlalchemy {

class ListenerRun {
 public:
  ListenerRun(Context& context, ListenerEffect& effect) : context_(context), effect_(effect) {}

  // Every call that it makes of the project's functions is followed.
  void run(const Value* function, const std::vector<Argument>& arguments);

 private:
  using Name = Known<std::optional<std::string>>;
  using Nodes = std::vector<const Node*>;

  Name follow(Nodes pending, Name name, int depth);
  Name both(const Node& node, const Nodes& pending, const Name& name, int depth);
  void bind_first(const Name& name);
  void assign(const Node& statement, Name& name);
  bool sets_name(const Node& target) const;
  void note_retyped(const Node& target);
  void inspect(const Node& node);
  void follow_call(const Node& call);

  Context& context_;
  ListenerEffect& effect_;
  Scope* frame_ = nullptr;
  std::string_view first_;  // the first parameter
  std::set<const Node*> followed_;
};

// The object of that name (or without one) that a function is called with.
const Value* named_object(Evaluator& evaluator, const std::optional<std::string>& name);

}  // namespace si::sqlalchemy
