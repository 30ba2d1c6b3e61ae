#include "docgen/page.h"

namespace si::docgen {

Line& Line::word(std::string text) {
  pieces.emplace_back(Word{std::move(text)});
  return *this;
}
Line& Line::code(std::string text) {
  pieces.emplace_back(Code{std::move(text)});
  return *this;
}
Line& Line::prose(std::string text) {
  pieces.emplace_back(Prose{std::move(text)});
  return *this;
}
Line& Line::name(Name name) {
  pieces.emplace_back(std::move(name));
  return *this;
}
Line& Line::codes(const std::vector<std::string>& texts) {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i != 0) word(", ");
    code(texts[i]);
  }
  return *this;
}

}  // namespace si::docgen
