// One line of progress on standard error, only where a person is watching.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace si {

// Shows what is being done as one line that is written over and wiped out at the end. Writes nothing at all when not
// wanted, or when standard error is not a terminal.
class Progress {
 public:
  explicit Progress(bool wanted);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { clear(); }

  void show(std::string_view what);
  void show(std::string_view what, std::size_t done, std::size_t total);
  void clear();

 private:
  bool shows_;
  bool dirty_ = false;
};

}  // namespace si
