#include <fmt/format.h>

#include "commands/command.h"
#include "commands/session.h"
#include "engine/agent_docs.h"
#include "engine/campaign_inventory.h"
#include "engine/source_lines.h"
#include "project/paths.h"
#include "reports/formats.h"
#include "support/files.h"
#include "support/strings.h"
#include "text/unified_diff.h"

namespace si {
namespace {

class UpdateAgentDocs : public Command {
 public:
  UpdateAgentDocs()
      : Command({
            "update-agent-docs",
            "Writes the managed blocks in AGENTS.md and rule files, and checks the text around them",
            "The block says the order of truth, where the schema document is, the commands, the conventions, and a "
            "summary of the schema that fits [agents] summary_tokens. Text around it stays as it is, byte for byte. A "
            "block that was edited by hand is left alone. Stale references in the text are rewritten only with "
            "--apply; without it they are shown as a diff. The exit status is 1 while something is left that is "
            "wrong.",
            R"(
# the blocks, and what would be rewritten around them
schema-inspector update-agent-docs

# that too
schema-inspector update-agent-docs --apply

# only look, in continuous integration
schema-inspector update-agent-docs --check
)",
            {"text", "json", "github", "gcc", "sarif"},
        }) {}

  std::vector<Argument> arguments() override {
    return {
        {"--apply", "", "Also rewrite stale references in the text around the blocks.", &apply_},
        {"--check", "", "Write nothing.", &check_},
        {"--force", "", "Write over a block that was edited by hand.", &force_},
    };
  }

  Result<int> run(Session& session) override {
    const Result<Settings> settings = session.settings();
    if (!settings) return settings.error();
    if (apply_ && check_) return Error{ErrorKind::kUsage, "--check and --apply exclude each other", ""};
    const Result<Source> database = load_database(*settings);
    if (!database) return database.error();
    const Inventory inventory = inventory_of(*settings, *database, load_models(*settings));
    AgentDocsOptions options;
    options.force = force_;
    for (const auto& command : all_commands()) options.commands.emplace_back(command->text().name);
    AgentDocsPlan plan = plan_agent_docs(*settings, *database, inventory, options);

    std::string changes, diff;
    for (const AgentFile& file : plan.files) {
      const std::string& wanted = apply_ ? file.fixed : file.with_block;
      if (file.before != wanted && !check_) {
        if (Status written = write_file_atomically(resolve_path(settings->config.root, file.path), wanted); !written)
          return written.error();
        changes += "wrote      " + printable(file.path) + '\n';
      }
      if (!apply_) diff += unified_diff(file.path, check_ ? file.before.value_or("") : wanted, file.fixed);
    }
    // What was just mended is no finding any more.
    std::erase_if(plan.findings, [&](const Finding& finding) {
      return finding.fixable && !check_ && (apply_ || finding.rule == "agent-doc-block");
    });
    const FindingsReport report = report_agent_docs(session.command(), plan, *settings, *database);
    if (Status written = session.write(shown(session, *settings, report, changes, diff)); !written)
      return written.error();
    return session.exit_status(settings->config, report.findings);
  }

 private:
  static std::string shown(Session& session, const Settings& settings, const FindingsReport& report,
                           const std::string& changes, const std::string& diff) {
    SourceLines lines(settings.config.root);
    RenderOptions options;
    options.color = session.color();
    options.verbose = session.verbose();
    options.source_line = [&](const std::string& file, std::uint32_t line) { return lines.line(file, line); };
    const Format format = parse_format(session.format_name()).value_or(Format::kText);
    const std::string findings = render(report, format, options);
    return format == Format::kText ? changes + diff + (changes.empty() && diff.empty() ? "" : "\n") + findings
                                   : findings;
  }

  bool apply_ = false, check_ = false, force_ = false;
};

}  // namespace

std::unique_ptr<Command> make_update_agent_docs() { return std::make_unique<UpdateAgentDocs>(); }

}  // namespace si
