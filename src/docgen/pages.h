// What the documentation of a schema says, and in which order.
#pragma once

#include "docgen/page.h"

namespace si::docgen {

// The whole schema on one page.
Page schema_page(const Schema& schema);

}  // namespace si::docgen
