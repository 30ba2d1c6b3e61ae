#include "engine/campaign_models.h"

#include "engine/pipeline.h"

namespace si {

Result<ModelsWork> reconcile_models(const Settings& settings, const Source& database, bool /*apply*/,
                                    SourceLines& lines) {
  const Result<Source> models = load_models(settings);
  if (!models) return models.error();
  ModelsWork work;
  work.before = compare_sources("compare-db-models", database, *models, settings.config, {}, lines);
  work.after = work.before;
  work.note = "compared only; the model files are left as they are";
  return work;
}

Result<QueriesWork> check_queries_of(const Settings& /*settings*/, SourceLines& /*lines*/) {
  QueriesWork work;
  work.note = "raw SQL and ORM references were not checked";
  return work;
}

}  // namespace si
