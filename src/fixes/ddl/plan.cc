#include "fixes/ddl/plan.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <type_traits>
#include <utility>

#include "compare/describe.h"
#include "compare/resolve.h"
#include "fixes/ddl/changes.h"
#include "fixes/ddl/words.h"
#include "rules/parts.h"
#include "support/sha256.h"
#include "support/strings.h"

namespace si::ddl {

std::string_view to_string(Lock lock) {
  switch (lock) {
    case Lock::kNone: return "none";
    case Lock::kShareUpdateExclusive: return "SHARE UPDATE EXCLUSIVE";
    case Lock::kShare: return "SHARE";
    case Lock::kShareRowExclusive: return "SHARE ROW EXCLUSIVE";
    case Lock::kAccessExclusive: return "ACCESS EXCLUSIVE";
  }
  return "";
}

std::string_view blocks(Lock lock) {
  switch (lock) {
    case Lock::kNone:
    case Lock::kShareUpdateExclusive: return "nothing";
    case Lock::kShare:
    case Lock::kShareRowExclusive: return "writes";
    case Lock::kAccessExclusive: return "reads and writes";
  }
  return "";
}

Lock PlannedChange::lock() const {
  Lock strongest = Lock::kNone;
  for (const PlanStep& step : steps) strongest = std::max(strongest, step.lock);
  return strongest;
}

bool PlannedChange::rewrites_table() const {
  return std::any_of(steps.begin(), steps.end(), [](const PlanStep& step) { return step.rewrites_table; });
}

std::string PlannedChange::sql() const {
  std::string out;
  for (const PlanStep& step : steps) out += (out.empty() ? "" : "\n") + step.sql + ';';
  return out;
}

std::string PlannedChange::undo() const {
  std::string out;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step)
    if (!step->undo.empty()) out += (out.empty() ? "" : "\n") + step->undo + ';';
  return out;
}

namespace {

// Objects come before what refers to them; renames last, so that all others can use the names that are there.
int order_of(const std::string& rule) {
  if (rule == "probable-rename") return 100;
  constexpr std::string_view kOrder[] = {"enum-",          "table-extra", "column-extra", "column-type",
                                         "column-default", "column-",     "primary-key",  "unique-",
                                         "index-",         "check-",      "exclusion-"};
  const auto found = std::find_if(std::begin(kOrder), std::end(kOrder),
                                  [&](std::string_view start) { return rule.starts_with(start); });
  return static_cast<int>(found - std::begin(kOrder));
}

// Takes a finding's change in: finished and named, or as not planned.
void enter(Plan& plan, PlannedChange change, std::string why) {
  if (change.steps.empty()) {
    if (why.empty()) why = "no statement is proposed for this rule: it is a decision for people";
    plan.not_planned.push_back({std::move(change.finding), std::move(why)});
    return;
  }
  change.reason = change.finding.message;
  change.id = sha256(change.finding.id() + '\n' + change.sql()).substr(0, 12);
  plan.changes.push_back(std::move(change));
}

// Whether the change makes a table that another one refers to.
bool refers_to(const PlannedChange& change, const PlannedChange& target) {
  const QualifiedName name{target.finding.object.schema, target.finding.object.table};
  const std::string words = " REFERENCES " + to_string(name) + ' ';
  return std::any_of(change.steps.begin(), change.steps.end(),
                     [&](const PlanStep& step) { return (step.sql + ' ').find(words) != std::string::npos; });
}

// New tables come before those that refer to them; where they do so in a circle, as given.
void put_in_order(Plan& plan) {
  std::vector<PlannedChange>& all = plan.changes;
  std::stable_sort(all.begin(), all.end(), [](const PlannedChange& a, const PlannedChange& b) {
    return order_of(a.finding.rule) < order_of(b.finding.rule);
  });
  const auto is_table = [](const PlannedChange& change) { return change.finding.rule == "table-extra"; };
  const auto begin = std::find_if(all.begin(), all.end(), is_table);
  const auto end = std::find_if_not(begin, all.end(), is_table);
  for (auto next = begin; next != end; ++next) {
    const auto ready = std::find_if(next, end, [&](const PlannedChange& change) {
      return std::none_of(next, end,
                          [&](const PlannedChange& other) { return &other != &change && refers_to(change, other); });
    });
    if (ready != end) std::rotate(next, ready, ready + 1);
  }
}

// ---- models to database -------------------------------------------------------------------------------------------

// One finding of a comparison, turned into the change of its table.
class ComparisonChange {
 public:
  ComparisonChange(const Comparison& comparison, const PlanOptions& options, PlannedChange& change)
      : comparison_(comparison),
        options_(options),
        change_(change),
        resolver_(*comparison.truth, *comparison.follower) {}

