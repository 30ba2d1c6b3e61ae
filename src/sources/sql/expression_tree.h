// An SQL expression as a small tree of our own, free of places and of the parser's types.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/type.h"

namespace si {

struct ExpressionNode {
  enum class Kind {
    kColumn,    // text: its name
    kString,    // text: the value
    kNumber,    // text: the digits as written, with their sign
    kBoolean,   // text: "true" or "false"
    kNull,      //
    kCast,      // type, args[0]
    kOperator,  // text: the operator; one or two args
    kCall,      // text: function name, qualified unless it is of pg_catalog or the search path; args
    kAnd,       //
    kOr,        //
    kNot,       //
    kAny,       // text: operator; args: left side, array: left op ANY (array)
    kAll,       // the same with ALL
    kArray,     // ARRAY[args]
    kRow,       // (args)
    kOther,     // text: what it is, with its plain fields; args
  };
  Kind kind = Kind::kNull;
  std::string text;
  Type type;
  std::vector<ExpressionNode> args;
};

// Reads one expression with PostgreSQL's parser; nullopt when it is none, or is too long or too deep. Spellings that
// the parser itself keeps apart but the server never does (BETWEEN, IN, LIKE) come back as operators.
std::optional<ExpressionNode> parse_expression(std::string_view sql, const std::vector<std::string>& search_path);

// "EXCLUDE USING gist (a WITH =, b WITH &&) WHERE (…)" as a kOther node.
std::optional<ExpressionNode> parse_exclusion(std::string_view definition, const std::vector<std::string>& search_path);

}  // namespace si
