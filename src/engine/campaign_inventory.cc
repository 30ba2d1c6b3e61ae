#include "engine/campaign_inventory.h"

#include <set>

namespace si {

Inventory inventory_of(const Settings& settings, const Source& database, const Result<Source>& models) {
  InventoryInput input{settings.config, database.schema, nullptr, {}, {}, {}};
  if (models) {
    input.models = &models->schema;
    std::set<std::string> files;
    for (const auto& [schema, space] : models->schema.schemas)
      for (const auto& [name, table] : space.tables)
        if (table.location.known()) files.insert(table.location.file);
    input.model_files.assign(files.begin(), files.end());
  }
  if (settings.progress != nullptr)
    input.progress = [&](std::size_t done, std::size_t total) {
      settings.progress->show("reading the project", done, total);
    };
  Inventory inventory = take_inventory(input);
  if (!models) inventory.not_read.insert(inventory.not_read.begin(), {"models", models.error().message});
  return inventory;
}

}  // namespace si
