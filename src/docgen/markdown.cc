#include "docgen/markdown.h"

#include "text/markdown.h"

namespace si::docgen {
namespace {

class Printer {
 public:
  void print(const Heading& heading) {
    start_block();
    out_ += std::string(static_cast<std::size_t>(heading.level), '#') + ' ';
    if (!heading.anchor.empty()) out_ += "<a id=\"" + heading.anchor + "\"></a>";
    print(heading.line, false);
    out_ += '\n';
  }
  void print(const Paragraph& paragraph) {
    start_block();
    print(paragraph.line, false);
    out_ += '\n';
  }
  void print(const Quote& quote) {
    start_block();
    out_ += "> " + markdown::prose(quote.text) + '\n';
  }
  void print(const Grid& grid) {
    start_block();
    std::string rule = "|";
    out_ += '|';
    for (const std::string& title : grid.header) {
      out_ += ' ' + title + " |";
      rule += " --- |";
    }
    out_ += '\n' + rule + '\n';
    for (const auto& row : grid.rows) {
      out_ += '|';
      for (const Line& cell : row) {
        out_ += ' ';
        print(cell, true);
        out_ += cell.empty() ? "|" : " |";
      }
      out_ += '\n';
    }
  }
  void print(const Fact& fact) {
    if (!in_list_) start_block();
    out_ += "- **" + fact.label + "** ";
    print(fact.line, false);
    out_ += '\n';
    in_list_ = true;
  }
  void print(const Definition& definition) {
    start_block();
    out_ += markdown::fence(definition.text, definition.language);
  }
  std::string take() { return std::move(out_); }

 private:
  void start_block() {
    if (!out_.empty()) out_ += '\n';
    in_list_ = false;
  }
  void print(const Line& line, bool in_cell) {
    for (const Inline& piece : line.pieces) {
      if (const auto* word = std::get_if<Word>(&piece)) out_ += word->text;
      if (const auto* code = std::get_if<Code>(&piece)) out_ += markdown::code_span(code->text, in_cell);
      if (const auto* prose = std::get_if<Prose>(&piece)) out_ += markdown::prose(prose->text);
      if (const auto* name = std::get_if<Name>(&piece)) print(*name, in_cell);
    }
  }
  void print(const Name& name, bool in_cell) {
    if (!name.target.empty()) out_ += '[';
    if (!name.name.schema.empty()) out_ += markdown::code_span(name.name.schema, in_cell) + '.';
    out_ += markdown::code_span(name.name.name, in_cell);
    if (!name.target.empty()) out_ += "](#" + name.target + ')';
  }

  std::string out_;
  bool in_list_ = false;
};

}  // namespace

std::string to_markdown(const Page& page) {
  Printer printer;
  for (const Block& block : page.blocks) std::visit([&](const auto& b) { printer.print(b); }, block);
  return printer.take();
}

}  // namespace si::docgen
