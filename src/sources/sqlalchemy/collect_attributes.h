// Finds the attributes of every mapped class: from its body, its bases, other classes' backrefs and what is set later.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sources/sqlalchemy/attributes.h"
#include "sources/sqlalchemy/context.h"
#include "sources/sqlalchemy/mapper.h"

namespace si::sqlalchemy {

// A relationship(…) of one class, with the values that its rules ask about.
struct RelationshipUse {
  std::size_t owner = 0;  // the class, by index
  std::string name;       // the attribute
  const Value* call = nullptr;
  const Mapping* mapping = nullptr;
  const ClassInfo* target = nullptr;  // where the source names the class itself
  bool plain_target = false;          // the target is one name, as a string or annotation: "User"
};

struct CollectedAttributes {
  std::vector<ModelClass> classes;
  std::unordered_map<const ClassInfo*, std::size_t> index;
  std::vector<const Mapping*> mappings;  // of each class
  std::vector<RelationshipUse> relationships;
};

class AttributeCollector {
 public:
  AttributeCollector(Context& context, Mapper& mapper) : context_(context), mapper_(mapper) {}

  // `modules`: all that were read. Call it when every table has its columns.
  CollectedAttributes collect(const std::vector<const Module*>& modules);

 private:
  // `Class.name = value` after the class.
  struct Late {
    const ClassInfo* klass = nullptr;  // or
    const Value* root = nullptr;       // the base that declarative_base() made
    std::string name;
    const Value* value = nullptr;
    const Scope* scope = nullptr;
    const Node* statement = nullptr;
    bool certain = true;
  };
  // What is being read: one body for one class.
  struct Reading {
    const Mapping* mapping = nullptr;
    std::size_t index = 0;
    std::map<std::string, ModelAttribute, std::less<>> attributes;
  };

  // late_attributes.cc
  void find_late(const Module& module);
  void find_late_in(const Node& node, const Scope& scope, const std::vector<std::string_view>& locals, bool certain,
                    std::string_view self);
  void note_setter();
  void find_setter_calls(const Node& node, const Scope& scope);
  void add_late(const Node& target, const Scope& scope, const Node& statement, bool certain);
  void add_setattr(const Node& call, const Scope& scope, bool certain);
  void open_class(const Value* klass, const std::string& why);
  // collect_attributes.cc
  std::size_t add_class(const Mapping& mapping);
  void read_body(Reading& reading, const ClassInfo& klass);
  void read_methods(Reading& reading, const ClassInfo& klass);
  void read_method_body(Reading& reading, const Node& node, std::string_view self, bool of_class,
                        const ClassInfo& klass);
  void read_late(Reading& reading, const ClassInfo* klass, const Value* root);
  void read_properties(Reading& reading, const Value* properties);
  void add_table_columns(Reading& reading);
  void add_known_bases(Reading& reading);
  void read_constructor(Reading& reading);
  void note_openness(Reading& reading, const ClassInfo& klass);
  void inherit(Reading& reading, std::size_t parent);
  void add(Reading& reading, ModelAttribute attribute);
  ModelAttribute classify(Reading& reading, std::string name, const Value* value, const Node* annotation,
                          const Scope& scope);
  bool set_column(const Reading& reading, ModelAttribute& attribute) const;
  void read_call(Reading& reading, ModelAttribute& attribute, const Value* call, const Node* annotation,
                 const Scope& scope);
  // relationship_targets.cc
  void read_relationship(Reading& reading, ModelAttribute& attribute, const Value* call, const Node* annotation,
                         const Scope& scope);
  std::string annotated_target(const Node* annotation, const Scope& scope, bool sqlmodel);
  void resolve_targets();
  void add_backrefs();

  Context& context_;
  Mapper& mapper_;
  CollectedAttributes out_;
  std::vector<Late> late_;
  std::unordered_map<const ClassInfo*, std::string> opened_;  // why a class may have any attribute
  std::vector<std::pair<const Value*, std::string>> opened_roots_;
  std::set<std::string> loose_names_;  // some class has them; which, only running tells
  std::string all_open_;
  std::set<std::string_view> setters_;   // functions that give the class they are called with further attributes
  const Node* in_function_ = nullptr;    // the function that is being looked through
  const Node* in_class_body_ = nullptr;  // the block of the class whose methods are being looked through
};

}  // namespace si::sqlalchemy
