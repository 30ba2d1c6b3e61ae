#include "commands/command.h"
#include "commands/session.h"
#include "engine/source.h"
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
            "As JSON it is a whole snapshot, which --db snapshot:FILE reads again without a server.",
            R"(
# the users tables of the configured database
schema-inspector introspect --tables 'users*'

# a snapshot of a dump
schema-inspector introspect --db file:schema.sql --format json --output snapshot.json

# what the models declare
schema-inspector introspect --source models --models app/models
)",
            {"text", "json"},
        }) {}

  std::vector<Argument> arguments() override {
    return {
        {"--source", "SOURCE", "db, models or docs; db when not given.", &source_, {"db", "models", "docs"}},
        {"--tables", "GLOB...", "Only the tables and views whose name, or schema.name, matches one of these.",
         &tables_},
    };
  }

  Result<int> run(Session& session) override {
    const Result<Settings> settings = session.settings();
    if (!settings) return settings.error();
    Result<Source> source = load_source(*settings, source_);
    if (!source) return source.error();
    keep_tables(source->schema, tables_);
    for (const NotRead& entry : source->not_read) session.note("not read: " + entry.what + ": " + entry.why);
    const std::string shown = session.format_name() == "json"
                                  ? write_snapshot(source->schema)
                                  : render_schema(source->schema, describe(source->side), session.color());
    if (const Status written = session.write(shown); !written) return written.error();
    return kExitDone;
  }

 private:
  std::string source_ = "db";
  std::vector<std::string> tables_;
};

}  // namespace

std::unique_ptr<Command> make_introspect() { return std::make_unique<Introspect>(); }

}  // namespace si
