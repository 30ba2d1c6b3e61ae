// The shortest edit script by E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), over lines that
// were given numbers first. Common lines at both ends are cut off before, so the cost is that of what changed. Where
// the two texts have next to nothing in common the script would cost its square: past kMaxDistance all lines between
// the ends are replaced.
#include "text/unified_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace si {
namespace {

constexpr int kMaxDistance = 3000;
constexpr std::size_t kContext = 3;

// Lines with their ends; the last may have none.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

// Lines [old_begin, old_end) became [new_begin, new_end).
struct LineRun {
  std::size_t old_begin, old_end, new_begin, new_end;
};

using Numbers = std::vector<int>;

// Which lines are kept, as pairs of runs, found by walking Myers' frontiers back.
std::vector<LineRun> shortest_script(const Numbers& a, const Numbers& b) {
  const int n = static_cast<int>(a.size()), m = static_cast<int>(b.size());
  const int limit = std::min(n + m, kMaxDistance);
  std::vector<int> frontier(static_cast<std::size_t>(2 * limit) + 3, 0);
  const auto at = [&](std::vector<int>& v, int k) -> int& { return v[static_cast<std::size_t>(k + limit + 1)]; };
  std::vector<std::vector<int>> trace;
  const auto is_insertion = [&](std::vector<int>& v, int k, int d) {
    return k == -d || (k != d && at(v, k - 1) < at(v, k + 1));
  };
  bool done = false;
  for (int d = 0; d <= limit && !done; ++d) {
    // Only diagonals -d..d can have changed: that much is kept for the way back.
    trace.emplace_back(frontier.begin() + (limit + 1 - d - 1), frontier.begin() + (limit + 1 + d + 2));
    for (int k = -d; k <= d; k += 2) {
      int x = is_insertion(frontier, k, d) ? at(frontier, k + 1) : at(frontier, k - 1) + 1;
      int y = x - k;
      while (x < n && y < m && a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(y)]) ++x, ++y;
      at(frontier, k) = x;
      if (x >= n && y >= m) {
        done = true;
        break;
      }
    }
  }
  if (!done) return {{0, a.size(), 0, b.size()}};
  std::vector<LineRun> script;
  int x = n, y = m;
  for (int d = static_cast<int>(trace.size()) - 1; d > 0; --d) {
    const std::vector<int>& before = trace[static_cast<std::size_t>(d)];
    const auto reached = [&](int k) { return before[static_cast<std::size_t>(k + d + 1)]; };
    const int k = x - y;
    const bool insertion = k == -d || (k != d && reached(k - 1) < reached(k + 1));
    const int from_k = insertion ? k + 1 : k - 1;
    const int from_x = reached(from_k), from_y = from_x - from_k;
    const auto ux = static_cast<std::size_t>(from_x), uy = static_cast<std::size_t>(from_y);
    script.push_back(insertion ? LineRun{ux, ux, uy, uy + 1} : LineRun{ux, ux + 1, uy, uy});
    x = from_x, y = from_y;
  }
  std::reverse(script.begin(), script.end());
  return script;
}

// Neighbouring changes joined.
std::vector<LineRun> changes_between(const std::vector<std::string_view>& before,
                                     const std::vector<std::string_view>& after) {
  std::size_t head = 0;
  while (head < before.size() && head < after.size() && before[head] == after[head]) ++head;
  std::size_t tail = 0;
  while (tail + head < before.size() && tail + head < after.size() &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
    ++tail;
  std::unordered_map<std::string_view, int> numbers;
  const auto number_lines = [&](const std::vector<std::string_view>& lines) {
    Numbers out;
    for (std::size_t i = head; i + tail < lines.size(); ++i)
      out.push_back(numbers.emplace(lines[i], static_cast<int>(numbers.size())).first->second);
    return out;
  };
  const Numbers a = number_lines(before), b = number_lines(after);
  if (a.empty() && b.empty()) return {};
  std::vector<LineRun> joined;
  for (LineRun change : shortest_script(a, b)) {
    change.old_begin += head, change.old_end += head, change.new_begin += head, change.new_end += head;
    if (!joined.empty() && joined.back().old_end == change.old_begin && joined.back().new_end == change.new_begin) {
      joined.back().old_end = change.old_end;
      joined.back().new_end = change.new_end;
    } else {
      joined.push_back(change);
    }
  }
  return joined;
}

void put_line(std::string& out, char sign, std::string_view line) {
  out += sign;
  out += line;
  if (!line.ends_with('\n')) out += "\n\\ No newline at end of file\n";
}

// As git's quote_c_style(): names with control characters, quotes, backslashes or bytes above ASCII.
std::string quoted(const std::string& name) {
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7F && c != '"' && c != '\\';
  });
  if (plain) return name;
  std::string out = "\"";
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      out += std::string{'\\', c};
    else if (byte < 0x20 || byte >= 0x7F)
      out += fmt::format("\\{:03o}", byte);
    else
      out += c;
  }
  return out + '"';
}

