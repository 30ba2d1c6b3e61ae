#include "fixes/relation_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "support/strings.h"

namespace si::fixes {
namespace {

bool same_columns(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::set<std::string>(a.begin(), a.end()) == std::set<std::string>(b.begin(), b.end());
}

// At most one row has each value: the other side is no list.
bool is_unique(const Table& table, const std::vector<std::string>& columns) {
  if (table.primary_key && same_columns(table.primary_key->columns, columns)) return true;
  return std::any_of(table.uniques.begin(), table.uniques.end(),
                     [&](const Unique& unique) { return same_columns(unique.columns, columns); });
}

bool is_nullable(const Table& table, const std::vector<std::string>& columns) {
  return std::any_of(columns.begin(), columns.end(), [&](const std::string& name) {
    const Column* column = find_column(table.columns, name);
    return column != nullptr && column->nullable.known() && *column->nullable;
  });
}

// author_id → author; a name that says no more than its table is the table's.
std::string forward_name(const ForeignKey& key) {
  if (key.columns.size() == 1) {
    const std::string& column = key.columns.front();
    for (const std::string_view suffix : {"_id", "_uuid", "_fk", "_key"})
      if (column.size() > suffix.size() && column.ends_with(suffix))
        return column.substr(0, column.size() - suffix.size());
    if (column.size() > 2 && column.ends_with("Id")) return column.substr(0, column.size() - 2);
  }
  return singular(key.referenced_table.name);
}

class Planner {
 public:
  explicit Planner(const std::vector<RelatedClass>& classes) {
    for (const RelatedClass& each : classes) {
      by_table_[{each.schema, each.table->name}] = &each;
      for (const auto& [column, attribute] : each.attributes) taken_[each.name].insert(attribute);
      taken_[each.name].insert(each.taken.begin(), each.taken.end());
    }
  }

  const RelatedClass* find(const QualifiedName& name) const {
    const auto found = by_table_.find({name.schema.empty() ? "public" : name.schema, name.name});
    return found == by_table_.end() ? nullptr : found->second;
  }

  std::string free_name(const RelatedClass& klass, const std::string& wanted) {
    const std::string name = attribute_name(wanted, "_", taken_[klass.name], ColumnForm::kSqlModel);
    taken_[klass.name].insert(name);
    return name;
  }

  void add_keys(const RelatedClass& from) {
    std::map<const RelatedClass*, int> ways;
    std::vector<std::pair<const ForeignKey*, const RelatedClass*>> keys;
    std::set<std::vector<std::string>> seen;
    for (const ForeignKey& key : from.table->foreign_keys) {
      const RelatedClass* to = find(key.referenced_table);
      if (to == nullptr || key.inherited || !key.unresolved.empty() || !seen.insert(key.columns).second) continue;
      keys.emplace_back(&key, to);
      ++ways[to];
    }
    for (const auto& [key, to] : keys) add_key(from, *to, *key, ways[to] > 1, to != &from && leads_to(*to, from));
  }

  void add_association(const Table& table, const std::string& variable) {
    // The one whose columns come first owns the other.
    const auto place = [&](const ForeignKey& key) { return find_column(table.columns, key.columns.front()); };
    const bool ordered = place(table.foreign_keys[0]) <= place(table.foreign_keys[1]);
    const ForeignKey& first = table.foreign_keys[ordered ? 0 : 1];
    const ForeignKey& second = table.foreign_keys[ordered ? 1 : 0];
    const RelatedClass* a = find(first.referenced_table);
    const RelatedClass* b = find(second.referenced_table);
    if (a == nullptr || b == nullptr || a == b) return;  // which end is which only names could say
    RelationPlan there, back;
    there.attribute = free_name(*a, b->table->name);
    back.attribute = free_name(*b, a->table->name);
    there.target = b->name;
    back.target = a->name;
    there.many = back.many = back.reverse = true;
    there.back_populates = back.attribute;
    back.back_populates = there.attribute;
    there.secondary = back.secondary = variable;
    plans[a->name].push_back(std::move(there));
    plans[b->name].push_back(std::move(back));
  }

  std::map<std::string, std::vector<RelationPlan>> plans;

 private:
  bool leads_to(const RelatedClass& from, const RelatedClass& to) const {
    return std::any_of(from.table->foreign_keys.begin(), from.table->foreign_keys.end(),
                       [&](const ForeignKey& key) { return !key.inherited && find(key.referenced_table) == &to; });
  }

