// Functions that SQLAlchemy calls when constraints and types are attached or tables created, and what they change.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sources/sqlalchemy/context.h"
#include "sources/sqlalchemy/mapper.h"

namespace si::sqlalchemy {

// What a run of such a function does, as far as a static reading tells.
struct ListenerEffect {
  Known<std::optional<std::string>> name;      // of its first argument, when it is done
  bool constraints = false;                    // it makes, takes or executes something of constraints or indexes
  std::set<std::string, std::less<>> retyped;  // columns whose type it changes
};

class Listeners {
 public:
  Listeners(Context& context, Mapper& mapper) : context_(context), mapper_(mapper) {}

  // Finds @event.listens_for(…) and event.listen(…); before tables are finished.
  void collect(const std::vector<const Module*>& modules);
  // The name that a constraint or index has once all listened to it; `kind` as of NamedObject.
  Known<std::optional<std::string>> renamed(std::string_view kind, const std::string& table,
                                            Known<std::optional<std::string>> name);
  // Marks what of the finished tables listeners may change.
  void mark();

 private:
  struct Listener {
    const Value* target = nullptr;
    std::string event;
    const Value* function = nullptr;  // null: not known
    bool certain = true;              // false: only if the function that registers it is called
    Location location;
    std::string words() const;  // "a function" or its name
  };

  void look_through(const Node& node, const Scope& scope, bool certain);
  void add(const Value* call, const Value* function, bool certain, const Location& location);
  ListenerEffect effect(const Listener& listener, const std::vector<const Value*>& arguments,
                        Known<std::optional<std::string>> name = {});
  void mark_table(const Listener& listener, TableBuild& build);
  void mark_type(const Listener& listener, TableBuild& build, const ColumnBuild& column);
  void mark_columns(const Listener& listener, const ClassInfo& type);
  void mark_type_methods();
  void mark_metadata(const Listener& listener);
  bool makes_constraints(const ClassInfo& type);

  Context& context_;
  Mapper& mapper_;
  std::vector<Listener> listeners_;
  std::set<std::string, std::less<>> heard_kinds_;
};

}  // namespace si::sqlalchemy
