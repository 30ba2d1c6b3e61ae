// How long a line of Python may be, as the project tells its formatter.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace si {

// Characters, from the first of these that says it in `root`: `line-length` of ruff.toml, .ruff.toml, and of
// [tool.ruff] and [tool.black] in pyproject.toml; `max-line-length` of [flake8] and [pycodestyle] in .flake8,
// setup.cfg, tox.ini. nullopt: none does; a file that cannot be read or parsed says nothing.
std::optional<std::size_t> configured_line_length(const std::string& root);

}  // namespace si