  // Why there is none; empty: it is written.
  std::string write() {
    const std::string& rule = change_.finding.rule;
    if (rule.starts_with("enum-")) return write_enum();
    const TablePair* pair = find_table();
    if (pair == nullptr) return "";
    pair_ = pair;
    table_ = {pair->schema, pair->name};
    if (pair->view != nullptr) return "it is a view in the database";
    if (rule == "table-extra") return create_table();
    if (rule == "table-missing") return drop_table();
    if (rule == "table-comment") return table_comment();
    if (rule == "probable-rename") return rename();
    if (rule.starts_with("column-")) return write_column();
    return write_part();
  }

 private:
  const ObjectRef& object() const { return change_.finding.object; }
  ChangeWriter writer() { return {*comparison_.truth, table_, change_}; }

  const TablePair* find_table() const {
    for (const TablePair& pair : comparison_.tables)
      if (pair.schema == object().schema && pair.name == object().table) return &pair;
    return nullptr;
  }

  std::string needs_drops(std::string_view what) const {
    return options_.drops ? "" : "it would drop " + std::string(what) + "; --drops proposes that too";
  }

  // ---- the models' names in the words of the database: what is paired under two names is renamed last ----

  const TablePair* pair_of_model_table(const QualifiedName& name) const {
    const QualifiedName placed = resolver_.of_follower(name);
    for (const TablePair& pair : comparison_.tables)
      if (pair.table.follower != nullptr && pair.table.follower->name == placed.name && pair.schema == placed.schema)
        return &pair;
    return nullptr;
  }

  static void translate(std::vector<std::string>& columns, const TablePair* pair) {
    if (pair == nullptr) return;
    for (std::string& column : columns)
      for (const ColumnPair& each : pair->columns)
        if (each.both() && each.renamed && each.follower->name == column) column = each.truth->name;
  }

  bool has_renamed_columns() const {
    return std::any_of(pair_->columns.begin(), pair_->columns.end(),
                       [](const ColumnPair& each) { return each.renamed; });
  }

  QualifiedName target_of(const ForeignKey& key) const {
    const TablePair* pair = pair_of_model_table(key.referenced_table);
    if (pair != nullptr && pair->table.truth != nullptr) return {pair->schema, pair->table.truth->name};
    return resolver_.of_follower(key.referenced_table);
  }

  ForeignKey translated(ForeignKey key) const {
    translate(key.columns, pair_);
    translate(key.on_delete_columns, pair_);
    translate(key.referenced_columns, pair_of_model_table(key.referenced_table));
    return key;
  }

  template <typename Key>
  Key translated_key(Key key) const {
    translate(key.columns, pair_);
    translate(key.include, pair_);
    return key;
  }

  Index translated(Index index) const {
    for (IndexKey& key : index.keys) {
      std::vector<std::string> column = {key.column};
      translate(column, pair_);
      key.column = column.front();
    }
    translate(index.include, pair_);
    return index;
  }

  // Expressions are not translated.
  bool waits_for_rename(const Index& index) const {
    return has_renamed_columns() &&
           (index.predicate->has_value() ||
            std::any_of(index.keys.begin(), index.keys.end(), [](const IndexKey& key) { return key.column.empty(); }));
  }

