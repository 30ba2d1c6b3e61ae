// The syntax tree keeps a literal's value and its whole stretch; which byte of the one is which byte of the other is
// found by reading the stretch again, token by token.
#include "queries/literal_text.h"

#include <algorithm>

#include "sources/python/string_literal.h"

namespace si {
namespace {

using python::Node;
using python::NodeKind;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

class LiteralReader {
 public:
  LiteralReader(const python::SyntaxTree& tree, const Node& node,
                const std::function<BuiltText(const Node&)>& interpolation)
      : document_(tree.document()), text_(tree.document().content()), node_(node), interpolation_(interpolation) {}

  BuiltText read() {
    at_ = node_.begin;
    while (at_ < node_.end) {
      const char c = text_[at_];
      if (c == '#') {
        while (at_ < node_.end && text_[at_] != '\n') ++at_;
      } else if (c == '\'' || c == '"' || is_letter(c)) {
        literal();
      } else {
        ++at_;
      }
    }
    return std::move(out_);
  }

 private:
  void literal() {
    bool raw = false, formatted = false;
    while (at_ < node_.end && is_letter(text_[at_])) {
      const char c = text_[at_++];
      raw = raw || c == 'r' || c == 'R';
      formatted = formatted || c == 'f' || c == 'F' || c == 't' || c == 'T';
    }
    if (at_ >= node_.end || (text_[at_] != '\'' && text_[at_] != '"')) {
      ++at_;
      return;
    }
    const char quote = text_[at_];
    const std::string_view triple(text_.substr(at_, 3));
    const std::size_t width = triple.size() == 3 && triple[1] == quote && triple[2] == quote ? 3 : 1;
    const std::string_view closing = text_.substr(at_, width);
    at_ += static_cast<std::uint32_t>(width);
    while (at_ < node_.end && text_.substr(at_, width) != closing) {
      const Node* inner = formatted && text_[at_] == '{' ? interpolation_at(at_) : nullptr;
      if (inner != nullptr) {
        append(out_, interpolation_(*inner));
        at_ = std::max(inner->end, at_ + 1);
      } else if (const std::uint32_t plain = plain_length(quote); plain > 0) {
        add(text_.substr(at_, plain), plain, true);
        at_ += plain;
      } else {
        character(raw, formatted);
      }
    }
    at_ += static_cast<std::uint32_t>(width);
  }

  const Node* interpolation_at(std::uint32_t begin) const {
    for (const Node* child : node_.children())
      if (child != nullptr && child->kind == NodeKind::kInterpolation && child->begin == begin) return child;
    return nullptr;
  }

  // How many characters from here on mean themselves, whatever the literal's kind.
  std::uint32_t plain_length(char quote) const {
    std::uint32_t end = at_;
    while (end < node_.end && text_[end] != quote && text_[end] != '\\' && text_[end] != '\r' && text_[end] != '{' &&
           text_[end] != '}')
      ++end;
    return end - at_;
  }

  void character(bool raw, bool formatted) {
    const char c = text_[at_];
    std::uint32_t length = 1;
    bool exact = true;
    std::string decoded(1, c);
    if (formatted && (c == '{' || c == '}') && at_ + 1 < node_.end && text_[at_ + 1] == c) {
      length = 2;
      exact = false;
    } else if (c == '\r') {
      length = at_ + 1 < node_.end && text_[at_ + 1] == '\n' ? 2 : 1;
      decoded = "\n";
      exact = false;
    } else if (c == '\\' && raw && at_ + 1 < node_.end) {
      length = 2;
      decoded = std::string(text_.substr(at_, 2));
    } else if (c == '\\' && !raw) {
      length = std::min(escape_length(), node_.end - at_);
      decoded = python::decode_string(text_.substr(at_, length), false, false);
      exact = false;
    }
    add(decoded, length, exact);
    at_ += length;
  }

  std::uint32_t escape_length() const {
    const auto at = [&](std::uint32_t i) { return at_ + i < node_.end ? text_[at_ + i] : '\0'; };
    switch (at(1)) {
      case '\r': return at(2) == '\n' ? 3 : 2;
      case 'x': return 4;
      case 'u': return 6;
      case 'U': return 10;
      case 'N': {
        const std::size_t close = text_.find('}', at_);
        return at(2) == '{' && close < node_.end ? static_cast<std::uint32_t>(close) + 1 - at_ : 2;
      }
      default: break;
    }
    std::uint32_t length = 1;
    while (length < 4 && at(length) >= '0' && at(length) <= '7') ++length;
    return std::max<std::uint32_t>(length, 2);
  }

  void add(std::string_view decoded, std::uint32_t length, bool exact) {
    if (exact && !out_.empty()) {
      TextPiece& last = out_.back();
      if (!last.hole && last.exact && last.document == &document_ && last.end == at_) {
        last.text += decoded;
        last.end += length;
        return;
      }
    }
    TextPiece piece;
    piece.text = decoded;
    piece.exact = exact;
    piece.document = &document_;
    piece.begin = at_;
    piece.end = at_ + length;
    out_.push_back(std::move(piece));
  }

  const Document& document_;
  std::string_view text_;
  const Node& node_;
  const std::function<BuiltText(const Node&)>& interpolation_;
  std::uint32_t at_ = 0;
  BuiltText out_;
};

}  // namespace

BuiltText read_literal(const python::SyntaxTree& tree, const Node& node,
                       const std::function<BuiltText(const Node& interpolation)>& interpolation) {
  return LiteralReader(tree, node, interpolation).read();
}

}  // namespace si
