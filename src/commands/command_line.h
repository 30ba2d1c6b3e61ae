// The command line taken apart: which command, with its arguments and the global options filled in.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "commands/command.h"
#include "commands/global_options.h"
#include "support/result.h"

namespace si {

// Fills in `options` and the arguments of the command that is named, and returns that command; nullptr when none is
// named. Fails (kUsage) on anything that is not understood, with the nearest name. Where --help is asked for, nothing
// else is checked.
Result<Command*> parse_command_line(const std::vector<std::string>& words,
                                    const std::vector<std::unique_ptr<Command>>& commands, GlobalOptions& options);

}  // namespace si