  std::string create_table() {
    const Table& table = *pair_->table.follower;
    std::vector<std::string> lines;
    for (const Column& column : table.columns) {
      if (const std::string why = unknown_part(column); !why.empty()) return column.name + ": " + why;
      lines.push_back(column_definition(column, *comparison_.follower));
    }
    if (!table.unresolved_columns.empty()) return table.unresolved_columns;
    if (table.primary_key) lines.push_back(primary_key_clause(*table.primary_key));
    for (const Unique& unique : table.uniques) lines.push_back(unique_clause(unique));
    for (const Check& check : table.checks) {
      if (!check.expression.known()) return "a check is not known: " + check.expression.reason();
      lines.push_back(check_clause(check));
    }
    ChangeWriter write = writer();
    const std::string name = to_string(table_);
    write.step("CREATE TABLE " + name + " (\n  " + join(lines, ",\n  ") + "\n)", Lock::kNone, "DROP TABLE " + name);
    for (const Index& index : table.indexes)
      if (const std::string sql = create_index(index, table_, *comparison_.follower, false); !sql.empty())
        write.step(sql, Lock::kNone);
    for (const ForeignKey& key : table.foreign_keys)
      if (key.unresolved.empty())
        write.step(alter_table(table_, "ADD " + foreign_key_clause(key, target_of(key))), Lock::kShareRowExclusive);
    if (table.comment.known() && *table.comment) write.step(comment_on("TABLE", name, *table.comment), Lock::kNone);
    return "";
  }

  std::string drop_table() {
    if (std::string why = needs_drops("the table with its data"); !why.empty()) return why;
    ChangeWriter write = writer();
    write.hazard("deletes the table's data; no undo brings it back");
    change_.checks.push_back({"rows that would be deleted", "SELECT count(*) FROM " + to_string(table_)});
    write.step("DROP TABLE " + to_string(table_), Lock::kAccessExclusive);
    return "";
  }

  std::string table_comment() {
    const auto &before = pair_->table.truth->comment, &wanted = pair_->table.follower->comment;
    if (wanted.known()) writer().comment("", *before, *wanted);
    return "";
  }

  std::string rename() {
    if (object().column.empty()) {
      const std::string wanted = pair_->table.follower->name;
      ChangeWriter write = writer();
      write.hazard("whatever still uses the old name fails: check-queries and impact --rename say what that is");
      write.step(alter_table(table_, "RENAME TO " + quote_identifier(wanted)), Lock::kAccessExclusive,
                 alter_table({table_.schema, wanted}, "RENAME TO " + quote_identifier(table_.name)));
      return "";
    }
    if (const ColumnPair* column = find_column_pair(); column != nullptr && column->both())
      writer().rename_column(column->truth->name, column->follower->name);
    return "";
  }

  const ColumnPair* find_column_pair() const {
    for (const ColumnPair& column : pair_->columns)
      if ((column.truth != nullptr && column.truth->name == object().column) ||
          (column.follower != nullptr && column.follower->name == object().column))
        return &column;
    return nullptr;
  }

  std::string write_column() {
    const ColumnPair* found = find_column_pair();
    if (found == nullptr) return "";
    const ColumnPair& column = *found;
    const std::string& rule = change_.finding.rule;
    if (rule == "column-extra") return add_column(*column.follower);
    if (rule == "column-missing") {
      if (std::string why = needs_drops("the column with its data"); !why.empty()) return why;
      writer().drop_column(*column.truth);
      return "";
    }
    if (!column.both()) return "";
    if (const std::string why = unknown_part(*column.follower); !why.empty()) return why;
    ChangeWriter write = writer();
    if (rule == "column-nullable") {
      *column.follower->nullable ? write.drop_not_null(column.truth->name) : write.set_not_null(column.truth->name);
    } else if (rule == "column-default") {
      if (column.follower->serial && !column.follower->default_value->has_value())
        return "a sequence of its own is made by ADD GENERATED … AS IDENTITY: which numbers are taken must be looked "
               "at";
      write.set_default(*column.truth, *column.follower);
    } else if (rule == "column-type") {
      std::string why;
      if (!write.set_type(*column.truth, *column.follower, why)) return why;
    } else if (rule == "column-comment") {
      write.comment(column.truth->name, *column.truth->comment, *column.follower->comment);
    } else {
      std::string why;
      const bool written = rule == "column-identity" ? write.set_identity(*column.truth, *column.follower, why)
                           : rule == "column-collation"
                               ? write.set_collation(*column.truth, *column.follower, *comparison_.follower, why)
                           : rule == "column-generated" ? write.set_generated(*column.truth, *column.follower, why)
                                                        : false;
      if (!written) return why;
    }
    return "";
  }

