#include "commands/comparing.h"

#include <filesystem>
#include <utility>

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
       "schema-inspector-baseline.json in the project's folder. A file that is there only shrinks: what no longer "
       "occurs is taken out.",
       &write_baseline_},
      {"--accept-new", "", "With --write-baseline: also accept findings that the file does not know yet.",
       &accept_new_},
  };
}

Result<std::set<std::string>> read_known_findings(const std::string& path) {
  if (path.empty()) return std::set<std::string>{};
  const Result<std::string> json = read_file(path);
  if (!json) return json.error();
  return read_baseline(*json, path);
}

// A baseline that is there already only shrinks, unless new findings are to be accepted too.
Status ComparingCommand::write_known(Session& session, const Settings& settings, FindingsReport& report) const {
  std::string path = write_baseline_->empty() ? baseline_ : *write_baseline_;
  if (path.empty()) path = resolve_path(settings.config.root, kDefaultBaseline);
  std::error_code failure;
  const bool is_new = !std::filesystem::exists(path, failure);
  const Result<std::set<std::string>> known = read_known_findings(is_new ? "" : path);
  if (!known) return known.error();
  std::vector<Finding> accepted, others;
  for (Finding& finding : report.findings)
    (is_new || accept_new_ || known->contains(finding.id()) ? accepted : others).push_back(std::move(finding));
  if (Status written = write_file_atomically(path, write_baseline(accepted)); !written) return written;
  session.note(std::to_string(accepted.size()) + " findings accepted in " + path);
  if (!others.empty())
    session.note(std::to_string(others.size()) +
                 " new findings are not: a baseline only shrinks; --accept-new takes them in");
  report.suppressed += accepted.size();
  report.findings = std::move(others);
  return Done{};
}

Status ComparingCommand::finish(Session&, const Settings&, const FindingsReport&) { return Done{}; }

Result<int> ComparingCommand::compare(Session& session, const Settings& settings, const Source& truth,
                                      const Source& follower) {
  const Result<std::set<std::string>> known = known_findings();
  if (!known) return known.error();
  SourceLines lines(settings.config.root);
  session.progress().show("comparing");
  Witnesses witnesses(settings);
  return deliver(session, settings,
                 compare_sources(session.command(), truth, follower, settings.config, *known, lines, witnesses), lines);
}

Result<std::set<std::string>> ComparingCommand::known_findings() const {
  return read_known_findings(write_baseline_ ? "" : baseline_);
}

Result<int> ComparingCommand::deliver(Session& session, const Settings& settings, FindingsReport report,
                                      SourceLines& lines) {
  if (write_baseline_) {
    if (Status written = write_known(session, settings, report); !written) return written.error();
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
