// Flask-SQLAlchemy's `db` where it cannot be read: of a package that is not there, or one of several objects.
#pragma once

#include <unordered_map>
#include <vector>

#include "sources/python/evaluator.h"

namespace si::sqlalchemy {

class AssumedObjects {
 public:
  explicit AssumedObjects(python::Evaluator& evaluator) : evaluator_(evaluator) {}

  // What classes derive from by `x.Model` while their bodies call `x.Column(…)` is read as Flask-SQLAlchemy's
  // SQLAlchemy(), wherever x comes from. Its metadata and its base class stay unknown.
  void assume(const std::vector<const python::Module*>& modules);
  // A SQLAlchemy() among objects of which nothing is known: that one, with metadata unknown. Null: it is no such
  // choice.
  const python::Value* choose(const python::Value& choice);

 private:
  const python::Value* made(const python::Value* instance, const std::string& reason);

  python::Evaluator& evaluator_;
  std::unordered_map<const python::Value*, const python::Value*> chosen_;  // each object is one, however often asked
};

}  // namespace si::sqlalchemy
