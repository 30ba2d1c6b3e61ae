// alembic_utils writes an object as PGFunction(schema=…, signature=…, definition=…); SQLAlchemy's own way is
//
//     event.listen(Account.__table__, "after_create", DDL("CREATE TRIGGER … ON %(fullname)s …"))
//
// A Sequence(…) is made with the table whose column has it, or with the metadata it is given. The others end as a
// statement that CREATE begins, read by PostgreSQL's parser for what it creates.
#include "sources/sqlalchemy/collect_declared.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <tuple>

#include "sources/sql/index_key.h"
#include "sources/sql/parse_tree.h"
#include "sources/sql/split.h"
#include "sources/sqlalchemy/columns.h"
#include "sources/sqlalchemy/identity.h"
#include "support/strings.h"

namespace si::sqlalchemy {
namespace {

std::string quoted(const std::string& name) { return '"' + replace_all(name, "\"", "\"\"") + '"'; }

QualifiedName relation_name(const ParseNode* range) {
  if (range == nullptr) return {};
  return {std::string(range->text("schemaname")), std::string(range->text("relname"))};
}

QualifiedName listed_name(ParseNodes parts) {
  QualifiedName name;
  if (!parts.empty()) name.name = parts.back()->string();
  if (parts.size() > 1) name.schema = parts[parts.size() - 2]->string();
  return name;
}

// START 5, INCREMENT BY 2 … of CREATE SEQUENCE.
SequenceOptions options_of(const ParseNode& create_sequence) {
  SequenceOptions options;
  for (const ParseNode* option : create_sequence.list("options")) {
    const ParseNode* value = option->node("arg");
    if (value == nullptr) continue;
    const std::string_view name = option->text("defname");
    if (name == "cycle") options.cycle = value->flag("boolval");
    std::int64_t number = value->number("ival");
    const std::string large(value->text("fval"));
    if (!large.empty()) number = std::strtoll(large.c_str(), nullptr, 10);
    if (name == "start") options.start = number;
    if (name == "increment") options.increment = number;
    if (name == "minvalue") options.minimum = number;
    if (name == "maxvalue") options.maximum = number;
    if (name == "cache") options.cache = number;
  }
  return options;
}

// What a statement creates; nullopt: nothing that is compared.
std::optional<DeclaredObject> created_by(const ParseNode& statement) {
  DeclaredObject object;
  if (statement.is("CreateFunctionStmt")) {
    object.kind = "function";
    object.name = listed_name(statement.list("funcname"));
  } else if (statement.is("ViewStmt")) {
    object.kind = "view";
    object.name = relation_name(statement.node("view"));
  } else if (statement.is("CreateTableAsStmt") && statement.text("objtype") == "OBJECT_MATVIEW") {
    object.kind = "materialized view";
    if (const ParseNode* into = statement.node("into")) object.name = relation_name(into->node("rel"));
  } else if (statement.is("CreateTrigStmt")) {
    object.kind = "trigger";
    const QualifiedName table = relation_name(statement.node("relation"));
    object.name = {table.schema, std::string(statement.text("trigname"))};
    object.table = table.name;
  } else if (statement.is("CreatePolicyStmt")) {
    object.kind = "policy";
    const QualifiedName table = relation_name(statement.node("table"));
    object.name = {table.schema, std::string(statement.text("policy_name"))};
    object.table = table.name;
  } else if (statement.is("CreateExtensionStmt")) {
    object.kind = "extension";
    object.name.name = statement.text("extname");
  } else if (statement.is("CreateSeqStmt")) {
    object.kind = "sequence";
    object.name = relation_name(statement.node("sequence"));
    object.options = options_of(statement);
  }
  if (object.kind.empty() || object.name.name.empty()) return std::nullopt;
  return object;
}

// The text between the parenthesis at or behind `from` and the one that closes it; quotes hide parentheses.
std::optional<std::pair<std::size_t, std::size_t>> in_parentheses(std::string_view sql, std::size_t from) {
  const std::size_t open = sql.find('(', from);
  int depth = 0;
  for (std::size_t i = open; i < sql.size(); ++i) {
    if (sql[i] == '\'' || sql[i] == '"') i = std::min(sql.find(sql[i], i + 1), sql.size() - 1);
    if (sql[i] == '(') ++depth;
    if (sql[i] == ')' && --depth == 0) return std::pair(open + 1, i);
  }
  return std::nullopt;
}

// An index as its statement says it; nullopt where that cannot be told.
std::optional<Index> index_of(const ParseNode& statement, std::string_view sql) {
  const ParseNode* relation = statement.node("relation");
  if (relation == nullptr || !statement.text("tableSpace").empty()) return std::nullopt;
  const auto keys = in_parentheses(sql, relation->location());
  if (!keys) return std::nullopt;
  Index index;
  index.name = statement.text("idxname");
  index.unique = statement.flag("unique");
  index.nulls_not_distinct = statement.flag("nulls_not_distinct");
  if (!statement.text("accessMethod").empty()) index.method = statement.text("accessMethod");
  index.keys = parse_index_keys(sql.substr(keys->first, keys->second - keys->first));
  if (index.keys.size() != statement.list("indexParams").size() || !statement.list("options").empty())
    return std::nullopt;
  for (const ParseNode* column : statement.list("indexIncludingParams"))
    index.include.emplace_back(column->text("name"));
  if (statement.node("whereClause") == nullptr) return index;
  std::size_t where = to_lower_ascii(sql).find("where", keys->second);
  if (where == std::string::npos) return std::nullopt;
  where += std::string_view("where").size();
  index.predicate = std::optional<Expression>(std::string(trim(sql.substr(where))));
  return index;
}

class DeclaredCollector {
 public:
  DeclaredCollector(Context& context, Mapper& mapper) : context_(context), mapper_(mapper) {}

