// Model classes for a whole database that has none.
#pragma once

#include <string>
#include <vector>

#include "model/schema.h"

namespace si {

enum class ModelStyle {
  kMapped,    // SQLAlchemy 2.0: Mapped[…], mapped_column()
  kClassic,   // Column()
  kSqlModel,  // SQLModel's Field()
};

struct GeneratedModels {
  std::string text;               // one module
  std::vector<NotRead> problems;  // tables that have no class, and why
};

// A module with a class for each of these tables of `truth`, in this order.
GeneratedModels generate_models(const Schema& truth, const std::vector<QualifiedName>& tables, ModelStyle style,
                                int sqlalchemy_major);

}  // namespace si
