// Paths of a project: relative ones start at its root; globs become the files they match.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "support/result.h"

namespace si {

// `path` itself when absolute, else below `root`; in both cases without "." and "..".
std::string resolve_path(const std::string& root, std::string_view path);

// `path` relative to `root` where it lies below it, else as it is; with '/'.
std::string relative_to(const std::string& root, const std::string& path);

// Each path with `*`, `?` or `[` becomes the files and folders it matches, sorted (`**` matches any number of folders);
// others stay, made absolute. Fails (kFiles) for a pattern that matches nothing.
Result<std::vector<std::string>> expand_globs(const std::string& root, const std::vector<std::string>& patterns);

}  // namespace si
