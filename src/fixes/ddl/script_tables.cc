// Tables of every kind. A partition is made as a table of its own, with its indexes, and attached then: so it keeps the
// order of its columns and the names of its keys, and the server finds its indexes to be the parts of the parent's.
// Foreign keys come when all tables are there; defaults and checks only where tables need each other in a circle.
#include <algorithm>
#include <memory>

#include "fixes/ddl/drafts.h"
#include "fixes/ddl/privileges.h"
#include "fixes/ddl/words.h"
#include "support/strings.h"

namespace si::ddl {
namespace {

const Column* parent_column(const Table& table, const std::string& column, const Schema& schema) {
  std::vector<QualifiedName> parents = table.inherits;
  if (table.partition_of) parents.push_back(*table.partition_of);
  for (const QualifiedName& parent : parents)
    if (const Table* found = schema.find_table(parent))
      if (const Column* inherited = find_column(found->columns, column)) return inherited;
  return nullptr;
}

// Whether CREATE TABLE (…) INHERITS (…) gives the columns in the table's order: the parents' first, then its own.
bool inherits_in_order(const Table& table, const Schema& schema) {
  std::vector<std::string> order;
  const auto add = [&](const std::string& name) {
    if (std::find(order.begin(), order.end(), name) == order.end()) order.push_back(name);
  };
  for (const QualifiedName& parent : table.inherits)
    if (const Table* found = schema.find_table(parent))
      for (const Column& column : found->columns) add(column.name);
  for (const Column& column : table.columns) add(column.name);
  for (std::size_t i = 0; i < order.size(); ++i)
    if (i >= table.columns.size() || table.columns[i].name != order[i]) return false;
  return true;
}

// How one table is written, with or without what may refer to something that needs the table.
class TableWriter {
 public:
  TableWriter(QualifiedName name, const Table& table, Drafts& drafts)
      : name_(std::move(name)), table_(table), drafts_(drafts), schema_(drafts.schema()) {
    by_clause_ = !table.inherits.empty() && inherits_in_order(table, schema_);
  }

  // CREATE TABLE with all that stands in its parentheses.
  std::string create(bool with_loose) const {
    std::vector<std::string> lines;
    for (const Column& column : table_.columns) {
      if (by_clause_ && column.inherited) continue;
      lines.push_back(column_definition(column, schema_, parts_of(column, with_loose)));
    }
    if (table_.primary_key) lines.push_back(primary_key_clause(*table_.primary_key));
    for (const Unique& unique : table_.uniques) lines.push_back(unique_clause(unique));
    for (const Exclusion& exclusion : table_.exclusions) lines.push_back(exclusion_clause(exclusion));
    if (with_loose)
      for (const Check& check : table_.checks)
        if (stands_inside(check)) lines.push_back(check_clause(check));
    std::string out = std::string("CREATE ") + (table_.unlogged ? "UNLOGGED " : "") +
                      (table_.kind == TableKind::kForeign ? "FOREIGN " : "") + "TABLE " + to_string(name_) + " (" +
                      (lines.empty() ? "" : "\n  ") + join(lines, ",\n  ") + (lines.empty() ? ")" : "\n)");
    return out + behind_columns();
  }

  // What was left out of create(false), a step each.
  std::vector<Step> loose_parts() const {
    std::vector<Step> parts;
    for (const Column& column : table_.columns) {
      if ((by_clause_ && column.inherited) || !has_default(column)) continue;
      Step& part = parts.emplace_back();
      part.phase = Phase::kDefault;
      part.what = "default of " + to_string(name_) + '.' + quote_identifier(column.name);
      part.statements = {set_default(column)};
      part.needs = drafts_.needs_of(mentions({**column.default_value}));
    }
    for (const Check& check : table_.checks) {
      if (!stands_inside(check)) continue;
      Step& part = parts.emplace_back();
      part.phase = Phase::kCheck;
      part.what = "check of " + to_string(name_);
      part.statements = {alter_table(name_, "ADD " + check_clause(check))};
      part.needs = drafts_.needs_of(mentions({*check.expression}));
    }
    return parts;
  }

  std::vector<std::size_t> needs(bool with_loose) const { return drafts_.needs_of(all_mentions(with_loose)); }

  Mentions all_mentions(bool with_loose) const {
    Mentions all = mentions({});
    all.objects = table_.inherits;
    if (!table_.foreign_server.empty()) all.objects.push_back({"", "server " + table_.foreign_server});
    for (const Column& column : table_.columns) {
      if (by_clause_ && column.inherited) continue;
      if (column.type.known()) all.types.push_back(*column.type);
      if (column.collation) all.collations.push_back(*column.collation);
      if (column.generated.known() && column.generated->has_value()) all.sql.push_back((*column.generated)->expression);
      if (with_loose && has_default(column)) all.sql.push_back(**column.default_value);
    }
    for (const Exclusion& exclusion : table_.exclusions) all.sql.push_back(exclusion.definition);
    if (table_.partition_key) all.sql.push_back(*table_.partition_key);
    if (with_loose)
      for (const Check& check : table_.checks)
        if (stands_inside(check)) all.sql.push_back(*check.expression);
    return all;
  }

