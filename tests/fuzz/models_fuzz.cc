// A coverage-guided fuzz target (libFuzzer) over the reading of models: any bytes as one module, or as two that import
// each other where a line "#### " parts them.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "sources/sqlalchemy/models.h"

namespace {

// A folder in memory where there is one: each input is written there as files.
std::string make_folder() {
  std::string pattern = (std::filesystem::exists("/dev/shm") ? "/dev/shm" : "/tmp") + std::string("/si-fuzz-XXXXXX");
  if (mkdtemp(pattern.data()) == nullptr) std::abort();
  static std::string folder;
  folder = pattern;
  std::atexit([] { std::filesystem::remove_all(folder); });
  return folder;
}

void write(const std::string& path, std::string_view content) {
  std::ofstream(path, std::ios::binary | std::ios::trunc).write(content.data(), std::ssize(content));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string folder = make_folder();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t part = text.find("\n#### ");
  write(folder + "/models.py", text.substr(0, part));
  write(folder + "/other.py", part == std::string_view::npos ? std::string_view() : text.substr(part + 1));
  si::ReadModelsOptions options;
  options.root = folder;
  options.paths = {"models.py", "other.py"};
  options.sqlalchemy_version = size % 3 == 0 ? "1.4" : size % 3 == 1 ? "2.0" : "2.1";
  options.threads = 1;
  (void)si::read_models(options);
  return 0;
}
