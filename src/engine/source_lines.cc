#include "engine/source_lines.h"

#include "project/paths.h"
#include "support/files.h"

namespace si {

std::optional<std::string> SourceLines::line(const std::string& file, std::uint32_t number) {
  auto found = files_.find(file);
  if (found == files_.end()) {
    found = files_.emplace(file, std::nullopt).first;
    Result<std::string> content = read_file(resolve_path(root_, file));
    if (content) found->second.emplace(file, std::move(*content));
  }
  const std::optional<Document>& document = found->second;
  if (!document || number == 0 || number > document->line_count()) return std::nullopt;
  return std::string(document->line(number));
}

}  // namespace si
