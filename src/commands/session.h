// What a running command works with: the options, the configuration, and where its output goes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "commands/command.h"
#include "commands/global_options.h"
#include "engine/settings.h"
#include "model/finding.h"
#include "reports/report.h"
#include "support/files.h"
#include "support/progress.h"
#include "support/result.h"

namespace si {

class Session {
 public:
  // `text` is the running command's; it must outlive the session.
  Session(GlobalOptions options, const CommandText& text);

  const GlobalOptions& options() const { return options_; }
  std::string command() const { return std::string(text_.name); }
  // The format's name: the one asked for, else the command's first.
  std::string format_name() const;
  bool verbose() const { return options_.verbose; }
  // Whether text for standard output (or --output) is coloured.
  bool color() const;
  Progress& progress() { return progress_; }

  // The configuration with the command line's --db and --models laid over it. Borrows from this session.
  Result<Settings> settings();
  // The exit status that findings of these severities mean, by --fail-on, else the configuration, else "warning".
  int exit_status(const Config& config, const std::vector<Finding>& findings) const;

  // To --output, atomically, else to standard output.
  Status write(std::string_view content);
  // The same, opened for writing in pieces.
  Result<OutputFile> open_output();
  // A line on standard error, left out with --quiet. `text` is made printable.
  void note(std::string_view text);

 private:
  GlobalOptions options_;
  const CommandText& text_;
  Progress progress_;
};

}  // namespace si
