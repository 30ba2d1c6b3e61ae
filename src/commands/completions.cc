// Completion scripts, printed from the tables of commands and options, so that they know what this program knows.

#include <fmt/format.h>

#include <algorithm>

#include "commands/global_options.h"
#include "commands/help.h"
#include "reports/report.h"
#include "support/strings.h"

namespace si {
namespace {

// What a shell may offer for one command; `name` empty: before the command.
struct Offer {
  std::string name;
  std::string summary;
  std::vector<Argument> arguments;
};

std::vector<Offer> offers(const Commands& commands, GlobalOptions& options) {
  std::vector<Offer> out = {{"", "", global_arguments(options, {})}};
  for (Argument& argument : out.front().arguments)
    if (argument.long_name() == "--format") argument.choices = format_names();
  for (const auto& command : commands) {
    const CommandText& text = command->text();
    Offer offer{std::string(text.name), std::string(text.summary), command->arguments()};
    for (Argument& argument : global_arguments(options, text.formats)) {
      if (argument.long_name() == "--format") argument.choices = text.formats;
      if (argument.long_name() != "--format" || !text.formats.empty()) offer.arguments.push_back(std::move(argument));
    }
    out.push_back(std::move(offer));
  }
  return out;
}

std::vector<std::string> command_names(const std::vector<Offer>& all) {
  std::vector<std::string> names;
  for (const Offer& offer : all)
    if (!offer.name.empty()) names.push_back(offer.name);
  return names;
}

bool takes_file(const Argument& argument) { return argument.value == "FILE" || argument.value.starts_with("PATH"); }

// ---- bash ---------------------------------------------------------------------------------------------------------

// The arm of a case over "$previous" that completes the values of one option.
std::string bash_values(const Argument& argument) {
  if (argument.positional() || argument.value.empty()) return "";
  const std::string names = replace_all(argument.name, ",", "|");
  if (!argument.choices.empty())
    return fmt::format("      {}) COMPREPLY=($(compgen -W \"{}\" -- \"$current\")); return ;;\n", names,
                       join(argument.choices, " "));
  if (takes_file(argument))
    return fmt::format("      {}) compopt -o filenames; COMPREPLY=($(compgen -f -- \"$current\")); return ;;\n", names);
  return fmt::format("      {}) return ;;\n", names);
}

std::string bash_script(const std::vector<Offer>& all) {
  std::string out =
      "# bash completion of schema-inspector; made by: schema-inspector completion bash\n"
      "_schema_inspector() {\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command= word\n"
      "  COMPREPLY=()\n"
      "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
      "    case $word in\n      " +
      join(command_names(all), "|") + ") command=$word; break ;;\n    esac\n  done\n  case $command in\n";
  for (const Offer& offer : all) {
    std::string words, values, choices;
    for (const Argument& argument : offer.arguments) {
      if (argument.positional())
        choices = ' ' + join(argument.choices, " ");
      else
        words += argument.long_name() + ' ';
      values += bash_values(argument);
    }
    if (offer.name.empty()) words += join(command_names(all), " ");
    out += fmt::format("    {})\n    case $previous in\n{}    esac\n", offer.name.empty() ? "''" : offer.name, values);
    out += fmt::format("    COMPREPLY=($(compgen -W \"{}{}\" -- \"$current\")) ;;\n", words,
                       choices == " " ? "" : choices);
  }
  return out + "  esac\n}\ncomplete -F _schema_inspector schema-inspector\n";
}

// ---- zsh ----------------------------------------------------------------------------------------------------------

std::string zsh_quote(std::string_view text) {
  std::string out = replace_all(std::string(text), "'", "'\\''");
  for (const char* special : {"[", "]", ":"}) out = replace_all(std::move(out), special, std::string("\\") + special);
  return out;
}

std::string zsh_values(const Argument& argument) {
  if (!argument.choices.empty()) return fmt::format(":{}:({})", argument.value, join(argument.choices, " "));
  if (takes_file(argument)) return fmt::format(":{}:_files", argument.value);
  return fmt::format(":{}: ", argument.value);
}

std::string zsh_specs(const Offer& offer) {
  std::string out;
  for (const Argument& argument : offer.arguments) {
    if (argument.positional()) {
      out += fmt::format(" \\\n        ':{}:({})'", argument.name, join(argument.choices, " "));
      continue;
    }
    for (const std::string& name : split(argument.name, ','))
      out += fmt::format(" \\\n        '{}[{}]{}'", name, zsh_quote(argument.help),
                         argument.value.empty() ? "" : zsh_values(argument));
  }
  return out;
}

std::string zsh_script(const std::vector<Offer>& all) {
  std::string out =
      "#compdef schema-inspector\n"
      "# zsh completion of schema-inspector; made by: schema-inspector completion zsh\n"
      "_schema_inspector() {\n"
      "  local command= word\n"
      "  for word in \"${(@)words[2,CURRENT-1]}\"; do\n    case $word in\n      " +
      join(command_names(all), "|") + ") command=$word; break ;;\n    esac\n  done\n  case $command in\n";
  for (const Offer& offer : all) {
    if (offer.name.empty()) {
      out += "    '')\n      local -a commands=(";
      for (const Offer& command : all)
        if (!command.name.empty()) out += fmt::format("\n        '{}:{}'", command.name, zsh_quote(command.summary));
      out += fmt::format(")\n      _arguments{} \\\n        '*:command:{{_describe command commands}}' ;;\n",
                         zsh_specs(offer));
    } else {
      out += fmt::format("    {})\n      _arguments '1:command: '{} ;;\n", offer.name, zsh_specs(offer));
    }
  }
  return out + "  esac\n}\nif [ \"$funcstack[1]\" = _schema_inspector ]; then\n  _schema_inspector \"$@\"\nelse\n" +
         "  compdef _schema_inspector schema-inspector\nfi\n";
}

// ---- fish ---------------------------------------------------------------------------------------------------------

std::string fish_quote(std::string_view text) {
  return '\'' + replace_all(replace_all(std::string(text), "\\", "\\\\"), "'", "\\'") + '\'';
}

std::string fish_line(const Argument& argument, const std::string& condition) {
  std::string out = "complete -c schema-inspector" + condition;
  if (argument.positional()) {
    if (argument.choices.empty()) return "";
    return out + " -f -a " + fish_quote(join(argument.choices, " ")) + '\n';
  }
  for (const std::string& name : split(argument.name, ','))
    out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  if (!argument.value.empty()) {
    out += takes_file(argument) ? " -r -F" : " -x";
    if (!argument.choices.empty()) out += " -a " + fish_quote(join(argument.choices, " "));
  }
  return out + " -d " + fish_quote(argument.help) + '\n';
}

std::string fish_script(const std::vector<Offer>& all) {
  const std::string names = join(command_names(all), " ");
  std::string out =
      "# fish completion of schema-inspector; made by: schema-inspector completion fish\n"
      "complete -c schema-inspector -f\n";
  for (const Offer& offer : all) {
    if (!offer.name.empty())
      out += fmt::format("complete -c schema-inspector -n 'not __fish_seen_subcommand_from {}' -a {} -d {}\n", names,
                         offer.name, fish_quote(offer.summary));
    const std::string condition = offer.name.empty() ? fmt::format(" -n 'not __fish_seen_subcommand_from {}'", names)
                                                     : fmt::format(" -n '__fish_seen_subcommand_from {}'", offer.name);
    for (const Argument& argument : offer.arguments) out += fish_line(argument, condition);
  }
  return out;
}

}  // namespace

std::string completion_script(const Commands& commands, std::string_view shell) {
  GlobalOptions options;
  const std::vector<Offer> all = offers(commands, options);
  if (shell == "zsh") return zsh_script(all);
  if (shell == "fish") return fish_script(all);
  return bash_script(all);
}

}  // namespace si
