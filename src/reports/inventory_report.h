// The inventory as text, JSON ("schema-inspector/inventory/1") and Markdown.
#pragma once

#include <string>

#include "project/inventory.h"
#include "reports/report.h"

namespace si {

// `database` describes where the objects were read. Text and Markdown say the same; JSON says everything.
std::string render_inventory(const Inventory& inventory, const ReportSide& database, Format format, bool color);

}  // namespace si