  // With the keys and indexes that are its consequences.
  std::string add_column(const Column& column) {
    if (const std::string why = unknown_part(column); !why.empty()) return why;
    ChangeWriter write = writer();
    write.add_column(column, *comparison_.follower);
    const Table& model = *pair_->table.follower;
    const auto has = [&](const std::vector<std::string>& columns) {
      return std::find(columns.begin(), columns.end(), column.name) != columns.end();
    };
    for (const Unique& unique : model.uniques)
      if (has(unique.columns)) write.add_unique(translated_key(unique));
    for (const ForeignKey& key : model.foreign_keys)
      if (has(key.columns) && key.unresolved.empty()) write.add_foreign_key(translated(key), target_of(key));
    for (const Index& index : model.indexes)
      if (index.predicate.known() && has(key_texts(index)) && !waits_for_rename(index))
        write.add_index(translated(index), *comparison_.follower);
    return "";
  }

  bool speaks_of_renamed(const Index& index) const { return waits_for_rename(index); }
  bool speaks_of_renamed(const Check&) const { return has_renamed_columns(); }

  template <typename Object>
  const DefinitionPair<Object>* find_part(const std::vector<DefinitionPair<Object>>& pairs) const {
    for (const DefinitionPair<Object>& pair : pairs) {
      const rules::PartWords words = rules::words_of(pair);
      const Finding& finding = change_.finding;
      if (words.name == object().name && words.columns == object().columns &&
          words.truth == finding.expected.value_or("") && words.follower == finding.actual.value_or(""))
        return &pair;
    }
    return nullptr;
  }

  // `add` writes the model's, `drop` takes the database's away.
  template <typename Object, typename Add, typename Drop>
  std::string write_pair(const std::vector<DefinitionPair<Object>>& pairs, std::string_view what, Add add, Drop drop) {
    const DefinitionPair<Object>* pair = find_part(pairs);
    if (pair == nullptr) return "";
    if (pair->missing())
      if (std::string why = needs_drops(what); !why.empty()) return why;
    if constexpr (std::is_same_v<Object, Index> || std::is_same_v<Object, Check>)
      if (pair->follower != nullptr && speaks_of_renamed(*pair->follower))
        return "it may speak of a column that is to be renamed: plan again after the rename";
    if (pair->truth != nullptr) drop(*pair->truth);
    if (pair->follower != nullptr) add(*pair->follower);
    return "";
  }

  std::string write_part() {
    ChangeWriter write = writer();
    const std::string& rule = change_.finding.rule;
    if (rule == "primary-key") return write_primary_key();
    if (rule.starts_with("foreign-key-"))
      return write_pair(
          pair_->foreign_keys, "a foreign key",
          [&](const ForeignKey& key) {
            if (key.unresolved.empty()) write.add_foreign_key(translated(key), target_of(key));
          },
          [&](const ForeignKey& key) {
            write.drop_constraint(key.name.value_or(""), foreign_key_clause(key, key.referenced_table));
          });
    if (rule.starts_with("unique-"))
      return write_pair(
          pair_->uniques, "a unique constraint",
          [&](const Unique& unique) { write.add_unique(translated_key(unique)); },
          [&](const Unique& unique) { write.drop_constraint(unique.name.value_or(""), unique_clause(unique)); });
    if (rule.starts_with("check-"))
      return write_pair(
          pair_->checks, "a check",
          [&](const Check& check) {
            if (check.expression.known()) write.add_check(check);
          },
          [&](const Check& check) { write.drop_constraint(check.name.value_or(""), check_clause(check)); });
    if (rule.starts_with("exclusion-"))
      return write_pair(
          pair_->exclusions, "an exclusion constraint", [&](const Exclusion& each) { write.add_exclusion(each); },
          [&](const Exclusion& each) { write.drop_constraint(each.name.value_or(""), exclusion_clause(each)); });
    if (rule.starts_with("index-"))
      return write_pair(
          pair_->indexes, "an index",
          [&](const Index& index) {
            if (!create_index(index, table_, *comparison_.follower, false).empty())
              write.add_index(translated(index), *comparison_.follower);
          },
          [&](const Index& index) { write.drop_index(index); });
    return "";
  }

