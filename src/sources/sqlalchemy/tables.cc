// Tables: the columns a class brings together, __table_args__, and imperative Table(…).
//
// For each name the first class in the order of the mapping that binds it decides, as in Python: a plain class, a mixin
// or an abstract base gives its column to the table; a mapped base has it in a table of its own; None or anything else
// hides what stands behind it.
#include <algorithm>

#include "sources/sqlalchemy/identity.h"
#include "sources/sqlalchemy/mapper.h"
#include "sources/sqlalchemy/sqlmodel.h"
#include "support/strings.h"

namespace si::sqlalchemy {

using python::Binding;
using python::BindingKind;
using python::describe;
using python::NodeKind;

namespace {

bool is_declared_attr(Context& context, const Value* function) {
  if (!function->is(ValueKind::kFunction) || function->node->kind != NodeKind::kFunction) return false;
  for (std::size_t i = 3; i < function->node->children().size(); ++i)
    if (known_name(context.evaluator.evaluate(function->node->children()[i], *function->scope)) == "declared_attr")
      return true;
  return false;
}

using Names = std::vector<std::string_view>;

bool contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// SQLAlchemy's util.merge_lists_w_ordering(): from one list to the other at each name that is in both.
Names merge_ordered(const Names& a, const Names& b) {
  Names overlap, result;
  std::copy_if(a.begin(), a.end(), std::back_inserter(overlap),
               [&](std::string_view name) { return contains(b, name); });
  const Names* current = &a;
  const Names* other = &b;
  std::size_t current_at = 0, other_at = 0;
  while (current_at < current->size()) {
    const std::string_view name = (*current)[current_at++];
    const auto shared = std::find(overlap.begin(), overlap.end(), name);
    if (shared == overlap.end()) {
      result.push_back(name);
      continue;
    }
    overlap.erase(shared);
    std::swap(current, other);
    std::swap(current_at, other_at);
  }
  result.insert(result.end(), other->begin() + static_cast<std::ptrdiff_t>(other_at), other->end());
  return result;
}

void add_new(Names& names, std::string_view name) {
  if (!contains(names, name)) names.push_back(name);
}

// The names of a class body in SQLAlchemy's order: what is bound and what is only annotated, merged.
std::vector<const Binding*> in_scan_order(const ClassInfo& klass) {
  Names bound, annotated;
  std::unordered_map<std::string_view, const Binding*> bound_by, annotated_by;
  for (const Binding& binding : klass.scope.bindings) {
    if (binding.kind != BindingKind::kAnnotated || binding.node != nullptr) {
      add_new(bound, binding.name);
      bound_by.try_emplace(binding.name, &binding);
    }
    if (binding.kind == BindingKind::kAnnotated) {
      add_new(annotated, binding.name);
      annotated_by.try_emplace(binding.name, &binding);
    }
  }
  std::vector<const Binding*> result;
  for (const std::string_view name : merge_ordered(bound, annotated)) {
    const auto found = bound_by.find(name);
    result.push_back(found != bound_by.end() ? found->second : annotated_by.at(name));
  }
  return result;
}

// SQLModel sets a class's columns in Pydantic's order of fields, where a field keeps the place that the first class of
// the bases gave it; SQLAlchemy merges that with the class's own annotations.
void order_fields(const Mapping& mapping, std::vector<ColumnBuild>& columns, std::size_t from) {
  const auto begin = columns.begin() + static_cast<std::ptrdiff_t>(from);
  std::vector<ColumnBuild> rest(begin, columns.end());
  columns.erase(begin, columns.end());
  Names fields, others, own;
  for (auto klass = mapping.order.rbegin(); klass != mapping.order.rend(); ++klass)
    for (const Binding& binding : (*klass)->scope.bindings) {
      if (binding.kind != BindingKind::kAnnotated) continue;
      const bool is_column = std::any_of(rest.begin(), rest.end(),
                                         [&](const ColumnBuild& c) { return c.column.attribute == binding.name; });
      const bool is_own = *klass == mapping.klass;
      if (is_column) {
        add_new(fields, binding.name);
        if (is_own) add_new(own, binding.name);
      } else if (is_own && binding.node != nullptr) {
        add_new(others, binding.name);
      }
    }
  // Relationships are set after the columns, but annotated before them.
  fields.insert(fields.end(), others.begin(), others.end());
  own.insert(own.begin(), others.begin(), others.end());
  for (const std::string_view name : merge_ordered(fields, own)) {
    const auto found =
        std::find_if(rest.begin(), rest.end(), [&](const ColumnBuild& c) { return c.column.attribute == name; });
    if (found == rest.end()) continue;
    columns.push_back(std::move(*found));
    rest.erase(found);
  }
  columns.insert(columns.end(), rest.begin(), rest.end());
}

// `__secret` in class A is `_A__secret`.
std::string mangled(std::string_view name, const ClassInfo& klass) {
  if (!name.starts_with("__") || name.ends_with("__")) return std::string(name);
  const std::string owner = klass.name.substr(std::min(klass.name.find_first_not_of('_'), klass.name.size()));
  return owner.empty() ? std::string(name) : "_" + owner + std::string(name);
}

bool has_unknown_base(Context& context, const ClassInfo& klass) {
  const auto& order = context.evaluator.mro(klass);
  return std::any_of(order.begin(), order.end(), [](const Value* base) {
    return base->is(ValueKind::kUnknown) || base->is(ValueKind::kChoice) ||
           (base->is(ValueKind::kExternal) && known_name(base).empty() && !base->text.starts_with("builtins."));
  });
}

// A call that may well make a column, of something that is not known.
bool may_be_column(Context& context, const Value* value) {
  if (value->is(ValueKind::kChoice))
    return std::any_of(value->items.begin(), value->items.end(), [&](const Value* each) {
      return column_object(each) != nullptr || may_be_column(context, each);
    });
  if (!value->is(ValueKind::kCall)) return false;
  std::string last;
  if (value->base->is(ValueKind::kExternal) && known_name(value->base).empty()) {
    last = to_lower_ascii(value->base->text.substr(value->base->text.rfind('.') + 1));
  } else if (value->base->is(ValueKind::kClass) && has_unknown_base(context, *value->base->klass)) {
    last = to_lower_ascii(value->base->klass->name);
  }
  return last.ends_with("column") || last.ends_with("col");
}

// A constraint without what is called on it: Index(…).ddl_if(dialect="postgresql"). Null: not for PostgreSQL.
const Value* constraint_of(const Value* value) {
  if (value->is(ValueKind::kAttribute) && !value->items.empty()) value = value->items[0];
  while (value->is(ValueKind::kCall) && value->base->is(ValueKind::kAttribute) && value->base->text == "ddl_if") {
    const Value* dialect = value->argument("dialect", 0);
    if (dialect != nullptr && dialect->is(ValueKind::kString) && dialect->text != "postgresql") return nullptr;
    value = value->base->base;
  }
  return value;
}

// Nothing, or options of other databases alone: whichever way a condition goes, it says nothing to PostgreSQL.
bool says_nothing(const Value* value) {
  if (value->is(ValueKind::kNone)) return true;
  if (value->is(ValueKind::kChoice)) return std::all_of(value->items.begin(), value->items.end(), says_nothing);
  if (value->is(ValueKind::kTuple)) return std::all_of(value->items.begin(), value->items.end(), says_nothing);
  if (!value->is(ValueKind::kDict)) return false;
  static constexpr std::string_view kOthers[] = {"mysql_", "mariadb_", "sqlite_", "oracle_", "mssql_"};
  for (std::size_t i = 0; i + 1 < value->items.size(); i += 2) {
    const Value* key = value->items[i];
    const bool other = key->is(ValueKind::kString) &&
                       std::any_of(std::begin(kOthers), std::end(kOthers),
                                   [&](std::string_view dialect) { return key->text.starts_with(dialect); });
    if (!other) return false;
  }
  return true;
}

bool is_table_call(const Value* value) { return value != nullptr && called_name(value) == "Table"; }

// type(name, bases, body) that could not be read as a class.
bool is_type_call(const Value* value) {
  return value->is(ValueKind::kCall) && value->base->is(ValueKind::kExternal) && value->base->text == "builtins.type" &&
         value->arguments.size() == 3;
}

}  // namespace

TableBuild* Mapper::find_table(const Metadata& metadata, const std::string& schema, const std::string& name) {
  TableBuild* other = nullptr;
  for (TableBuild& table : tables_) {
    if (table.name.name != name || *table.schema != schema) continue;
    if (table.metadata.identity == metadata.identity) return &table;
    if (other == nullptr) other = &table;
  }
  if (other != nullptr) return other;
  for (TableBuild& table : tables_)  // one that may well be in that schema
    if (table.name.name == name && !table.table.unresolved_schema.empty()) return &table;
  return nullptr;
}

void Mapper::add_column(TableBuild& table, ColumnBuild column) {
  const auto same = std::find_if(table.columns.begin(), table.columns.end(),
                                 [&](const ColumnBuild& c) { return c.column.name == column.column.name; });
  if (same == table.columns.end()) {
    if (!column.column.attribute.empty()) table.attribute_columns[column.column.attribute] = column.column.name;
    table.columns.push_back(std::move(column));
  } else if (!column.column.attribute.empty()) {
    table.attribute_columns.try_emplace(column.column.attribute, column.column.name);
  }
}

// A column that may be there or not: the table may have more than those that were read.
void Mapper::miss_column(TableBuild& table, std::string_view attribute, std::string reason, const Location& location) {
  table.table.unresolved_columns = std::move(reason);
  context_.unresolved(table.name, std::string(attribute), table.table.unresolved_columns, location);
}

void Mapper::collect_class_body(const Mapping& mapping, TableBuild& table, const ClassInfo& klass,
                                std::vector<std::string_view>& seen) {
  Evaluator& e = context_.evaluator;
  std::vector<std::string_view> here;
  // A mixin's columns are copied first, then its declared_attr functions run.
  std::vector<const Binding*> bindings = in_scan_order(klass);
  if (&klass != mapping.klass)
    std::stable_partition(bindings.begin(), bindings.end(),
                          [](const Binding* b) { return b->kind != BindingKind::kFunction; });
  for (const Binding* at : bindings) {
    const Binding& binding = *at;
    const std::string_view name = binding.name;
    if (std::find(seen.begin(), seen.end(), name) != seen.end()) continue;
    if (std::find(here.begin(), here.end(), name) != here.end()) continue;
    const bool only_annotated =
        binding.kind == BindingKind::kAnnotated && klass.scope.find(name)->size() == 1 && binding.node == nullptr;
    if (!only_annotated) here.push_back(name);
    if (name.starts_with("__") && name.ends_with("__")) continue;
    if (binding.kind == BindingKind::kClass || binding.kind == BindingKind::kImport ||
        binding.kind == BindingKind::kImportFrom)
      continue;
    const Value* value = nullptr;
    const Node* annotation = nullptr;
    if (binding.kind == BindingKind::kAnnotated) annotation = binding.statement->child(1);
    if (binding.node != nullptr) value = e.final_value(klass.scope, name);
    // The last binding decides about the value; its annotation may stand with it.
    if (const auto* all = klass.scope.find(name); all != nullptr && all->size() > 1)
      for (const Binding* each : *all)
        if (each->kind == BindingKind::kAnnotated) annotation = each->statement->child(1);
    if (value != nullptr && value->is(ValueKind::kFunction) && aggregated_column(e, value) != nullptr) {
      value = aggregated_column(e, value);
    } else if (value != nullptr && value->is(ValueKind::kFunction)) {
      if (!is_declared_attr(context_, value)) continue;
      if (annotation == nullptr) annotation = value->node->child(2);
      value = e.call_function(value, {{"", e.class_value(*mapping.klass), nullptr}}, value->klass);
      // A declared_attr may return what another one holds.
      if (value->is(ValueKind::kAttribute) && !value->items.empty()) value = value->items[0];
    }
    if (value != nullptr && called_name(value) == "declared_attr" && !value->arguments.empty() &&
        value->arguments[0].value->is(ValueKind::kFunction))
      value = e.call_function(value->arguments[0].value, {{"", e.class_value(*mapping.klass), nullptr}}, &klass);
    Declaration declaration{mangled(name, klass),   value,           annotation, &klass.scope, binding.statement,
                            mapping.annotation_map, mapping.sqlmodel};
    std::optional<ColumnBuild> column =
        mapping.sqlmodel ? read_sqlmodel_field(context_, declaration) : read_column(context_, declaration);
    if (column) {
      const auto bound = binding.branch < 0 ? std::optional(true) : e.is_bound(klass.scope, name);
      if (bound == false) continue;
      if (only_annotated) here.push_back(name);
      if (bound == true) {
        column->created = creation_order(binding, klass, &klass == mapping.klass);
        add_column(table, std::move(*column));
      } else {
        miss_column(table, name, "'" + std::string(name) + "' stands under a condition that only running tells",
                    context_.place(&klass.scope, binding.statement));
      }
      continue;
    }
    if (value == nullptr) continue;
    if (value->is(ValueKind::kCall) && (called_name(value) == "Index" || called_name(value) == "UniqueConstraint" ||
                                        called_name(value) == "CheckConstraint")) {
      // Attached by the columns it holds; names of columns alone do not tie it to a table.
      if (std::any_of(value->arguments.begin(), value->arguments.end(), [&](const Argument& a) {
            return a.name.empty() && !a.value->is(ValueKind::kString) && !a.value->is(ValueKind::kNone);
          }))
        table.constraints.push_back(value);
    } else if (may_be_column(context_, value)) {
      const bool choice = value->is(ValueKind::kChoice);
      miss_column(table, name,
                  choice ? "'" + std::string(name) + "' is a column or not: " + describe(value)
                         : "'" + std::string(name) + "' is made by " + describe(value) + ", which is not known",
                  context_.place(&klass.scope, binding.statement));
    }
  }
  seen.insert(seen.end(), here.begin(), here.end());
}

void Mapper::collect_columns(const Mapping& mapping, TableBuild& table) {
  std::vector<std::string_view> seen;
  const std::size_t before = table.columns.size();
  for (const ClassInfo* klass : mapping.order) {
    const Mapping* other = klass == mapping.klass ? &mapping : find(*klass);
    const bool mapped = klass != mapping.klass && (other->role == Role::kMapped || other->role == Role::kSingle);
    if (mapped) {
      // What it has, of its own or from its mixins, is in its own table.
      for (const ClassInfo* base : other->order)
        for (const Binding& binding : base->scope.bindings) seen.push_back(binding.name);
      continue;
    }
    collect_class_body(mapping, table, *klass, seen);
  }
  if (mapping.sqlmodel) {
    order_fields(mapping, table.columns, before);
  } else if (!context_.at_least(2, 0)) {
    std::stable_sort(table.columns.begin() + static_cast<std::ptrdiff_t>(before), table.columns.end(),
                     [](const ColumnBuild& a, const ColumnBuild& b) { return a.created < b.created; });
  }
  std::stable_sort(table.columns.begin() + static_cast<std::ptrdiff_t>(before), table.columns.end(),
                   [](const ColumnBuild& a, const ColumnBuild& b) { return a.sort_order < b.sort_order; });
}

// A schema out of the environment or configuration: read as if nothing were set there, and said once.
void Mapper::assume_schema(TableBuild& table) {
  if (table.schema.known()) return;
  const Value* convention = table.metadata.naming_convention;
  const bool names = convention != nullptr && convention->is(ValueKind::kUnknown);
  const std::string reason = table.schema.reason() + "; its tables are read as those of the default schema" +
                             (names ? ", and names that it may give to keys and indexes are not known" : "");
  if (!table.outside && assumed_.insert(reason).second) context_.unresolved({}, "", reason, table.table.location);
  table.schema = std::string();
  table.metadata.schema = std::string();
}

// The table of a class that was made by the same code before: what a function makes when it runs again.
TableBuild* Mapper::made_before(const TableBuild& made) {
  const ClassInfo& klass = *made.klass;
  if (!klass.is_made && klass.outer->kind != python::ScopeKind::kFunction) return nullptr;
  for (TableBuild& table : tables_)
    if (&table != &made && table.klass != nullptr && table.klass->module == klass.module &&
        table.klass->node->begin == klass.node->begin && table.table.name == made.table.name &&
        table.schema == made.schema && table.metadata.identity == made.metadata.identity)
      return &table;
  return nullptr;
}

void Mapper::build_table(Mapping& mapping, const std::string& name) {
  TableBuild& table = tables_.emplace_back();
  mapping.table = &table;
  table.klass = mapping.klass;
  table.outside = !is_inside(&mapping.klass->scope);
  table.name.name = name;
  table.table.name = name;
  table.metadata = mapping.metadata;
  table.schema = mapping.metadata.schema;
  assume_schema(table);
  table.table.location = context_.place(mapping.klass->outer, mapping.klass->node);
  if (const Value* bind = class_attribute(mapping, "__bind_key__"); bind && bind->is(ValueKind::kString))
    table.table.bind_key = bind->text;
  read_table_args(mapping, table);
  if (table.schema.known()) table.name.schema = *table.schema;
  if (TableBuild* before = made_before(table)) {
    tables_.pop_back();
    mapping.table = before;
    mapping.again = true;
    return;
  }
  collect_columns(mapping, table);
  // ConcreteBase and the like aside, a class whose base was not found may have more columns than these.
  if (!mapping.unknown_base.empty()) {
    table.table.unresolved_columns = mapping.unknown_base;
    if (!mapping.assumed_base)
      context_.unresolved(table.name, "", table.table.unresolved_columns, table.table.location);
    else if (!table.outside)
      context_.assumed_bases[mapping.unknown_base].add(table.name, table.table.location);
  }
}

void Mapper::read_table_keywords(TableBuild& table, std::string_view name, const Value* value) {
  if (name == "extend_existing") {
    table.extends = context_.evaluator.truth(value) == true;
  } else if (name == "schema" && !value->is(ValueKind::kNone)) {
    if (known_name(value).ends_with("BLANK_SCHEMA")) {
      table.schema = std::string();
    } else {
      if (value->is(ValueKind::kString)) {
        table.schema = value->text;
      } else {
        table.table.unresolved_schema = "the schema is not known: " + describe(value);
      }
    }
  } else if (name == "comment") {
    if (value->is(ValueKind::kString)) {
      table.table.comment = std::optional<std::string>(value->text);
    } else if (!value->is(ValueKind::kNone)) {
      table.table.comment = Known<std::optional<std::string>>::unresolved(describe(value));
    }
  } else if (name == "info" && value->is(ValueKind::kDict)) {
    for (std::size_t i = 0; i + 1 < value->items.size(); i += 2) {
      if (value->items[i]->text == "is_view")
        table.table.is_view = context_.evaluator.truth(value->items[i + 1]) == true;
      if (value->items[i]->text == "bind_key" && value->items[i + 1]->is(ValueKind::kString))
        table.table.bind_key = value->items[i + 1]->text;
    }
  } else if (name == "postgresql_partition_by" && value->is(ValueKind::kString)) {
    table.table.kind = TableKind::kPartitioned;
    table.table.partition_key = value->text;
  } else if (name == "postgresql_tablespace" && value->is(ValueKind::kString)) {
    table.table.tablespace = value->text;
  } else if (name == "prefixes" && value->is_sequence()) {
    for (const Value* prefix : value->items)
      if (prefix->is(ValueKind::kString) && to_upper_ascii(prefix->text) == "UNLOGGED") table.table.unlogged = true;
  }
}

// What all that __table_args__ can be have in common is certain. False: they may have more constraints than that.
bool Mapper::read_possible_table_args(const Value* choice, TableBuild& table) {
  std::vector<std::vector<const Value*>> ways;  // the constraints of each, and its keywords
  std::vector<std::map<std::string_view, const Value*>> keywords;
  for (const Value* way : choice->items) {
    const bool list = way->is(ValueKind::kTuple) || way->is(ValueKind::kList);
    if (!list && !way->is(ValueKind::kDict) && !says_nothing(way)) return false;
    auto& own = keywords.emplace_back();
    auto& constraints = ways.emplace_back();
    for (const Value* part : list ? way->items : std::vector{way}) {
      if (part->is(ValueKind::kDict)) {
        for (std::size_t i = 0; i + 1 < part->items.size(); i += 2)
          if (part->items[i]->is(ValueKind::kString)) own[part->items[i]->text] = part->items[i + 1];
      } else if (!says_nothing(part)) {
        constraints.push_back(part);
      }
    }
  }
  for (const auto& own : keywords)
    for (const auto& keyword : own) {
      const auto& name = keyword.first;
      const Value* value = keyword.second;
      const bool everywhere = std::all_of(keywords.begin(), keywords.end(), [&](const auto& other) {
        return other.contains(name) && python::same_value(other.at(name), value);
      });
      if (everywhere || name == "schema") read_table_keywords(table, name, everywhere ? value : choice);
    }
  const auto among = [](const Value* item, const std::vector<const Value*>& way) {
    return std::any_of(way.begin(), way.end(), [&](const Value* each) { return python::same_value(each, item); });
  };
  bool all = true;
  for (const auto& way : ways)
    for (const Value* item : way) {
      const bool everywhere =
          item->is(ValueKind::kCall) &&
          std::all_of(ways.begin(), ways.end(), [&](const auto& other) { return among(item, other); });
      all = all && everywhere;
      const Value* constraint = everywhere && &way == &ways.front() ? constraint_of(item) : nullptr;
      if (constraint != nullptr) table.constraints.push_back(constraint);
    }
  return all;
}

void Mapper::read_table_args(const Mapping& mapping, TableBuild& table) {
  const ClassInfo* owner = nullptr;
  const Value* args = evaluated_attribute(mapping, "__table_args__", &owner);
  if (args == nullptr || says_nothing(args)) return;
  if (args->is(ValueKind::kAttribute) && !args->items.empty()) args = args->items[0];
  const auto keywords = [&](const Value* dict) {
    for (std::size_t i = 0; i + 1 < dict->items.size(); i += 2)
      if (dict->items[i]->is(ValueKind::kString)) read_table_keywords(table, dict->items[i]->text, dict->items[i + 1]);
  };
  if (args->is(ValueKind::kDict)) return keywords(args);
  if (args->is(ValueKind::kChoice) && read_possible_table_args(args, table)) return;
  if (!args->is(ValueKind::kTuple) && !args->is(ValueKind::kList)) {
    if (table.schema.known()) table.name.schema = *table.schema;
    const auto is_read = [](const Value* way) {
      return way->is(ValueKind::kTuple) || way->is(ValueKind::kList) || way->is(ValueKind::kDict) || says_nothing(way);
    };
    if (!args->is(ValueKind::kChoice) || !std::all_of(args->items.begin(), args->items.end(), is_read))
      table.unread_arguments = "__table_args__: " + describe(args);
    context_.unresolved_constraint(table, "__table_args__: " + describe(args), context_.place(args));
    return;
  }
  for (std::size_t i = 0; i < args->items.size(); ++i) {
    const Value* item = args->items[i];
    if (says_nothing(item)) continue;
    if (item->is(ValueKind::kDict)) {
      keywords(item);
    } else if (item->is(ValueKind::kUnknown) || item->is(ValueKind::kChoice)) {
      if (table.schema.known()) table.name.schema = *table.schema;
      context_.unresolved_constraint(table, "a part of __table_args__: " + describe(item), context_.place(item));
      if (i + 1 == args->items.size()) table.unread_arguments = "a part of __table_args__: " + describe(item);
    } else if (const Value* constraint = constraint_of(item)) {
      table.constraints.push_back(constraint);
    }
  }
}

// Arguments that cannot be read may name a schema: they do so likely where other tables have one.
void Mapper::doubt_schemas() {
  const bool used = std::any_of(tables_.begin(), tables_.end(), [](const TableBuild& table) {
    return !table.outside && table.schema.known() && *table.schema != *table.metadata.schema;
  });
  if (!used) return;
  for (TableBuild& table : tables_)
    if (!table.unread_arguments.empty() && table.table.unresolved_schema.empty())
      table.table.unresolved_schema = table.unread_arguments;
}

// Arguments of Table(name, metadata, columns and constraints…, keywords…), also when a table comes in a list.
void Mapper::read_core_arguments(TableBuild& table, const Value* call, std::size_t from) {
  std::size_t position = 0;
  for (const Argument& argument : call->arguments) {
    if (argument.name == "*" || argument.name == "**") {
      table.table.unresolved_columns = "columns that only running tells: " + describe(argument.value);
      context_.unresolved(table.name, "", table.table.unresolved_columns, context_.place(call));
      continue;
    }
    if (!argument.name.empty()) {
      read_table_keywords(table, argument.name, argument.value);
      if (argument.name == "autoload_with" || argument.name == "autoload") {
        table.table.unresolved_columns = "the table is reflected from the database at run time";
        context_.unresolved(table.name, "", table.table.unresolved_columns, context_.place(call));
      }
      continue;
    }
    if (position++ < from) continue;
    if (const Value* column = column_object(argument.value)) {
      add_column(table, read_core_column(context_, column));
    } else if (const Value* constraint = constraint_of(argument.value); constraint == nullptr) {
      continue;
    } else if (constraint->is(ValueKind::kCall) && !known_name(constraint->base).empty()) {
      table.constraints.push_back(constraint);
    } else if (!argument.value->is(ValueKind::kNone)) {
      table.table.unresolved_columns = "a part of the table is not known: " + describe(argument.value);
      context_.unresolved(table.name, "", table.table.unresolved_columns, context_.place(call));
    }
  }
}

TableBuild* Mapper::core_table(const Value* call) {
  if (!is_table_call(call)) return nullptr;
  if (const auto found = core_tables_.find(call); found != core_tables_.end()) return found->second;
  const Value* name = call->argument("name", 0);
  if (name == nullptr || !name->is(ValueKind::kString)) {
    if (is_inside(call->scope))
      context_.unresolved({}, "", "a Table whose name is not known: " + describe(name), context_.place(call));
    core_tables_[call] = nullptr;
    return nullptr;
  }
  // A function that is run again makes the table that it made before.
  std::vector<const Value*>& same_place = core_calls_[call->node];
  for (const Value* other : same_place)
    if (call->node != nullptr && python::same_value(other, call)) return core_tables_[call] = core_tables_[other];
  same_place.push_back(call);
  // Table("x", metadata) once more means the table that is there.
  const Value* metadata = call->argument("metadata", 1);
  const bool flask = metadata != nullptr && !metadata->is(ValueKind::kAttribute) &&
                     !metadata->is(ValueKind::kExternal) && called_name(metadata) != "MetaData" &&
                     column_object(metadata) != nullptr;
  TableBuild& table = tables_.emplace_back();
  core_tables_[call] = &table;
  table.core = call;
  table.outside = !is_inside(call->scope);
  table.name.name = name->text;
  table.table.name = name->text;
  if (!flask) table.metadata = read_metadata(metadata, {call->scope, call->node});
  table.schema = table.metadata.schema;
  assume_schema(table);
  table.table.location = context_.place(call);
  read_core_arguments(table, call, flask ? 1 : 2);
  if (table.schema.known()) table.name.schema = *table.schema;
  return &table;
}

void Mapper::add_effects() {
  const auto effects = context_.evaluator.effects();
  for (const Evaluator::Effect& effect : effects) {
    const Value* value = effect.value;
    const bool from_inside = is_inside(effect.caller);
    if (value->is(ValueKind::kClass)) {
      if (from_inside || is_inside(&value->klass->scope)) add_made_class(effect);
    } else if (is_type_call(value)) {
      if (from_inside || is_inside(value->scope)) miss_made_class(*value, "", context_.place(value));
    } else if (!is_table_call(value) || (!from_inside && !is_inside(value->scope))) {
      continue;
    } else if (!effect.certain) {
      if (!core_tables_.contains(value))
        context_.unresolved_table({}, "a table made on a condition that only running tells", context_.place(value));
    } else if (TableBuild* table = core_table(value); table != nullptr && effect.caller != nullptr) {
      take_inside(table, *effect.caller, effect.at);
    }
  }
}

// A class that a function or type() made when it was called.
void Mapper::add_made_class(const Evaluator::Effect& effect) {
  const ClassInfo& klass = *effect.value->klass;
  if (effect.certain) {
    const Mapping* mapping = find(klass);
    if (mapping->table != nullptr && effect.caller != nullptr) take_inside(mapping->table, *effect.caller, effect.at);
    return;
  }
  if (klass.scope.find("__tablename__") != nullptr || klass.scope.find("__table__") != nullptr)
    context_.unresolved_table({}, "class " + klass.name + " is made on a condition that only running tells",
                              context_.place(klass.outer, klass.node));
}

// type(…) of what only running tells, with a base that makes it a model.
void Mapper::miss_made_class(const Value& call, std::string_view name, const Location& place) {
  for (const Value* base : call.arguments[1].value->items) {
    const Mapping* mapping = base->is(ValueKind::kClass) ? find(*base->klass) : nullptr;
    if (called_name(base) != "declarative_base" && (mapping == nullptr || mapping->role == Role::kNone)) continue;
    const std::string reason =
        name.empty() ? "a class that type() makes" : "class " + std::string(name) + " is made by type()";
    context_.unresolved_table({}, reason, place);
    // Of single-table inheritance: its columns are the base's table's.
    if (mapping != nullptr && mapping->table != nullptr) miss_column(*mapping->table, "", reason, place);
  }
}

// Whether SQLAlchemy runs `a` before `b`, whatever is imported first: one module has both, or that of `b` imports that
// of `a`, and not the other way round.
bool Mapper::stands_before(const TableBuild& a, const TableBuild& b) {
  const auto place = [](const TableBuild& build) {
    return build.klass != nullptr  ? std::pair(build.klass->outer, build.klass->node)
           : build.core != nullptr ? std::pair(build.core->scope, build.core->node)
                                   : std::pair<const Scope*, const Node*>();
  };
  const auto [a_scope, a_node] = place(a);
  const auto [b_scope, b_node] = place(b);
  if (a_scope == nullptr || b_scope == nullptr || a_node == nullptr || b_node == nullptr) return false;
  if (a_scope->module == b_scope->module) return a_node->begin < b_node->begin;
  if (a_scope->module == nullptr || b_scope->module == nullptr) return false;
  return reaches(*b_scope->module, *a_scope->module) && !reaches(*a_scope->module, *b_scope->module);
}

// The columns that are there keep their places, a new one of a name takes the old one's place, others follow.
void Mapper::merge_redeclared() {
  modules_by_name_.clear();  // more were read meanwhile
  for (TableBuild& later : tables_) {
    if (!later.extends || later.outside) continue;
    for (TableBuild& first : tables_) {
      const bool same = &first != &later && !first.outside && first.name == later.name &&
                        first.metadata.identity == later.metadata.identity && stands_before(first, later);
      if (!same) continue;
      std::vector<ColumnBuild> columns = std::move(first.columns);
      for (ColumnBuild& column : later.columns) {
        const auto old = std::find_if(columns.begin(), columns.end(),
                                      [&](const ColumnBuild& c) { return c.column.name == column.column.name; });
        if (old == columns.end()) {
          columns.push_back(std::move(column));
        } else {
          *old = std::move(column);
        }
      }
      later.columns = std::move(columns);
      later.constraints.insert(later.constraints.begin(), first.constraints.begin(), first.constraints.end());
      if (later.table.unresolved_columns.empty()) later.table.unresolved_columns = first.table.unresolved_columns;
      first.columns = later.columns;
      first.outside = true;
      for (auto& [klass, mapping] : mappings_)
        if (mapping->table == &first) mapping->table = &later;
      for (ColumnBuild& column : later.columns)
        if (later.klass != nullptr && column.column.attribute.empty()) column.column.attribute = column.key;
      for (auto& [call, table] : core_tables_)
        if (table == &first) table = &later;
    }
  }
}

TableBuild* Mapper::table_of(const Value* value) {
  if (value->is(ValueKind::kAttribute) && value->text == "__table__" && value->base->is(ValueKind::kClass))
    return find(*value->base->klass)->table;
  return core_table(value->is(ValueKind::kAttribute) && !value->items.empty() ? value->items[0] : value);
}

const ColumnBuild* Mapper::find_column(const Value* value, TableBuild** table) {
  if (value == nullptr) return nullptr;
  const auto by = [&](TableBuild* build, const std::string& key) -> const ColumnBuild* {
    if (build == nullptr) return nullptr;
    *table = build;
    for (const ColumnBuild& column : build->columns)
      if (column.key == key) return &column;
    for (const ColumnBuild& column : build->columns)
      if (column.column.name == key) return &column;
    return nullptr;
  };
  if (value->is(ValueKind::kSubscript) && value->items.size() == 1 && value->items[0]->is(ValueKind::kString) &&
      value->base->is(ValueKind::kAttribute) && (value->base->text == "c" || value->base->text == "columns"))
    return by(table_of(value->base->base), value->items[0]->text);
  if (value->is(ValueKind::kCall)) {
    const Value* object = column_object(value);
    if (object == nullptr) return nullptr;
    for (TableBuild& build : tables_)
      for (const ColumnBuild& column : build.columns)
        if (column.object == object) {
          *table = &build;
          return &column;
        }
    return nullptr;
  }
  if (!value->is(ValueKind::kAttribute)) return nullptr;
  const Value* object = value->base;
  if (object->is(ValueKind::kAttribute) && !object->items.empty() && object->items[0]->is(ValueKind::kClass))
    object = object->items[0];
  if (object->is(ValueKind::kClass)) {
    const Mapping* mapping = find(*object->klass);
    if (mapping->table == nullptr) return nullptr;
    for (const Mapping* at = mapping; at != nullptr; at = at->parent) {
      if (at->table == nullptr) break;
      const auto attribute = at->table->attribute_columns.find(value->text);
      if (attribute != at->table->attribute_columns.end())
        if (const ColumnBuild* column = by(at->table, attribute->second)) return column;
      if (const ColumnBuild* column = by(at->table, value->text)) return column;
    }
    return nullptr;
  }
  if (object->is(ValueKind::kAttribute) && (object->text == "c" || object->text == "columns")) {
    return by(table_of(object->base), value->text);
  }
  return nullptr;
}

}  // namespace si::sqlalchemy
