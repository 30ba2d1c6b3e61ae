#include "commands/command.h"
#include "commands/session.h"
#include "engine/source.h"
#include "fixes/ddl/script.h"
#include "model/snapshot.h"
#include "reports/formats.h"
#include "reports/schema_text.h"

namespace si {
namespace {

class Introspect : public Command {
 public:
  Introspect()
      : Command({
            "introspect",
            "Shows a schema: of the database, the models or the document",
            "As JSON it is a whole snapshot, which --db snapshot:FILE reads again without a server; as SQL the DDL "
            "that "
            "rebuilds it on an empty server. What cannot be said in SQL stands in comments of the script and on "
            "standard error.",
            R"(
# the users tables of the configured database
schema-inspector introspect --tables 'users*'

# a snapshot of a dump
schema-inspector introspect --db file:schema.sql --format json --output snapshot.json

# DDL for an empty server, without owners and privileges
schema-inspector introspect --format sql --no-owner --no-privileges --output schema.sql

# what the models declare
schema-inspector introspect --source models --models app/models
)",
            {"text", "json", "sql"},
        }) {}

  std::vector<Argument> arguments() override {
    return {
        {"--source", "SOURCE", "db, models or docs; db when not given.", &source_, {"db", "models", "docs"}},
        {"--tables", "GLOB...", "Only the tables and views whose name, or schema.name, matches one of these.",
         &tables_},
        {"--no-owner", "", "As SQL: leave the owners out.", &no_owner_},
        {"--no-privileges", "", "As SQL: leave GRANT and REVOKE out.", &no_privileges_},
    };
  }

  Result<int> run(Session& session) override {
    const Result<Settings> settings = session.settings();
    if (!settings) return settings.error();
    // Never destroyed: to free a million small blocks one by one takes longer than to end the process.
    static Result<Source>& source = *new Result<Source>(load_source(*settings, source_));
    if (!source) return source.error();
    for (const NotRead& entry : source->not_read) session.note("not read: " + entry.what + ": " + entry.why);
    if (session.format_name() == "sql") return write_sql(session, source->schema);
    keep_tables(source->schema, tables_);
    if (session.format_name() != "json") {
      const Status written = session.write(render_schema(source->schema, describe(source->side), session.color()));
      return written ? Result<int>(kExitDone) : written.error();
    }
    Result<OutputFile> output = session.open_output();
    if (!output) return output.error();
    write_snapshot(source->schema, [&](std::string_view piece) { output->write(piece); });
    if (const Status written = output->close(); !written) return written.error();
    return kExitDone;
  }

 private:
  Result<int> write_sql(Session& session, const Schema& schema) const {
    const ddl::Script script = ddl::write_script(schema, {!no_owner_, !no_privileges_, tables_});
    for (const NotRead& entry : schema.not_read) session.note("not read: " + entry.what + ": " + entry.why);
    for (const NotRead& entry : script.unsaid) session.note("not in the script: " + entry.what + ": " + entry.why);
    if (const Status written = session.write(script.sql); !written) return written.error();
    return kExitDone;
  }

  bool no_owner_ = false, no_privileges_ = false;
  std::string source_ = "db";
  std::vector<std::string> tables_;
};

}  // namespace

std::unique_ptr<Command> make_introspect() { return std::make_unique<Introspect>(); }

}  // namespace si
