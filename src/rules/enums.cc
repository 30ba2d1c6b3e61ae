#include "rules/enums.h"

#include "support/strings.h"

namespace si::rules {

ObjectRef enum_object(const EnumPair& pair) {
  ObjectRef object;
  object.schema = pair.schema;
  object.kind = "enum";
  object.name = pair.name;
  return object;
}

std::string enum_words(const EnumPair& pair) {
  return printable(pair.schema == "public" ? pair.name : pair.schema + '.' + pair.name);
}

std::optional<std::string> labels_text(const Enum& type) {
  if (!type.labels.known()) return std::nullopt;
  std::string text;
  for (const std::string& label : *type.labels) text += (text.empty() ? "" : ", ") + quote_literal(label);
  return text;
}

}  // namespace si::rules
