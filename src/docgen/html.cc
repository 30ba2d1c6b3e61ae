#include "docgen/html.h"

#include <fmt/format.h>

#include <algorithm>

#include "support/strings.h"

namespace si::docgen {

std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  return out;
}

std::string html_lines(std::string_view text) {
  std::string out;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find_first_of("\n\t", begin), text.size());
    out += html_text(text.substr(begin, end - begin));
    if (end < text.size()) out += text[end];
    begin = end + 1;
  }
  return out;
}

std::string plain_text(const Line& line) {
  std::string out;
  for (const Inline& piece : line.pieces) {
    if (const auto* word = std::get_if<Word>(&piece)) out += word->text;
    if (const auto* code = std::get_if<Code>(&piece)) out += code->text;
    if (const auto* prose = std::get_if<Prose>(&piece)) out += prose->text;
    if (const auto* name = std::get_if<Name>(&piece))
      out += name->name.schema.empty() ? name->name.name : name->name.schema + "." + name->name.name;
  }
  return out;
}

void HtmlPrinter::print(const Block& block, const std::string& id) {
  if (const auto* fact = std::get_if<Fact>(&block)) {
    if (!in_list_) out_ += "<dl>\n";
    in_list_ = true;
    out_ += "<dt>" + html_text(fact->label) + "</dt><dd>";
    print(fact->line);
    out_ += "</dd>\n";
    return;
  }
  close_list();
  if (const auto* heading = std::get_if<Heading>(&block)) {
    out_ += fmt::format("<h{}{}>", heading->level, id.empty() ? "" : " id=\"" + html_text(id) + "\"");
    print(heading->line);
    out_ += fmt::format("</h{}>\n", heading->level);
  } else if (const auto* paragraph = std::get_if<Paragraph>(&block)) {
    out_ += "<p>";
    print(paragraph->line);
    out_ += "</p>\n";
  } else if (const auto* quote = std::get_if<Quote>(&block)) {
    out_ += "<blockquote>" + html_lines(quote->text) + "</blockquote>\n";
  } else if (const auto* definition = std::get_if<Definition>(&block)) {
    out_ += "<pre><code>" + html_lines(definition->text) + "</code></pre>\n";
  } else if (const auto* grid = std::get_if<Grid>(&block)) {
    print(*grid);
  }
}

std::string HtmlPrinter::take() {
  close_list();
  return std::move(out_);
}

void HtmlPrinter::print(const Line& line) {
  for (const Inline& piece : line.pieces) {
    if (const auto* word = std::get_if<Word>(&piece)) out_ += html_text(word->text);
    if (const auto* code = std::get_if<Code>(&piece)) out_ += "<code>" + html_text(code->text) + "</code>";
    if (const auto* prose = std::get_if<Prose>(&piece))
      out_ += "<span class=\"prose\">" + html_lines(prose->text) + "</span>";
    if (const auto* name = std::get_if<Name>(&piece)) print(*name);
  }
}

void HtmlPrinter::print(const Name& name) {
  const std::string where = name.target.empty() ? "" : href_(name.target);
  if (!where.empty()) out_ += "<a href=\"" + html_text(where) + "\">";
  out_ += "<code>";
  if (!name.name.schema.empty()) out_ += html_text(name.name.schema) + ".";
  out_ += html_text(name.name.name) + "</code>";
  if (!where.empty()) out_ += "</a>";
}

// Rows can be linked to: "row-1" is the first. What no row says anything of is left out.
void HtmlPrinter::print(const Grid& grid) {
  const auto is_said = [&](std::size_t column) {
    return std::any_of(grid.rows.begin(), grid.rows.end(), [&](const auto& row) { return !row[column].empty(); });
  };
  std::vector<bool> said;
  for (std::size_t i = 0; i < grid.header.size(); ++i) said.push_back(is_said(i));
  out_ += "<div class=\"grid\"><table>\n<thead><tr>";
  for (std::size_t i = 0; i < said.size(); ++i)
    if (said[i]) out_ += "<th scope=\"col\">" + html_text(grid.header[i]) + "</th>";
  out_ += "</tr></thead>\n<tbody>\n";
  std::size_t number = 0;
  for (const auto& row : grid.rows) {
    out_ += fmt::format("<tr id=\"row-{}\">", ++number);
    for (std::size_t i = 0; i < said.size(); ++i) {
      if (!said[i]) continue;
      out_ += "<td>";
      print(row[i]);
      out_ += "</td>";
    }
    out_ += "</tr>\n";
  }
  out_ += "</tbody>\n</table></div>\n";
}

void HtmlPrinter::close_list() {
  if (in_list_) out_ += "</dl>\n";
  in_list_ = false;
}

}  // namespace si::docgen
