// A project's .env file, as python-dotenv reads it.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace si {

// Name to value of every assignment. Understands `export`, blanks around `=`, comments, '…' (only \' and \\ are
// escapes), "…" (also \n, \t …) over several lines, and a comment after a value. ${NAME} is replaced from `.env` itself
// and then from `environment`, except in '…'. Lines that are no assignment are skipped.
std::map<std::string, std::string> parse_dot_env(std::string_view text,
                                                 const std::map<std::string, std::string>& environment);

}  // namespace si
