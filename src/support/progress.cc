#include "support/progress.h"

#include <unistd.h>

#include <cstdlib>

#include "support/strings.h"

namespace si {
namespace {

// A line that wraps could not be written over.
constexpr std::size_t kWidth = 78;

void write_error(std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(2, text.data(), text.size());
    if (n <= 0) return;  // progress that cannot be shown is no failure
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

bool is_terminal() {
  const char* term = std::getenv("TERM");
  return ::isatty(2) == 1 && term != nullptr && std::string_view(term) != "dumb";
}

}  // namespace

Progress::Progress(bool wanted) : shows_(wanted && is_terminal()) {}

void Progress::show(std::string_view what) {
  if (!shows_) return;
  dirty_ = true;
  write_error("\r\x1b[K" + std::string(truncate_utf8(printable(what), kWidth)));
}

void Progress::show(std::string_view what, std::size_t done, std::size_t total) {
  if (shows_) show(std::string(what) + ' ' + std::to_string(done) + '/' + std::to_string(total));
}

void Progress::clear() {
  if (dirty_) write_error("\r\x1b[K");
  dirty_ = false;
}

}  // namespace si
