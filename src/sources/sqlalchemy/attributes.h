// The attributes of mapped classes: every name that a query, a constructor or an instance may use, as plain values.
//
// Where a static reading cannot tell all names, the class says so (`any_attribute`), and nobody may call a name wrong.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/names.h"
#include "text/source_span.h"

namespace si {

enum class AttributeKind : std::uint8_t {
  kColumn,            // of the class's table or of a mapped parent's: `table` and `column`
  kRelationship,      // relationship(…), or one that the annotation alone makes
  kBackref,           // a relationship that `backref=` on another class's relationship puts here
  kColumnProperty,    // column_property(expression)
  kComposite,         //
  kSynonym,           // `target` is the attribute it stands for
  kQueryExpression,   // query_expression()
  kHybrid,            // hybrid_property, hybrid_method
  kAssociationProxy,  // `target` is the attribute that it goes through
  kProperty,          // @property and its like: no SQL
  kMethod,            // def, classmethod, staticmethod
  kClassValue,        // any other value of the class; what SQLAlchemy or a known base gives every class
  kAnnotation,        // annotated, neither mapped nor set
  kInstanceValue,     // set by a method: self.x = …
};
std::string_view to_string(AttributeKind kind);  // "column", "relationship", "association proxy" …
// The kinds that SQL knows: `inspect(cls).all_orm_descriptors`.
bool is_mapped(AttributeKind kind);

// One argument of relationship(…), synonym(…) and the like, where its source writes it.
struct WrittenArgument {
  std::string name;                   // "secondary"; of a positional one the parameter's; "**": not known
  std::string text;                   // as written
  std::optional<std::string> string;  // its value where it is a string
  Location location;
};

// One attribute of one class, its own or inherited.
struct ModelAttribute {
  std::string name;
  AttributeKind kind = AttributeKind::kClassValue;
  std::string declared_by;  // the class whose body says it: this one, a mixin, a parent, the other side of a backref
  // Certain to exist. False where a condition or a name that only running tells decides: it may.
  bool certain = true;
  QualifiedName table;  // kColumn: the database's names (an empty schema: the default one)
  std::string column;
  // The class a relationship leads to, by its bare name; the attribute of a synonym or proxy. Empty: not known.
  std::string target;
  std::optional<std::size_t> target_class;  // its index, where it is certain
  std::string back_populates;
  std::string backref;
  std::vector<WrittenArgument> arguments;
  Location location;  // of the statement; unknown for what no source of the project says
};

// A class that SQLAlchemy maps, declaratively or imperatively.
struct ModelClass {
  std::string name;
  std::string module;                      // dotted
  Location location;                       // of the class statement
  bool outside = false;                    // from an installed package or a file that is not among the models
  QualifiedName table;                     // an empty schema: the default one
  std::string bind_key;                    // Flask-SQLAlchemy's; empty: the default database
  std::vector<std::size_t> parents;        // mapped ancestors by index, the nearest first
  std::vector<ModelAttribute> attributes;  // inherited ones too; sorted by name, each once
  // Why the class, or an instance beyond that, may have further attributes; empty: these are all.
  std::string any_attribute;
  std::string any_instance_attribute;
  bool mapper_arguments = false;  // it has __mapper_args__: a discriminator, a version counter …
  // The keywords of the constructor: SQLAlchemy's own takes every attribute of the class.
  bool own_constructor = false;
  std::vector<std::string> constructor_keywords;  // of an own one
  std::string any_keyword;                        // why it may take others; empty: these are all

  const ModelAttribute* find(std::string_view attribute) const;  // null: none
  // Whether `Class.attribute` may work, and `instance.attribute`.
  bool may_have(std::string_view attribute) const;
  bool instance_may_have(std::string_view attribute) const;
  bool constructor_may_take(std::string_view keyword) const;
};

// A table as Core code names it: `table.c.key`.
struct ModelTable {
  QualifiedName name;    // an empty schema: the default one
  std::string bind_key;  // as of ModelClass
  bool outside = false;
  std::map<std::string, std::string, std::less<>> columns;  // Column.key -> name in the database
  std::string any_column;                                   // why it may have others; empty: these are all
  Location location;
};

}  // namespace si
