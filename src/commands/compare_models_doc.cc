#include "commands/comparing.h"

namespace si {
namespace {

class CompareModelsDoc : public ComparingCommand {
 public:
  CompareModelsDoc()
      : ComparingCommand({
            "compare-models-doc",
            "Findings between the models and the generated schema document",
            "The models are the truth here, the document follows. No database is needed.",
            R"(
# the document that [docs] schema names
schema-inspector compare-models-doc --models app/models
)",
            {},
        }) {}

  Result<int> run(Session& session) override {
    const Result<Settings> settings = session.settings();
    if (!settings) return settings.error();
    const Result<Source> models = load_models(*settings);
    if (!models) return models.error();
    const Result<Source> document = load_document(*settings);
    if (!document) return document.error();
    return compare(session, *settings, *models, *document);
  }
};

}  // namespace

std::unique_ptr<Command> make_compare_models_doc() { return std::make_unique<CompareModelsDoc>(); }

}  // namespace si
