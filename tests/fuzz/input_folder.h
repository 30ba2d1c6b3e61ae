// The folder that a fuzz target writes its inputs into.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

// A folder in memory where there is one, removed when the program ends: each input is written there as files.
inline std::string make_folder() {
  std::string pattern = (std::filesystem::exists("/dev/shm") ? "/dev/shm" : "/tmp") + std::string("/si-fuzz-XXXXXX");
  if (mkdtemp(pattern.data()) == nullptr) std::abort();
  static std::string folder;
  folder = pattern;
  std::atexit([] { std::filesystem::remove_all(folder); });
  return folder;
}

inline void write(const std::string& path, std::string_view content) {
  std::ofstream(path, std::ios::binary | std::ios::trunc).write(content.data(), std::ssize(content));
}
