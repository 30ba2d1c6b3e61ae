#include "commands/run.h"

#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <new>

#include "commands/command_line.h"
#include "commands/help.h"
#include "commands/session.h"
#include "support/files.h"
#include "support/version.h"

namespace si {
namespace {

int report_failure(const Error& error) {
  std::string text = "schema-inspector: error: " + error.message + '\n';
  if (!error.hint.empty()) text += "  hint: " + error.hint + '\n';
  std::fputs(text.c_str(), stderr);
  return static_cast<int>(error.kind);
}

int finish(const Status& written, int status) { return written ? status : report_failure(written.error()); }

int run_words(const std::vector<std::string>& words) {
  const Commands commands = all_commands();
  GlobalOptions options;
  const Result<Command*> parsed = parse_command_line(words, commands, options);
  if (!parsed) return report_failure(parsed.error());
  Command* command = *parsed;
  if (options.help)
    return finish(write_standard_output(command == nullptr ? program_help(commands) : command_help(*command)), 0);
  if (options.version) return finish(write_standard_output(fmt::format("schema-inspector {}\n", version())), 0);
  if (command == nullptr) {
    std::fputs(program_help(commands).c_str(), stderr);
    return static_cast<int>(ErrorKind::kUsage);
  }
  Session session(std::move(options), command->text());
  const Result<int> status = command->run(session);
  session.progress().clear();
  return status ? *status : report_failure(status.error());
}

}  // namespace

int run_program(const std::vector<std::string>& words) {
  try {
    return run_words(words);
  } catch (const std::bad_alloc&) {
    std::fputs("schema-inspector: out of memory\n", stderr);
  } catch (const std::exception& error) {
    std::fputs(fmt::format("schema-inspector: a mistake of the program itself: {}\n", error.what()).c_str(), stderr);
  }
  return static_cast<int>(ErrorKind::kBug);
}

}  // namespace si