std::string header(const std::string& path, bool exists_before, bool exists_after) {
  const std::string a = quoted("a/" + path), b = quoted("b/" + path);
  // git tells a name with a space from what follows it by a tab.
  const std::string tab = path.find(' ') != std::string::npos ? "\t" : "";
  std::string out = fmt::format("diff --git {} {}\n", a, b);
  if (!exists_before) out += "new file mode 100644\n";
  if (!exists_after) out += "deleted file mode 100644\n";
  out += exists_before ? fmt::format("--- {}{}\n", a, tab) : "--- /dev/null\n";
  out += exists_after ? fmt::format("+++ {}{}\n", b, tab) : "+++ /dev/null\n";
  return out;
}

// "12,5"; of no lines at all the number before.
std::string range_text(std::size_t begin, std::size_t count) {
  if (count == 1) return fmt::format("{}", begin + 1);
  return fmt::format("{},{}", count == 0 ? begin : begin + 1, count);
}

}  // namespace

std::string unified_diff(const std::string& path, std::optional<std::string_view> before,
                         std::optional<std::string_view> after) {
  const std::vector<std::string_view> old_lines = lines_of(before.value_or("")),
                                      new_lines = lines_of(after.value_or(""));
  const std::vector<LineRun> changes = changes_between(old_lines, new_lines);
  if (changes.empty() && before.has_value() == after.has_value()) return {};
  std::string out = header(path, before.has_value(), after.has_value());
  if (changes.empty()) return out.substr(0, out.find("--- "));  // an empty file comes or goes
  for (std::size_t i = 0; i < changes.size();) {
    std::size_t last = i;
    while (last + 1 < changes.size() && changes[last + 1].old_begin - changes[last].old_end <= 2 * kContext) ++last;
    const std::size_t lead = std::min(kContext, changes[i].old_begin);
    const std::size_t trail = std::min(kContext, old_lines.size() - changes[last].old_end);
    const std::size_t old_begin = changes[i].old_begin - lead, new_begin = changes[i].new_begin - lead;
    const std::size_t old_end = changes[last].old_end + trail, new_end = changes[last].new_end + trail;
    out += fmt::format("@@ -{} +{} @@\n", range_text(old_begin, old_end - old_begin),
                       range_text(new_begin, new_end - new_begin));
    std::size_t at = old_begin;
    for (; i <= last; ++i) {
      for (; at < changes[i].old_begin; ++at) put_line(out, ' ', old_lines[at]);
      for (; at < changes[i].old_end; ++at) put_line(out, '-', old_lines[at]);
      for (std::size_t n = changes[i].new_begin; n < changes[i].new_end; ++n) put_line(out, '+', new_lines[n]);
    }
    for (; at < old_end; ++at) put_line(out, ' ', old_lines[at]);
  }
  return out;
}

LineCounts count_changed_lines(std::string_view before, std::string_view after) {
  LineCounts counts;
  for (const LineRun& change : changes_between(lines_of(before), lines_of(after))) {
    counts.removed += change.old_end - change.old_begin;
    counts.added += change.new_end - change.new_begin;
  }
  return counts;
}

}  // namespace si
