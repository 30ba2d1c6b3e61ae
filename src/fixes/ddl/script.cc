#include "fixes/ddl/script.h"

#include <algorithm>
#include <set>

#include "fixes/ddl/drafts.h"
#include "fixes/ddl/privileges.h"
#include "fixes/ddl/references.h"
#include "fixes/ddl/words.h"
#include "support/strings.h"

namespace si::ddl {

Step& Drafts::add(Phase phase, std::string what, Mentions mentions) {
  Step& step = steps_.emplace_back();
  step.phase = phase;
  step.what = std::move(what);
  if (const auto found = schemas_.find(mentions.own.schema); found != schemas_.end())
    step.needs.push_back(found->second);
  mentions_.push_back(std::move(mentions));
  return step;
}

std::vector<std::size_t> Drafts::find(const QualifiedName& name) const {
  const auto look = [&](const QualifiedName& at) {
    const auto found = places_.find(at);
    return found == places_.end() ? std::vector<std::size_t>{} : found->second;
  };
  if (std::vector<std::size_t> found = look(name); !found.empty() || !name.schema.empty()) return found;
  for (const std::string& schema : schema_.search_path)
    if (std::vector<std::size_t> found = look({schema, name.name}); !found.empty()) return found;
  return {};
}

std::vector<std::size_t> Drafts::needs_of(const Mentions& mentions) const {
  std::vector<std::size_t> needs;
  const auto add = [&](const QualifiedName& name) {
    if (name == mentions.own) return;
    const std::vector<std::size_t> found = find(name);
    needs.insert(needs.end(), found.begin(), found.end());
  };
  for (const std::string& sql : mentions.sql)
    for (const QualifiedName& name : mentioned_names(sql)) add(name);
  for (const Type& type : mentions.types)
    if (!type.schema.empty() || !is_builtin(type)) add({type.schema, type.name});
  for (const QualifiedName& name : mentions.objects) add(name);
  for (const QualifiedName& name : mentions.whole_tables) {
    add(name);
    if (const auto found = parts_.find(name); found != parts_.end())
      needs.insert(needs.end(), found->second.begin(), found->second.end());
  }
  for (const std::vector<std::string>* names : {&mentions.collations, &mentions.operator_classes})
    for (const std::string& name : *names) {
      add({"", name});
      if (const std::size_t dot = name.find('.'); dot != std::string::npos)
        add({name.substr(0, dot), name.substr(dot + 1)});
    }
  return needs;
}

std::vector<Step> Drafts::take() {
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const std::vector<std::size_t> found = needs_of(mentions_[i]);
    steps_[i].needs.insert(steps_[i].needs.end(), found.begin(), found.end());
  }
  if (!options_.tables.empty()) empty_unneeded();
  return std::move(steps_);
}

bool Drafts::wanted(const QualifiedName& relation) const {
  const auto matches = [&](const std::string& glob) {
    return glob_match(glob, relation.name) || glob_match(glob, relation.schema + '.' + relation.name);
  };
  return options_.tables.empty() || std::any_of(options_.tables.begin(), options_.tables.end(), matches);
}

// Tables and views that are not wanted have no steps; types, functions and sequences stay where one of the others needs
// them, and what hangs on an object stays with it.
void Drafts::empty_unneeded() {
  std::vector<bool> kept(steps_.size(), false);
  std::vector<std::size_t> open;
  const auto keep = [&](std::size_t i) {
    if (!kept[i]) open.push_back(i);
    kept[i] = true;
  };
  for (std::size_t i = 0; i < steps_.size(); ++i)
    if (steps_[i].phase >= Phase::kTable && steps_[i].phase <= Phase::kRefresh &&
        steps_[i].phase != Phase::kOwnedSequence && steps_[i].phase != Phase::kStatistics)
      keep(i);
  while (!open.empty()) {
    const std::size_t i = open.back();
    open.pop_back();
    for (const std::size_t need : steps_[i].needs) keep(need);
  }
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    Step& step = steps_[i];
    const bool hangs_on_kept =
        (step.phase == Phase::kOwnedSequence || step.phase == Phase::kPrivilege) &&
        std::all_of(step.needs.begin(), step.needs.end(), [&](std::size_t n) { return kept[n]; });
    if (kept[i] || hangs_on_kept) continue;
    step = Step{};
  }
}

