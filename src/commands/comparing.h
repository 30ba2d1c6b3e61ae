// What the commands that compare two sources share: baseline, report, exit status.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "commands/command.h"
#include "commands/session.h"
#include "engine/source.h"
#include "engine/source_lines.h"
#include "reports/report.h"

namespace si {

class ComparingCommand : public Command {
 public:
  explicit ComparingCommand(CommandText text);
  std::vector<Argument> arguments() override;

 protected:
  // Writes a finished report to its place, or the baseline from it; the exit status.
  Result<int> deliver(Session& session, const Settings& settings, FindingsReport report, SourceLines& lines);
  bool writes_baseline() const { return write_baseline_.has_value(); }
  // What --baseline knows.
  Result<std::set<std::string>> known_findings() const;
  // Compares, applies or writes the baseline, writes the report to its place; the exit status.
  Result<int> compare(Session& session, const Settings& settings, const Source& truth, const Source& follower);
  // Called with the finished report before it is written; commands that write more files do it here.
  virtual Status finish(Session& session, const Settings& settings, const FindingsReport& report);

 private:
  // Writes what is accepted, and takes it out of the report.
  Status write_known(Session& session, const Settings& settings, FindingsReport& report) const;

  bool accept_new_ = false;
  std::string baseline_;
  std::optional<std::string> write_baseline_;
};

// The fingerprints in a baseline file; an empty path: none.
Result<std::set<std::string>> read_known_findings(const std::string& path);

// With colour and source lines as the session says.
std::string render_findings(Session& session, const FindingsReport& report, SourceLines& lines);

}  // namespace si
