// What a value is in SQLAlchemy's own terms, whatever module it was imported from and under whatever name.
#pragma once

#include <string>
#include <string_view>

#include "sources/python/value.h"

namespace si::python {
class Evaluator;
}

namespace si::sqlalchemy {

// The public name of something of SQLAlchemy (or of a package that passes its names on): "Column", "func.now",
// "dialects.postgresql.JSONB"; with the package for others that are known: "sqlmodel.Field", "pgvector.Vector",
// "sqlalchemy_utils.UUIDType". Empty: none of these.
std::string known_name(const python::Value* value);
// The same of what a call calls; empty when `value` is no call.
std::string called_name(const python::Value* value);

// The column that stands in the place of a function decorated with sqlalchemy_utils' @aggregated("path", Column(…));
// null: it is none.
const python::Value* aggregated_column(python::Evaluator& evaluator, const python::Value* function);

// True for db = SQLAlchemy() of Flask-SQLAlchemy, plain or of a class derived from it, by its `Model` attribute.
bool is_flask_model(const python::Value* value);
// The keyword argument of a call that is not None; null: there is none.
const python::Value* keyword_of(const python::Value* call, std::string_view name);

// What of a schema a class of the project constructs when it is called, because it derives from it: Column, ForeignKey,
// Index …; null: nothing of that. Of several bases that only running tells apart, the first, when all are columns.
const python::Value* schema_item_of(python::Evaluator& evaluator, const python::ClassInfo& klass);

}  // namespace si::sqlalchemy
