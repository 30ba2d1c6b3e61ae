#include "fixes/ddl/changes.h"

#include <algorithm>

#include "fixes/ddl/words.h"
#include "support/strings.h"

namespace si::ddl {
namespace {

// Text whose values never get too long by it, numbers whose values keep their places: no rewrite, no check.
bool only_widens(const Type& from, const Type& to) {
  if (from.is_array != to.is_array) return false;
  const bool from_text = from.name == "character varying" || from.name == "text";
  if (from_text && to.name == "text") return true;
  if (from_text && to.name == "character varying") {
    if (to.modifiers.empty()) return true;
    return from.name == to.name && !from.modifiers.empty() && from.modifiers.front() <= to.modifiers.front();
  }
  if (from.name == "numeric" && to.name == "numeric") {
    if (to.modifiers.empty()) return true;
    return from.modifiers.size() == 2 && to.modifiers.size() == 2 && from.modifiers[1] == to.modifiers[1] &&
           from.modifiers[0] <= to.modifiers[0];
  }
  return false;
}

bool is_text(const Type& type) {
  return !type.is_array && (type.name == "character varying" || type.name == "text" || type.name == "character");
}

// A default that is computed anew for each row makes ADD COLUMN rewrite the table.
bool is_constant(const std::string& expression) { return expression.find('(') == std::string::npos; }

}  // namespace

PlanStep& ChangeWriter::step(std::string sql, Lock lock, std::string undo) {
  PlanStep& step = change_.steps.emplace_back();
  step.sql = std::move(sql);
  step.lock = lock;
  step.undo = std::move(undo);
  return step;
}

void ChangeWriter::check(std::string what, const std::string& condition) {
  change_.checks.push_back({std::move(what), "SELECT count(*) FROM " + to_string(table_) + " WHERE " + condition});
}

bool ChangeWriter::is_partitioned() const {
  const Table* table = database_.find_table(table_);
  return table != nullptr && table->kind == TableKind::kPartitioned;
}

std::string ChangeWriter::on_table(std::string_view action) const { return alter_table(table_, action); }

// As PostgreSQL makes them: table_column_suffix.
std::string ChangeWriter::server_chosen_name(const std::vector<std::string>& columns, std::string_view suffix) const {
  const std::string middle = columns.empty() ? "" : '_' + join(columns, "_");
  const std::string start(truncate_utf8(table_.name + middle, kMaxIdentifierBytes - suffix.size() - 1));
  return start + '_' + std::string(suffix);
}

void ChangeWriter::duplicates(const std::vector<std::string>& columns, bool nulls_equal) {
  std::string not_null;
  for (const std::string& column : columns)
    not_null += (not_null.empty() ? "" : " AND ") + quote_identifier(column) + " IS NOT NULL";
  change_.checks.push_back({"values of (" + identifiers(columns) + ") that more than one row has",
                            "SELECT count(*) FROM (SELECT 1 FROM " + to_string(table_) +
                                (nulls_equal ? "" : " WHERE " + not_null) + " GROUP BY " + identifiers(columns) +
                                " HAVING count(*) > 1) AS twice"});
}

void ChangeWriter::add_column(const Column& column, const Schema& from) {
  const bool has_default = column.default_value.known() && column.default_value->has_value();
  const bool fills = has_default || column.serial || column.identity->has_value() || column.generated->has_value();
  const bool not_null = !*column.nullable;
  ColumnParts parts;
  parts.not_null = not_null && fills;
  PlanStep& add = step(on_table("ADD COLUMN " + column_definition(column, from, parts)), Lock::kAccessExclusive,
                       on_table("DROP COLUMN " + quote_identifier(column.name)));
  add.rewrites_table = column.serial || column.identity->has_value() ||
                       (column.generated->has_value() && (*column.generated)->stored) ||
                       (has_default && !is_constant(**column.default_value) && **column.default_value != "now()");
  if (add.rewrites_table) hazard("every row is written anew while reads and writes wait");
  if (!not_null || fills) return;
  hazard("rows that are there need a value for it before it can be NOT NULL");
  change_.checks.push_back({"rows that would have no value", "SELECT count(*) FROM " + to_string(table_)});
  step(on_table("ALTER COLUMN " + quote_identifier(column.name) + " SET NOT NULL"), Lock::kAccessExclusive,
       on_table("ALTER COLUMN " + quote_identifier(column.name) + " DROP NOT NULL"));
}

void ChangeWriter::drop_column(const Column& column) {
  hazard("deletes the column's data; no undo brings it back");
  step(on_table("DROP COLUMN " + quote_identifier(column.name)), Lock::kAccessExclusive);
}

void ChangeWriter::rename_column(const std::string& from, const std::string& to) {
  const auto rename = [&](const std::string& a, const std::string& b) {
    return on_table("RENAME COLUMN " + quote_identifier(a) + " TO " + quote_identifier(b));
  };
  hazard("whatever still uses the old name fails: check-queries and impact --rename say what that is");
  step(rename(from, to), Lock::kAccessExclusive, rename(to, from));
}

// A valid CHECK spares SET NOT NULL its own look at each row, which all would wait for.
void ChangeWriter::set_not_null(const std::string& column) {
  const std::string name = quote_identifier(server_chosen_name({column}, "not_null"));
  const std::string quoted = quote_identifier(column);
  check("rows where " + quoted + " is NULL", quoted + " IS NULL");
  step(on_table("ADD CONSTRAINT " + name + " CHECK (" + quoted + " IS NOT NULL) NOT VALID"), Lock::kAccessExclusive,
       on_table("DROP CONSTRAINT IF EXISTS " + name));
  step(on_table("VALIDATE CONSTRAINT " + name), Lock::kShareUpdateExclusive).transaction = Transaction::kOwn;
  step(on_table("ALTER COLUMN " + quoted + " SET NOT NULL"), Lock::kAccessExclusive,
       on_table("ALTER COLUMN " + quoted + " DROP NOT NULL"))
      .transaction = Transaction::kOwn;
  step(on_table("DROP CONSTRAINT " + name), Lock::kAccessExclusive);
}

void ChangeWriter::drop_not_null(const std::string& column) {
  const std::string quoted = quote_identifier(column);
  step(on_table("ALTER COLUMN " + quoted + " DROP NOT NULL"), Lock::kAccessExclusive,
       on_table("ALTER COLUMN " + quoted + " SET NOT NULL"));
}

void ChangeWriter::set_default(const Column& before, const Column& wanted) {
  const std::string alter = "ALTER COLUMN " + quote_identifier(before.name);
  const auto statement = [&](const Column& column) {
    return on_table(column.default_value->has_value() ? alter + " SET DEFAULT " + **column.default_value
                                                      : alter + " DROP DEFAULT");
  };
  step(statement(wanted), Lock::kAccessExclusive, statement(before));
}

bool ChangeWriter::set_type(const Column& before, const Column& wanted, std::string& why) {
  const Type &from = *before.type, &to = *wanted.type;
  const std::string quoted = quote_identifier(before.name);
  const auto alter = [&](const Type& type, bool with_using) {
    const std::string text = to_string(type);
    return on_table("ALTER COLUMN " + quoted + " TYPE " + text + (with_using ? " USING " + quoted + "::" + text : ""));
  };
  const bool widens = only_widens(from, to);
  const bool zones = from.name != to.name && from.name.starts_with("timestamp") && to.name.starts_with("timestamp");
  if (zones && !to.is_array && !from.is_array) {
    // Between the two, PostgreSQL would take the session's zone, which is nobody's decision.
    const auto convert = [&](const Type& type) {
      return on_table("ALTER COLUMN " + quoted + " TYPE " + to_string(type) + " USING " + quoted +
                      " AT TIME ZONE 'UTC'");
    };
    step(convert(to), Lock::kAccessExclusive, convert(from)).rewrites_table = true;
    hazard("every row is written anew while reads and writes wait");
    hazard("the values are taken to be UTC: where the application meant another zone, they would all be wrong");
    hazard("views and rules that read the column make it fail: they must be dropped and made again");
    return true;
  }
  if (to.is_array != from.is_array) {
    why = "how a value becomes an array, or an array a value, is not known";
    return false;
  }
  PlanStep& change = step(alter(to, !widens), Lock::kAccessExclusive, alter(from, true));
  change.rewrites_table = !widens;
  if (!widens) hazard("every row is written anew while reads and writes wait");
  if (before.default_value.known() && before.default_value->has_value() && !widens)
    hazard("a default that does not convert makes it fail");
  hazard("views and rules that read the column make it fail: they must be dropped and made again");
  if (is_text(from) && is_text(to) && !to.modifiers.empty() && !widens)
    check("rows where " + quoted + " is longer than " + std::to_string(to.modifiers.front()),
          "length(" + quoted + "::text) > " + std::to_string(to.modifiers.front()));
  const auto in_range = [&](const char* low, const char* high) {
    check("rows where " + quoted + " does not fit into " + to_string(to),
          quoted + " NOT BETWEEN " + low + " AND " + high);
  };
  if (type_family(from) == TypeFamily::kInteger && to.name == "integer") in_range("-2147483648", "2147483647");
  if (type_family(from) == TypeFamily::kInteger && to.name == "smallint") in_range("-32768", "32767");
  if (is_text(to) && !is_text(from) && !to.modifiers.empty())
    check("rows where " + quoted + " is longer than " + std::to_string(to.modifiers.front()) + " as text",
          "length(" + quoted + "::text) > " + std::to_string(to.modifiers.front()));
  return true;
}

bool ChangeWriter::set_identity(const Column& before, const Column& wanted, std::string& why) {
  const std::string quoted = quote_identifier(before.name), column = "ALTER COLUMN " + quoted;
  const auto &from = *before.identity, &to = *wanted.identity;
  if (from && to) {
    if (from->options != to->options) {
      why = "the options of its sequence differ: which numbers are taken must be looked at";
      return false;
    }
    const auto word = [](const Identity& identity) { return identity.always ? "ALWAYS" : "BY DEFAULT"; };
    step(on_table(column + " SET GENERATED " + word(*to)), Lock::kAccessExclusive,
         on_table(column + " SET GENERATED " + word(*from)));
    return true;
  }
  if (from) {
    hazard("whoever leaves the column out of an INSERT gets no number any more");
    step(on_table(column + " DROP IDENTITY"), Lock::kAccessExclusive,
         on_table(column + " ADD" + identity_clause(before)));
    return true;
  }
  if (before.serial || !before.default_value.known() || before.default_value->has_value()) {
    why = "it has a default, which has to go first: which numbers are taken must be looked at";
    return false;
  }
  if (*before.nullable) set_not_null(before.name);
  step(on_table(column + " ADD" + identity_clause(wanted)), Lock::kAccessExclusive,
       on_table(column + " DROP IDENTITY"));
  const std::string table = to_string(table_);
  step("SELECT setval(pg_get_serial_sequence(" + quote_literal(table) + ", " + quote_literal(before.name) +
           "), coalesce(max(" + quoted + "), 0) + 1, false) FROM " + table,
       Lock::kNone);
  return true;
}

bool ChangeWriter::set_collation(const Column& before, const Column& wanted, const Schema& from, std::string& why) {
  if (*before.type != *wanted.type) {
    why = "its type differs too: that comes first";
    return false;
  }
  const auto alter = [&](const Column& column, const Schema& schema) {
    return on_table("ALTER COLUMN " + quote_identifier(before.name) + " TYPE " + to_string(*before.type) + " COLLATE " +
                    (column.collation ? collation_name(*column.collation, schema) : "pg_catalog.\"default\""));
  };
  hazard("indexes on the column are built anew while reads and writes wait");
  hazard("views and rules that read the column make it fail: they must be dropped and made again");
  step(alter(wanted, from), Lock::kAccessExclusive, alter(before, database_));
  return true;
}

bool ChangeWriter::set_generated(const Column& before, const Column& wanted, std::string& why) {
  const auto &from = *before.generated, &to = *wanted.generated;
  if (to || !from || !from->stored) {
    why = "the column would have to be made anew, with its values";
    return false;
  }
  hazard("from then on the application must write the column; no undo makes it a generated one again");
  step(on_table("ALTER COLUMN " + quote_identifier(before.name) + " DROP EXPRESSION"), Lock::kAccessExclusive);
  return true;
}

void ChangeWriter::add_primary_key(const PrimaryKey& key) {
  const Table* table = database_.find_table(table_);
  for (const std::string& name : key.columns) {
    const Column* column = table != nullptr ? find_column(table->columns, name) : nullptr;
    if (column != nullptr && column->nullable.known() && *column->nullable) set_not_null(name);
  }
  duplicates(key.columns, true);
  PrimaryKey named = key;
  if (!named.name || named.name->empty()) named.name = server_chosen_name({}, "pkey");
  const std::string name = quote_identifier(*named.name);
  const std::string drop = on_table("DROP CONSTRAINT " + name);
  if (is_partitioned()) {
    step(on_table("ADD " + primary_key_clause(named)), Lock::kAccessExclusive, drop).transaction = Transaction::kOwn;
    return;
  }
  Index index;
  index.name = *named.name;
  index.unique = true;
  index.include = key.include;
  for (const std::string& column : key.columns) index.keys.emplace_back().column = column;
  step(create_index(index, table_, database_, true), Lock::kShareUpdateExclusive,
       "DROP INDEX CONCURRENTLY IF EXISTS " + to_string(QualifiedName{table_.schema, index.name}))
      .transaction = Transaction::kNone;
  PlanStep& add =
      step(on_table("ADD CONSTRAINT " + name + " PRIMARY KEY USING INDEX " + name), Lock::kAccessExclusive, drop);
  if (key.deferrable) add.sql += key.initially_deferred ? " DEFERRABLE INITIALLY DEFERRED" : " DEFERRABLE";
}

void ChangeWriter::add_unique(const Unique& unique) {
  duplicates(unique.columns, unique.nulls_not_distinct);
  Unique named = unique;
  if (!named.name || named.name->empty()) named.name = server_chosen_name(unique.columns, "key");
  const std::string name = quote_identifier(*named.name);
  const std::string drop = on_table("DROP CONSTRAINT " + name);
  if (is_partitioned()) {
    step(on_table("ADD " + unique_clause(named)), Lock::kAccessExclusive, drop);
    return;
  }
  Index index;
  index.name = *named.name;
  index.unique = true;
  index.nulls_not_distinct = unique.nulls_not_distinct;
  index.include = unique.include;
  for (const std::string& column : unique.columns) index.keys.emplace_back().column = column;
  step(create_index(index, table_, database_, true), Lock::kShareUpdateExclusive,
       "DROP INDEX CONCURRENTLY IF EXISTS " + to_string(QualifiedName{table_.schema, index.name}))
      .transaction = Transaction::kNone;
  PlanStep& add =
      step(on_table("ADD CONSTRAINT " + name + " UNIQUE USING INDEX " + name), Lock::kAccessExclusive, drop);
  if (unique.deferrable) add.sql += unique.initially_deferred ? " DEFERRABLE INITIALLY DEFERRED" : " DEFERRABLE";
}

void ChangeWriter::add_foreign_key(const ForeignKey& key, const QualifiedName& target) {
  ForeignKey late = key;
  if (!late.name || late.name->empty()) late.name = server_chosen_name(key.columns, "fkey");
  const std::string name = quote_identifier(*late.name);
  std::vector<std::string> referenced = key.referenced_columns;
  if (referenced.empty())
    if (const Table* table = database_.find_table(target); table != nullptr && table->primary_key)
      referenced = table->primary_key->columns;
  std::string all_set, match;
  for (std::size_t i = 0; i < key.columns.size() && i < referenced.size(); ++i) {
    const std::string column = quote_identifier(key.columns[i]);
    all_set += (i == 0 ? "" : " AND ") + std::string("one.") + column + " IS NOT NULL";
    match += (i == 0 ? "" : " AND ") + std::string("other.") + quote_identifier(referenced[i]) + " = one." + column;
  }
  change_.checks.push_back({"rows whose (" + identifiers(key.columns) + ") is not in " + to_string(target),
                            "SELECT count(*) FROM " + to_string(table_) + " AS one WHERE " + all_set +
                                " AND NOT EXISTS (SELECT FROM " + to_string(target) + " AS other WHERE " + match +
                                ')'});
  const std::string drop = on_table("DROP CONSTRAINT " + name);
  // Before PostgreSQL 18 a partitioned table takes no foreign key that is NOT VALID.
  late.validated = is_partitioned();
  step(on_table("ADD " + foreign_key_clause(late, target)), Lock::kShareRowExclusive, drop);
  if (!late.validated)
    step(on_table("VALIDATE CONSTRAINT " + name), Lock::kShareUpdateExclusive).transaction = Transaction::kOwn;
}

void ChangeWriter::add_check(const Check& check_to_add) {
  Check late = check_to_add;
  if (!late.name || late.name->empty()) late.name = server_chosen_name({}, "check");
  const std::string name = quote_identifier(*late.name);
  check("rows that break it", "NOT (" + *late.expression + ')');
  late.validated = false;
  step(on_table("ADD " + check_clause(late)), Lock::kAccessExclusive, on_table("DROP CONSTRAINT " + name));
  step(on_table("VALIDATE CONSTRAINT " + name), Lock::kShareUpdateExclusive).transaction = Transaction::kOwn;
}

void ChangeWriter::add_exclusion(const Exclusion& exclusion) {
  Exclusion named = exclusion;
  if (!named.name || named.name->empty()) named.name = server_chosen_name({}, "excl");
  hazard("its index is built while reads and writes wait");
  step(on_table("ADD " + exclusion_clause(named)), Lock::kAccessExclusive,
       on_table("DROP CONSTRAINT " + quote_identifier(*named.name)));
}

void ChangeWriter::add_index(const Index& index, const Schema& from) {
  Index named = index;
  if (named.name.empty()) {
    std::vector<std::string> columns;
    for (const IndexKey& key : index.keys) columns.push_back(key.column.empty() ? "expr" : key.column);
    named.name = server_chosen_name(columns, "idx");
  }
  if (index.unique) {
    std::vector<std::string> columns;
    for (const IndexKey& key : index.keys) columns.push_back(key.column);
    const bool plain = std::none_of(columns.begin(), columns.end(), [](const std::string& c) { return c.empty(); });
    if (plain && !index.predicate->has_value()) duplicates(columns, index.nulls_not_distinct);
  }
  const bool concurrently = !is_partitioned();
  const std::string name = to_string(QualifiedName{table_.schema, named.name});
  PlanStep& create =
      step(create_index(named, table_, from, concurrently), concurrently ? Lock::kShareUpdateExclusive : Lock::kShare,
           concurrently ? "DROP INDEX CONCURRENTLY IF EXISTS " + name : "DROP INDEX " + name);
  if (concurrently)
    create.transaction = Transaction::kNone;
  else
    hazard("CONCURRENTLY does not work on a partitioned table: writes wait while the index is built");
}

void ChangeWriter::drop_index(const Index& index) {
  const bool concurrently = !is_partitioned();
  hazard("a query that used it becomes slow: pg_stat_user_indexes counts its scans");
  PlanStep& drop = step(std::string("DROP INDEX ") + (concurrently ? "CONCURRENTLY " : "") +
                            to_string(QualifiedName{table_.schema, index.name}),
                        concurrently ? Lock::kShareUpdateExclusive : Lock::kAccessExclusive,
                        create_index(index, table_, database_, concurrently));
  if (concurrently) drop.transaction = Transaction::kNone;
}

void ChangeWriter::drop_constraint(const std::string& name, const std::string& clause) {
  step(on_table("DROP CONSTRAINT " + quote_identifier(name)), Lock::kAccessExclusive, on_table("ADD " + clause));
}

void ChangeWriter::validate(const std::string& name) {
  step(on_table("VALIDATE CONSTRAINT " + quote_identifier(name)), Lock::kShareUpdateExclusive).transaction =
      Transaction::kOwn;
}

void ChangeWriter::comment(const std::string& column, const std::optional<std::string>& before,
                           const std::optional<std::string>& wanted) {
  const std::string name = column.empty() ? to_string(table_) : to_string(table_) + '.' + quote_identifier(column);
  const char* kind = column.empty() ? "TABLE" : "COLUMN";
  step(comment_on(kind, name, wanted), Lock::kShareUpdateExclusive, comment_on(kind, name, before));
}

}  // namespace si::ddl