void Drafts::owner(Step& step, std::string_view kind, const std::string& name, const std::string& owner) const {
  if (!options_.owners || owner.empty()) return;
  step.statements.push_back("ALTER " + std::string(kind) + ' ' + name + " OWNER TO " + quote_identifier(owner));
}

void Drafts::comment(Step& step, std::string_view kind, const std::string& name,
                     const std::optional<std::string>& comment) {
  if (comment) step.statements.push_back(comment_on(kind, name, comment));
}

namespace {

// PostgreSQL 15 gave `public` these; a server makes them itself.
bool is_usual_public(const Namespace& space) {
  return space.owner == "pg_database_owner" &&
         space.privileges == std::vector<std::string>{"=U/pg_database_owner", "pg_database_owner=UC/pg_database_owner"};
}

void draft_schema(const std::string& name, const Namespace& space, Drafts& drafts) {
  Step& step = drafts.add(Phase::kSchema, "schema " + name);
  const std::string quoted = quote_identifier(name);
  drafts.schema_step(name, drafts.last());
  if (!space.extension.empty()) return;
  // Every new database has `public`.
  if (name != "public") step.statements.push_back("CREATE SCHEMA " + quoted);
  if (name != "public" || !is_usual_public(space)) drafts.owner(step, "SCHEMA", quoted, space.owner);
  Drafts::comment(step, "SCHEMA", quoted, space.comment);
  if (name == "public" && (is_usual_public(space) || space.privileges.empty())) return;
  std::vector<std::string> privileges = space.privileges;
  draft_grants("SCHEMA " + quoted, privileges, space.owner, drafts.last(), drafts);
}

void draft_extensions(const Schema& schema, Drafts& drafts) {
  for (const auto& entry : schema.extensions) {
    const std::string& name = entry.first;  // not a structured binding: a lambda below needs it
    const Extension& extension = entry.second;
    if (extension.schema == "pg_catalog") continue;  // plpgsql: in every database
    const auto space = schema.schemas.find(extension.schema);
    const bool has_own_schema = space != schema.schemas.end() && space->second.extension == name;
    Mentions mentions;
    if (!has_own_schema) mentions.own = {extension.schema, ""};
    Step& step = drafts.add(Phase::kExtension, "extension " + name, mentions);
    const std::string quoted = quote_identifier(name);
    step.statements.push_back(
        "CREATE EXTENSION IF NOT EXISTS " + quoted +
        (has_own_schema || extension.schema.empty() ? "" : " WITH SCHEMA " + quote_identifier(extension.schema)) +
        " CASCADE");
    Drafts::comment(step, "EXTENSION", quoted, extension.comment);
    // What belongs to it comes with it.
    for (const auto& [schema_name, in] : schema.schemas) {
      if (in.extension == name) drafts.schema_step(schema_name, drafts.last());
      const auto name_members = [&, &where = schema_name](const auto& objects) {
        for (const auto& [key, object] : objects)
          if (object.extension == name) drafts.name({where, object.name}, drafts.last());
      };
      name_members(in.tables), name_members(in.views), name_members(in.materialized_views);
      name_members(in.sequences), name_members(in.enums), name_members(in.domains);
      name_members(in.composite_types), name_members(in.range_types), name_members(in.functions);
      for (const OtherObject& object : in.other)
        if (object.extension == name) drafts.name({schema_name, object.name}, drafts.last());
    }
  }
}

// The parts of the database itself: it is not known by which name it will be rebuilt.
void draft_database(const Schema& schema, Drafts& drafts) {
  const auto add = [&](const std::string& what, const std::string& format, const std::string& arguments) {
    drafts.add(Phase::kDatabase, what)
        .statements.push_back("DO $do$ BEGIN EXECUTE format(" + quote_literal(format) +
                              ", pg_catalog.current_database()" + arguments + "); END $do$");
  };
  if (schema.comment)
    add("comment on the database", "COMMENT ON DATABASE %I IS %L", ", " + quote_literal(*schema.comment));
  if (schema.search_path != std::vector<std::string>{"public"} && !schema.search_path.empty())
    add("search path", "ALTER DATABASE %I SET search_path = " + identifiers(schema.search_path), "");
}

std::vector<Step> all_steps(const Schema& schema, const ScriptOptions& options) {
  Drafts drafts(schema, options);
  for (const auto& [name, space] : schema.schemas) draft_schema(name, space, drafts);
  draft_extensions(schema, drafts);
  for (const auto& [name, space] : schema.schemas) draft_types(name, space, drafts);
  for (const auto& [name, space] : schema.schemas) draft_functions(name, space, drafts);
  for (const auto& [name, space] : schema.schemas) draft_sequences(name, space, drafts);
  for (const auto& [name, space] : schema.schemas) draft_tables(name, space, drafts);
  for (const auto& [name, space] : schema.schemas) draft_views(name, space, drafts);
  for (const auto& [name, space] : schema.schemas) draft_other(name, space.other, drafts);
  draft_other("", schema.database_objects, drafts);
  if (options.tables.empty()) draft_database(schema, drafts);
  return in_order(drafts.take());
}

std::string comment_line(const std::string& text) { return "-- " + printable(text) + '\n'; }

std::string header(const Schema& schema, const std::vector<NotRead>& unsaid, const std::set<std::string>& roles) {
  std::string source(to_string(schema.source.kind));
  if (!schema.source.name.empty()) source += ' ' + schema.source.name;
  if (!schema.source.server_version.empty()) source += ", PostgreSQL " + schema.source.server_version;
  std::string out = comment_line("The schema of " + source + ", as DDL for an empty server.");
  if (!roles.empty()) {
    std::string list;
    for (const std::string& role : roles) list += (list.empty() ? "" : ", ") + role;
    out += comment_line("It names these roles, which must be there: " + list);
  }
  if (!schema.not_read.empty()) out += comment_line("What was not read of the source is not in it:");
  for (const NotRead& entry : schema.not_read) out += comment_line("  " + entry.what + ": " + entry.why);
  if (!unsaid.empty()) out += comment_line("What it does not say:");
  for (const NotRead& entry : unsaid) out += comment_line("  " + entry.what + ": " + entry.why);
  // As the deparsed expressions were read.
  out +=
      "\nSET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\nSET check_function_bodies = off;\n"
      "SET datestyle = 'ISO, YMD';\nSET intervalstyle = 'postgres';\nSET timezone = 'UTC';\n"
      "SET client_min_messages = warning;\n";
  if (!schema.search_path.empty()) out += "SET search_path = " + identifiers(schema.search_path) + ";\n";
  return out;
}

std::set<std::string> roles_of(const Schema& schema, const ScriptOptions& options) {
  std::set<std::string> roles;
  const auto add = [&](const std::string& owner) {
    if (options.owners && !owner.empty() && !owner.starts_with("pg_")) roles.insert(owner);
  };
  for (const auto& [name, space] : schema.schemas) {
    add(space.owner);
    for (const auto& [key, table] : space.tables) {
      add(table.owner);
      for (const Policy& policy : table.policies)
        for (const std::string& role : policy.roles)
          if (role != "public") roles.insert(role);
    }
    for (const auto& [key, view] : space.views) add(view.owner);
    for (const auto& [key, view] : space.materialized_views) add(view.owner);
    for (const auto& [key, sequence] : space.sequences) add(sequence.owner);
    for (const auto& [key, function] : space.functions) add(function.owner);
  }
  return roles;
}

}  // namespace

Script write_script(const Schema& schema, const ScriptOptions& options) {
  const std::vector<Step> steps = all_steps(schema, options);
  Script script;
  std::string body;
  for (const Step& step : steps) {
    const std::string& why = step.unsaid.empty() ? step.note : step.unsaid;
    if (!why.empty()) script.unsaid.push_back({step.what, why});
    if (step.statements.empty() && why.empty()) continue;
    body += '\n';
    if (!step.unsaid.empty()) body += comment_line("Not written: " + step.what + ": " + step.unsaid);
    if (!step.note.empty()) body += comment_line("Of " + step.what + ": " + step.note);
    for (const std::string& statement : step.statements) body += statement + ";\n";
  }
  std::sort(script.unsaid.begin(), script.unsaid.end(),
            [](const NotRead& a, const NotRead& b) { return std::tie(a.what, a.why) < std::tie(b.what, b.why); });
  script.sql = header(schema, script.unsaid, roles_of(schema, options)) + body;
  return script;
}

}  // namespace si::ddl
