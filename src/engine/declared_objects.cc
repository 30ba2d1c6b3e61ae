// The database's own object is moved out of the way by another name, which breaks nothing that rests on it; then the
// declared one is made under the right name, read back as the catalog's readers read it, and all is rolled back.
#include "engine/declared_objects.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>

#include "compare/definition_text.h"
#include "compare/objects.h"
#include "fixes/ddl/script.h"
#include "model/names.h"
#include "sources/postgres/connection.h"
#include "support/strings.h"

namespace si {
namespace {

constexpr int kSilenceMs = 15'000;
constexpr int kConnectSeconds = 10;
constexpr std::string_view kAside = "\"schema-inspector aside\"";

// The object of the truth that a declaration speaks of. Of a function all that have its name: "name(arguments)" and the
// definition.
struct Counterparts {
  std::vector<std::pair<std::string, std::string>> objects;
  bool is_procedure = false;
};

const Definition* find_definition(const std::vector<Definition>& definitions, const std::string& name) {
  const auto found =
      std::find_if(definitions.begin(), definitions.end(), [&](const Definition& d) { return d.name == name; });
  return found == definitions.end() ? nullptr : &*found;
}

std::string words_of(const Policy& policy) {
  return policy.command + ' ' + (policy.permissive ? "permissive" : "restrictive") + " to " + join(policy.roles, ", ") +
         " using " + policy.using_expression.value_or("") + " check " + policy.with_check.value_or("");
}

std::string words_of(const SequenceOptions& options) { return "SEQUENCE" + options_in_words(options); }

class DeclaredMatcher {
 public:
  DeclaredMatcher(Comparison& comparison, const Schema& truth) : comparison_(comparison), truth_(truth) {}

  // The questions that only a server answers; what is plainly not there is said at once.
  std::vector<DeclaredObject> match(const std::vector<DeclaredObject>& declared) {
    std::vector<DeclaredObject> questions;
    for (DeclaredObject object : declared) {
      if (object.name.schema.empty() && object.kind != "extension") object.name.schema = place(object);
      const bool is_there = !known(object).objects.empty();
      if (is_there) ++there_[object.kind];
      if (object.kind == "sequence")
        compare_sequence(object);
      else if (!is_there)
        add(object, std::nullopt, {});
      else if (object.kind != "extension")
        questions.push_back(std::move(object));
    }
    return questions;
  }

  // What the comparison said of objects that it did not look at: those that are declared are none of them.
  void correct_account() const {
    static constexpr std::pair<std::string_view, std::string_view> kLabels[] = {
        {"view", "views"},        {"materialized view", "materialized views"}, {"function", "functions"},
        {"trigger", "triggers"},  {"policy", "row security policies"},         {"extension", "extensions"},
        {"sequence", "sequences"}};
    for (const auto& [kind, label] : kLabels) {
      const auto found = there_.find(std::string(kind));
      if (found == there_.end()) continue;
      const std::string head = std::string(label) + " (";
      for (NotRead& entry : comparison_.not_compared) {
        if (!entry.what.starts_with(head)) continue;
        const std::size_t all = std::strtoul(entry.what.c_str() + head.size(), nullptr, 10);
        entry.what = all > found->second ? head + std::to_string(all - found->second) + ')' : "";
      }
    }
    std::erase_if(comparison_.not_compared, [](const NotRead& entry) { return entry.what.empty(); });
  }

  void ask(Connection& connection, const std::vector<DeclaredObject>& questions) {
    std::vector<std::string> path;
    for (const std::string& schema : truth_.search_path) path.push_back(quote_identifier(schema));
    for (const DeclaredObject& object : questions) {
      const Counterparts own = known(object);
      std::vector<std::string> statements = {"BEGIN", "SET LOCAL statement_timeout = '5s'",
                                             "SET LOCAL check_function_bodies = off"};
      for (const auto& [name, definition] : own.objects) statements.push_back(aside(object, name, own.is_procedure));
      statements.push_back("SET LOCAL search_path = " + (path.empty() ? "''" : join(path, ", ")));
      statements.push_back(object.sql);
      statements.emplace_back("SET LOCAL search_path = ''");
      statements.push_back(reading(object));
      std::vector<std::optional<std::string>> row;
      const auto failure = connection.run_batch(statements, kSilenceMs, [&](std::size_t i, const Rows& rows) {
        if (i + 1 != statements.size() || rows.size() != 1) return;
        for (int column = 0; column < 2; ++column) row.push_back(rows.optional(0, column));
      });
      connection.run_batch({"ROLLBACK"}, kSilenceMs, [](std::size_t, const Rows&) {});
      if (failure || row.size() != 2) {
        comparison_.unresolved.push_back({{object.name.schema, object.table.empty() ? object.name.name : object.table},
                                          "",
                                          "the " + object.kind + ' ' + object.name.name + " that the code declares: " +
                                              (failure ? "a scratch server refuses it: " + failure->error.message
                                                       : "a scratch server has none of it"),
                                          object.location});
        continue;
      }
      compare(object, own, row[0].value_or(""), row[1].value_or(""));
    }
  }