  std::string write_primary_key() {
    const auto& key = pair_->primary_key;
    if (key.follower == nullptr)
      return needs_drops("the primary key").empty() ? drop_primary_key(*key.truth) : needs_drops("the primary key");
    if (key.truth != nullptr) drop_primary_key(*key.truth);
    writer().add_primary_key(translated_key(*key.follower));
    return "";
  }

  std::string drop_primary_key(const PrimaryKey& key) {
    ChangeWriter write = writer();
    write.hazard("foreign keys of other tables that need the key make it fail");
    write.drop_constraint(key.name.value_or(table_.name + "_pkey"), primary_key_clause(key));
    return "";
  }

  std::string write_enum() {
    const auto found = std::find_if(comparison_.enums.begin(), comparison_.enums.end(), [&](const EnumPair& pair) {
      return pair.schema == object().schema && pair.name == object().name;
    });
    if (found == comparison_.enums.end()) return "";
    const QualifiedName name{found->schema, found->name};
    ChangeWriter write(*comparison_.truth, {}, change_);
    if (found->extra()) {
      if (!found->follower->labels.known()) return "its labels are not known: " + found->follower->labels.reason();
      write.step(create_enum(name, *found->follower->labels), Lock::kNone, "DROP TYPE " + to_string(name));
      return "";
    }
    if (found->missing()) return needs_drops("a type").empty() ? "" : needs_drops("a type");
    const auto &before = *found->truth->labels, &wanted = *found->follower->labels;
    for (const std::string& label : before)
      if (std::find(wanted.begin(), wanted.end(), label) == wanted.end())
        return "PostgreSQL cannot take the label " + quote_literal(label) + " away from a type";
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (std::find(before.begin(), before.end(), wanted[i]) != before.end()) continue;
      std::string sql = "ALTER TYPE " + to_string(name) + " ADD VALUE " + quote_literal(wanted[i]);
      if (i > 0)
        sql += " AFTER " + quote_literal(wanted[i - 1]);
      else if (!before.empty())
        sql += " BEFORE " + quote_literal(before.front());
      write.step(sql, Lock::kNone).transaction = Transaction::kNone;
    }
    if (!change_.steps.empty()) write.hazard("a label cannot be taken away again");
    return "";
  }

  const Comparison& comparison_;
  const PlanOptions& options_;
  PlannedChange& change_;
  Resolver resolver_;
  const TablePair* pair_ = nullptr;
  QualifiedName table_;
};

// ---- lint ---------------------------------------------------------------------------------------------------------

const Index* find_index(const Table& table, const std::string& name) {
  for (const Index& index : table.indexes)
    if (index.name == name) return &index;
  return nullptr;
}

// A key that needs nothing but a name: the columns of an identity or serial, else of a unique key that is not null.
std::optional<PrimaryKey> key_for(const Table& table) {
  PrimaryKey key;
  for (const Column& column : table.columns)
    if (column.serial || column.identity->has_value()) key.columns = {column.name};
  if (key.columns.empty())
    for (const Unique& unique : table.uniques)
      if (std::all_of(unique.columns.begin(), unique.columns.end(), [&](const std::string& name) {
            const Column* column = find_column(table.columns, name);
            return column != nullptr && !*column->nullable;
          }))
        key.columns = unique.columns;
  if (key.columns.empty()) return std::nullopt;
  return key;
}

