// The manual page, https://man7.org/linux/man-pages/man7/man.7.html

#include <fmt/format.h>

#include "commands/global_options.h"
#include "commands/help.h"
#include "support/strings.h"
#include "support/version.h"

namespace si {
namespace {

// roff takes a backslash, a leading dot or quote, and a plain minus for more than text.
std::string roff(std::string_view text) {
  std::string out;
  for (const std::string& line : split(text, '\n')) {
    if (!out.empty()) out += '\n';
    if (line.starts_with('.') || line.starts_with('\'')) out += "\\&";
    for (const char c : line) out += c == '\\' ? "\\e" : (c == '-' ? "\\-" : std::string(1, c));
  }
  return out;
}

std::string option_entries(const std::vector<Argument>& arguments) {
  std::string out;
  for (const Argument& argument : arguments) {
    out += ".TP\n.B " + roff(replace_all(argument.name, ",", ", "));
    if (!argument.value.empty()) out += " \\fI" + roff(argument.value) + "\\fR";
    out += '\n' + roff(argument.help) + '\n';
  }
  return out;
}

std::string example_block(std::string_view example) { return ".PP\n.EX\n" + roff(trim(example)) + "\n.EE\n"; }

std::string command_section(Command& command) {
  const CommandText& text = command.text();
  std::string usage(text.name);
  std::vector<Argument> arguments = command.arguments();
  for (const Argument& argument : arguments)
    if (argument.positional()) usage += ' ' + argument.name;
  std::string out = fmt::format(".SS {}\n{}.\n", roff(usage), roff(text.summary));
  if (!text.description.empty()) out += roff(trim(text.description)) + '\n';
  if (!text.formats.empty()) out += ".PP\nFormats: " + roff(join(text.formats, ", ")) + ".\n";
  return out + option_entries(arguments) + example_block(text.example);
}

}  // namespace

std::string manual_page(const Commands& commands) {
  GlobalOptions options;
  std::string out =
      fmt::format(".TH SCHEMA\\-INSPECTOR 1 \"\" \"schema\\-inspector {}\" \"User Commands\"\n", version());
  out +=
      ".SH NAME\n"
      "schema\\-inspector \\- keeps SQLAlchemy models, queries and schema documents in line with a live PostgreSQL "
      "database\n"
      ".SH SYNOPSIS\n.B schema\\-inspector\n[\\fIOPTIONS\\fR] \\fICOMMAND\\fR [\\fIOPTIONS\\fR] [\\fIARGUMENTS\\fR]\n"
      ".SH DESCRIPTION\n"
      "Compares a live PostgreSQL database, which is the truth, with the models of an application and the documents "
      "made from them. The application is never imported or run, and the database is only read.\n"
      ".SH OPTIONS\nThey stand before or after the command.\n";
  out += option_entries(global_arguments(options, {})) + ".SH COMMANDS\n";
  for (const auto& command : commands) out += command_section(*command);
  out +=
      ".SH EXIT STATUS\n"
      ".TP\n.B 0\nDone, nothing at or above \\-\\-fail\\-on.\n"
      ".TP\n.B 1\nDone, and there are findings at or above \\-\\-fail\\-on (or validate says FAIL).\n"
      ".TP\n.B 2\nThe command line or the configuration is wrong.\n"
      ".TP\n.B 3\nThe database cannot be reached, read or changed.\n"
      ".TP\n.B 4\nInput files cannot be read, or an output cannot be written.\n"
      ".TP\n.B 70\nA mistake of the program itself.\n"
      ".SH ENVIRONMENT\n"
      ".TP\n.B DATABASE_URL\nThe database, when neither \\-\\-db nor the configuration names one.\n"
      ".TP\n.B PGHOST, PGDATABASE, PGUSER, PGPASSWORD, PGSERVICE ...\nlibpq's own, when nothing else names a "
      "database.\n"
      ".TP\n.B NO_COLOR, CLICOLOR_FORCE\nNo colour; colour also where there is no terminal.\n"
      ".SH FILES\n"
      ".TP\n.B schema\\-inspector.toml\nThe configuration: the nearest upwards from the working directory. Its folder "
      "is the project's root.\n"
      ".TP\n.B .env\nIn the project's root: may set DATABASE_URL.\n";
  return out;
}

}  // namespace si
