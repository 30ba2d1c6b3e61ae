// Relationships that foreign keys and association tables ask for, both ways, with their names.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "fixes/class_text.h"
#include "model/schema.h"

namespace si::fixes {

// A class that gets relationships.
struct RelatedClass {
  const Table* table = nullptr;
  std::string schema;
  std::string name;
  std::map<std::string, std::string> attributes;  // of its columns
  std::set<std::string> taken;                    // other names that its body binds
  bool is_new = true;                             // its keys become relationships
};

// One relationship of a class.
struct RelationPlan {
  std::string attribute;
  std::string target;                    // the other class's name
  bool reverse = false;                  // of the two sides the one that a project with one writes by backref
  bool many = false;                     // a list
  bool optional = false;                 // it may be none
  bool one_to_one = false;               // the reverse of a key that is unique
  std::string owner;                     // this class's name
  std::string back_populates;            // the attribute of the other side; empty: none
  std::string backref;                   // the same where this side alone is written; empty: it is not
  std::vector<std::string> local;        // foreign_keys, where there are several ways: attributes of this class; or
  std::string remote;                    // of the other: "[Post.author_id]"
  std::vector<std::string> remote_side;  // attributes of this class, for a key to its own table
  std::string secondary;                 // the association table, as `secondary=` says it
};

// A table that only connects two others: nothing in it but the columns of two foreign keys.
bool is_association(const Table& table);

// By class name. `associations`: tables that relationships go through, and what `secondary=` says of them.
std::map<std::string, std::vector<RelationPlan>> plan_relations(
    const std::vector<RelatedClass>& classes, const std::vector<std::pair<const Table*, std::string>>& associations);

// As a statement of the class's body, without indentation and line end.
std::string relation_text(const RelationPlan& plan, const ColumnStyle& style, Words& words, const std::string& indent);

}  // namespace si::fixes
