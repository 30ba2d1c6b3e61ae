#include <filesystem>

#include "commands/command.h"
#include "commands/session.h"
#include "project/dot_env.h"
#include "project/paths.h"
#include "project/template.h"
#include "sources/sqlalchemy/models.h"
#include "support/files.h"
#include "support/strings.h"

namespace si {
namespace {

namespace fs = std::filesystem;

class Init : public Command {
 public:
  Init()
      : Command({
            "init",
            "Writes a commented schema-inspector.toml from what it detects",
            "Into the working directory, or to --output. It looks for the files that declare models, a schema document "
            "and a .env with DATABASE_URL. A file that exists is never overwritten: exit status 4.",
            R"(
schema-inspector init

# only look
schema-inspector init --output -
)",
            {},
        }) {}

  Result<int> run(Session& session) override {
    std::error_code failure;
    const std::string root = fs::current_path(failure).string();
    const std::string path = session.options().output.empty() ? "schema-inspector.toml" : session.options().output;
    if (path != "-" && fs::exists(fs::symlink_status(path, failure)))
      return Error{ErrorKind::kFiles, printable(path) + " exists already; it is left as it is",
                   "move it away first, or print a new one with --output -"};
    const std::string content = config_template(detect(session, root));
    if (path == "-") {
      if (const Status written = write_standard_output(content); !written) return written.error();
      return kExitDone;
    }
    if (const Status written = write_file_atomically(path, content); !written) return written.error();
    session.note("wrote " + path);
    return kExitDone;
  }

 private:
  static Detected detect(Session& session, const std::string& root) {
    Detected found;
    ReadModelsOptions options;
    options.root = root;
    options.paths = {root};
    if (!session.options().models.empty()) {
      const auto given = expand_globs(root, session.options().models);
      if (given) options.paths = *given;
    }
    session.progress().show("looking for models");
    if (const auto reading = read_models(options)) found.models = folders_of(reading->files);
    std::error_code failure;
    for (const char* candidate : {"docs/database_schema.md", "database_schema.md", "docs/schema.md"})
      if (found.document.empty() && fs::is_regular_file(resolve_path(root, candidate), failure))
        found.document = candidate;
    if (const auto text = read_file(resolve_path(root, ".env")))
      found.dot_env = parse_dot_env(*text, {}).count("DATABASE_URL") > 0;
    return found;
  }
};

}  // namespace

std::unique_ptr<Command> make_init() { return std::make_unique<Init>(); }

}  // namespace si