std::string write_lint(const Schema& database, const QualifiedName& name, PlannedChange& change) {
  const Table* table = database.find_table(name);
  if (table == nullptr) return "";
  ChangeWriter write(database, name, change);
  const ObjectRef& object = change.finding.object;
  const std::string& rule = change.finding.rule;
  const Column* column = find_column(table->columns, object.column);
  if (rule == "no-primary-key") {
    const auto key = key_for(*table);
    if (!key) return "no column counts by itself, and none is unique and NOT NULL: the key is a decision for people";
    write.add_primary_key(*key);
  } else if (rule == "foreign-key-unindexed") {
    Index index;
    for (const std::string& each : object.columns) index.keys.emplace_back().column = each;
    write.add_index(index, database);
  } else if (rule == "index-duplicate" || rule == "index-redundant") {
    if (const Index* index = find_index(*table, object.name)) write.drop_index(*index);
  } else if (rule == "index-invalid") {
    write
        .step("REINDEX INDEX CONCURRENTLY " + to_string(QualifiedName{name.schema, object.name}),
              Lock::kShareUpdateExclusive)
        .transaction = Transaction::kNone;
  } else if (rule == "constraint-not-valid") {
    for (const Check& check : table->checks)
      if (check.name == object.name && check.expression.known())
        write.check("rows that break it", "NOT (" + *check.expression + ')');
    write.validate(object.name);
  } else if ((rule == "created-at-default" || rule == "updated-at-default") && column != nullptr) {
    Column wanted = *column;
    const std::string expected = change.finding.expected.value_or("none");
    wanted.default_value = expected == "none" ? std::optional<Expression>() : std::optional<Expression>(expected);
    if (wanted.default_value == column->default_value) return "the database is as agreed; fix-models mends the model";
    write.set_default(*column, wanted);
  } else if (rule == "varchar-255" && column != nullptr) {
    Column wanted = *column;
    wanted.type = parse_type("text");
    std::string why;
    if (!write.set_type(*column, wanted, why)) return why;
  } else if (rule == "sequence-narrow" && column != nullptr) {
    for (const auto& [sequence_name, sequence] : database.schemas.at(name.schema).sequences)
      if (sequence.owned_by_table == name && sequence.owned_by_column == object.column)
        write.step("ALTER SEQUENCE " + to_string(QualifiedName{name.schema, sequence_name}) + " AS " +
                       to_string(*column->type),
                   Lock::kShareRowExclusive,
                   "ALTER SEQUENCE " + to_string(QualifiedName{name.schema, sequence_name}) + " AS " +
                       to_string(sequence.type));
  } else if (rule == "row-security-without-policy" && !table->row_security) {
    write.hazard("from then on everybody but the owner sees only what the policies allow");
    write.step(alter_table(name, "ENABLE ROW LEVEL SECURITY"), Lock::kAccessExclusive,
               alter_table(name, "DISABLE ROW LEVEL SECURITY"));
  }
  return "";
}

std::string write_logged(const Schema& database, const LoggedAddition& addition, PlannedChange& change) {
  const QualifiedName name{addition.finding.object.schema, addition.finding.object.table};
  const Table* table = database.find_table(name);
  if (table == nullptr) return "there is no such table";
  ChangeWriter write(database, name, change);
  if (addition.key.empty()) {
    Column column;
    column.name = addition.column;
    const Type type = parse_type(addition.type);
    if (!is_builtin(type)) return "the log does not say of which type it is";
    column.type = type;
    write.add_column(column, database);
    return "";
  }
  for (const std::string& column : addition.key)
    if (find_column(table->columns, column) == nullptr) return "the table has no column " + column;
  PrimaryKey key;
  key.columns = addition.key;
  write.add_primary_key(key);
  return "";
}

}  // namespace

Plan plan_comparison(const Comparison& comparison, const std::vector<Finding>& findings, const PlanOptions& options) {
  Plan plan;
  for (const Finding& finding : findings) {
    PlannedChange change;
    change.finding = finding;
    std::string why = ComparisonChange(comparison, options, change).write();
    if (!why.empty()) change.steps.clear();
    enter(plan, std::move(change), std::move(why));
  }
  put_in_order(plan);
  return plan;
}

Plan plan_logged(const Schema& database, const std::vector<LoggedAddition>& additions) {
  Plan plan;
  for (const LoggedAddition& addition : additions) {
    PlannedChange change;
    change.finding = addition.finding;
    std::string why = write_logged(database, addition, change);
    if (!why.empty()) change.steps.clear();
    enter(plan, std::move(change), std::move(why));
  }
  return plan;
}

Plan plan_lint(const Schema& database, const std::vector<Finding>& findings) {
  Plan plan;
  for (const Finding& finding : findings) {
    PlannedChange change;
    change.finding = finding;
    std::string why = write_lint(database, {finding.object.schema, finding.object.table}, change);
    if (!why.empty()) change.steps.clear();
    enter(plan, std::move(change), std::move(why));
  }
  put_in_order(plan);
  return plan;
}

}  // namespace si::ddl
