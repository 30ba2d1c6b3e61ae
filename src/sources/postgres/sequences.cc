// The parameters of sequences. What PostgreSQL would choose by itself is left out.
#include <cstdint>
#include <limits>

#include "sources/postgres/catalog.h"

namespace si {
namespace {

std::string sql(const ServerFacts&) {
  return R"(
    SELECT s.seqrelid, format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache,
           s.seqcycle
    FROM pg_sequence s)";
}

std::optional<std::int64_t> unless(std::int64_t value, std::int64_t usual) {
  if (value == usual) return std::nullopt;
  return value;
}

// Ascending sequences run from 1 to the type's maximum, descending ones from -1 to its minimum.
SequenceOptions options_of(const Rows& rows, int i) {
  const std::string_view type = rows.text(i, 1);
  std::int64_t highest = std::numeric_limits<std::int64_t>::max(), lowest = std::numeric_limits<std::int64_t>::min();
  if (type == "integer")
    highest = std::numeric_limits<std::int32_t>::max(), lowest = std::numeric_limits<std::int32_t>::min();
  if (type == "smallint")
    highest = std::numeric_limits<std::int16_t>::max(), lowest = std::numeric_limits<std::int16_t>::min();
  const std::int64_t increment = rows.integer(i, 3), minimum = rows.integer(i, 4), maximum = rows.integer(i, 5);
  SequenceOptions options;
  options.start = unless(rows.integer(i, 2), increment > 0 ? minimum : maximum);
  options.increment = unless(increment, 1);
  options.minimum = unless(minimum, increment > 0 ? 1 : lowest);
  options.maximum = unless(maximum, increment > 0 ? highest : -1);
  options.cache = unless(rows.integer(i, 6), 1);
  options.cycle = rows.flag(i, 7);
  return options;
}

void decode(const Rows& rows, const ServerFacts&, Catalog& catalog) {
  for (int i = 0; i < rows.size(); ++i) {
    Relation* relation = catalog.find_relation(rows.oid(i, 0));
    if (relation == nullptr || relation->sequence == nullptr) continue;
    relation->sequence->type = catalog.type(rows.text(i, 1));
    relation->sequence->options = options_of(rows, i);
  }
}

}  // namespace

const CatalogReader sequences_reader = {"sequences", sql, decode, false};

}  // namespace si
