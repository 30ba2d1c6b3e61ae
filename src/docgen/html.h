// Blocks of a page as HTML.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "docgen/page.h"

namespace si::docgen {

// Text as it may stand in an element or in a quoted attribute: nothing of it is markup, and what is invisible or turns
// the direction of writing is shown as an escape.
std::string html_text(std::string_view text);
// The same where line ends and tabs are part of it.
std::string html_lines(std::string_view text);
// What a line says, without links and fonts.
std::string plain_text(const Line& line);

// Prints blocks one after the other. `href`: where an anchor of the page is found; empty: nowhere.
class HtmlPrinter {
 public:
  explicit HtmlPrinter(std::function<std::string(const std::string& target)> href) : href_(std::move(href)) {}

  // `id`: of the heading's element; empty: none.
  void print(const Block& block, const std::string& id = {});
  std::string take();

 private:
  void print(const Line& line);
  void print(const Name& name);
  void print(const Grid& grid);
  void close_list();

  std::function<std::string(const std::string&)> href_;
  std::string out_;
  bool in_list_ = false;
};

}  // namespace si::docgen
