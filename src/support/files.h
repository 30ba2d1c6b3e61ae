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

// Text on its way to a file, piece by piece. It goes to a new file beside the target, which close() flushes to disk and
// renames over it, so that a reader sees the old file or the new one; without close() nothing has happened. Keeps the
// mode of a file that exists, follows a symbolic link to its target, makes missing folders. On standard output, and on
// a device, a piece is out as soon as it is written.
class OutputFile {
 public:
  static OutputFile standard_output();
  static Result<OutputFile> open(const std::string& path);
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();

  // After a failure the rest is not written; close() tells.
  void write(std::string_view piece);
  // A reader of standard output that has gone (EPIPE) is not an error.
  Status close();

 private:
  OutputFile() = default;

  int descriptor_ = -1;
  int error_ = 0;  // the errno of the first failure
  std::string shown_, target_, temporary_;
};

Status write_file_atomically(const std::string& path, std::string_view content);
Status write_standard_output(std::string_view content);

}  // namespace si