  // `several`: more keys lead there. `both_ways`: one leads back; SQLAlchemy sees no more than that two tables are
  // joined.
  void add_key(const RelatedClass& from, const RelatedClass& to, const ForeignKey& key, bool several, bool both_ways) {
    const bool own = &from == &to;
    std::vector<std::string> local, referenced;
    for (const std::string& column : key.columns) local.push_back(from.attributes.at(column));
    for (const std::string& column : key.referenced_columns) referenced.push_back(to.attributes.at(column));
    const bool one = is_unique(*from.table, key.columns);
    RelationPlan there, back;
    const std::string forward = forward_name(key);
    there.attribute = free_name(from, forward);
    const std::string many_name = own && forward == "parent" ? "children" : from.table->name;
    std::string reverse = one ? singular(from.table->name) : many_name;
    if (several || (own && forward != "parent")) reverse = fmt::format("{}_{}", forward, reverse);
    back.attribute = free_name(to, reverse);
    there.target = to.name;
    back.target = from.name;
    there.optional = is_nullable(*from.table, key.columns);
    back.reverse = true;
    back.many = !one;
    back.optional = back.one_to_one = one;
    there.owner = from.name;
    back.owner = to.name;
    there.back_populates = back.attribute;
    back.back_populates = there.attribute;
    if (several || both_ways) {
      there.local = local;
      std::vector<std::string> names;
      for (const std::string& attribute : local) names.push_back(fmt::format("{}.{}", from.name, attribute));
      back.remote = "[" + join(names, ", ") + "]";
    }
    if (own) there.remote_side = referenced;
    plans[from.name].push_back(std::move(there));
    plans[to.name].push_back(std::move(back));
  }

  std::map<std::pair<std::string, std::string>, const RelatedClass*> by_table_;
  std::map<std::string, std::set<std::string>> taken_;
};

}  // namespace

bool is_association(const Table& table) {
  if (table.foreign_keys.size() != 2 || table.columns.empty() || table.partition_key) return false;
  std::set<std::string> keyed;
  for (const ForeignKey& key : table.foreign_keys) {
    if (key.inherited || !key.unresolved.empty()) return false;
    keyed.insert(key.columns.begin(), key.columns.end());
  }
  return std::all_of(table.columns.begin(), table.columns.end(),
                     [&](const Column& column) { return keyed.contains(column.name); }) &&
         keyed.size() == table.columns.size();
}

std::map<std::string, std::vector<RelationPlan>> plan_relations(
    const std::vector<RelatedClass>& classes, const std::vector<std::pair<const Table*, std::string>>& associations) {
  Planner planner(classes);
  for (const RelatedClass& klass : classes)
    if (klass.is_new) planner.add_keys(klass);
  for (const auto& [table, variable] : associations) planner.add_association(*table, variable);
  return std::move(planner.plans);
}

std::string relation_text(const RelationPlan& plan, const ColumnStyle& style, Words& words, const std::string& indent) {
  const bool field = style.form == ColumnForm::kSqlModel;
  const std::string prefix = field ? "" : prefix_of(style.callee);
  std::vector<std::string> arguments;
  if (style.form == ColumnForm::kColumn) arguments.push_back(words.quoted(plan.target));
  if (!plan.secondary.empty() && !field) arguments.push_back("secondary=" + plan.secondary);
  std::vector<std::pair<std::string, std::string>> ways;
  if (!plan.local.empty()) ways.emplace_back("foreign_keys", "[" + join(plan.local, ", ") + "]");
  if (!plan.remote.empty()) ways.emplace_back("foreign_keys", words.quoted(plan.remote));
  if (!plan.remote_side.empty()) ways.emplace_back("remote_side", "[" + join(plan.remote_side, ", ") + "]");
  if (style.form == ColumnForm::kColumn && plan.one_to_one) ways.emplace_back("uselist", "False");
  if (field) {
    std::vector<std::string> inner;
    if (!plan.secondary.empty()) inner.push_back(words.quoted("secondary") + ": " + plan.secondary);
    for (const auto& [name, value] : ways) {
      // Fields are no columns yet where the class is made: by name.
      const bool list = value.starts_with('[');
      std::vector<std::string> names;
      for (const std::string& each : name == "remote_side" ? plan.remote_side : plan.local)
        names.push_back(fmt::format("{}.{}", plan.owner, each));
      inner.push_back(words.quoted(name) + ": " + (list ? words.quoted("[" + join(names, ", ") + "]") : value));
    }
    if (!plan.back_populates.empty()) arguments.push_back("back_populates=" + words.quoted(plan.back_populates));
    if (!inner.empty()) arguments.push_back("sa_relationship_kwargs={" + join(inner, ", ") + "}");
  } else {
    for (const auto& [name, value] : ways) arguments.push_back(fmt::format("{}={}", name, value));
    if (!plan.back_populates.empty()) arguments.push_back("back_populates=" + words.quoted(plan.back_populates));
    if (!plan.backref.empty()) arguments.push_back("backref=" + words.quoted(plan.backref));
  }
  const std::string target = words.quoted(plan.target);
  const std::string core = plan.many       ? "list[" + target + "]"
                           : plan.optional ? words.file().imports().spelled("typing", "Optional") + "[" + target + "]"
                                           : target;
  std::string head = plan.attribute;
  if (style.form == ColumnForm::kMapped)
    head += ": " + words.file().imports().spelled("sqlalchemy.orm", "Mapped") + "[" + core + "]";
  if (field) head += ": " + core;
  const std::string callee =
      field ? words.file().imports().spelled("sqlmodel", "Relationship") : words.relationship(prefix);
  return laid_out(head + " = " + callee, arguments, indent, words.file().style());
}

}  // namespace si::fixes
