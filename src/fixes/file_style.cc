#include "fixes/file_style.h"

#include <fmt/format.h>

#include <algorithm>

#include "sources/python/brackets.h"
#include "support/strings.h"

namespace si::fixes {
namespace {

// What formatters allow when nobody says otherwise; a short file proves nothing.
constexpr std::size_t kLeastLine = 88;

using python::Node;
using python::NodeKind;

struct Counts {
  int single_quotes = 0, double_quotes = 0;
  int aligned = 0, hanging = 0, with_comma = 0, without_comma = 0;
};

void count(const python::SyntaxTree& tree, const Node& node, Counts& counts) {
  const std::string_view source = tree.source(node);
  if (node.kind == NodeKind::kString) {
    const std::size_t at = source.find_first_of("'\"");
    const bool triple = at != std::string_view::npos && source.substr(at).starts_with(std::string(3, source[at]));
    if (at != std::string_view::npos && !triple) ++(source[at] == '"' ? counts.double_quotes : counts.single_quotes);
    return;
  }
  if (node.kind == NodeKind::kCall && source.find('\n') != std::string_view::npos && node.child(0) != nullptr) {
    const std::string_view text = tree.document().content();
    const std::size_t open = python::find_open(text, node.child(0)->end, node.end);
    if (const auto bracket = open == std::string_view::npos ? std::nullopt : python::read_bracket(text, open);
        bracket && !bracket->items.empty()) {
      const bool first_on_own_line = bracket->items[0].lead.find('\n') != std::string_view::npos;
      if (first_on_own_line) {
        ++counts.hanging;
        ++(bracket->items.back().comma ? counts.with_comma : counts.without_comma);
      } else if (std::any_of(bracket->items.begin(), bracket->items.end(),
                             [](const auto& item) { return item.lead.find('\n') != std::string_view::npos; })) {
        ++counts.aligned;
      }
    }
  }
  for (const Node* child : node.children)
    if (child != nullptr) count(tree, *child, counts);
}

}  // namespace

FileStyle read_style(const python::SyntaxTree& tree) {
  FileStyle style;
  const Document& document = tree.document();
  const std::string_view text = document.content();
  if (const std::size_t end = text.find('\n'); end != std::string_view::npos && end > 0 && text[end - 1] == '\r')
    style.newline = "\r\n";
  Counts counts;
  count(tree, tree.root(), counts);
  style.quote = counts.single_quotes > counts.double_quotes ? '\'' : '"';
  style.aligned = counts.aligned > counts.hanging;
  style.trailing_comma = counts.with_comma >= counts.without_comma;
  std::size_t longest = 0;
  for (std::size_t i = 1; i <= document.line_count(); ++i)
    longest = std::max(longest, count_code_points(document.line(i)));
  style.max_line = std::clamp<std::size_t>(longest, kLeastLine, 120);
  for (const Node* statement : tree.root().children) {
    if (statement == nullptr || (statement->kind != NodeKind::kClass && statement->kind != NodeKind::kFunction))
      continue;
    const Node* block = statement->child(1);
    if (block == nullptr || block->children.empty() || block->children[0] == nullptr) continue;
    const std::size_t begin = block->children[0]->begin;
    const std::size_t line = text.rfind('\n', begin) + 1;
    const std::string_view lead = text.substr(line, begin - line);
    if (lead.empty() || lead.find_first_not_of(" \t") != std::string_view::npos) continue;
    style.indent = lead;
    break;
  }
  return style;
}

std::string quoted(std::string_view text, const FileStyle& style) {
  const char other = style.quote == '"' ? '\'' : '"';
  const bool swap = text.find(style.quote) != std::string_view::npos && text.find(other) == std::string_view::npos;
  const char quote = swap ? other : style.quote;
  std::string out(1, quote);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if (c == quote || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\x{:02x}", byte);
    } else if (byte >= 0x80 && style.ascii_only) {
      // Valid UTF-8 always: names and texts of the database.
      const int more = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
      unsigned code = byte & (more == 3 ? 0x07U : more == 2 ? 0x0FU : 0x1FU);
      for (int k = 0; k < more && i + 1 < text.size(); ++k)
        code = (code << 6U) | (static_cast<unsigned char>(text[++i]) & 0x3FU);
      out += code < 0x10000 ? fmt::format("\\u{:04x}", code) : fmt::format("\\U{:08x}", code);
    } else {
      out += c;
    }
  }
  return out + quote;
}

}  // namespace si::fixes
