#include "compare/similar.h"

#include <algorithm>
#include <string>
#include <vector>

#include "support/strings.h"

namespace si {
namespace {

// Lower-case words of a name, each in the singular.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words;
  for (std::string word : split(to_lower_ascii(name), '_')) {
    if (word.size() > 4 && word.ends_with("ies")) word.replace(word.size() - 3, 3, "y");
    if (word.ends_with("sses") || word.ends_with("xes") || word.ends_with("ches")) word.resize(word.size() - 2);
    if (word.size() > 2 && word.ends_with('s') && !word.ends_with("ss")) word.pop_back();
    if (!word.empty()) words.push_back(std::move(word));
  }
  return words;
}

bool begins_with(const std::vector<std::string>& longer, const std::vector<std::string>& shorter) {
  return std::equal(shorter.begin(), shorter.end(), longer.begin());
}

bool ends_with(const std::vector<std::string>& longer, const std::vector<std::string>& shorter) {
  return std::equal(shorter.rbegin(), shorter.rend(), longer.rbegin());
}

std::string without_digits(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c < '0' || c > '9') out += c;
  return out;
}

// Words at the same place that differ although they are short (at/by, min/max) are other words, not slips.
bool differ_in_short_word(const std::vector<std::string>& x, const std::vector<std::string>& y) {
  if (x.size() != y.size()) return false;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (x[i] != y[i] && std::min(x[i].size(), y[i].size()) <= 3) return true;
  return false;
}

// One slip of the keyboard, or two in a long name. height/weight is none: a letter put for another is how different
// words look, unless they are long.
bool is_misspelling(const std::string& a, const std::string& b) {
  const std::size_t longer = std::max(a.size(), b.size());
  if (longer < 5 || longer > 63 || without_digits(a) == without_digits(b)) return false;
  const std::size_t distance = edit_distance(a, b);
  if (distance > (longer >= 10 ? 2U : 1U)) return false;
  if (a.size() != b.size() || longer >= 8) return a.front() == b.front();
  std::string x = a, y = b;  // of equal length and short: only neighbours exchanged
  std::sort(x.begin(), x.end());
  std::sort(y.begin(), y.end());
  return x == y;
}

}  // namespace

bool longer_by_words_before(std::string_view a, std::string_view b) {
  const std::vector<std::string> x = words_of(a), y = words_of(b);
  const auto& longer = x.size() >= y.size() ? x : y;
  const auto& shorter = x.size() >= y.size() ? y : x;
  return !shorter.empty() && longer.size() > shorter.size() && ends_with(longer, shorter);
}

bool share_a_word(std::string_view a, std::string_view b) {
  constexpr std::size_t kTelling = 5;
  const std::vector<std::string> x = words_of(a), y = words_of(b);
  return std::any_of(x.begin(), x.end(), [&](const std::string& word) {
    return word.size() >= kTelling && std::find(y.begin(), y.end(), word) != y.end();
  });
}

bool similar_names(std::string_view a, std::string_view b) {
  const std::vector<std::string> x = words_of(a), y = words_of(b);
  if (x.empty() || y.empty()) return false;
  if (x == y) return true;
  const auto& longer = x.size() >= y.size() ? x : y;
  const auto& shorter = x.size() >= y.size() ? y : x;
  if (longer.size() == shorter.size() + 1) {
    // One word more. A single short word (id, name, type, date) stands in too many names to be evidence.
    const bool telling = shorter.size() > 1 || shorter[0].size() >= 6;
    if (telling && begins_with(longer, shorter)) return true;
    if (telling && ends_with(longer, shorter) && shorter.back() != "id") return true;
  }
  return !differ_in_short_word(x, y) && is_misspelling(to_lower_ascii(a), to_lower_ascii(b));
}

}  // namespace si
