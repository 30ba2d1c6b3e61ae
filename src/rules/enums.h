// What the rules on enum types share.
#pragma once

#include <optional>
#include <string>

#include "rules/words.h"

namespace si::rules {

ObjectRef enum_object(const EnumPair& pair);
std::string enum_words(const EnumPair& pair);  // "mood", "sales.mood"
// "'sad', 'ok'"; nullopt when not known.
std::optional<std::string> labels_text(const Enum& type);

}  // namespace si::rules
