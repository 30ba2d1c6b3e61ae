#include "commands/session.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "support/strings.h"

namespace si {
namespace {

bool environment_has(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

}  // namespace

Session::Session(GlobalOptions options, const CommandText& text)
    : options_(std::move(options)), text_(text), progress_(!options_.no_progress && !options_.quiet) {}

std::string Session::format_name() const {
  if (!options_.format.empty()) return options_.format;
  return text_.formats.empty() ? "text" : text_.formats.front();
}

// https://no-color.org and https://bixense.com/clicolors; an option beats both.
bool Session::color() const {
  if (options_.color != "auto") return options_.color == "always";
  if (environment_has("NO_COLOR")) return false;
  const char* force = std::getenv("CLICOLOR_FORCE");
  if (force != nullptr && *force != '\0' && std::string_view(force) != "0") return true;
  const char* term = std::getenv("TERM");
  if (term != nullptr && std::string_view(term) == "dumb") return false;
  return options_.output.empty() && ::isatty(1) == 1;
}

Result<Settings> Session::settings() {
  Result<Config> config = read_config(options_.config);
  if (!config) return config.error();
  Settings settings;
  settings.config = std::move(*config);
  settings.database = options_.database;
  for (const std::string& path : options_.models) {
    std::error_code failure;
    const auto absolute = std::filesystem::absolute(path, failure);
    settings.models.push_back(failure ? path : absolute.lexically_normal().string());
  }
  settings.progress = &progress_;
  return settings;
}

int Session::exit_status(const Config& config, const std::vector<Finding>& findings) const {
  const std::string& asked = options_.fail_on;
  if (asked == "never" || (asked.empty() && config.fail_never)) return kExitDone;
  const Severity least = parse_severity(asked).value_or(config.fail_on.value_or(Severity::kWarning));
  const bool fails =
      std::any_of(findings.begin(), findings.end(), [&](const Finding& f) { return f.severity >= least; });
  return fails ? kExitFindings : kExitDone;
}

Result<OutputFile> Session::open_output() {
  progress_.clear();
  if (options_.output.empty() || options_.output == "-") return OutputFile::standard_output();
  return OutputFile::open(options_.output);
}

Status Session::write(std::string_view content) {
  Result<OutputFile> output = open_output();
  if (!output) return output.error();
  output->write(content);
  return output->close();
}

void Session::note(std::string_view text) {
  if (options_.quiet) return;
  progress_.clear();
  std::fputs(("schema-inspector: " + printable(text) + '\n').c_str(), stderr);
}

}  // namespace si
