#include "text/document.h"

#include <algorithm>

#include "support/strings.h"

namespace si {
namespace {
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
}

Document::Document(std::string path, std::string content) : path_(std::move(path)), content_(std::move(content)) {
  line_starts_.push_back(content_.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
  for (std::size_t i = 0; i < content_.size(); ++i) {
    const bool lone_return = content_[i] == '\r' && (i + 1 == content_.size() || content_[i + 1] != '\n');
    if (content_[i] == '\n' || lone_return) line_starts_.push_back(i + 1);
  }
}

std::string_view Document::line(std::size_t number) const {
  if (number == 0 || number > line_starts_.size()) return {};
  const std::size_t begin = line_starts_[number - 1];
  std::size_t end = number < line_starts_.size() ? line_starts_[number] : content_.size();
  while (end > begin && (content_[end - 1] == '\n' || content_[end - 1] == '\r')) --end;
  return std::string_view(content_).substr(begin, end - begin);
}

Document::Position Document::position(std::size_t offset) const {
  offset = std::min(offset, content_.size());
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const std::size_t index =
      after == line_starts_.begin() ? 0 : static_cast<std::size_t>(after - line_starts_.begin()) - 1;
  const std::size_t begin = std::min(line_starts_[index], offset);
  const std::string_view before = std::string_view(content_).substr(begin, offset - begin);
  return {static_cast<std::uint32_t>(index + 1), static_cast<std::uint32_t>(count_code_points(before) + 1)};
}

SourceSpan Document::span(std::size_t begin, std::size_t end) const {
  const Position first = position(begin);
  const Position last = position(std::max(begin, end));
  return {first.line, first.column, last.line, last.column};
}

std::size_t Document::offset(std::size_t line_number, std::size_t column) const {
  if (line_number == 0 || line_number > line_starts_.size()) return content_.size();
  const std::string_view text = line(line_number);
  std::size_t at = 0;
  for (std::size_t c = 1; c < column && at < text.size(); ++c) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  }
  return line_starts_[line_number - 1] + at;
}

}  // namespace si
