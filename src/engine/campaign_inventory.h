// The inventory of a project against its live database: everything it takes, read.
#pragma once

#include "engine/settings.h"
#include "engine/source.h"
#include "project/inventory.h"
#include "support/result.h"

namespace si {

// `models` may be an error: then the inventory says so and goes on without them.
Inventory inventory_of(const Settings& settings, const Source& database, const Result<Source>& models);

// The name of its two files in the report folder, without extension.
inline constexpr const char* kInventoryName = "db_audit_inventory";

}  // namespace si
