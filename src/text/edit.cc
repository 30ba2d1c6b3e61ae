#include "text/edit.h"

#include <algorithm>

namespace si {

bool normalize_edits(std::vector<Edit>& edits, std::size_t size) {
  // An insertion stands before what is replaced from the same place on.
  std::stable_sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) {
    if (a.begin != b.begin) return a.begin < b.begin;
    return (a.end == a.begin) && (b.end != b.begin);
  });
  const auto same = [](const Edit& a, const Edit& b) { return a == b && a.begin != a.end; };
  edits.erase(std::unique(edits.begin(), edits.end(), same), edits.end());
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    if (edit.begin < at || edit.end < edit.begin || edit.end > size) return false;
    at = edit.end;
  }
  return true;
}

std::optional<std::string> apply_edits(std::string_view content, std::vector<Edit> edits) {
  if (!normalize_edits(edits, content.size())) return std::nullopt;
  std::string out;
  out.reserve(content.size());
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    out += content.substr(at, edit.begin - at);
    out += edit.replacement;
    at = edit.end;
  }
  out += content.substr(at);
  return out;
}

}  // namespace si
