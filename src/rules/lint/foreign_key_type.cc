#include "rules/lint/lint.h"
#include "support/strings.h"

namespace si::rules {
namespace {

void check(const LintInput& input, FindingSink& sink) {
  const Schema& schema = *input.schema;
  for (const LintTable& at : input.tables) {
    if (at.is_partition()) continue;
    for (const ForeignKey& key : at.table->foreign_keys) {
      const Table* target = schema.find_table(key.referenced_table);
      if (target == nullptr) continue;
      for (std::size_t i = 0; i < key.columns.size() && i < key.referenced_columns.size(); ++i) {
        const Column* from = find_column(at.table->columns, key.columns[i]);
        const Column* to = find_column(target->columns, key.referenced_columns[i]);
        if (from == nullptr || to == nullptr) continue;
        const Type a = base_type(*from->type, schema), b = base_type(*to->type, schema);
        if (a == b) continue;
        const bool same_name = a.name == b.name && a.schema == b.schema && a.is_array == b.is_array;
        Finding& finding = add_at_part(at, "foreign key", key.name.value_or(""), key.columns,
                                       same_name ? Severity::kInfo : Severity::kWarning, sink);
        finding.expected = to_string(*to->type);
        finding.actual = to_string(*from->type);
        finding.message = words(at, *from) + " is " + printable(to_string(*from->type)) + ", but references " +
                          printable(key.referenced_table.name + '.' + to->name) + ", which is " +
                          printable(to_string(*to->type));
        break;
      }
    }
  }
}

}  // namespace

const Rule foreign_key_type{
    "foreign-key-type",
    "A foreign key whose columns have other types than those they point to",
    "lint",
    Severity::kWarning,
    true,
    R"(A column of a foreign key and the column it references differ in type, domains taken for what they stand on; info
where only the length or precision differs.

Why it matters: one day the wider side holds a value that the narrower one cannot; joins convert on every row and
may pass by an index.

Example: `events.user_id integer` references `users.id bigint`: user 2147483648 can have no events.

What to do: give the referencing column the type of the referenced one. It rewrites the table, so plan for it.)",
    nullptr,
    nullptr,
    nullptr,
    check};

}  // namespace si::rules
