// Python's `re` for the small patterns that turn class names into table names: (?<!^)(?=[A-Z]), ([a-z])([A-Z]) …
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace si::python {

// re.sub(): every match replaced by `replacement` (\1, \g<1>). nullopt: the pattern uses what is not supported here
// (supported: literals, classes, groups, alternation, * + ? {m,n} and their lazy forms, ^ $ \b, look-around).
std::optional<std::string> regex_sub(std::string_view pattern, std::string_view replacement, std::string_view text);
// re.split() without capture groups in the result; re.findall() of whole matches or of the only group.
std::optional<std::vector<std::string>> regex_split(std::string_view pattern, std::string_view text);
std::optional<std::vector<std::string>> regex_findall(std::string_view pattern, std::string_view text);

}  // namespace si::python
