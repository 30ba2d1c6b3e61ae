// A Python file as a small syntax tree of our own: what tree-sitter parsed, without its tokens, comments and quirks.
//
// Everything a tree points to lives in the SyntaxTree that owns it; nodes are never changed once made.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <memory_resource>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/document.h"

namespace si::python {

// What a node is, and the roles of its children. An absent child is a null pointer.
enum class NodeKind : std::uint8_t {
  // Expressions
  kName,           // text
  kAttribute,      // object; text is the attribute
  kCall,           // callee, arguments… (expressions, kKeyword, kStar, kDoubleStar)
  kSubscript,      // object, subscripts…
  kSlice,          // bounds…
  kString,         // text is its decoded value (adjacent literals joined)
  kBytes,          // text
  kFormatted,      // parts… : kString or kInterpolation
  kInterpolation,  // expression; text is the conversion and format as written
  kInteger,        // text
  kFloat,          // text
  kTrue,
  kFalse,
  kNone,
  kEllipsis,
  kTuple,          // items…
  kList,           // items…
  kSet,            // items…
  kDictionary,     // kPair or kDoubleStar…
  kPair,           // key, value
  kUnary,          // operand; text is the operator: "not", "-", "+", "~"
  kBinary,         // left, right; text is the operator
  kBoolean,        // left, right; text is "and" or "or"
  kCompare,        // left, right; text is the operator ("==", "not in", …); empty for a chain
  kConditional,    // value, test, alternative
  kLambda,         // kParameters or null, body
  kComprehension,  // element, clauses (kFor, kIfClause)…; text is "list", "set", "dict" or "generator"
  kForClause,      // target, iterable
  kIfClause,       // test
  kWalrus,         // value; text is the name
  kKeyword,        // value; text is the name
  kStar,           // value
  kDoubleStar,     // value
  kParameters,     // kParameter…
  kParameter,      // default or null, annotation or null; text is the name, with its * or **
  // Statements
  kModule,      // statements…
  kBlock,       // statements…
  kExpression,  // expression
  kAssign,      // targets…, value
  kAnnotated,   // target, annotation, value or null
  kAugmented,   // target, value; text is the operator without "="
  kImport,      // kAlias…
  kImportFrom,  // kAlias…; text is the module with its leading dots. A kAlias of "*" imports all
  kAlias,       // kName of the alias or null; text is the dotted name
  kClass,       // kCall of the name with the bases as arguments, kBlock, decorators…; text is the name
  kFunction,    // kParameters, kBlock, return annotation or null, decorators…; text is the name
  kIf,          // test, kBlock, else: kBlock or kIf or null
  kTry,         // kBlock, handlers (kBlock)…; text is "": else and finally are kBlocks among the statements
  kWith,        // kBlock, items: an expression, or kAssign (target, value) of `a as b`…
  kFor,         // target, iterable, kBlock
  kWhile,       // test, kBlock
  kMatch,       // kBlock of each case…
  kReturn,      // value or null
  kRaise,       // what is raised…
  kDelete,      // targets…
  kTypeAlias,   // value; text is the name
  kGlobal,      // kName…
  kOther,       // anything else, and what is nested too deep; of yield and assert the expressions
};

struct Node;
class SyntaxTree;

// The block of a function that is parsed when its children are first asked for; by any thread.
class DeferredBlock {
 public:
  // `def`: where the function's `def` stands; `end`: behind the lines of its block. Bytes of the tree's document.
  DeferredBlock(const Document& document, std::uint32_t def, std::uint32_t end)
      : document_(document), def_(def), end_(end) {}
  std::span<const Node* const> children() const;
  // The function's text from `def` on, whether it is parsed or not.
  std::string_view text() const { return document_.content().substr(def_, end_ - def_); }

 private:
  const Document& document_;
  std::uint32_t def_, end_;
  mutable std::once_flag once_;
  mutable std::pmr::monotonic_buffer_resource memory_;
  mutable std::span<const Node* const> children_;
};

struct Node {
  NodeKind kind = NodeKind::kOther;
  std::uint32_t begin = 0, end = 0;  // bytes of the document
  std::string_view text;
  std::span<const Node* const> nodes;       // for children(): those that are parsed already
  const DeferredBlock* deferred = nullptr;  // for children(): of a block that is not

  std::span<const Node* const> children() const { return deferred == nullptr ? nodes : deferred->children(); }
  const Node* child(std::size_t index) const {
    const auto all = children();
    return index < all.size() ? all[index] : nullptr;
  }
};

// A stretch that does not parse.
struct SyntaxError {
  std::uint32_t begin = 0, end = 0;
};

// When the bodies of functions are parsed. Those that are parsed when they are asked for have their errors listed
// nowhere.
enum class FunctionBodies : std::uint8_t { kNow, kWhenAsked };

class SyntaxTree {
 public:
  const Document& document() const { return document_; }
  const Node& root() const { return *root_; }
  const std::vector<SyntaxError>& errors() const { return errors_; }
  std::string_view source(const Node& node) const {
    return document_.content().substr(node.begin, node.end - node.begin);
  }
  SourceSpan span(const Node& node) const { return document_.span(node.begin, node.end); }

 private:
  friend std::unique_ptr<SyntaxTree> parse_python(Document document, FunctionBodies bodies);
  explicit SyntaxTree(Document document) : document_(std::move(document)) {}

  Document document_;
  std::pmr::monotonic_buffer_resource memory_;
  std::deque<DeferredBlock> deferred_;
  const Node* root_ = nullptr;
  std::vector<SyntaxError> errors_;
};

// Parses UTF-8 text of any Python version; never fails: stretches with errors are listed, and what stands around them
// is read. Safe to call from several threads at once.
std::unique_ptr<SyntaxTree> parse_python(Document document, FunctionBodies bodies = FunctionBodies::kNow);

// Code nested deeper than this is kOther: no real program comes near, and the stack stays small.
inline constexpr int kMaxDepth = 400;

}  // namespace si::python
