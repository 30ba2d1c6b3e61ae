#include "project/change_log.h"

#include <algorithm>

#include "support/strings.h"

namespace si {
namespace {

constexpr std::string_view kHead =
    "# Changes of the database\n\n"
    "Written by `schema-inspector`, only ever appended to: time (UTC) | id | result | statements | reason | schema "
    "before -> "
    "after.\n\n";

std::string part(const std::string& text) { return replace_all(printable(text), "|", "\\|"); }

// At each ` | ` that is not escaped.
std::vector<std::string> parts_of(std::string_view line) {
  std::vector<std::string> parts(1);
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '|') {
      parts.back() += '|';
      ++i;
    } else if (line.substr(i).starts_with(" | ")) {
      parts.emplace_back();
      i += 2;
    } else {
      parts.back() += line[i];
    }
  }
  return parts;
}

}  // namespace

std::string change_line(const LoggedChange& change) {
  return "- " + change.time + " | " + change.id + " | " + change.result + " | " + part(change.statement) + " | " +
         part(change.reason) + " | " + change.before + " -> " + change.after;
}

std::vector<LoggedChange> read_change_lines(std::string_view log) {
  std::vector<LoggedChange> changes;
  for (const std::string& line : split(log, '\n')) {
    if (!line.starts_with("- ")) continue;
    const std::vector<std::string> parts = parts_of(trim(std::string_view(line).substr(2)));
    if (parts.size() != 6) continue;
    const std::size_t arrow = parts[5].find(" -> ");
    if (arrow == std::string::npos || parts[0].size() != 20 || parts[0].back() != 'Z') continue;
    changes.push_back(
        {parts[0], parts[1], parts[2], parts[3], parts[4], parts[5].substr(0, arrow), parts[5].substr(arrow + 4)});
  }
  return changes;
}

std::string append_change(std::string_view log, const LoggedChange& change) {
  const std::vector<LoggedChange> known = read_change_lines(log);
  const bool is_known = std::any_of(known.begin(), known.end(), [&](const LoggedChange& other) {
    return other.id == change.id && other.result == change.result && other.before == change.before &&
           other.after == change.after;
  });
  std::string out(log);
  if (is_known) return out;
  if (out.empty()) out = kHead;
  // Somebody else's last line may lack its end.
  const bool windows = out.find("\r\n") != std::string::npos;
  if (!out.ends_with('\n')) out += windows ? "\r\n" : "\n";
  return out + change_line(change) + (windows ? "\r\n" : "\n");
}

}  // namespace si