  void collect(const Module& module) {
    for (const python::Binding& binding : module.scope.bindings) {
      if (binding.kind != python::BindingKind::kAssign || binding.node == nullptr) continue;
      const python::NodeKind kind = binding.node->kind;
      if (kind == python::NodeKind::kCall || kind == python::NodeKind::kList || kind == python::NodeKind::kTuple)
        visit(context_.evaluator.binding_value(binding, module.scope));
    }
    for (const Node* node : module.scope.calls) visit(context_.evaluator.evaluate(node, module.scope));
  }

  // A sequence of a table's column, as the column is made: `optional` ones only where the server has no SERIAL.
  void collect_sequences() {
    for (const TableBuild& table : mapper_.tables()) {
      if (table.outside || !table.schema.known()) continue;
      for (const ColumnBuild& column : table.columns)
        for (const Value* value : column.constraints)
          if (called_name(value) == "Sequence" && !column.has_optional_sequence)
            add_sequence(*value, {*table.schema, table.name.name});
    }
  }

  std::vector<DeclaredObject> take() {
    std::stable_sort(found_.begin(), found_.end(),
                     [](const DeclaredObject& a, const DeclaredObject& b) { return a.location < b.location; });
    return std::move(found_);
  }

 private:
  void visit(const Value* value) {
    if (value == nullptr) return;
    if (value->is_sequence())
      for (const Value* item : value->items) visit(item);
    if (!value->is(ValueKind::kCall) || value->base == nullptr) return;
    if (value->base->is(ValueKind::kExternal) && value->base->text.starts_with("alembic_utils."))
      add_entity(*value, value->base->text.substr(value->base->text.rfind('.') + 1));
    else if (called_name(value).ends_with("listen"))
      add_listener(*value);
    else if (called_name(value) == "Sequence" && value->argument("metadata") != nullptr)
      add_sequence(*value, {});
  }

  // ---- Sequence(name, start, increment, …)

