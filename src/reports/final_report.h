// The final report of a campaign: what each phase measured, did and left, every figure with the file that proves it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/report.h"
#include "reports/validation_report.h"

namespace si {

struct Figure {
  std::string what;
  std::string value;
  std::string evidence;  // a file of the run folder, or of the project
};

enum class PhaseOutcome { kDone, kNothingToDo, kWouldChange, kSkipped, kStopped };
std::string_view to_string(PhaseOutcome outcome);

struct PhaseReport {
  std::string name;   // "ground-truth", as --phases takes it
  std::string title;  // "Ground truth and baseline"
  PhaseOutcome outcome = PhaseOutcome::kDone;
  std::string reason;  // of kSkipped and kStopped
  double seconds = 0;
  std::vector<Figure> figures;
  std::vector<std::string> details;  // what was done, a line each
  std::vector<std::string> changed;  // files of the project, relative: written, or to be written
  std::vector<std::string> remains;  // for a person
};

struct CampaignReport {
  std::string run;      // the run folder, relative to the root
  std::string started;  // UTC, ISO 8601
  bool applied = false;
  ReportSide database;
  std::string fingerprint;
  std::vector<std::string> warnings;  // what a reader must know before any figure
  std::vector<PhaseReport> phases;
  std::vector<NotRead> not_compared;
  std::vector<std::string> lessons;
  std::optional<ValidationReport> validation;

  bool passed() const { return validation && validation->passed(); }
};

// Text is a summary for a terminal, whose last line is the verdict; Markdown and JSON are whole.
std::string render_campaign(const CampaignReport& report, Format format, bool color);

}  // namespace si
