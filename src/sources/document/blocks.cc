#include "sources/document/blocks.h"

#include <algorithm>

#include "support/strings.h"
#include "text/markdown.h"

namespace si::document {
namespace {

std::size_t run_of(std::string_view text, char c) { return std::min(text.find_first_not_of(c), text.size()); }

// `| --- | :-: |`: the line under a grid's header.
bool is_rule(std::string_view line) {
  line = trim(line);
  return line.find('-') != std::string_view::npos && line.find('|') != std::string_view::npos &&
         line.find_first_not_of("|-: \t") == std::string_view::npos;
}

std::vector<std::string> cells_of(std::string_view line) {
  line = trim(line);
  return markdown::split_row(line.starts_with('|') ? std::string(line) : "| " + std::string(line));
}

class BlockReader {
 public:
  explicit BlockReader(const Document& document) : document_(document) {}

  std::vector<Block> read() {
    while (line_ <= document_.line_count()) {
      const std::string_view line = trim(document_.line(line_));
      if (line.empty())
        ++line_;
      else if (!fence(line) && !heading(line) && !grid(line) && !quote(line) && !item(line))
        add(Block::kParagraph, line);
    }
    return std::move(blocks_);
  }

 private:
  Block& add(Block::Kind kind, std::string_view text) {
    Block& block = blocks_.emplace_back();
    block.kind = kind;
    block.line = line_++;
    block.text = text;
    return block;
  }

  bool fence(std::string_view line) {
    const char mark = line.front();
    const std::size_t length = run_of(line, mark);
    if ((mark != '`' && mark != '~') || length < 3) return false;
    const std::string_view info = trim(line.substr(length));
    if (mark == '`' && info.find('`') != std::string_view::npos) return false;
    Block& block = add(Block::kFence, "");
    block.info = info;
    std::string lines;
    for (; line_ <= document_.line_count(); ++line_) {
      const std::string_view body = document_.line(line_);
      const std::string_view bare = trim(body);
      if (run_of(bare, mark) >= length && run_of(bare, mark) == bare.size()) break;
      lines += body;
      lines += '\n';
    }
    ++line_;
    block.text = markdown::read_fence(block.info, lines);
    return true;
  }
  bool heading(std::string_view line) {
    const std::size_t level = run_of(line, '#');
    if (level == 0 || level > 6 || (level < line.size() && line[level] != ' ')) return false;
    add(Block::kHeading, trim(line.substr(level))).level = static_cast<int>(level);
    return true;
  }
  bool grid(std::string_view line) {
    if (line.find('|') == std::string_view::npos || !is_rule(document_.line(line_ + 1))) return false;
    Block& block = add(Block::kGrid, "");
    block.header = cells_of(line);
    for (++line_; line_ <= document_.line_count(); ++line_) {
      const std::string_view row = document_.line(line_);
      if (row.find('|') == std::string_view::npos) break;
      block.rows.push_back({cells_of(row), line_});
    }
    return true;
  }
  bool quote(std::string_view line) {
    if (!line.starts_with('>')) return false;
    const std::string_view text = trim(line.substr(1));
    const bool goes_on = !blocks_.empty() && blocks_.back().kind == Block::kQuote && last_quote_ + 1 == line_;
    last_quote_ = line_;
    if (!goes_on) {
      add(Block::kQuote, text);
    } else {
      blocks_.back().text += ' ' + std::string(text);
      ++line_;
    }
    return true;
  }
  bool item(std::string_view line) {
    if (!line.starts_with("- ") && !line.starts_with("* ") && !line.starts_with("+ ")) return false;
    add(Block::kItem, trim(line.substr(2)));
    return true;
  }

  const Document& document_;
  std::vector<Block> blocks_;
  std::size_t line_ = 1;
  std::size_t last_quote_ = 0;
};

}  // namespace

std::vector<Block> read_blocks(const Document& document) { return BlockReader(document).read(); }

}  // namespace si::document
