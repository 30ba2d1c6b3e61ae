#include "commands/comparing.h"

#include "engine/pipeline.h"
#include "project/paths.h"
#include "rules/suppressions.h"
#include "support/files.h"
#include "support/strings.h"

namespace si {
namespace {

constexpr std::string_view kDefaultBaseline = "schema-inspector-baseline.json";

CommandText with_all_formats(CommandText text) {
  text.formats = format_names();
  return text;
}

}  // namespace

ComparingCommand::ComparingCommand(CommandText text) : Command(with_all_formats(std::move(text))) {}

std::vector<Argument> ComparingCommand::arguments() {
  return {
      {"--baseline", "FILE", "Leave out the findings that this file knows; they are counted as suppressed.",
       &baseline_},
      {"--write-baseline", "FILE",
       "Accept all findings of this run: write them to FILE, else to the file of --baseline, else to "
       "schema-inspector-baseline.json in the project's folder.",
       &write_baseline_},
  };
}

Result<std::set<std::string>> ComparingCommand::known_findings() const {
  if (baseline_.empty() || write_baseline_) return std::set<std::string>{};
  const Result<std::string> json = read_file(baseline_);
  if (!json) return json.error();
  return read_baseline(*json, baseline_);
}

Status ComparingCommand::write_known(Session& session, const Settings& settings, const FindingsReport& report) const {
  std::string path = write_baseline_->empty() ? baseline_ : *write_baseline_;
  if (path.empty()) path = resolve_path(settings.config.root, kDefaultBaseline);
  if (Status written = write_file_atomically(path, write_baseline(report.findings)); !written) return written;
  session.note(std::to_string(report.findings.size()) + " findings accepted in " + path);
  return Done{};
}

Status ComparingCommand::finish(Session&, const Settings&, const FindingsReport&) { return Done{}; }

Result<int> ComparingCommand::compare(Session& session, const Settings& settings, const Source& truth,
                                      const Source& follower) {
  const Result<std::set<std::string>> known = known_findings();
  if (!known) return known.error();
  SourceLines lines(settings.config.root);
  session.progress().show("comparing");
  FindingsReport report = compare_sources(session.command(), truth, follower, settings.config, *known, lines);
  if (write_baseline_) {
    if (Status written = write_known(session, settings, report); !written) return written.error();
    report.suppressed += report.findings.size();
    report.findings.clear();
  }
  if (Status finished = finish(session, settings, report); !finished) return finished.error();
  if (Status written = session.write(render_findings(session, report, lines)); !written) return written.error();
  return session.exit_status(settings.config, report.findings);
}

std::string render_findings(Session& session, const FindingsReport& report, SourceLines& lines) {
  RenderOptions options;
  options.color = session.color();
  options.verbose = session.verbose();
  options.source_line = [&](const std::string& file, std::uint32_t line) { return lines.line(file, line); };
  return render(report, parse_format(session.format_name()).value_or(Format::kText), options);
}

}  // namespace si
