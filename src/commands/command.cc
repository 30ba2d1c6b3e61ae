#include "commands/command.h"

namespace si {

#define SI_COMMAND(function) std::unique_ptr<Command> function();
#include "commands/commands.def"
#undef SI_COMMAND

std::vector<std::unique_ptr<Command>> all_commands() {
  std::vector<std::unique_ptr<Command>> commands;
#define SI_COMMAND(function) commands.push_back(function());
#include "commands/commands.def"
#undef SI_COMMAND
  return commands;
}

std::string Argument::long_name() const {
  const std::size_t comma = name.find(',');
  return comma == std::string::npos ? name : name.substr(comma + 1);
}

}  // namespace si
