#include "commands/command.h"
#include "commands/comparing.h"
#include "commands/session.h"
#include "engine/source_lines.h"
#include "engine/validation.h"

namespace si {
namespace {

class Validate : public Command {
 public:
  Validate()
      : Command({
            "validate",
            "PASS or FAIL: everything that follows the live database, each part against it",
            "Models, schema document, snapshot, agent documents (where one has the managed block), change log (every "
            "change since the snapshot is in it) and inventory. A part fails when it has findings at or above "
            "--fail-on, is out of date, or cannot be read. The last line is validate: PASS or validate: FAIL, and then "
            "the exit status is 1. --verbose shows the findings.",
            R"(
# in continuous integration
schema-inspector validate --db "$DATABASE_URL"

# what is wrong, for a program
schema-inspector validate --format json
)",
            {"text", "json", "markdown"},
        }) {}

  std::vector<Argument> arguments() override {
    return {{"--baseline", "FILE", "Leave out the findings that this file knows; they are counted as suppressed.",
             &baseline_}};
  }

  Result<int> run(Session& session) override {
    const Result<Settings> settings = session.settings();
    if (!settings) return settings.error();
    SourceLines lines(settings->config.root);
    const Result<std::set<std::string>> known = read_known_findings(baseline_);
    if (!known) return known.error();
    std::vector<std::string> commands;
    for (const auto& command : all_commands()) commands.emplace_back(command->text().name);
    Result<ValidationReport> report = validate(*settings, lines, commands, *known);
    if (!report) return report.error();
    for (ValidationPart& part : report->parts)
      if (part.report) part.failed = session.exit_status(settings->config, part.report->findings) != kExitDone;
    RenderOptions options;
    options.color = session.color();
    options.verbose = session.verbose();
    options.source_line = [&](const std::string& file, std::uint32_t line) { return lines.line(file, line); };
    const Format format = parse_format(session.format_name()).value_or(Format::kText);
    if (const Status written = session.write(render_validation(*report, format, options)); !written)
      return written.error();
    return report->passed() ? kExitDone : kExitFindings;
  }

 private:
  std::string baseline_;
};

}  // namespace

std::unique_ptr<Command> make_validate() { return std::make_unique<Validate>(); }

}  // namespace si
