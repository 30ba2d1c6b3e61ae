// The managed block in files that instruct agents (AGENTS.md, rule files): what it says, and how it stands in a file
// among text that people wrote.
//
//   <!-- schema-inspector: begin managed block, sha256 6b1f… -->
//   …
//   <!-- schema-inspector: end managed block -->
//
// A mark is a whole line. The hash is of the lines between the marks, so that a change by hand is seen.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/schema.h"

namespace si {

struct AgentBlockFacts {
  const Schema& database;
  std::string document, snapshot, change_log;                 // paths; an empty one is not spoken of
  std::optional<std::string> created_at, updated_at;          // the conventions' server defaults; "none" for none
  std::string reserved_attribute_suffix;                      // may be empty
  std::vector<std::pair<std::string, std::string>> commands;  // command line -> what it does
  std::size_t summary_tokens = 0;                             // 0: no summary of the schema
};

// Lines of Markdown, each with its end. Names of the database are data: quoted where they are not plain words, inside a
// fence that they can't leave; comments are left out.
std::string agent_block_text(const AgentBlockFacts& facts);

// A rough measure that never depends on a model: four bytes a token.
std::size_t count_tokens(std::string_view text);

struct ManagedBlock {
  std::size_t begin = 0, end = 0;  // byte range with both marks and the last line's end
  std::string text;                // between the marks, with \n
  bool edited = false;             // not what its hash says
};

struct BlockSearch {
  std::optional<ManagedBlock> block;
  std::string broken;  // why the marks make no sense: then nothing may be written
};
BlockSearch find_managed_block(std::string_view content);

// `content` with the block's text replaced, or with a block at its end. Line ends as the file has them.
std::string with_managed_block(std::string_view content, std::string_view text);

}  // namespace si