  // Where a child differs from what it has of its parents.
  std::vector<std::string> child_changes() const {
    std::vector<std::string> out;
    if (table_.inherits.empty()) return out;
    if (!by_clause_)
      for (const QualifiedName& parent : table_.inherits)
        out.push_back(alter_table(name_, "INHERIT " + to_string(parent)));
    for (const Column& column : table_.columns) {
      const Column* parent = column.inherited && by_clause_ ? parent_column(table_, column.name, schema_) : nullptr;
      if (parent == nullptr) continue;
      const std::string alter = "ALTER COLUMN " + quote_identifier(column.name);
      if (!(column.default_value == parent->default_value))
        out.push_back(has_default(column) ? set_default(column) : only(alter + " DROP DEFAULT"));
      if (column.nullable.known() && !*column.nullable && (!parent->nullable.known() || *parent->nullable))
        out.push_back(alter_table(name_, alter + " SET NOT NULL"));
    }
    return out;
  }

  std::string note() const {
    std::vector<std::string> notes;
    if (!table_.tablespace.empty()) notes.push_back("its tablespace " + table_.tablespace + " is not named");
    if (table_.kind == TableKind::kForeign) notes.emplace_back("options of its columns are not read");
    for (const std::string& each : table_.options)
      if (each.ends_with("=********"))
        notes.push_back("the value of its option " + each.substr(0, each.find('=')) + " is a secret: put it in");
    const bool mixed = !table_.inherits.empty() && !by_clause_ &&
                       std::any_of(table_.columns.begin(), table_.columns.end(),
                                   [](const Column& column) { return column.inherited; });
    if (mixed) notes.emplace_back("its inherited columns are written as its own, to keep their order");
    return join(notes, "; ");
  }

  // Inside of CREATE TABLE a check is valid and the table's own.
  bool stands_inside(const Check& check) const {
    return check.expression.known() && check.validated && !(check.inherited && by_clause_);
  }

 private:
  static bool has_default(const Column& column) {
    return column.default_value.known() && column.default_value->has_value();
  }

  std::string only(const std::string& action) const { return "ALTER TABLE ONLY " + to_string(name_) + ' ' + action; }

  std::string set_default(const Column& column) const {
    return only("ALTER COLUMN " + quote_identifier(column.name) + " SET DEFAULT " + **column.default_value);
  }

  Mentions mentions(std::vector<std::string> sql) const {
    Mentions out;
    out.sql = std::move(sql);
    out.own = name_;
    return out;
  }

  ColumnParts parts_of(const Column& column, bool with_loose) const {
    ColumnParts parts;
    parts.default_value = with_loose;
    const bool has_identity = column.identity.known() && column.identity->has_value();
    if (!has_identity) return parts;
    // From PostgreSQL 17 on a partition draws from its parent's sequence.
    const Column* parent = table_.partition_of ? parent_column(table_, column.name, schema_) : nullptr;
    parts.identity = parent == nullptr || !parent->identity.known() || !parent->identity->has_value();
    const auto space = schema_.schemas.find(name_.schema);
    if (space == schema_.schemas.end()) return parts;
    for (const auto& [name, sequence] : space->second.sequences) {
      if (!sequence.identity || sequence.owned_by_table != name_ || sequence.owned_by_column != column.name) continue;
      if (name == name_.name + '_' + column.name + "_seq") continue;  // the server's own choice
      parts.sequence = &sequence;
      parts.sequence_name = {name_.schema, name};
    }
    return parts;
  }

  std::string behind_columns() const {
    std::string out;
    if (by_clause_) {
      for (const QualifiedName& parent : table_.inherits)
        out += (out.empty() ? " INHERITS (" : ", ") + to_string(parent);
      out += ')';
    }
    if (table_.partition_key) out += " PARTITION BY " + *table_.partition_key;
    if (!table_.access_method.empty()) out += " USING " + quote_identifier(table_.access_method);
    if (!table_.storage_parameters.empty()) out += " WITH (" + option_list(table_.storage_parameters) + ')';
    if (table_.kind != TableKind::kForeign) return out;
    out += " SERVER " + quote_identifier(table_.foreign_server);
    std::string options;
    for (const std::string& each : table_.options) {
      const std::size_t equals = each.find('=');
      options += (options.empty() ? "" : ", ") + quote_identifier(each.substr(0, equals)) + ' ' +
                 quote_literal(equals == std::string::npos ? "" : each.substr(equals + 1));
    }
    return options.empty() ? out : out + " OPTIONS (" + options + ')';
  }

