// Reading and writing files whole: the only way the program writes a file is atomically.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "support/result.h"

namespace si {

// The bytes of a regular file, or of standard input when `path` is "-". Fails (kFiles) when it cannot be read, is not
// a regular file (or a link to one), or holds more than `max_bytes`.
Result<std::string> read_file(const std::string& path, std::size_t max_bytes = std::size_t{1} << 30);

// Writes beside the target, flushes to disk and renames over it, so that a reader sees the old file or the new one.
// Keeps the mode of a file that exists, follows a symbolic link to its target, makes missing folders.
Status write_file_atomically(const std::string& path, std::string_view content);

// Everything to standard output, checked. A reader that has gone (EPIPE) is not an error.
Status write_standard_output(std::string_view content);

}  // namespace si
