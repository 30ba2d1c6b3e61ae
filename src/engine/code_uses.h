// What the project's code says of the schema beside its models: evidence for what was renamed.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "compare/comparison.h"
#include "engine/queries.h"
#include "engine/settings.h"

namespace si {

// What code names, asked of the code once for all comparisons of a run: of every edit that mending tries, of every
// database of a fleet. May be asked from several threads.
class CodeUses {
 public:
  // `settings` say where the code lies; nothing is read yet.
  explicit CodeUses(const Settings& settings);

  // The names as they resolve against `database`; of the same schema twice in a row, the same answer. Never null; empty
  // where the code or the models cannot be read, for then nothing is known of what is used nowhere.
  std::shared_ptr<const ColumnUses> of(const Schema& database);

 private:
  void read();

  Settings settings_;
  std::mutex mutex_;
  bool is_read_ = false;
  std::optional<Extraction> queries_;
  std::optional<ModelReferences> references_;
  std::string fingerprint_;  // of the schema that `uses_` are of
  std::shared_ptr<const ColumnUses> uses_;
};

}  // namespace si