  void add_sequence(const Value& call, const QualifiedName& used_by) {
    const Value *name = call.argument("name", 0), *schema = call.argument("schema");
    const Location location = context_.place(&call);
    const bool no_schema = schema == nullptr || schema->is(ValueKind::kNone);
    if (name == nullptr || !name->is(ValueKind::kString) || (!no_schema && !schema->is(ValueKind::kString))) {
      context_.unresolved(used_by, "", "Sequence(…): its name is not known", location);
      return;
    }
    DeclaredObject object;
    object.kind = "sequence";
    object.name = {no_schema ? "" : schema->text, name->text};
    const bool known = std::any_of(found_.begin(), found_.end(), [&](const DeclaredObject& other) {
      return other.kind == object.kind && other.name == object.name;
    });
    if (known) return;
    object.options = sequence_options(call);
    for (const auto& [word, value, place] :
         {std::tuple("start", &object.options->start, 1), std::tuple("increment", &object.options->increment, 2)})
      if (const Value* given = call.argument(word, place); given != nullptr && given->is(ValueKind::kInt))
        *value = given->integer;
    for (const char* word : {"start", "increment", "minvalue", "maxvalue", "cache", "cycle"}) {
      const Value* given = call.argument(word);
      const bool plain =
          given == nullptr || given->is(ValueKind::kInt) || given->is(ValueKind::kBool) || given->is(ValueKind::kNone);
      if (!plain) object.options.reset();
    }
    if (!object.options)
      context_.unresolved(used_by, "", "Sequence(" + name->text + "): an argument of it is not known", location);
    object.used_by = used_by;
    object.location = location;
    found_.push_back(std::move(object));
  }

  // ---- alembic_utils

  void add_entity(const Value& call, const std::string& type) {
    static constexpr std::string_view kTypes[] = {"PGFunction", "PGProcedure", "PGView",     "PGMaterializedView",
                                                  "PGTrigger",  "PGPolicy",    "PGExtension"};
    if (std::find(std::begin(kTypes), std::end(kTypes), type) == std::end(kTypes)) return;
    const Value* parts[] = {call.argument("schema", 0), call.argument("signature", 1), call.argument("definition", 2),
                            call.argument("on_entity", 3)};
    const std::size_t needed = type == "PGExtension" ? 2 : type == "PGTrigger" || type == "PGPolicy" ? 4 : 3;
    for (std::size_t i = 0; i < needed; ++i) {
      if (parts[i] != nullptr && parts[i]->is(ValueKind::kString)) continue;
      context_.unresolved({}, "", type + ": an argument of it is not known", context_.place(&call));
      return;
    }
    const std::string schema(trim(parts[0]->text)), signature(trim(parts[1]->text));
    std::string definition = needed > 2 ? std::string(trim(parts[2]->text)) : "";
    while (definition.ends_with(';')) definition.pop_back();
    const std::string name = quoted(schema) + '.' + quoted(signature);
    std::string sql;
    if (type == "PGExtension") {
      sql = "CREATE EXTENSION " + quoted(signature);
    } else if (type == "PGView") {
      sql = "CREATE VIEW " + name + " AS " + definition;
    } else if (type == "PGMaterializedView") {
      sql = "CREATE MATERIALIZED VIEW " + name + " AS " + definition;
    } else if (type == "PGTrigger") {
      const Value* constraint = call.argument("is_constraint", 4);
      const bool is_constraint = constraint != nullptr && constraint->is(ValueKind::kBool) && constraint->integer != 0;
      sql = std::string("CREATE ") + (is_constraint ? "CONSTRAINT " : "") + "TRIGGER " + quoted(signature) + ' ' +
            definition;
    } else if (type == "PGPolicy") {
      const std::string& table = parts[3]->text;
      sql = "CREATE POLICY " + quoted(signature) + " ON " +
            (table.find('.') == std::string::npos ? quoted(schema) + '.' : std::string()) + table + ' ' + definition;
    } else {
      const std::size_t open = std::min(signature.find('('), signature.size());
      sql = std::string("CREATE ") + (type == "PGFunction" ? "FUNCTION " : "PROCEDURE ") + quoted(schema) + '.' +
            quoted(std::string(trim(signature.substr(0, open)))) + signature.substr(open) + ' ' + definition;
    }
    add_statement(sql, context_.place(&call));
  }

  // ---- event.listen(target, "after_create", DDL(…))

  void add_listener(const Value& call) {
    const Value *target = call.argument("target", 0), *event = call.argument("identifier", 1),
                *made = call.argument("fn", 2);
    if (target == nullptr || event == nullptr || made == nullptr || !event->is(ValueKind::kString)) return;
    if (event->text != "after_create" && event->text != "before_create") return;
    const Location location = context_.place(made);
    // DDL(…).execute_if(dialect="postgresql")
    if (made->is(ValueKind::kCall) && made->base != nullptr && made->base->is(ValueKind::kAttribute) &&
        made->base->text == "execute_if") {
      if (!runs_here(*made)) return;
      made = made->base->base;
    }
    if (called_name(made) != "DDL" && called_name(made) != "schema.DDL") return;
    const Value* text = made->argument("statement", 0);
    if (text == nullptr || !text->is(ValueKind::kString)) {
      context_.unresolved({}, "", "DDL(…): its statement is not known", location);
      return;
    }
    const std::optional<std::string> script = substituted(text->text, mapper_.table_of(target));
    if (!script) return;
    for (const ScriptStatement& statement : split_statements(*script))
      add_statement(std::string(statement.text), location);
  }

