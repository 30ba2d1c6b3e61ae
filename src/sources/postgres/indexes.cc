// Indexes, put together from the catalog's numbers; those behind a key only add to it what its own row does not say.
//
// Where an index has two or more expressions, pg_get_expr() would give them as one text with commas; then, and only
// then, the server prints each key by itself.
#include <algorithm>
#include <cstdlib>
#include <utility>

#include "sources/postgres/catalog.h"
#include "support/strings.h"

namespace si {
namespace {

// indkey holds a 0 for each expression. indisexclusion: an EXCLUDE constraint, read as such.
std::string sql(const ServerFacts& server) {
  return std::string(R"(
    SELECT i.indexrelid, i.indrelid, c.relname, i.indisunique, i.indisvalid, i.indkey, i.indnkeyatts, i.indclass,
           i.indoption, i.indcollation, m.amname, c.reloptions, c.relispartition,
           CASE WHEN i.indexprs IS NOT NULL THEN
             CASE WHEN i.indkey::text ~ '\m0\M.*\m0\M'
               THEN ARRAY(SELECT pg_get_indexdef(i.indexrelid, k.n, false)
                          FROM generate_series(1, i.indnkeyatts) AS k(n)
                          WHERE i.indkey[k.n - 1] = 0)::text
               ELSE pg_get_expr(i.indexprs, i.indrelid) END END,
           CASE WHEN i.indpred IS NOT NULL THEN pg_get_expr(i.indpred, i.indrelid) END,
           CASE WHEN m.amname <> 'btree' THEN
             (SELECT array_agg(COALESCE(array_to_string(a.attoptions, ', '), '') ORDER BY a.attnum)
              FROM pg_attribute a WHERE a.attrelid = i.indexrelid AND a.attnum > 0) END,
           CASE WHEN i.indexprs IS NOT NULL AND i.indcollation::text ~ '\m(?!0\M|100\M)\d+'
             THEN pg_get_indexdef(i.indexrelid) END,
           )") +
         (server.at_least(15) ? "i.indnullsnotdistinct" : "false") + R"(
    FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid
    LEFT JOIN pg_am m ON m.oid = c.relam
    WHERE NOT i.indisexclusion
      AND c.relnamespace IN ()" +
         server.namespaces + ")";
}

// Whether a class is what CREATE INDEX would choose for a column of that type. A default class also serves types that
// convert to its own without a function (varchar with text_ops), unless the method has a default for the type itself.
bool is_default(const OperatorClass& chosen, Oid column_type, const Catalog& catalog) {
  if (!chosen.is_default) return false;
  if (chosen.type == column_type || column_type == 0) return true;
  return !catalog.types_with_default_class.contains(method_and_type(chosen.method, column_type));
}

constexpr int kDescending = 1, kNullsFirst = 2;  // INDOPTION_DESC, INDOPTION_NULLS_FIRST
constexpr Oid kDefaultCollation = 100;

struct Numbers {
  std::vector<int> columns, options;
  std::vector<Oid> classes, collations;
};

std::vector<Oid> parse_oids(std::string_view text) {
  std::vector<Oid> oids;
  for (const std::string& part : split(text, ' '))
    oids.push_back(static_cast<Oid>(std::strtoul(part.c_str(), nullptr, 10)));
  return oids;
}

void decode_key(const Numbers& numbers, std::size_t k, const Relation& relation, const Catalog& catalog,
                std::vector<std::string>& expressions, std::string_view definition, IndexKey& key) {
  const int number = numbers.columns[k];
  Oid column_type = 0, column_collation = kDefaultCollation;
  if (const Column* column = number > 0 ? relation.column(number) : nullptr; column != nullptr) {
    key.column = column->name;
    const Attribute& attribute = relation.attributes[static_cast<std::size_t>(number - 1)];
    column_type = attribute.type;
    column_collation = attribute.collation;
  } else if (!expressions.empty()) {
    key.expression = std::move(expressions.front());
    expressions.erase(expressions.begin());
  }
  if (k < numbers.classes.size()) {
    const auto chosen = catalog.operator_classes.find(numbers.classes[k]);
    if (chosen != catalog.operator_classes.end() && !is_default(chosen->second, column_type, catalog))
      key.operator_class = chosen->second.name;
  }
  const Oid chosen_collation = k < numbers.collations.size() ? numbers.collations[k] : 0;
  // An expression's own collation stands nowhere in the catalog; the server prints only one that differs from it.
  const bool is_own = key.column.empty() && chosen_collation > 0 &&
                      definition.find(*key.expression + " COLLATE ") == std::string_view::npos &&
                      definition.find(*key.expression + ") COLLATE ") == std::string_view::npos;
  if (chosen_collation != 0 && chosen_collation != column_collation && !is_own) {
    const auto collation = catalog.collations.find(chosen_collation);
    key.collation = collation != catalog.collations.end() ? collation->second : "unknown";
  }
  const int option = k < numbers.options.size() ? numbers.options[k] : 0;
  key.descending = (option & kDescending) != 0;
  key.nulls_first = (option & kNullsFirst) != 0;
}

std::vector<std::string> included(const Numbers& numbers, std::size_t keys, const Relation& relation) {
  std::vector<std::string> names;
  for (std::size_t k = keys; k < numbers.columns.size(); ++k)
    if (const Column* column = relation.column(numbers.columns[k])) names.push_back(column->name);
  return names;
}

// One key alone is printed as in CREATE INDEX, in parentheses of its own unless it is a function call.
std::string without_outer_parentheses(const std::string& printed) {
  return printed.starts_with('(') && printed.ends_with(')') ? printed.substr(1, printed.size() - 2) : printed;
}

void decode_index(const Rows& rows, int i, const Numbers& numbers, const Relation& relation, Catalog& catalog,
                  Index& index) {
  index.name = rows.string(i, 2);
  index.unique = rows.flag(i, 3);
  index.valid = rows.flag(i, 4);
  index.method = rows.string(i, 10);
  index.storage_parameters = parse_array(rows.text(i, 11));
  std::sort(index.storage_parameters.begin(), index.storage_parameters.end());
  index.inherited = rows.flag(i, 12);
  if (!rows.is_null(i, 14)) index.predicate = std::optional<Expression>(rows.string(i, 14));
  index.nulls_not_distinct = rows.flag(i, 17);
  index.comment = catalog.take_comment(kPgClass, rows.oid(i, 0));

  std::vector<std::string> expressions;
  if (std::count(numbers.columns.begin(), numbers.columns.end(), 0) > 1)
    for (const std::string& printed : parse_array(rows.text(i, 13)))
      expressions.push_back(without_outer_parentheses(printed));
  else if (!rows.is_null(i, 13))
    expressions = {rows.string(i, 13)};
  const std::vector<std::string> options = parse_array(rows.text(i, 15));
  const auto keys = std::min(static_cast<std::size_t>(rows.integer(i, 6)), numbers.columns.size());
  index.keys.resize(keys);
  for (std::size_t k = 0; k < keys; ++k) {
    decode_key(numbers, k, relation, catalog, expressions, rows.text(i, 16), index.keys[k]);
    if (k >= options.size() || options[k].empty()) continue;
    index.keys[k].operator_class_options = options[k];
    // CREATE INDEX takes options only behind the name of a class.
    if (const auto chosen = catalog.operator_classes.find(numbers.classes[k]); chosen != catalog.operator_classes.end())
      index.keys[k].operator_class = chosen->second.name;
  }
  index.include = included(numbers, keys, relation);
}

void decode(const Rows& rows, const ServerFacts&, Catalog& catalog) {
  for (int i = 0; i < rows.size(); ++i) {
    const Relation* relation = catalog.find_relation(rows.oid(i, 1));
    if (relation == nullptr || (relation->table == nullptr && relation->view == nullptr)) continue;
    Numbers numbers;
    numbers.columns = parse_numbers_array(rows.text(i, 5));
    if (const auto place = catalog.key_indexes.find(rows.oid(i, 0)); place != catalog.key_indexes.end()) {
      const auto keys = static_cast<std::size_t>(rows.integer(i, 6));
      Table& table = *place->second.table;
      if (place->second.primary) {
        if (table.primary_key) table.primary_key->include = included(numbers, keys, *relation);
      } else {
        Unique& unique = table.uniques[place->second.position];
        unique.include = included(numbers, keys, *relation);
        unique.nulls_not_distinct = rows.flag(i, 17);
      }
      continue;
    }
    numbers.classes = parse_oids(rows.text(i, 7));
    numbers.options = parse_numbers_array(rows.text(i, 8));
    numbers.collations = parse_oids(rows.text(i, 9));
    std::vector<Index>& indexes = relation->table != nullptr ? relation->table->indexes : relation->view->indexes;
    decode_index(rows, i, numbers, *relation, catalog, indexes.emplace_back());
  }
}

}  // namespace

const CatalogReader indexes_reader = {"indexes", sql, decode, true};

}  // namespace si
