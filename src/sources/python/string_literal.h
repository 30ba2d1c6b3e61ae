// The value of a Python string literal's content.
#pragma once

#include <string>
#include <string_view>

namespace si::python {

// Content between the quotes with its escapes decoded to UTF-8, as Python's lexical analysis (section 2.4.1) does;
// `\N{…}` stays as written. Line ends become "\n".
std::string decode_string(std::string_view content, bool raw, bool bytes);

}  // namespace si::python