  static bool runs_here(const Value& execute_if) {
    const Value* dialect = execute_if.argument("dialect", 0);
    if (execute_if.argument("callable_", 1) != nullptr) return false;  // only running tells
    if (dialect == nullptr || dialect->is(ValueKind::kNone)) return true;
    if (dialect->is(ValueKind::kString)) return dialect->text == "postgresql";
    return dialect->is_sequence() && std::any_of(dialect->items.begin(), dialect->items.end(), [](const Value* item) {
             return item->is(ValueKind::kString) && item->text == "postgresql";
           });
  }

  // DDL's % formatting: %(table)s, %(schema)s, %(fullname)s, %%. nullopt: something else is filled in.
  static std::optional<std::string> substituted(const std::string& text, const TableBuild* table) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '%') {
        out += text[i];
        continue;
      }
      const std::string_view rest = std::string_view(text).substr(i);
      const auto is = [&](std::string_view word) { return table != nullptr && rest.starts_with(word); };
      if (rest.starts_with("%%")) {
        out += '%';
        ++i;
      } else if (is("%(table)s")) {
        out += quoted(table->name.name);
        i += std::string_view("%(table)s").size() - 1;
      } else if (is("%(schema)s") && table->schema.known()) {
        out += quoted(*table->schema);
        i += std::string_view("%(schema)s").size() - 1;
      } else if (is("%(fullname)s") && table->schema.known()) {
        out += (table->schema->empty() ? "" : quoted(*table->schema) + '.') + quoted(table->name.name);
        i += std::string_view("%(fullname)s").size() - 1;
      } else {
        return std::nullopt;
      }
    }
    return out;
  }

  void add_statement(const std::string& sql, const Location& location) {
    const ParseTree tree(sql);
    if (!tree.ok() || tree.statements().size() != 1) {
      context_.unresolved({}, "", "an object declared as SQL cannot be read: " + tree.error(), location);
      return;
    }
    const ParseNode& statement = *tree.statements()[0];
    if (statement.is("IndexStmt")) {
      add_index(statement, sql, location);
    } else if (std::optional<DeclaredObject> object = created_by(statement)) {
      object->sql = sql;
      object->location = location;
      found_.push_back(std::move(*object));
    }
  }

  void add_index(const ParseNode& statement, const std::string& sql, const Location& location) {
    QualifiedName table = relation_name(statement.node("relation"));
    const auto found = std::find_if(mapper_.tables().begin(), mapper_.tables().end(), [&](const TableBuild& build) {
      const std::string& schema = build.schema.known() ? *build.schema : build.name.schema;
      const std::string& own = schema.empty() ? context_.schema.default_schema() : schema;
      return build.name.name == table.name && (table.schema.empty() || table.schema == own);
    });
    if (found == mapper_.tables().end()) return;
    std::optional<Index> index = index_of(statement, sql);
    if (!index) {
      context_.unresolved_constraint(*found, "an index that DDL makes cannot be read", location);
      return;
    }
    index->location = location;
    const bool known = std::any_of(found->table.indexes.begin(), found->table.indexes.end(), [&](const Index& other) {
      return !index->name.empty() && other.name == index->name;
    });
    if (!known) found->table.indexes.push_back(std::move(*index));
  }

  Context& context_;
  Mapper& mapper_;
  std::vector<DeclaredObject> found_;
};

}  // namespace

std::vector<DeclaredObject> collect_declared(Context& context, Mapper& mapper,
                                             const std::vector<const Module*>& modules) {
  DeclaredCollector collector(context, mapper);
  for (const Module* module : modules) collector.collect(*module);
  collector.collect_sequences();
  return collector.take();
}

}  // namespace si::sqlalchemy
