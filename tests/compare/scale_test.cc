// A comparison grows with the schema, not with its square: what each of 2,000 tables costs stays near what each of 250
// does.
#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <string>

#include "rules/rule.h"

namespace si {
namespace {

// Tables of twelve columns with a key, a reference, a check, an index and defaults, as a server or a person spells
// them.
Schema generated(std::size_t tables, bool as_models) {
  Schema schema;
  schema.source.kind = as_models ? SourceKind::kModels : SourceKind::kDatabase;
  for (std::size_t i = 0; i < tables; ++i) {
    Table table;
    table.name = "table_" + std::to_string(i);
    for (int k = 0; k < 12; ++k) {
      Column column;
      column.name = "column_" + std::to_string(k);
      column.type = parse_type(k < 3 ? "integer" : k < 6 ? "character varying(50)" : "timestamp with time zone");
      column.nullable = k > 0;
      if (k == 3) column.default_value = std::optional<Expression>(as_models ? "'x'" : "'x'::character varying");
      if (k == 6) column.default_value = std::optional<Expression>(as_models ? "CURRENT_TIMESTAMP" : "now()");
      table.columns.push_back(std::move(column));
    }
    table.primary_key.emplace().columns = {"column_0"};
    ForeignKey& key = table.foreign_keys.emplace_back();
    key.columns = {"column_1"};
    key.referenced_table = {as_models ? "" : "public", "table_" + std::to_string(i / 2)};
    key.referenced_columns = {"column_0"};
    table.checks.emplace_back().expression = Expression(
        as_models ? "column_3 IN ('a', 'b')"
                  : "((column_3)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))");
    Index& index = table.indexes.emplace_back();
    index.name = "index_" + std::to_string(i);
    index.keys.emplace_back().column = "column_2";
    schema.schemas["public"].tables.emplace(table.name, std::move(table));
  }
  return schema;
}

double microseconds_a_table(std::size_t tables) {
  const Schema truth = generated(tables, false), follower = generated(tables, true);
  double best = 1e12;
  for (int run = 0; run < 2; ++run) {
    const std::clock_t begin = std::clock();  // of this process alone: other load does not count
    const Comparison comparison = compare_schemas(truth, follower, {});
    EXPECT_TRUE(run_rules(comparison, {}, nullptr).empty());
    const double spent = static_cast<double>(std::clock() - begin) * 1e6 / CLOCKS_PER_SEC;
    best = std::min(best, spent / static_cast<double>(tables));
  }
  return best;
}

TEST(Comparison, GrowsLinearly) {
  const double few = microseconds_a_table(100), many = microseconds_a_table(800);
  std::printf("comparing one table: %.0f us of 100, %.0f us of 800\n", few, many);
  EXPECT_LT(many, few * 4);
}

}  // namespace
}  // namespace si
