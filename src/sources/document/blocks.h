// A Markdown file as the few kinds of blocks that a schema document is made of, each with its line.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "text/document.h"

namespace si::document {

struct Block {
  enum Kind { kHeading, kParagraph, kQuote, kItem, kGrid, kFence };
  struct Row {
    std::vector<std::string> cells;
    std::size_t line = 0;
  };

  Kind kind = kParagraph;
  std::size_t line = 0;  // where it begins, 1-based
  int level = 0;         // of a heading
  // Heading, paragraph (one line each), quote, list item: the text without its mark. A fence's content.
  std::string text;
  std::string info;                 // of a fence
  std::vector<std::string> header;  // of a grid
  std::vector<Row> rows;
};

// Line-based: what we write never depends on Markdown's subtler rules, and a line is the place to report.
std::vector<Block> read_blocks(const Document& document);

}  // namespace si::document
