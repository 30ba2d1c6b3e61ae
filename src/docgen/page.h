// A page of documentation as plain data: every decision about content and order is made before it, none after.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "model/schema.h"

namespace si::docgen {

// A piece of a line.
struct Word {  // words of ours: plain ASCII without special characters
  std::string text;
};
struct Code {  // a name, type or expression, exactly
  std::string text;
};
struct Name {          // an object's name; links to it when the page shows it
  QualifiedName name;  // the schema is empty when it need not be said
  std::string target;  // anchor; empty: no link
};
struct Prose {  // text that people wrote: comments
  std::string text;
};
using Inline = std::variant<Word, Code, Name, Prose>;

struct Line {
  std::vector<Inline> pieces;

  Line& word(std::string text);
  Line& code(std::string text);
  Line& prose(std::string text);
  Line& name(Name name);
  Line& codes(const std::vector<std::string>& texts);  // separated by ", "
  bool empty() const { return pieces.empty(); }
};

// A block of the page.
struct Heading {
  int level = 1;
  std::string anchor;  // empty: the heading is not linked to
  Line line;
};
struct Paragraph {
  Line line;
};
struct Quote {  // the comment of an object
  std::string text;
};
struct Grid {
  std::vector<std::string> header;
  std::vector<std::vector<Line>> rows;
};
struct Fact {  // "- **Label** line"
  std::string label;
  Line line;
};
struct Definition {  // SQL of several lines
  std::string text;
  std::string language;
};
using Block = std::variant<Heading, Paragraph, Quote, Grid, Fact, Definition>;

struct Page {
  std::vector<Block> blocks;
};

}  // namespace si::docgen
