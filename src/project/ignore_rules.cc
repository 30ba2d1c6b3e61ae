#include "project/ignore_rules.h"

#include <algorithm>

#include "support/strings.h"

namespace si {
namespace {

// A line without its end, and without trailing blanks unless a backslash keeps them.
std::string_view without_trailing_blanks(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  while (line.ends_with(' ') && !line.ends_with("\\ ")) line.remove_suffix(1);
  return line;
}

bool has_wildcard(std::string_view part) { return part.find_first_of("*?[\\") != std::string_view::npos; }

// fnmatch(3) with FNM_PATHNAME on one part of a path: `*` and `?` stay inside it, a backslash quotes.
bool match_part(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, retry = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      retry = t;
      continue;
    }
    std::size_t width = 1;
    bool matches = false;
    if (p < pattern.size() && pattern[p] == '[') {
      const std::size_t close = pattern.find(']', p + 2);
      if (close == std::string_view::npos) {
        matches = text[t] == '[';
      } else {
        width = close - p + 1;
        std::string one(pattern.substr(p, width));
        if (one[1] == '^') one[1] = '!';
        matches = glob_match(one, text.substr(t, 1));
      }
    } else if (p < pattern.size()) {
      const bool quoted = pattern[p] == '\\' && p + 1 < pattern.size();
      width = quoted ? 2 : 1;
      matches = (!quoted && pattern[p] == '?') || pattern[p + width - 1] == text[t];
    }
    if (matches) {
      p += width;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++retry;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

// `text` is what remains of the path; each part of the pattern takes one part of it, "**" any number.
bool match_parts(const std::vector<std::string>& parts, std::size_t at, std::string_view text) {
  if (at == parts.size()) return text.empty();
  if (parts[at] == "**") {
    if (at + 1 == parts.size()) return !text.empty();  // everything below
    for (;;) {
      if (match_parts(parts, at + 1, text)) return true;
      const std::size_t slash = text.find('/');
      if (slash == std::string_view::npos) return false;
      text.remove_prefix(slash + 1);
    }
  }
  if (text.empty()) return false;
  const std::size_t slash = text.find('/');
  if (!match_part(parts[at], text.substr(0, slash))) return false;
  return match_parts(parts, at + 1, slash == std::string_view::npos ? std::string_view() : text.substr(slash + 1));
}

}  // namespace

IgnoreFile::IgnoreFile(std::string_view content, std::string folder, std::string above)
    : folder_(std::move(folder)), above_(std::move(above)) {
  if (content.starts_with("\xEF\xBB\xBF")) content.remove_prefix(3);
  for (const std::string& raw : split(content, '\n')) {
    std::string_view line = without_trailing_blanks(raw);
    if (line.empty() || line.front() == '#') continue;
    Pattern pattern;
    if (line.front() == '!') {
      pattern.negated = true;
      line.remove_prefix(1);
    }
    if (line.ends_with('/')) {
      pattern.folders_only = true;
      line.remove_suffix(1);
    }
    if (line.empty()) continue;
    pattern.anywhere = line.find('/') == std::string_view::npos;
    if (line.front() == '/') line.remove_prefix(1);
    pattern.parts = split(line, '/');
    pattern.plain = std::none_of(pattern.parts.begin(), pattern.parts.end(), has_wildcard);
    patterns_.push_back(std::move(pattern));
  }
}

IgnoreFile::Verdict IgnoreFile::judge(std::string_view path, bool is_folder) const {
  std::string joined;
  if (!above_.empty()) {
    joined = above_ + '/' + std::string(path);
    path = joined;
  } else if (!folder_.empty()) {
    if (!path.starts_with(folder_) || path.size() <= folder_.size() || path[folder_.size()] != '/')
      return Verdict::kNone;
    path.remove_prefix(folder_.size() + 1);
  }
  const std::string_view name = path.substr(path.rfind('/') + 1);  // all of it when there is no '/'
  for (auto it = patterns_.rbegin(); it != patterns_.rend(); ++it) {
    const Pattern& pattern = *it;
    if (pattern.folders_only && !is_folder) continue;
    bool matches = false;
    if (pattern.anywhere)
      matches = pattern.plain ? name == pattern.parts.front() : match_part(pattern.parts.front(), name);
    else
      matches = match_parts(pattern.parts, 0, path);
    if (matches) return pattern.negated ? Verdict::kKept : Verdict::kIgnored;
  }
  return Verdict::kNone;
}

bool is_ignored(const std::vector<const IgnoreFile*>& files, std::string_view path, bool is_folder) {
  for (auto it = files.rbegin(); it != files.rend(); ++it) {
    const IgnoreFile::Verdict verdict = (*it)->judge(path, is_folder);
    if (verdict != IgnoreFile::Verdict::kNone) return verdict == IgnoreFile::Verdict::kIgnored;
  }
  return false;
}

}  // namespace si
