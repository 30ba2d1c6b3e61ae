// The steps of a comparison on one pair of tables; comparison.cc puts them in order.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "compare/comparison.h"
#include "compare/resolve.h"
#include "sources/sql/expression.h"

namespace si {

// Default expressions repeat a lot (now(), false, 0): each is parsed once for a type.
class ExpressionCache {
 public:
  // Both texts as values for a column of `type` (may be empty); `x` and `y` are what is known around them.
  ExpressionMatch compare(const std::string& a, const std::string& b, const Type& type, const ExpressionContext& x,
                          const ExpressionContext& y);

 private:
  using Map = std::unordered_map<std::string, std::optional<CanonicalExpression>>;
  static const std::optional<CanonicalExpression>& canonical(Map& known, const std::string& text, const Type& type,
                                                             ExpressionContext context);
  Map truth_, follower_;
};

// Where two expressions cannot be proved equal or different: what a server said of the follower's, else a question.
class Settling {
 public:
  explicit Settling(const ServerReadings& readings) : readings_(readings) {}
  // `match`, unless it is kUnknown and a reading settles it; `x` is what is known around the truth's text. With no
  // reading the question is kept.
  ExpressionMatch settle(ExpressionMatch match, const std::string& truth, const OpenExpression& follower,
                         const ExpressionContext& x);
  const std::set<OpenExpression>& open() const { return open_; }

 private:
  const ServerReadings& readings_;
  std::set<OpenExpression> open_;
};

// Columns by name.
void match_columns(TablePair& pair);
// One missing and one extra that are one column by evidence become a pair, entered into `resolver`. `column_uses` may
// be null.
void match_renamed_columns(TablePair& pair, Resolver& resolver, const std::function<const ColumnUses&()>& column_uses);
// Types, defaults and generated expressions of the columns that are paired; what cannot be judged goes to `unresolved`.
void compare_columns(TablePair& pair, const Resolver& resolver, ExpressionCache& cache, Settling& settling,
                     std::vector<Unresolved>& unresolved);
// Keys, constraints and indexes; needs every table's columns matched before.
void match_constraints(TablePair& pair, const Resolver& resolver, Settling& settling,
                       std::vector<Unresolved>& unresolved);

// What is known of a table when its expressions are read.
ExpressionContext expression_context(const Table& table, const Schema& schema,
                                     const std::map<std::string, std::string>* renamed);

// True when the column draws from a sequence: serial, or a default that calls nextval().
bool draws_from_sequence(const Column& column);

}  // namespace si