  QualifiedName name_;
  const Table& table_;
  const Drafts& drafts_;
  const Schema& schema_;
  bool by_clause_ = false;
};

std::string why_unsaid(const Table& table) {
  if (table.is_view) return "it is a class on a view";
  if (!table.unresolved_columns.empty()) return table.unresolved_columns;
  for (const Column& column : table.columns)
    if (const std::string why = unknown_part(column); !why.empty()) return quote_identifier(column.name) + ": " + why;
  return "";
}

// Comments on what stands in the table's parentheses.
void comment_parts(const QualifiedName& name, const Table& table, Step& step) {
  const std::string on = " ON " + to_string(name);
  const auto constraint = [&](const auto& part) {
    if (part.name) Drafts::comment(step, "CONSTRAINT", quote_identifier(*part.name) + on, part.comment);
  };
  Drafts::comment(step, table.kind == TableKind::kForeign ? "FOREIGN TABLE" : "TABLE", to_string(name),
                  table.comment.value());
  for (const Column& column : table.columns)
    Drafts::comment(step, "COLUMN", to_string(name) + '.' + quote_identifier(column.name), column.comment.value());
  if (table.primary_key) constraint(*table.primary_key);
  for (const Unique& unique : table.uniques) constraint(unique);
  for (const Exclusion& exclusion : table.exclusions) constraint(exclusion);
}

// All steps of one table.
class TableDrafts {
 public:
  TableDrafts(QualifiedName name, const Table& table, Drafts& drafts)
      : name_(std::move(name)), table_(table), drafts_(drafts) {}

  void draft() {
    draft_table();
    draft_checks();
    for (const Index& index : table_.indexes) draft_index(index);
    if (table_.partition_of) draft_attach();
    draft_foreign_keys();
    draft_policies();
    draft_triggers(name_, own_triggers(), step_, drafts_);
    draft_rules(name_, table_.rules, step_, drafts_);
    draft_grants("TABLE " + to_string(name_), table_.privileges, table_.owner, step_, drafts_);
  }

 private:
  Mentions mentions(std::vector<std::string> sql = {}) const {
    Mentions out;
    out.sql = std::move(sql);
    out.own = name_;
    return out;
  }

  // A step behind the table's own.
  Step& add(Phase phase, const std::string& what, Mentions mentions) {
    Step& step = drafts_.add(phase, what, std::move(mentions));
    step.needs.push_back(step_);
    return step;
  }

  void draft_table() {
    const auto writer = std::make_shared<TableWriter>(name_, table_, drafts_);
    Step& step = drafts_.add(Phase::kTable, "table " + to_string(name_), writer->all_mentions(true));
    step_ = drafts_.last();
    drafts_.name(name_, step_);
    step.unsaid = why_unsaid(table_);
    step.note = writer->note();
    if (!step.unsaid.empty()) return;
    step.statements.push_back(writer->create(true));
    for (std::string& change : writer->child_changes()) step.statements.push_back(std::move(change));
    drafts_.owner(step, "TABLE", to_string(name_), table_.owner);
    if (table_.row_security) step.statements.push_back(alter_table(name_, "ENABLE ROW LEVEL SECURITY"));
    if (table_.force_row_security) step.statements.push_back(alter_table(name_, "FORCE ROW LEVEL SECURITY"));
    comment_parts(name_, table_, step);
    step.loosen = [writer](Step& self) {
      self.statements.front() = writer->create(false);
      self.needs = writer->needs(false);
      return writer->loose_parts();
    };
  }

  void draft_checks() {
    const TableWriter writer(name_, table_, drafts_);
    for (const Check& check : table_.checks) {
      const std::string on = quote_identifier(check.name.value_or("")) + " ON " + to_string(name_);
      if (writer.stands_inside(check)) {
        // Behind the checks, wherever these end up.
        if (check.comment && check.name)
          Drafts::comment(add(Phase::kIndex, "comment on " + on, mentions()), "CONSTRAINT", on, check.comment);
        continue;
      }
      if (check.inherited && !table_.partition_of) continue;
      Step& step = add(Phase::kCheck, "check " + on, mentions({check.expression.value()}));
      drafts_.name_part(name_, drafts_.last());
      if (!check.expression.known()) {
        step.unsaid = "it is not known: " + check.expression.reason();
        continue;
      }
      step.statements.push_back(alter_table(name_, "ADD " + check_clause(check)));
      if (check.name) Drafts::comment(step, "CONSTRAINT", on, check.comment);
    }
  }

  void draft_index(const Index& index) {
    const std::size_t step = ddl::draft_index(name_, index, step_, drafts_);
    drafts_.name_part(name_, step);
  }

