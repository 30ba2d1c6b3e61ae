#include <fmt/format.h>

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <filesystem>

#include "commands/command.h"
#include "commands/session.h"
#include "engine/source_lines.h"
#include "engine/validation.h"
#include "project/paths.h"
#include "project/tree.h"
#include "support/sha256.h"
#include "support/strings.h"
#include "support/utc_time.h"

namespace si {
namespace {

namespace fs = std::filesystem;

volatile std::sig_atomic_t stop_asked = 0;
void ask_to_stop(int /*signal*/) { stop_asked = 1; }

void sleep_for(double seconds) {
  timespec time = {};
  time.tv_sec = static_cast<std::time_t>(seconds);
  time.tv_nsec = static_cast<long>((seconds - static_cast<double>(time.tv_sec)) * 1e9);
  ::nanosleep(&time, nullptr);  // a signal wakes it
}

class Watch : public Command {
 public:
  Watch()
      : Command({
            "watch",
            "Checks again when files change, and the database on an interval",
            "Looks at the project's files every second, and validates when one of them has changed or the interval of "
            "the database is over. Each verdict is one table, as validate prints it. Ends on SIGINT or SIGTERM with "
            "exit status 0.",
            R"(
schema-inspector watch

# the database every ten minutes
schema-inspector watch --interval 600
)",
            {},
        }) {}

  std::vector<Argument> arguments() override {
    return {
        {"--interval", "SECONDS", "How often the database is looked at when no file changes: 60 when not given.",
         &interval_},
        {"--checks", "NUMBER", "End after so many checks.", &checks_},
    };
  }

  Result<int> run(Session& session) override {
    const std::optional<double> interval = number(interval_), most = number(checks_);
    if (!interval || !most) return Error{ErrorKind::kUsage, "--interval and --checks take positive numbers", ""};
    struct sigaction action = {};
    action.sa_handler = ask_to_stop;
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
    std::vector<std::string> commands;
    for (const auto& command : all_commands()) commands.emplace_back(command->text().name);
    std::string seen;
    double idle = 0;
    for (double done = 0; stop_asked == 0;) {
      const Result<Settings> settings = session.settings();  // the configuration may change too
      if (!settings) return settings.error();
      const std::string now = signature(settings->config);
      if (now == seen && idle < *interval) {
        constexpr double kLook = 1;
        sleep_for(kLook);
        idle += kLook;
        continue;
      }
      seen = now;
      idle = 0;
      if (Status checked = check(session, *settings, commands); !checked) return checked.error();
      if (*most > 0 && ++done >= *most) break;
    }
    return kExitDone;
  }

 private:
  static std::optional<double> number(const std::string& text) {
    if (text.empty()) return std::nullopt;
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (*end != '\0' || !(value >= 0) || value > 1e9) return std::nullopt;
    return value;
  }

  // Changes when a file comes, goes or is written; what the program writes itself is left out.
  static std::string signature(const Config& config) {
    std::string text;
    const Tree tree =
        Tree::read(config.root, {relative_to(config.root, resolve_path(config.root, config.reports.folder))});
    for (const TreeFile& file : tree.files()) {
      std::error_code failure;
      const auto time = fs::last_write_time(config.root + '/' + file.path, failure).time_since_epoch().count();
      text += fmt::format("{}\t{}\t{}\n", file.path, file.size, failure ? 0 : time);
    }
    return sha256(text);
  }

  // A database that cannot be reached is said, and tried again.
  static Status check(Session& session, const Settings& settings, const std::vector<std::string>& commands) {
    SourceLines lines(settings.config.root);
    Result<ValidationReport> report = validate(settings, lines, commands);
    std::string text = utc_iso(utc_now()) + '\n';
    if (report) {
      for (ValidationPart& part : report->parts)
        if (part.report) part.failed = session.exit_status(settings.config, part.report->findings) != kExitDone;
      RenderOptions options;
      options.color = session.color();
      options.verbose = session.verbose();
      options.source_line = [&](const std::string& file, std::uint32_t line) { return lines.line(file, line); };
      text += render_validation(*report, Format::kText, options);
    } else {
      text += printable(report.error().message) + '\n';
    }
    return session.write(text + '\n');
  }

  std::string interval_ = "60", checks_ = "0";
};

}  // namespace

std::unique_ptr<Command> make_watch() { return std::make_unique<Watch>(); }

}  // namespace si
