// The help of the program and of each command, printed from their tables; also the manual page and the completions.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "commands/command.h"

namespace si {

using Commands = std::vector<std::unique_ptr<Command>>;

std::string program_help(const Commands& commands);
std::string command_help(Command& command);

// The manual page in roff (man(7)), section 1.
std::string manual_page(const Commands& commands);

// A completion script for "bash", "zsh" or "fish".
std::string completion_script(const Commands& commands, std::string_view shell);

}  // namespace si
