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
  int aligned = 0, hanging = 0, with_comma = 0, without_comma = 0, joined = 0;
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
        const bool one_line = std::none_of(bracket->items.begin() + 1, bracket->items.end(), [](const auto& item) {
          return item.lead.find('\n') != std::string_view::npos;
        });
        const bool comma = bracket->items.back().comma;
        // One argument below the bracket says nothing about commas.
        if (one_line && !comma)
          counts.joined += bracket->items.size() > 1 ? 1 : 0;
        else
          ++(comma ? counts.with_comma : counts.without_comma);
      } else if (std::any_of(bracket->items.begin(), bracket->items.end(),
                             [](const auto& item) { return item.lead.find('\n') != std::string_view::npos; })) {
        ++counts.aligned;
      }
    }
  }
  for (const Node* child : node.children())
    if (child != nullptr) count(tree, *child, counts);
}

}  // namespace

std::size_t line_limit(const std::vector<std::string_view>& texts) {
  constexpr std::size_t kEnough = 300;  // lines that prove something
  std::vector<std::size_t> lengths;
  for (std::string_view text : texts)
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      const bool carriage = end > 0 && text[end - 1] == '\r';
      lengths.push_back(count_code_points(text.substr(0, carriage ? end - 1 : end)));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  std::size_t longest = 0;
  for (const std::size_t length : lengths) longest = std::max(longest, std::min<std::size_t>(length, 120));
  constexpr std::size_t kUsual[] = {79, 80, 88, 90, 95, 99, 100, 110};
  // Of few lines the longest need not be as long as they may be.
  if (lengths.size() < kEnough) {
    const auto* least = std::lower_bound(std::begin(kUsual), std::end(kUsual), std::max(kLeastLine, longest));
    return least == std::end(kUsual) ? 120 : *least;
  }
  for (const std::size_t limit : kUsual) {
    const auto over = std::count_if(lengths.begin(), lengths.end(), [&](std::size_t length) { return length > limit; });
    // A few are always let through: addresses, tables, `# noqa`.
    if (static_cast<std::size_t>(over) * 200 <= lengths.size()) return limit;
  }
  return 120;
}

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
  style.joined = (counts.joined > 0 || counts.hanging == 0) && style.trailing_comma && !style.aligned;
  std::size_t longest = 0;
  for (std::size_t i = 1; i <= document.line_count(); ++i)
    longest = std::max(longest, count_code_points(document.line(i)));
  style.max_line = std::clamp<std::size_t>(longest, kLeastLine, 120);
  for (const Node* statement : tree.root().children()) {
    if (statement == nullptr || (statement->kind != NodeKind::kClass && statement->kind != NodeKind::kFunction))
      continue;
    const Node* block = statement->child(1);
    if (block == nullptr || block->children().empty() || block->children()[0] == nullptr) continue;
    const std::size_t begin = block->children()[0]->begin;
    const std::size_t line = text.rfind('\n', begin) + 1;
    const std::string_view lead = text.substr(line, begin - line);
    if (lead.empty() || lead.find_first_not_of(" \t") != std::string_view::npos) continue;
    style.indent = lead;
    break;
  }
  return style;
}

std::string laid_out(const std::string& head, const std::vector<std::string>& items, const std::string& indent,
                     const FileStyle& style, std::size_t behind) {
  const std::string all = join(items, ", ");
  const std::string line = head + "(" + all + ")";
  const bool whole = line.find('\n') == std::string::npos;
  if (items.empty() || (whole && count_code_points(indent + line) + behind <= style.max_line)) return line;
  if (style.aligned) {
    const std::size_t column = count_code_points(indent + head) + 1;
    std::string out = head + "(";
    std::size_t at = column;
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::size_t width = count_code_points(items[i]) + 1;
      if (i > 0 && at + 1 + width > style.max_line) {
        out += style.newline + std::string(column, ' ');
        at = column;
      } else if (i > 0) {
        out += ' ';
        ++at;
      }
      out += items[i] + (i + 1 < items.size() ? "," : "");
      at += width;
    }
    return out + ")";
  }
  const std::string inner = indent + style.indent;
  if (style.joined && whole && count_code_points(inner + all) <= style.max_line)
    return head + "(" + style.newline + inner + all + style.newline + indent + ")";
  std::string out = head + "(";
  for (std::size_t i = 0; i < items.size(); ++i) {
    const bool comma = i + 1 < items.size() || style.trailing_comma;
    out += fmt::format("{}{}{}{}", style.newline, inner, laid_out(items[i], inner, style, comma ? 1 : 0),
                       comma ? "," : "");
  }
  return out + style.newline + indent + ")";
}

std::string laid_out(const std::string& call, const std::string& indent, const FileStyle& style, std::size_t behind) {
  if (count_code_points(indent + call) + behind <= style.max_line || call.find('\n') != std::string::npos) return call;
  const std::size_t open = call.find_first_of("([{\"'");
  if (open == std::string::npos || call[open] == '"' || call[open] == '\'') return call;
  const auto bracket = python::read_bracket(call, open);
  if (!bracket || bracket->close + 1 != call.size() || bracket->items.empty()) return call;
  std::vector<std::string> items;
  for (const auto& item : bracket->items) items.push_back(call.substr(item.begin, item.end - item.begin));
  std::string out = laid_out(call.substr(0, open), items, indent, style, behind);
  out[open] = call[open];
  out.back() = call.back();
  return out;
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
