#include "reports/report.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/formats.h"
#include "support/strings.h"

namespace si {

const std::vector<std::string>& format_names() {
  static const std::vector<std::string> names = {"text", "json", "markdown", "sarif", "junit", "github", "gcc"};
  return names;
}

std::optional<Format> parse_format(std::string_view name) {
  const auto& names = format_names();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Format>(found - names.begin());
}

std::size_t FindingsReport::count(Severity severity) const {
  return static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(), [&](const Finding& f) { return f.severity == severity; }));
}

std::string render(const FindingsReport& report, Format format, const RenderOptions& options) {
  switch (format) {
    case Format::kText: return render_text(report, options);
    case Format::kJson: return render_json(report);
    case Format::kMarkdown: return render_markdown(report);
    case Format::kSarif: return render_sarif(report);
    case Format::kJunit: return render_junit(report);
    case Format::kGithub: return render_github(report);
    case Format::kGcc: return render_gcc(report);
  }
  return "";
}

std::string counted(std::size_t count, std::string_view singular) {
  return fmt::format("{} {}{}", count, singular, count == 1 ? "" : "s");
}

std::string describe(const ReportSide& side) {
  std::string out = side.kind;
  if ((side.kind == "models" || side.kind == "queries") && side.files > 0) out += " in " + counted(side.files, "file");
  if (!side.name.empty()) out += ' ' + side.name;
  if (!side.detail.empty()) out += " (" + side.detail + ')';
  return out;
}

std::string describe_coverage(const FindingsReport& report) {
  std::vector<std::string> parts;
  for (const auto& [what, count] : report.coverage) {
    std::string words = what;
    std::replace(words.begin(), words.end(), '_', ' ');
    parts.push_back(fmt::format("{} {}", count, words));
  }
  return join(parts, ", ");
}

std::string describe_counts(const FindingsReport& report) {
  if (report.findings.empty()) return "no findings";
  std::vector<std::string> parts;
  if (const std::size_t n = report.count(Severity::kCritical); n > 0) parts.push_back(fmt::format("{} critical", n));
  if (const std::size_t n = report.count(Severity::kWarning); n > 0) parts.push_back(counted(n, "warning"));
  if (const std::size_t n = report.count(Severity::kInfo); n > 0) parts.push_back(fmt::format("{} info", n));
  return join(parts, ", ");
}

namespace {

bool is_word_byte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (static_cast<unsigned char>(c) & 0x80) != 0;
}

}  // namespace

// CommonMark: a backslash takes its meaning from any ASCII punctuation. HTML references do for what starts HTML, also
// where a renderer knows no backslash. An underscore inside a word means nothing and stays readable.
std::string escape_markdown(std::string_view text) {
  const std::string clean = printable(text);
  std::string out;
  for (std::size_t i = 0; i < clean.size(); ++i) {
    const char c = clean[i];
    const bool inside_word = i > 0 && i + 1 < clean.size() && is_word_byte(clean[i - 1]) && is_word_byte(clean[i + 1]);
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '_':
        if (!inside_word) out += '\\';
        out += c;
        break;
      case '|':
      case '`':
      case '*':
      case '[':
      case ']':
      case '\\':
      case '#':
      case '~':
      case '$': out += '\\'; [[fallthrough]];
      default: out += c;
    }
  }
  return out;
}

// A `|` splits a table's cell even inside a code span, so text that holds one is no code span but plain text.
std::string markdown_code(std::string_view text) {
  const std::string clean = printable(text);
  if (clean.empty()) return "";
  if (clean.find('|') != std::string::npos) return escape_markdown(text);
  std::size_t longest = 0, run = 0;
  for (const char c : clean) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  const bool pads = clean.front() == '`' || clean.back() == '`' || (clean.front() == ' ' && clean.back() == ' ');
  const std::string pad = pads ? " " : "";
  return fence + pad + clean + pad + fence;
}

std::string escape_xml(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&apos;"; break;
      default: out += c;
    }
  }
  return out;
}

}  // namespace si