  void draft_attach() {
    Mentions behind = mentions();
    behind.whole_tables = {*table_.partition_of};
    Step& step = add(Phase::kAttach, "partition " + to_string(name_), std::move(behind));
    if (!drafts_.wanted(*table_.partition_of)) step.unsaid = "its parent is not in the script";
    for (const std::size_t part : drafts_.parts(name_)) step.needs.push_back(part);
    step.statements.push_back(alter_table(*table_.partition_of, "ATTACH PARTITION " + to_string(name_) + ' ' +
                                                                    table_.partition_bound.value_or("DEFAULT")));
  }

  void draft_foreign_keys() {
    for (const ForeignKey& key : table_.foreign_keys) {
      if (key.inherited && table_.partition_of) continue;  // made with the parent's
      const std::string on = quote_identifier(key.name.value_or("")) + " ON " + to_string(name_);
      QualifiedName target = key.referenced_table;
      if (target.schema.empty()) target.schema = drafts_.schema().default_schema();
      Mentions behind = mentions();
      behind.whole_tables = {target};
      Step& step = add(Phase::kForeignKey, "foreign key " + on, std::move(behind));
      if (!key.unresolved.empty()) {
        step.unsaid = "its target is not known: " + key.unresolved;
        continue;
      }
      if (drafts_.schema().find_table(target) == nullptr || !drafts_.wanted(target)) {
        step.unsaid = "it references " + to_string(target) + ", which is not in the script";
        continue;
      }
      step.statements.push_back(alter_table(name_, "ADD " + foreign_key_clause(key, target)));
      if (key.name) Drafts::comment(step, "CONSTRAINT", on, key.comment);
    }
  }

  void draft_policies() {
    for (const Policy& policy : table_.policies) {
      const std::string on = quote_identifier(policy.name) + " ON " + to_string(name_);
      Step& step = add(Phase::kPolicy, "policy " + on,
                       mentions({policy.using_expression.value_or(""), policy.with_check.value_or("")}));
      step.statements.push_back(create_policy(policy, name_));
      Drafts::comment(step, "POLICY", on, policy.comment);
    }
  }

  // From PostgreSQL 13 on, partitions show what they have of their parent's row triggers.
  std::vector<Definition> own_triggers() const {
    std::vector<Definition> own;
    for (const Definition& trigger : table_.triggers)
      if (!comes_from_parent(trigger)) own.push_back(trigger);
    return own;
  }

  bool comes_from_parent(const Definition& trigger) const {
    const Table* parent = table_.partition_of ? drafts_.schema().find_table(*table_.partition_of) : nullptr;
    if (parent == nullptr) return false;
    const auto bare = [](const std::string& definition, const QualifiedName& on) {
      return replace_all(definition, " ON " + to_string(on) + ' ', " ON ");
    };
    return std::any_of(parent->triggers.begin(), parent->triggers.end(), [&](const Definition& other) {
      return other.name == trigger.name &&
             bare(other.definition, *table_.partition_of) == bare(trigger.definition, name_);
    });
  }

  QualifiedName name_;
  const Table& table_;
  Drafts& drafts_;
  std::size_t step_ = 0;
};

}  // namespace

std::size_t draft_index(const QualifiedName& relation, const Index& index, std::size_t relation_step, Drafts& drafts) {
  Mentions mentions;
  mentions.own = relation;
  for (const IndexKey& key : index.keys) {
    mentions.sql.push_back(key.expression.value());
    if (!key.collation.empty()) mentions.collations.push_back(key.collation);
    if (!key.operator_class.empty()) mentions.operator_classes.push_back(key.operator_class + " USING " + index.method);
  }
  if (index.predicate.known() && *index.predicate) mentions.sql.push_back(**index.predicate);
  Step& step = drafts.add(Phase::kIndex, "index " + quote_identifier(index.name) + " on " + to_string(relation),
                          std::move(mentions));
  step.needs.push_back(relation_step);
  const std::string statement = create_index(index, relation, drafts.schema(), false);
  if (statement.empty()) step.unsaid = "one of its expressions is not known";
  if (!index.valid) step.note = "it is not valid in the source; here it is made anew";
  step.statements.push_back(statement);
  const QualifiedName name{relation.schema, index.name};
  if (!index.name.empty()) Drafts::comment(step, "INDEX", to_string(name), index.comment);
  if (!index.name.empty()) drafts.name(name, drafts.last());
  return drafts.last();
}

void draft_tables(const std::string& schema, const Namespace& space, Drafts& drafts) {
  for (const auto& [name, table] : space.tables)
    if (table.extension.empty() && drafts.wanted({schema, name})) TableDrafts({schema, name}, table, drafts).draft();
}

}  // namespace si::ddl
