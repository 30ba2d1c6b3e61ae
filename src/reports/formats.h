// The writers behind render(), one a format; and what several of them share.
#pragma once

#include <string>
#include <string_view>

#include "reports/report.h"
#include "support/json_writer.h"

namespace si {

std::string render_text(const FindingsReport& report, const RenderOptions& options);
std::string render_json(const FindingsReport& report);
std::string render_markdown(const FindingsReport& report);
std::string render_sarif(const FindingsReport& report);
std::string render_junit(const FindingsReport& report);
std::string render_github(const FindingsReport& report);
std::string render_gcc(const FindingsReport& report);

// The members of a findings document, for a report inside another one; the object is already begun.
void write_findings_members(JsonWriter& json, const FindingsReport& report);
void write_finding(JsonWriter& json, const Finding& finding);
void write_side(JsonWriter& json, std::string_view key, const ReportSide& side);

// "database app (PostgreSQL 15.20)", "7 model files (SQLAlchemy 2.0)", not yet made printable.
std::string describe(const ReportSide& side);
// "2 critical, 1 warning" or "no findings"; a severity without findings is not named.
std::string describe_counts(const FindingsReport& report);
// "51 queries, 46 checked, 3 checked in part, 2 not checked".
std::string describe_coverage(const FindingsReport& report);
// "1 table", "2 tables".
std::string counted(std::size_t count, std::string_view singular);

// Text for one cell or one line of Markdown: nothing in it is markup, a line end or HTML.
std::string escape_markdown(std::string_view text);
// The same as a code span; safe whatever back-ticks it holds.
std::string markdown_code(std::string_view text);
// Text for XML 1.0: control characters become visible, the five special ones references.
std::string escape_xml(std::string_view text);

}  // namespace si
