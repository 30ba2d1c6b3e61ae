#include <algorithm>
#include <filesystem>

#include "commands/command.h"
#include "commands/session.h"
#include "project/dot_env.h"
#include "project/paths.h"
#include "project/setup_files.h"
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
            "and a .env with DATABASE_URL. A file that exists is never overwritten: exit status 4. With --gate and "
            "--shim it also sets up the drift gates and the old tool's commands; what is there already stays.",
            R"(
schema-inspector init

# also a hook for every commit and a job for every push, and utils/schema_inspector.py for old scripts
schema-inspector init --gate pre-commit github --shim

# only look
schema-inspector init --output -
)",
            {},
        }) {}

  std::vector<Argument> arguments() override {
    return {
        {"--gate", "GATE...", "Also set up: pre-commit, github, gitlab, nightly.", &gates_},
        {"--shim", "FILE",
         "Also write a Python file (utils/schema_inspector.py when not given) through which the commands introspect, "
         "compare-db-models, generate-docs and validate of the old tool call the program.",
         &shim_},
    };
  }

  Result<int> run(Session& session) override {
    const bool more = !gates_.empty() || shim_;
    if (more)
      if (Status written = write_more(session); !written) return written.error();
    std::error_code failure;
    const std::string root = fs::current_path(failure).string();
    const std::string path = session.options().output.empty() ? "schema-inspector.toml" : session.options().output;
    const bool exists = path != "-" && fs::exists(fs::symlink_status(path, failure));
    if (exists && more) {
      session.note(path + " exists already; it is left as it is");
      return kExitDone;
    }
    if (exists)
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
  Status write_more(Session& session) const {
    for (const std::string& gate : gates_)
      if (std::find(gate_names().begin(), gate_names().end(), gate) == gate_names().end())
        return Error{ErrorKind::kUsage, "there is no gate " + printable(gate),
                     "it is one of: " + join(gate_names(), ", ")};
    const Result<Config> config = read_config(session.options().config);
    if (!config) return config.error();
    std::vector<SetupFile> files;
    if (shim_) files.push_back(shim_file(shim_->empty() ? "utils/schema_inspector.py" : *shim_));
    for (const std::string& gate : gates_) files.push_back(gate_file(gate, config->docs.snapshot));
    for (const SetupFile& file : files) {
      const std::string path = resolve_path(config->root, file.path);
      std::error_code failure;
      if (fs::exists(fs::symlink_status(path, failure))) {
        session.note(file.path + " exists already; it is left as it is");
        continue;
      }
      if (Status written = write_file_atomically(path, file.content); !written) return written;
      session.note("wrote " + file.path + ": " + file.why);
    }
    return Done{};
  }

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

  std::vector<std::string> gates_;
  std::optional<std::string> shim_;
};

}  // namespace

std::unique_ptr<Command> make_init() { return std::make_unique<Init>(); }

}  // namespace si
