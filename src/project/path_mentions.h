// Paths that a text names, in every spelling people use: Markdown links with a :line suffix, code spans,
// @\windows\paths, strings of JSON with doubled backslashes, plain words in scripts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "project/tree.h"

namespace si {

enum class TextForm { kMarkdown, kData, kCode };  // kData: JSON, YAML, TOML, INI; kCode: programs and scripts

enum class PathForm {
  kLink,     // [text](path)
  kSpan,     // `path`
  kAt,       // @\path or @/path
  kCommand,  // python path, bash path: something that is run
  kString,   // in a data file
  kWord,     // anywhere else: means something only when there is such a file
};

struct PathMention {
  std::string path;        // with '/', without '@', a leading "./" and the suffix
  std::size_t offset = 0;  // of the path's bytes in the text, with '@', without the suffix
  std::size_t length = 0;
  std::uint32_t line = 0;
  PathForm form = PathForm::kWord;
};

// In the order of the text. Words that cannot be a path of this project (URLs, placeholders, absolute paths) are left
// out.
std::vector<PathMention> find_path_mentions(std::string_view text, TextForm form);

enum class PathState {
  kThere,
  kWrongCase,  // there, in other letters: not on every file system
  kIgnored,    // left out of the repository, so whether it is there says nothing
  kDangling,   // certainly meant as a path of this project, and not there
  kUnclear,    // perhaps no path at all
};
std::string_view to_string(PathState state);

struct Resolved {
  PathState state = PathState::kUnclear;
  std::string target;  // relative to the root; empty unless kThere or kWrongCase
};

// Looked for beside the file, at the root, and anywhere below it by its last parts. `from` is the file that names it.
Resolved resolve_mention(const PathMention& mention, const std::string& from, const Tree& tree);

// `target` (relative to the root) in the spelling of the mention `raw` that stands in the file `from`: relative to that
// file where the mention was, with its '@', its slashes or backslashes.
std::string spell_like(std::string_view raw, const PathMention& mention, const std::string& from,
                       const std::string& target);

}  // namespace si
