// A coverage-guided fuzz target (libFuzzer) over the reading of models: any bytes as one module, or as two that import
// each other where a line "#### " parts them.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "input_folder.h"
#include "sources/sqlalchemy/models.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string folder = make_folder();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t part = text.find("\n#### ");
  write(folder + "/models.py", text.substr(0, part));
  write(folder + "/other.py", part == std::string_view::npos ? std::string_view() : text.substr(part + 1));
  si::ReadModelsOptions options;
  options.root = folder;
  options.paths = {"models.py"};
  if (size % 2 == 0) options.paths.push_back("other.py");  // else read only where it is imported
  options.sqlalchemy_version = size % 3 == 0 ? "1.4" : size % 3 == 1 ? "2.0" : "2.1";
  options.threads = 1;
  (void)si::read_models(options);
  return 0;
}
