#include "support/version.h"

namespace si {

std::string_view version() { return SI_VERSION; }

}  // namespace si
