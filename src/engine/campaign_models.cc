#include "engine/campaign_models.h"

#include <fmt/format.h>

#include "engine/mend.h"
#include "text/unified_diff.h"

namespace si {
namespace {

// What a fix leaves to a person: why it was not made, or what other code has to follow.
void add_remains(const Fix& fix, bool made, std::vector<std::string>& remains) {
  if (!made) remains.push_back(fmt::format("not changed: {}{}{}", fix.title, fix.cost.empty() ? "" : ": ", fix.cost));
  for (const std::string& use : fix.uses)
    remains.push_back(fmt::format("{} ({}: {})", use, made ? "follows" : "would follow", fix.title));
}

}  // namespace

Result<ModelsWork> reconcile_models(const Settings& settings, const Source& database, bool apply,
                                    SourceLines& /*lines*/) {
  MendOptions options;
  // The database is the truth: what it does not have goes, and the code that has to follow is listed.
  options.level = Applicability::kUnsafe;
  const Result<Mending> mending = plan_mending(settings, database, options);
  if (!mending) return mending.error();
  ModelsWork work;
  work.before = mending->before;
  work.after = mending->after;
  for (const ChangedFile& file : mending->files) {
    work.changed.push_back(file.name);
    if (!apply) work.planned[file.name] = file.after;
    work.diff +=
        unified_diff(file.name, file.is_new ? std::nullopt : std::optional<std::string_view>(file.before), file.after);
  }
  for (const Fix& fix : mending->fixes) add_remains(fix, fix.applicability <= options.level, work.remains);
  if (apply && !mending->files.empty())
    if (Status applied = apply_mending(settings, database, *mending); !applied) return applied.error();
  return work;
}

}  // namespace si
