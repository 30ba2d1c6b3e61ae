#include "commands/help.h"

#include <fmt/format.h>

#include "commands/global_options.h"
#include "support/strings.h"

namespace si {
namespace {

constexpr std::size_t kWidth = 96;

// Words of `text` in lines that begin with `indent` spaces; the first is taken to be indented already.
std::string wrap(std::string_view text, std::size_t indent) {
  std::string out;
  std::size_t column = indent;
  for (const std::string& word : split(text, ' ')) {
    if (column > indent && column + 1 + word.size() > kWidth) {
      out += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
  }
  return out;
}

std::string usage_of(const Argument& argument) {
  if (argument.positional()) return argument.name;
  const bool optional = std::holds_alternative<std::optional<std::string>*>(argument.target);
  std::string out = replace_all(argument.name, ",", ", ");
  if (!out.starts_with("--") && out.size() > 2) return argument.value.empty() ? out : out + ' ' + argument.value;
  out = "    " + out;
  if (argument.value.empty()) return out;
  return out + (optional ? "[=" + argument.value + ']' : ' ' + argument.value);
}

std::string option_list(const std::vector<Argument>& arguments) {
  constexpr std::size_t kIndent = 26;
  std::string out;
  for (const Argument& argument : arguments) {
    const std::string usage = "  " + usage_of(argument);
    out += usage;
    if (usage.size() + 2 > kIndent)
      out += '\n' + std::string(kIndent, ' ');
    else
      out += std::string(kIndent - usage.size(), ' ');
    out += wrap(argument.help, kIndent) + '\n';
  }
  return out;
}

std::string indent_lines(std::string_view text) {
  std::string out;
  for (const std::string& line : split(trim(text), '\n')) out += line.empty() ? "\n" : "  " + line + '\n';
  return out;
}

std::string paragraphs(std::string_view text) {
  std::string out;
  for (const std::string& line : split(trim(text), '\n')) out += wrap(line, 0) + '\n';
  return out;
}

std::vector<Argument> globals_of(const Command& command, GlobalOptions& options) {
  std::vector<Argument> kept;
  for (Argument& argument : global_arguments(options, command.text().formats))
    if (argument.long_name() != "--format" || !command.text().formats.empty()) kept.push_back(std::move(argument));
  return kept;
}

}  // namespace

std::string program_help(const Commands& commands) {
  std::string out =
      "Keeps SQLAlchemy models, queries and schema documents in line with a live PostgreSQL database.\n\n"
      "Usage: schema-inspector [OPTIONS] COMMAND [OPTIONS] [ARGUMENTS]\n\nCommands:\n";
  for (const auto& command : commands)
    out += fmt::format("  {:<20}{}\n", command->text().name, command->text().summary);
  GlobalOptions options;
  out += "\nOptions, before or after the command:\n" + option_list(global_arguments(options, {}));
  out +=
      "\nExit status:\n"
      "  0   done, nothing at or above --fail-on\n"
      "  1   done, and there are findings at or above --fail-on (or validate says FAIL)\n"
      "  2   the command line or the configuration is wrong\n"
      "  3   the database cannot be reached, read or changed\n"
      "  4   input files cannot be read, or an output cannot be written\n"
      "  70  a mistake of the program itself\n"
      "\nExample:\n"
      "  schema-inspector compare-db-models --db postgresql://localhost/app --models app/models\n"
      "\nschema-inspector COMMAND --help says more of each command.\n";
  return out;
}

std::string command_help(Command& command) {
  const CommandText& text = command.text();
  std::vector<Argument> own = command.arguments();
  std::vector<Argument> positional, options;
  std::string usage = fmt::format("Usage: schema-inspector {} [OPTIONS]", text.name);
  for (Argument& argument : own) {
    if (argument.positional()) usage += argument.required ? ' ' + argument.name : " [" + argument.name + ']';
    (argument.positional() ? positional : options).push_back(std::move(argument));
  }
  std::string out = fmt::format("{}\n\n{}\n", wrap(std::string(text.summary) + '.', 0), usage);
  if (!text.description.empty()) out += '\n' + paragraphs(text.description);
  if (!positional.empty()) out += "\nArguments:\n" + option_list(positional);
  if (!options.empty()) out += "\nOptions:\n" + option_list(options);
  GlobalOptions global;
  out += "\nOptions of every command:\n" + option_list(globals_of(command, global));
  out += "\nExample:\n" + indent_lines(text.example);
  return out;
}

}  // namespace si
