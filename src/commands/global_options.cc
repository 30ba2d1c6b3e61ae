#include "commands/global_options.h"

#include "reports/report.h"
#include "support/strings.h"

namespace si {

std::vector<Argument> global_arguments(GlobalOptions& options, const std::vector<std::string>& formats) {
  const std::string format_help =
      formats.empty()
          ? "How to say it: " + join(format_names(), ", ") + "; each command takes those that make sense for it."
          : "How to say it: " + join(formats, ", ") + "; " + formats.front() + " when not given.";
  return {
      {"-c,--config", "FILE",
       "The configuration; when not given, the nearest schema-inspector.toml upwards from the working directory.",
       &options.config},
      {"--db", "SOURCE",
       "The database: a PostgreSQL or SQLAlchemy URL, a libpq keyword string, file:PATH.sql or snapshot:PATH.json.",
       &options.database},
      {"--models", "PATH...", "Files, folders or globs of Python code that hold the models.", &options.models},
      {"-f,--format", "FORMAT", format_help, &options.format},
      {"-o,--output", "FILE", "Write there rather than to standard output.", &options.output},
      {"--fail-on",
       "LEVEL",
       "From which severity on findings make the exit status 1: critical, warning, info or never; warning when not "
       "given.",
       &options.fail_on,
       {"critical", "warning", "info", "never"}},
      {"--color", "WHEN", "Colour the text: auto, always or never.", &options.color, {"auto", "always", "never"}},
      {"-q,--quiet", "", "Write nothing to standard error but errors.", &options.quiet},
      {"-v,--verbose", "", "Say more: every place that could not be resolved, all that was not compared.",
       &options.verbose},
      {"--no-progress", "", "Show no progress, also on a terminal.", &options.no_progress},
      {"-h,--help", "", "Show this help.", &options.help},
      {"-V,--version", "", "Show the version.", &options.version},
  };
}

}  // namespace si
