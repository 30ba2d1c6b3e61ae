// What the project's code says of the schema beside its models: evidence for what was renamed.
#pragma once

#include <mutex>
#include <optional>

#include "compare/comparison.h"
#include "engine/queries.h"
#include "engine/settings.h"

namespace si {

// Reads the code when it is first asked, and once for all that ask; also from several threads.
class CodeUses {
 public:
  explicit CodeUses(const Settings& settings);

  // As the SQL resolves against `database`. Where code cannot be read: nothing.
  ColumnUses of(const Schema& database);

 private:
  void read();

  Settings settings_;
  std::mutex mutex_;
  bool is_read_ = false;
  std::optional<Extraction> queries_;
  std::optional<ModelReferences> references_;
};

}  // namespace si
