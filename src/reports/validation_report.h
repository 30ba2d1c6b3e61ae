// The verdict of `validate` as text, JSON and Markdown.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/report.h"

namespace si {

// One thing that follows the database.
struct ValidationPart {
  std::string name;                      // "models", "document", "snapshot"
  std::string what;                      // its file, or how many
  std::optional<FindingsReport> report;  // none: it could not be compared
  std::string reason;                    // then: why, and what to do
  bool skipped = false;                  // there is none, and there need be none
  bool failed = false;
};

struct ValidationReport {
  ReportSide truth;
  std::vector<ValidationPart> parts;

  bool passed() const;
};

// Text ends with the line "validate: PASS" or "validate: FAIL"; with `verbose` the findings of each part stand above.
std::string render_validation(const ValidationReport& report, Format format, const RenderOptions& options);

}  // namespace si
