// The program: from its command line to its exit status.
#pragma once

#include <string>
#include <vector>

namespace si {

// `words` are the arguments without the program's name. Never throws.
int run_program(const std::vector<std::string>& words);

}  // namespace si
