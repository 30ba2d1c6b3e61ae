// The report for people. Findings stand by file and table in the order of the file; those about one place share its
// source line, so that ten columns missing from a class show the class once:
//
//   models/models_user.py
//
//     users_devices
//
//     critical  column-missing  users_devices.users_id (integer NOT NULL) is not in the model
//     warning   column-missing  users_devices.location_info (jsonb) is not in the model
//       --> models/models_user.py:52:7
//        |
//     52 | class UserDevice(db.Model):
//        |       ^^^^^^^^^^

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "reports/formats.h"
#include "reports/snippet.h"
#include "support/strings.h"

namespace si {
namespace {

constexpr std::size_t kListed = 8;  // of a list in the summary, unless more is asked for

class TextReport {
 public:
  TextReport(const FindingsReport& report, const RenderOptions& options) : report_(report), options_(options) {}

  std::string write() {
    write_groups();
    write_summary();
    return std::move(out_);
  }

 private:
  std::string paint(std::string_view code, std::string_view text) const {
    return options_.color ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
  }
  std::string bold(std::string_view text) const { return paint("1", text); }
  std::string dim(std::string_view text) const { return paint("2", text); }
  static std::string_view color_of(Severity severity) {
    switch (severity) {
      case Severity::kCritical: return "1;31";
      case Severity::kWarning: return "1;33";
      case Severity::kInfo: return "1;36";
    }
    return "0";
  }

  static std::string table_of(const Finding& finding) {
    ObjectRef table = finding.object;
    table.column.clear();
    table.columns.clear();
    return to_string(table);
  }

  // By file (those without a place last), table, place.
  std::vector<const Finding*> in_reading_order() const {
    std::vector<const Finding*> out;
    for (const Finding& finding : report_.findings) out.push_back(&finding);
    std::stable_sort(out.begin(), out.end(), [](const Finding* a, const Finding* b) {
      const auto key = [](const Finding* f) {
        return std::make_tuple(!f->location.known(), f->location.file, f->object.schema, f->object.table,
                               f->location.span);
      };
      return key(a) < key(b);
    });
    return out;
  }

  void write_groups() {
    const Finding* before = nullptr;
    for (const Finding* finding : in_reading_order()) {
      const bool new_file = before == nullptr || before->location.file != finding->location.file;
      const bool new_table = new_file || table_of(*before) != table_of(*finding);
      if (before != nullptr && (new_table || before->location != finding->location)) write_place(*before);
      if (new_file) write_file(*finding, before != nullptr);
      if (new_table) out_ += "  " + bold(printable(table_of(*finding))) + "\n\n";
      write_finding(*finding);
      before = finding;
    }
    if (before != nullptr) write_place(*before);
  }

  // What is in no file needs to be told apart only where the rest is in files.
  void write_file(const Finding& first, bool others_before) {
    if (first.location.known())
      out_ += bold(printable(first.location.file)) + "\n\n";
    else if (others_before)
      out_ += bold("In no file") + "\n\n";
  }

  // The one to have explained first: the worst.
  std::string_view worst_rule() const {
    return std::max_element(report_.findings.begin(), report_.findings.end(),
                            [](const Finding& a, const Finding& b) { return a.severity < b.severity; })
        ->rule;
  }

  void write_finding(const Finding& finding) {
    out_ += fmt::format("  {}  {}  {}\n",
                        paint(color_of(finding.severity), fmt::format("{:<8}", to_string(finding.severity))),
                        dim(fmt::format("{:<22}", finding.rule)), printable(finding.message));
    for (const std::string& included : finding.includes) out_ += dim("            also: " + printable(included)) + '\n';
    if (options_.verbose) out_ += dim("            id: " + finding.id()) + '\n';
  }

  void write_place(const Finding& finding) {
    const Location& place = finding.location;
    if (place.known() && place.span.known()) {
      const std::string number = std::to_string(place.span.line);
      const std::string margin(number.size(), ' ');
      out_ += fmt::format("    {}{} {}:{}:{}\n", margin, dim("-->"), printable(place.file), number, place.span.column);
      const auto line = options_.source_line ? options_.source_line(place.file, place.span.line) : std::nullopt;
      if (line) {
        const Snippet snippet = make_snippet(*line, place.span);
        out_ += fmt::format("    {} {}\n", margin, dim("|"));
        out_ += fmt::format("    {} {} {}\n", dim(number), dim("|"), snippet.line);
        out_ += fmt::format("    {} {} {}\n", margin, dim("|"), paint(color_of(finding.severity), snippet.carets));
      }
    }
    out_ += '\n';
  }

  template <typename Entry, typename Line>
  void write_list(std::string_view heading, const std::vector<Entry>& entries, Line line) {
    if (entries.empty()) return;
    out_ += std::string(heading) + '\n';
    const std::size_t shown = options_.verbose ? entries.size() : std::min(entries.size(), kListed);
    for (std::size_t i = 0; i < shown; ++i) out_ += dim("  - " + printable(line(entries[i]))) + '\n';
    if (shown < entries.size())
      out_ += dim(fmt::format("  - and {} more; --verbose lists them", entries.size() - shown)) + '\n';
  }

  static std::string place_of(const Unresolved& entry) {
    if (!entry.location.known()) return "";
    return fmt::format(" ({}:{})", entry.location.file, entry.location.span.line);
  }

  void write_summary() {
    if (report_.coverage.empty())
      out_ += fmt::format("{} {} with {}: {}, {}\n", bold("Compared"), printable(describe(report_.truth)),
                          printable(describe(report_.follower)), counted(report_.tables_compared, "table"),
                          counted(report_.columns_compared, "column"));
    else
      out_ += fmt::format("{} {} with {}: {}\n", bold("Checked"), printable(describe(report_.follower)),
                          printable(describe(report_.truth)), describe_coverage(report_));
    if (!report_.compared.empty()) out_ += dim("  " + printable(join(report_.compared, ", "))) + '\n';
    write_list("Not compared", report_.not_compared, [](const NotRead& n) { return n.what + ": " + n.why; });
    write_list("Policy " + report_.policy_hash, report_.policy_notes, [](const std::string& note) { return note; });
    write_list(fmt::format("Unresolved: {}; no finding rests on what a static reading cannot know",
                           counted(report_.unresolved.size(), "place")),
               report_.unresolved, [](const Unresolved& entry) {
                 const ObjectRef object{entry.table.schema, entry.table.name, entry.column, "", "", {}};
                 return to_string(object) + ": " + entry.reason + place_of(entry);
               });
    write_verdict();
  }

  void write_verdict() {
    const bool bad = report_.count(Severity::kCritical) + report_.count(Severity::kWarning) > 0;
    const std::string_view color = report_.count(Severity::kCritical) > 0 ? "1;31" : (bad ? "1;33" : "1;32");
    std::string verdict = report_.findings.empty() ? "No findings" : "Found " + describe_counts(report_);
    if (report_.suppressed > 0) verdict += fmt::format(" ({} suppressed)", report_.suppressed);
    out_ += paint(color, verdict) + '\n';
    if (!report_.findings.empty())
      out_ += dim(fmt::format("schema-inspector explain {} says what that means and what to do", worst_rule())) + '\n';
  }

  const FindingsReport& report_;
  const RenderOptions& options_;
  std::string out_;
};

}  // namespace

std::string render_text(const FindingsReport& report, const RenderOptions& options) {
  return TextReport(report, options).write();
}

}  // namespace si