 private:
  const Namespace* space(const std::string& schema) const {
    const auto found = truth_.schemas.find(schema);
    return found == truth_.schemas.end() ? nullptr : &found->second;
  }

  // The first schema of the search path that has it, else the one it would be made in.
  std::string place(DeclaredObject object) const {
    for (const std::string& schema : truth_.search_path) {
      object.name.schema = schema;
      const Namespace* at = space(schema);
      if (at != nullptr && (object.table.empty() ? !known(object).objects.empty() : at->tables.contains(object.table)))
        return schema;
    }
    return truth_.default_schema();
  }

  Counterparts known(const DeclaredObject& object) const {
    Counterparts out;
    const std::string& name = object.name.name;
    if (object.kind == "extension") {
      if (truth_.extensions.contains(name)) out.objects.emplace_back(name, "");
      return out;
    }
    const Namespace* at = space(object.name.schema);
    if (at == nullptr) return out;
    const auto table = at->tables.find(object.table);
    const auto view_in = [&](const std::map<std::string, View>& views) {
      if (const auto found = views.find(name); found != views.end())
        out.objects.emplace_back(name, found->second.definition);
    };
    if (object.kind == "view") view_in(at->views);
    if (object.kind == "materialized view") view_in(at->materialized_views);
    if (object.kind == "sequence" && at->sequences.contains(name)) out.objects.emplace_back(name, "");
    if (object.kind == "function") {
      for (const auto& [key, function] : at->functions) {
        if (function.name != name) continue;
        out.objects.emplace_back(function.arguments, function.definition);
        out.is_procedure = function.kind == FunctionKind::kProcedure;
      }
    }
    if (object.kind == "trigger") {
      const std::vector<Definition>* triggers = nullptr;
      if (table != at->tables.end()) triggers = &table->second.triggers;
      if (const auto view = at->views.find(object.table); view != at->views.end()) triggers = &view->second.triggers;
      const Definition* found = triggers == nullptr ? nullptr : find_definition(*triggers, name);
      if (found != nullptr) out.objects.emplace_back(name, found->definition);
    }
    if (object.kind == "policy" && table != at->tables.end())
      for (const Policy& policy : table->second.policies)
        if (policy.name == name) out.objects.emplace_back(name, words_of(policy));
    return out;
  }

  static std::string at_table(const DeclaredObject& object) {
    return to_string(QualifiedName{object.name.schema, object.table});
  }

  static std::string aside(const DeclaredObject& object, const std::string& name, bool is_procedure) {
    const std::string rename = " RENAME TO " + std::string(kAside);
    const std::string own = to_string(object.name);
    if (object.kind == "function")
      return std::string("ALTER ") + (is_procedure ? "PROCEDURE " : "FUNCTION ") + own + '(' + name + ')' + rename;
    if (object.kind == "view") return "ALTER VIEW " + own + rename;
    if (object.kind == "materialized view") return "ALTER MATERIALIZED VIEW " + own + rename;
    return "ALTER " + to_upper_ascii(object.kind) + ' ' + quote_identifier(name) + " ON " + at_table(object) + rename;
  }

  // Two columns: the definition, and a function's arguments.
  static std::string reading(const DeclaredObject& object) {
    const std::string own = quote_literal(to_string(object.name)) + "::regclass";
    const std::string name = quote_literal(object.name.name), schema = quote_literal(object.name.schema);
    if (object.kind == "function")
      return "SELECT pg_get_functiondef(p.oid), pg_get_function_identity_arguments(p.oid) FROM pg_catalog.pg_proc p "
             "JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE p.proname = " +
             name + " AND n.nspname = " + schema;
    if (object.kind == "view" || object.kind == "materialized view")
      return "SELECT pg_catalog.pg_get_viewdef(" + own + "), ''";
    const std::string table = quote_literal(at_table(object)) + "::regclass";
    if (object.kind == "trigger")
      return "SELECT pg_catalog.pg_get_triggerdef(t.oid), '' FROM pg_catalog.pg_trigger t WHERE t.tgrelid = " + table +
             " AND t.tgname = " + name;
    return "SELECT CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN "
           "'delete' ELSE 'all' END || CASE WHEN p.polpermissive THEN ' permissive' ELSE ' restrictive' END || ' to ' "
           "|| "
           "array_to_string(ARRAY(SELECT CASE WHEN r.oid = 0 THEN 'public' ELSE pg_get_userbyid(r.oid)::text END FROM "
           "unnest(p.polroles) AS r(oid) ORDER BY 1), ', ') || ' using ' || COALESCE(pg_get_expr(p.polqual, "
           "p.polrelid), '') || ' check ' || COALESCE(pg_get_expr(p.polwithcheck, p.polrelid), ''), '' FROM "
           "pg_catalog.pg_policy p WHERE p.polrelid = " +
           table + " AND p.polname = " + name;
  }

