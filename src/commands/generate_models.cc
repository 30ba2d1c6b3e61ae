#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "commands/command.h"
#include "commands/session.h"
#include "engine/mend.h"
#include "engine/source.h"
#include "fixes/generated_models.h"
#include "project/paths.h"
#include "support/files.h"
#include "support/strings.h"

namespace si {
namespace {

class GenerateModels : public Command {
 public:
  GenerateModels()
      : Command({
            "generate-models",
            "Prints model classes for the tables of a database",
            "One module with a class a table: columns in order, keys, constraints, indexes, comments, and "
            "relationships both "
            "ways. A table that only connects two others becomes a Table() between them. Without TABLE, all tables. A "
            "table without a primary key gets one that the mapper can use.\n\n"
            "Classes are written in the style of the project's own models and named as those are; fix-models writes a "
            "missing class into the file of its nearest kin. --package writes a whole package: base.py, a module for "
            "each "
            "cluster of tables (those whose names begin with the same word, and what refers to them), and an "
            "__init__.py "
            "that imports them all.",
            R"(
# a module for a whole database
schema-inspector generate-models --db postgresql://reader@localhost/app --output models.py

# a package for a whole database
schema-inspector generate-models --package app/models

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
         "How classes are written: mapped (SQLAlchemy 2.0), classic, flask or sqlmodel. Default: as the project's "
         "models "
         "are; mapped where there are none.",
         &style_,
         {"mapped", "classic", "flask", "sqlmodel"}},
        {"--package", "FOLDER", "Write a package of modules into this folder, which must be new or empty.", &package_},
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
    // A project without models, or whose models can't be found, has no style of its own.
    const Result<Source> models = load_models(*settings);
    GenerateOptions options;
    options.package = !package_.empty();
    if (models) options.models = &models->schema;
    options.style = chosen_style(*settings, models ? &models->schema : nullptr);
    const GeneratedModels made = generate_models(database->schema, chosen, options);
    for (const NotRead& problem : made.problems) session.note(problem.what + " has no class: " + problem.why);
    for (const NotRead& each : made.left_out) session.note(each.what + " is without the constraint " + each.why);
    if (!package_.empty()) {
      if (Status written = write_package(*settings, made); !written) return written.error();
      session.note(fmt::format("{} modules in {}", made.files.size(), printable(package_)));
      return kExitDone;
    }
    if (made.files.empty()) return Error{ErrorKind::kBug, "no module could be written", "this is a mistake of ours"};
    if (Status written = session.write(made.files.front().text); !written) return written.error();
    return kExitDone;
  }

 private:
  ModelStyle chosen_style(const Settings& settings, const Schema* models) const {
    if (style_ == "mapped") return ModelStyle::kMapped;
    if (style_ == "classic") return ModelStyle::kClassic;
    if (style_ == "flask") return ModelStyle::kFlask;
    if (style_ == "sqlmodel") return ModelStyle::kSqlModel;
    return models == nullptr ? ModelStyle::kMapped : style_of(*models, model_texts(settings, *models));
  }

  Status write_package(const Settings& settings, const GeneratedModels& made) const {
    namespace fs = std::filesystem;
    const fs::path folder = resolve_path(settings.config.root, package_);
    std::error_code failure;
    if (fs::exists(folder, failure) && !fs::is_empty(folder, failure))
      return Error{ErrorKind::kFiles, printable(folder.string()) + " is not empty", "name a new folder"};
    fs::create_directories(folder, failure);
    if (failure)
      return Error{ErrorKind::kFiles, "cannot make " + printable(folder.string()) + ": " + failure.message(), ""};
    for (const GeneratedFile& file : made.files)
      if (Status written = write_file_atomically((folder / file.name).string(), file.text); !written) return written;
    return Done{};
  }

  bool is_chosen(const std::string& schema, const std::string& name) const {
    if (tables_.empty()) return true;
    return std::any_of(tables_.begin(), tables_.end(), [&](const std::string& glob) {
      return glob_match(glob, name) || glob_match(glob, schema + "." + name);
    });
  }

  std::vector<std::string> tables_;
  std::string style_, package_;
};

}  // namespace

std::unique_ptr<Command> make_generate_models() { return std::make_unique<GenerateModels>(); }

}  // namespace si
