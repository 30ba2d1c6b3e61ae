#include "engine/validation.h"

#include <filesystem>

#include "engine/pipeline.h"
#include "engine/source.h"
#include "project/paths.h"

namespace si {
namespace {

class Validation {
 public:
  Validation(const Settings& settings, const Source& database, SourceLines& lines)
      : settings_(settings), database_(database), lines_(lines) {}

  ValidationPart models() { return judge("models", load_models(settings_)); }

  ValidationPart document() {
    ValidationPart part = judge("document", load_document(settings_));
    part.what = settings_.config.docs.schema;
    return part;
  }

  // Only where there is one: nothing but generate-docs makes it.
  ValidationPart snapshot() {
    const std::string& path = settings_.config.docs.snapshot;
    const std::string absolute = resolve_path(settings_.config.root, path);
    std::error_code failure;
    ValidationPart part;
    if (std::filesystem::exists(absolute, failure)) {
      part = judge("snapshot", load_database_source(settings_, "snapshot:" + absolute));
    } else {
      part.name = "snapshot";
      part.skipped = true;
      part.reason = "there is none; schema-inspector generate-docs writes it";
    }
    part.what = path;
    return part;
  }

 private:
  ValidationPart judge(const std::string& name, const Result<Source>& follower) {
    ValidationPart part;
    part.name = name;
    if (!follower) {
      part.failed = true;
      part.reason = follower.error().message;
      if (!follower.error().hint.empty()) part.reason += "; " + follower.error().hint;
      return part;
    }
    part.what = follower->side.kind == "models" ? counted_files(follower->side.files) : follower->side.name;
    part.report = compare_sources("validate", database_, *follower, settings_.config, {}, lines_);
    return part;
  }

  static std::string counted_files(std::size_t files) {
    return std::to_string(files) + (files == 1 ? " file" : " files");
  }

  const Settings& settings_;
  const Source& database_;
  SourceLines& lines_;
};

}  // namespace

Result<ValidationReport> validate(const Settings& settings, SourceLines& lines) {
  const Result<Source> database = load_database(settings);
  if (!database) return database.error();
  ValidationReport report;
  report.truth = database->side;
  Validation validation(settings, *database, lines);
  report.parts = {validation.models(), validation.document(), validation.snapshot()};
  return report;
}

}  // namespace si
