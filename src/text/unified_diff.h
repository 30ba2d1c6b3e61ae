// Two versions of a text as a unified diff that `git apply` and `patch -p1` take.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace si {

struct LineCounts {
  std::size_t removed = 0;
  std::size_t added = 0;
};

// `path`: relative, with '/'; git's way of quoting is used where it needs one. `before` nullopt: a new file; `after`
// nullopt: one that goes. Three lines of context. Empty when the two are equal. Lines end with \n only, as git sees
// them, so every other byte (also \r) is kept.
std::string unified_diff(const std::string& path, std::optional<std::string_view> before,
                         std::optional<std::string_view> after);

// How many lines such a diff takes away and adds.
LineCounts count_changed_lines(std::string_view before, std::string_view after);

}  // namespace si
