#include <algorithm>

#include "commands/command.h"
#include "commands/session.h"
#include "engine/source.h"
#include "fixes/new_models.h"
#include "support/strings.h"

namespace si {
namespace {

class GenerateModels : public Command {
 public:
  GenerateModels()
      : Command({
            "generate-models",
            "Prints model classes for the tables of a database",
            "One module with a class a table: columns in order, keys, constraints, indexes and comments. Without "
            "TABLE, all "
            "tables. A table without a primary key gets one that the mapper can use. In a project that has models, "
            "fix-models "
            "writes a missing class into the file of its nearest kin, in that file's style.",
            R"(
# a module for a whole database
schema-inspector generate-models --db postgresql://reader@localhost/app --output models.py

# two tables, as classic Column() classes
schema-inspector generate-models --style classic users 'orders*'
)",
            {},
        }) {}

  std::vector<Argument> arguments() override {
    return {
        {"TABLE", "", "Tables by name or glob, also schema.table.", &tables_},
        {"--style",
         "STYLE",
         "How classes are written: mapped (SQLAlchemy 2.0, the default), classic or sqlmodel.",
         &style_,
         {"mapped", "classic", "sqlmodel"}},
    };
  }

  Result<int> run(Session& session) override {
    const Result<Settings> settings = session.settings();
    if (!settings) return settings.error();
    const Result<Source> database = load_database(*settings);
    if (!database) return database.error();
    std::vector<QualifiedName> chosen;
    for (const auto& [schema, space] : database->schema.schemas)
      for (const auto& [name, table] : space.tables)
        if (is_chosen(schema, name) && table.extension.empty() && !table.partition_of) chosen.push_back({schema, name});
    if (chosen.empty())
      return Error{
          ErrorKind::kUsage,
          tables_.empty() ? "the database has no tables" : "no table is called " + printable(join(tables_, ", ")),
          "schema-inspector introspect shows what there is"};
    const ModelStyle style = style_ == "classic"    ? ModelStyle::kClassic
                             : style_ == "sqlmodel" ? ModelStyle::kSqlModel
                                                    : ModelStyle::kMapped;
    const GeneratedModels models = generate_models(database->schema, chosen, style, 2);
    for (const NotRead& problem : models.problems) session.note(problem.what + " has no class: " + problem.why);
    if (Status written = session.write(models.text); !written) return written.error();
    return kExitDone;
  }

 private:
  bool is_chosen(const std::string& schema, const std::string& name) const {
    if (tables_.empty()) return true;
    return std::any_of(tables_.begin(), tables_.end(), [&](const std::string& glob) {
      return glob_match(glob, name) || glob_match(glob, schema + "." + name);
    });
  }

  std::vector<std::string> tables_;
  std::string style_;
};

}  // namespace

std::unique_ptr<Command> make_generate_models() { return std::make_unique<GenerateModels>(); }

}  // namespace si
