#include "sources/sqlalchemy/continuum.h"

#include <algorithm>

#include "sources/sqlalchemy/hidden.h"
#include "sources/sqlalchemy/identity.h"
#include "support/strings.h"

namespace si::sqlalchemy {
namespace {

// The call that makes classes versioned; null: none at the top of a module.
const Value* call_of_make_versioned(Context& context, const std::vector<const Module*>& modules, bool& named) {
  for (const Module* module : modules) {
    if (module->tree == nullptr || module->tree->document().content().find("make_versioned") == std::string::npos)
      continue;
    named = true;
    for (const Node* node : module->scope.calls) {
      if (node->child(0) == nullptr || node->child(0)->text != "make_versioned") continue;
      Value& call = context.evaluator.make(ValueKind::kCall, &module->scope, node);
      call.arguments = context.evaluator.arguments_of(*node, 1, module->scope);
      return &call;
    }
  }
  return nullptr;
}

// `table_name` of options; null: not among them.
const Value* table_name(const Value* options) {
  if (options == nullptr || !options->is(ValueKind::kDict)) return nullptr;
  for (std::size_t i = 0; i + 1 < options->items.size(); i += 2)
    if (options->items[i]->is(ValueKind::kString) && options->items[i]->text == "table_name")
      return options->items[i + 1];
  return nullptr;
}

}  // namespace

void hide_version_tables(Context& context, Mapper& mapper, const std::vector<const Module*>& modules) {
  bool named = false;
  const Value* call = call_of_make_versioned(context, modules, named);
  if (!named) return;
  const Value* all = table_name(call != nullptr ? call->argument("options") : nullptr);
  std::set<const TableBuild*> done;
  const auto hide = [&](const QualifiedName& table, const std::string& reason, const Location& place) {
    context.unresolved(table, "", reason, place);
    context.schema.hidden_tables.push_back({reason, place, {hidden_table_word(table.name)}});
  };
  for (const Mapping* mapping : mapper.mappings()) {
    const TableBuild* build = mapping->table;
    if (build == nullptr || build->outside || !build->schema.known() || done.contains(build)) continue;
    const Value* versioned = mapper.class_attribute(*mapping, "__versioned__");
    if (versioned == nullptr) continue;
    const Value* own = table_name(versioned);
    const Value* format = own != nullptr ? own : all;
    const std::string reason = "SQLAlchemy-Continuum makes it of class " + mapping->klass->name;
    const std::string& schema = build->schema->empty() ? context.schema.default_schema() : *build->schema;
    if (format != nullptr && !format->is(ValueKind::kString)) {
      context.unresolved_table({schema, build->name.name}, "the name of its table of versions is not known",
                               build->table.location);
    } else {
      const std::string pattern = format == nullptr ? "%s_version" : format->text;
      hide({schema, replace_all(pattern, "%s", build->name.name)}, reason, build->table.location);
    }
    if (done.empty())
      hide({context.schema.default_schema(), "transaction"}, "SQLAlchemy-Continuum makes it",
           call != nullptr ? context.place(call) : build->table.location);
    done.insert(build);
  }
  if (done.empty() || (all != nullptr && !all->is(ValueKind::kString))) return;
  // And of the tables that join versioned ones.
  for (const TableBuild& build : mapper.tables())
    if (build.klass == nullptr && !build.outside && build.schema.known())
      hide({build.schema->empty() ? context.schema.default_schema() : *build.schema,
            replace_all(all == nullptr ? "%s_version" : all->text, "%s", build.name.name)},
           "SQLAlchemy-Continuum may make it of table " + build.name.name, build.table.location);
}

}  // namespace si::sqlalchemy
