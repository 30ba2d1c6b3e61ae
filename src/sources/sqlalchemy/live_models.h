// The models together with what they were read from: tells what an expression anywhere in the project's code means.
//
//   LiveModels models …;
//   const python::Module* module = models.graph().load(path);
//   const python::Value* value = models.evaluator().evaluate(node, module->scope);
//   if (const ModelMeaning what = models.meaning(value); what.kind == ModelMeaning::Kind::kClass)
//     models.reading().classes[what.index].find("email") …
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "sources/python/evaluator.h"
#include "sources/sqlalchemy/models.h"
#include "support/result.h"

namespace si {

// What a value is as far as models go.
struct ModelMeaning {
  enum class Kind {
    kNothing,   // nothing that is certainly a model's
    kClass,     // a mapped class: reading().classes[index]
    kInstance,  // an object of it, made by its constructor
    kTable,     // a Table(…), or Class.__table__: reading().model_tables[index]
    kColumns,   // its `.c`
  };
  Kind kind = Kind::kNothing;
  std::size_t index = 0;
};

class LiveModels {
 public:
  // Fails as read_models() does.
  static Result<std::unique_ptr<LiveModels>> read(const ReadModelsOptions& options);
  ~LiveModels();
  LiveModels(const LiveModels&) = delete;
  LiveModels& operator=(const LiveModels&) = delete;

  const ModelsReading& reading() const;
  ModelsReading take_reading();  // leaves nothing to ask

  // Of the project and what it imports; parses further files when they are asked for. Not for several threads at once.
  python::ModuleGraph& graph();
  python::Evaluator& evaluator();
  ModelMeaning meaning(const python::Value* value);

 private:
  struct State;
  explicit LiveModels(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace si
