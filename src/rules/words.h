// What the rules' findings have in common: objects, places, and the words for both sides.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compare/comparison.h"
#include "compare/describe.h"
#include "rules/rules.h"

namespace si::rules {

// "the database", "the model"; where both are of one kind, with their names: "database app", "database app_old".
std::string truth_words(const Comparison& comparison);
std::string follower_words(const Comparison& comparison);
bool follower_is_models(const Comparison& comparison);

ObjectRef table_object(const TablePair& pair);
ObjectRef column_object(const TablePair& pair, const std::string& column);
// A key, constraint or index of the table.
ObjectRef part_object(const TablePair& pair, std::string_view kind, const std::string& name,
                      const std::vector<std::string>& columns);
// "users" or "sales.orders": `public` is left out.
std::string table_words(const TablePair& pair);
// "users.email".
std::string column_words(const TablePair& pair, const std::string& column);

// In the follower, else in the truth.
Location place_of(const Location& follower, const Location& truth);
Location table_place(const TablePair& pair);
Location column_place(const TablePair& pair, const ColumnPair& column);

// The value is set: by a default, an identity, a sequence or a generated expression.
bool fills_itself(const Column& column);
// "constraint users_email_key" or, without a name, its definition.
std::string named(std::string_view kind, const std::optional<std::string>& name, const std::string& definition);

// The findings of a `…-missing`, `…-extra` and `…-definition` rule share their shape.
struct PartWords {
  std::string_view kind;  // "foreign key"
  std::string name;       // may be empty
  std::vector<std::string> columns;
  std::string truth, follower;  // definitions; empty where it is not
  Location place;
};
void report_missing(const TablePair& pair, const Comparison& comparison, const PartWords& part, Severity severity,
                    FindingSink& sink);
void report_extra(const TablePair& pair, const Comparison& comparison, const PartWords& part, Severity severity,
                  FindingSink& sink);
void report_differences(const TablePair& pair, const Comparison& comparison, const PartWords& part,
                        const std::vector<std::string>& differences, Severity severity, FindingSink& sink);

}  // namespace si::rules
