#include "rules/parts.h"

namespace si::rules {
namespace {

template <typename Object>
PartWords common(std::string_view kind, const DefinitionPair<Object>& pair) {
  PartWords words;
  words.kind = kind;
  if (pair.truth != nullptr) words.truth = describe(*pair.truth);
  if (pair.follower != nullptr) words.follower = describe(*pair.follower);
  words.place = place_of(pair.follower != nullptr ? pair.follower->location : Location{},
                         pair.follower == nullptr ? Location{} : pair.any().location);
  return words;
}

template <typename Object>
PartWords with_name(std::string_view kind, const DefinitionPair<Object>& pair) {
  PartWords words = common(kind, pair);
  words.name = pair.any().name.value_or("");
  return words;
}

}  // namespace

PartWords words_of(const DefinitionPair<ForeignKey>& pair) {
  PartWords words = with_name("foreign key", pair);
  words.columns = pair.any().columns;
  return words;
}

PartWords words_of(const DefinitionPair<Unique>& pair) {
  PartWords words = with_name("unique", pair);
  words.columns = pair.any().columns;
  return words;
}

PartWords words_of(const DefinitionPair<Check>& pair) { return with_name("check", pair); }

PartWords words_of(const DefinitionPair<Exclusion>& pair) { return with_name("exclusion", pair); }

PartWords words_of(const DefinitionPair<Index>& pair) {
  PartWords words = common("index", pair);
  words.name = pair.any().name;
  words.columns = key_texts(pair.any());
  return words;
}

}  // namespace si::rules
