// One parse by tree-sitter, which gives up where too much is wrong.
#pragma once

#include <tree_sitter/api.h>

#include <memory>
#include <string_view>

namespace si::python {

struct DeleteTree {
  void operator()(TSTree* tree) const { ts_tree_delete(tree); }
};
using Tree = std::unique_ptr<TSTree, DeleteTree>;

// What a single parse may look for a way around errors: some 30 KiB of nothing but errors.
inline constexpr int kStepsOfParse = 600;

// What one parse may read, and how long it may look for a way around errors: the search takes time that grows with the
// square of what is wrong, so it is counted (a step is 100 of tree-sitter's).
struct ParseInput {
  std::string_view text;
  int steps_left = 0;
  int steps_in_error = 0;

  static const char* read(void* payload, std::uint32_t at, TSPoint /*point*/, std::uint32_t* length) {
    const std::string_view text = static_cast<ParseInput*>(payload)->text;
    const std::string_view rest = at < text.size() ? text.substr(at) : std::string_view();
    *length = static_cast<std::uint32_t>(rest.size());
    return rest.data();
  }
  static bool stop(TSParseState* state) {
    auto* input = static_cast<ParseInput*>(state->payload);
    if (!state->has_error && input->steps_in_error == 0) return false;
    return ++input->steps_in_error > input->steps_left;
  }
};

// Null: given up, for there is too much that does not parse.
Tree parse_text(ParseInput& input);

}  // namespace si::python
