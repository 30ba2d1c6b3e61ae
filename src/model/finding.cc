#include "model/finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <tuple>

#include "support/strings.h"

namespace si {
namespace {

// FNV-1a, 64 bit: a fingerprint need not resist an attacker, only stay the same everywhere.
std::uint64_t hash(std::uint64_t seed, std::string_view text) {
  for (const char c : text) {
    seed ^= static_cast<unsigned char>(c);
    seed *= 1099511628211ULL;
  }
  seed ^= 0x1F;  // a separator, so that ("ab","c") and ("a","bc") differ
  return seed * 1099511628211ULL;
}

}  // namespace

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::kInfo: return "info";
    case Severity::kWarning: return "warning";
    case Severity::kCritical: return "critical";
  }
  return "";
}

std::optional<Severity> parse_severity(std::string_view text) {
  for (const Severity severity : {Severity::kInfo, Severity::kWarning, Severity::kCritical})
    if (text == to_string(severity)) return severity;
  return std::nullopt;
}

std::string to_string(const ObjectRef& object) {
  std::string out = object.schema.empty() || object.schema == "public" ? "" : object.schema + '.';
  if (object.table.empty()) return object.kind.empty() ? out + object.name : object.kind + ' ' + out + object.name;
  out += object.table;
  if (!object.column.empty()) return out + '.' + object.column;
  if (!object.columns.empty()) return out + '(' + join(object.columns, ", ") + ')';
  return out;
}

std::string Finding::id() const {
  std::uint64_t h = 14695981039346656037ULL;
  for (const std::string_view part :
       {std::string_view(rule), std::string_view(object.schema), std::string_view(object.table),
        std::string_view(object.column), std::string_view(object.kind), std::string_view(object.name)})
    h = hash(h, part);
  for (const std::string& column : object.columns) h = hash(h, column);
  if (!object.kind.empty() && object.name.empty()) h = hash(h, expected ? *expected : actual.value_or(""));
  return fmt::format("{:016x}", h);
}

void sort_findings(std::vector<Finding>& findings) {
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.object, a.rule, a.location, a.message) < std::tie(b.object, b.rule, b.location, b.message);
  });
}

}  // namespace si