  // A sequence goes with the table whose column draws from it: where that is missing, its own finding says so.
  void compare_sequence(const DeclaredObject& object) {
    if (!object.used_by.name.empty() && truth_.find_table(object.used_by) == nullptr) return;
    const Namespace* at = space(object.name.schema);
    const auto found =
        at == nullptr ? std::map<std::string, Sequence>::const_iterator() : at->sequences.find(object.name.name);
    if (at == nullptr || found == at->sequences.end()) {
      add(object, std::nullopt, {}, object.options ? words_of(*object.options) : "SEQUENCE");
      return;
    }
    if (!object.options) return;
    const std::vector<std::string> differences =
        differing_options(found->second.options, without_type_limits(*object.options, found->second.type));
    if (!differences.empty()) add(object, words_of(found->second.options), differences, words_of(*object.options));
  }

  void compare(const DeclaredObject& object, const Counterparts& own, const std::string& text,
               const std::string& arguments) {
    const auto words = [&](const std::string& sql) { return definition_words(sql, {}); };
    for (const auto& [name, definition] : own.objects) {
      if (object.kind == "function" && name != arguments) continue;
      if (words(definition) != words(text)) add(object, definition, {"definition"}, text, arguments);
      return;
    }
    if (own.objects.size() == 1)
      add(object, own.objects[0].second, {"arguments"}, text, own.objects[0].first);
    else
      add(object, std::nullopt, {}, text, arguments);
  }

  void add(const DeclaredObject& object, std::optional<std::string> truth, std::vector<std::string> differences,
           const std::string& text = "", const std::string& arguments = "") {
    ObjectPair pair;
    pair.kind = object.kind;
    pair.schema = object.name.schema;
    pair.table = object.table;
    pair.name = object.name.name;
    if (object.kind == "function" && !text.empty()) pair.name += '(' + arguments + ')';
    if (truth) truth = std::string(trim(*truth));
    pair.truth = std::move(truth);
    pair.follower = std::string(trim(text.empty() ? object.sql : text));
    pair.differences = std::move(differences);
    pair.location = object.location;
    comparison_.objects.push_back(std::move(pair));
  }

  Comparison& comparison_;
  const Schema& truth_;
  std::map<std::string, std::size_t> there_;  // kind -> declared objects that the truth has
};

// Statements that make the roles which policies name; a script names them and makes none.
std::string roles_of(const Schema& schema) {
  std::set<std::string> roles;
  for (const auto& [name, space] : schema.schemas)
    for (const auto& [table_name, table] : space.tables)
      for (const Policy& policy : table.policies) roles.insert(policy.roles.begin(), policy.roles.end());
  roles.erase("public");
  std::string sql;
  for (const std::string& role : roles)
    sql +=
        "DO $$ BEGIN CREATE ROLE " + quote_identifier(role) + "; EXCEPTION WHEN duplicate_object THEN NULL; END $$;\n";
  return sql;
}

}  // namespace

void compare_declared_objects(Comparison& comparison, const Source& truth, const std::vector<DeclaredObject>& declared,
                              const std::string& scratch, ScratchServer& server) {
  if (declared.empty() || truth.schema.source.kind == SourceKind::kModels) return;
  DeclaredMatcher matcher(comparison, truth.schema);
  const std::vector<DeclaredObject> questions = matcher.match(declared);
  matcher.correct_account();
  std::string why_not;
  if (!questions.empty()) {
    ddl::ScriptOptions options;
    options.owners = options.privileges = false;
    Result<DatabaseSource> source =
        server.with_schema(scratch, roles_of(truth.schema) + ddl::write_script(truth.schema, options).sql);
    Result<Connection> connection =
        source ? Connection::open(*source, kConnectSeconds) : Result<Connection>(source.error());
    const std::string version = split(truth.schema.source.server_version, '.').front();
    if (!connection)
      why_not = connection.error().message;
    else if (version != std::to_string(connection->server_version() / 10000))
      why_not = "the scratch server is PostgreSQL " + connection->server_version_text() + ", the database " + version;
    else
      matcher.ask(*connection, questions);
  }
  if (why_not.empty())
    comparison.compared.emplace_back("objects that the code declares as SQL");
  else
    comparison.not_compared.push_back(
        {"definitions of objects that the code declares as SQL (" + std::to_string(questions.size()) + ')', why_not});
  std::sort(comparison.objects.begin(), comparison.objects.end(), [](const ObjectPair& a, const ObjectPair& b) {
    return std::tie(a.kind, a.schema, a.table, a.name) < std::tie(b.kind, b.schema, b.table, b.name);
  });
}

}  // namespace si
