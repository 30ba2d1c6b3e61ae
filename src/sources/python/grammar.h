// The rules of tree-sitter's Python grammar that are read, and what its numbers mean.
#pragma once

#include <tree_sitter/api.h>

#include <cstdint>
#include <string_view>
#include <vector>

#include "sources/python/syntax.h"

namespace si::python {

// Grammar rules that need care of their own; those that map one to one carry a NodeKind in kRules.
enum class Rule : std::uint8_t {
  kUnknown,
  kIgnored,
  kTransparent,
  kIdentifier,
  kAttribute,
  kCall,
  kSubscript,
  kString,
  kConcatenated,
  kInteger,
  kFloat,
  kTrue,
  kFalse,
  kNone,
  kEllipsis,
  kSequence,
  kPair,
  kNot,
  kUnary,
  kBinary,
  kBoolean,
  kCompare,
  kConditional,
  kLambda,
  kComprehension,
  kForIn,
  kIfClause,
  kWalrus,
  kKeyword,
  kStar,
  kDoubleStar,
  kParameters,
  kParameter,
  kBlock,
  kExpressionStatement,
  kAssignment,
  kAugmented,
  kImport,
  kImportFrom,
  kClass,
  kFunction,
  kDecorated,
  kIf,
  kTry,
  kClauseBlock,
  kWith,
  kFor,
  kWhile,
  kMatch,
  kReturn,
  kRaise,
  kDelete,
  kTypeAlias,
  kGlobal,
  kUnread,
  kGenericType,
  kUnionType,
  kMemberType,
  kModule,
};

struct RuleRow {
  std::string_view name;
  Rule rule;
  NodeKind kind = NodeKind::kOther;
};

// What the grammar's numbers mean, looked up once.
struct Grammar {
  const TSLanguage* language;
  std::vector<const RuleRow*> rules;  // by symbol; null: unknown
  TSFieldId alias, alternative, argument, arguments, attribute, body, condition, consequence, function, left,
      module_name, name, object, operator_, operators, parameters, return_type, right, subject, subscript, superclasses,
      type, value, key, expression, definition;

  Grammar();
};

const Grammar& grammar();

}  // namespace si::python
