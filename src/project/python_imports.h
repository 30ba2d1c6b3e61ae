// The modules that a Python file imports, by a look at its lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace si {

// As paths without extension, from the file's folder for relative imports ("./x", "../x"), else from an import path
// ("scripts/compare_models"). What stands after `import` of a `from` may be a module too, so it is given also. Lines in
// strings count: rather one too many.
std::vector<std::string> find_python_imports(std::string_view text);

}  // namespace si
