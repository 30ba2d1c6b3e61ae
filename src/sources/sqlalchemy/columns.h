// Columns: Column(…), mapped_column(…), Mapped[…] and SQLModel fields to what they declare.
#pragma once

#include <optional>

#include "sources/sqlalchemy/context.h"

namespace si::sqlalchemy {

// The Column(…) or mapped_column(…) that a value is or wraps (deferred, column_property); null: it is no column.
const Value* column_object(const Value* value);

// What `Mapped[T]` says.
struct Annotation {
  bool mapped = false;        // Mapped[…] (also DynamicMapped and WriteOnlyMapped, which are relationships)
  bool relationship = false;  // of a mapped class, a collection of one, or not for columns at all
  bool optional = false;
  const Value* type = nullptr;       // T without Optional and Annotated; null: nothing is said
  const Value* whole = nullptr;      // T as written, without Optional: the key of an annotation map
  std::vector<const Value*> extras;  // of Annotated[T, extras…]
};
Annotation read_annotation(Context& context, const Node* annotation, const Scope& scope);

// Where a column's attribute stands.
struct Declaration {
  std::string attribute;
  const Value* value = nullptr;  // null: only annotated
  const Node* annotation = nullptr;
  const Scope* scope = nullptr;  // the class body
  const Node* statement = nullptr;
  const Value* annotation_map = nullptr;  // type_annotation_map of the registry
  bool sqlmodel = false;
};

// nullopt: the attribute is no column.
std::optional<ColumnBuild> read_column(Context& context, const Declaration& declaration);
// A Column(…) of an imperative table or of Table(…) in a class.
ColumnBuild read_core_column(Context& context, const Value* column);

// What Identity(…) and Sequence(…) are told by keywords; what they are not told is empty, PostgreSQL's own choice.
SequenceOptions sequence_options(const Value& call);

// True or false, as written; unresolved when it is not a constant.
Known<bool> known_bool(const Value* value, bool otherwise);

}  // namespace si::sqlalchemy
