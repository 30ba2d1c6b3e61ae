#include "fixes/uses.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "sources/python/syntax.h"
#include "support/strings.h"
#include "support/word_chars.h"

namespace si::fixes {
namespace {

// `.name`, `name=` (but not `name ==` or a statement `name = …`), 'name'.
bool may_use(std::string_view text, std::size_t at, std::size_t size) {
  const char before = at == 0 ? '\n' : text[at - 1];
  const std::size_t end = at + size;
  const char after = end < text.size() ? text[end] : '\n';
  if (is_name_char(before) || is_name_char(after)) return false;
  if (before == '.') return true;
  if ((before == '"' || before == '\'') && after == before) return true;
  return after == '=' && (end + 1 >= text.size() || text[end + 1] != '=') && before != '\n';
}

// Where a file's comments and docstrings stand; it is parsed only when somebody asks.
class Prose {
 public:
  explicit Prose(const PythonText& file) : file_(file) {}

  bool holds(std::size_t at) {
    if (tree_ == nullptr) {
      tree_ = python::parse_python(Document(file_.file, file_.text));
      collect(tree_->root());
    }
    if (within(docstrings_, at)) return true;
    // Behind a # that is in no string.
    const std::string_view text = file_.text;
    const std::size_t line = text.rfind('\n', at) == std::string_view::npos ? 0 : text.rfind('\n', at) + 1;
    for (std::size_t i = text.find('#', line); i < at; i = text.find('#', i + 1))
      if (!within(strings_, i)) return true;
    return false;
  }

 private:
  using Ranges = std::vector<std::pair<std::size_t, std::size_t>>;

  void collect(const python::Node& node) {
    const bool alone = node.kind == python::NodeKind::kExpression && node.child(0) != nullptr &&
                       node.child(0)->kind == python::NodeKind::kString;
    if (alone) docstrings_.emplace_back(node.begin, node.end);
    if (node.kind == python::NodeKind::kString || node.kind == python::NodeKind::kBytes ||
        node.kind == python::NodeKind::kFormatted)
      strings_.emplace_back(node.begin, node.end);
    for (const python::Node* child : node.children())
      if (child != nullptr) collect(*child);
  }

  static bool within(const Ranges& ranges, std::size_t at) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [&](const auto& range) { return range.first <= at && at < range.second; });
  }

  const PythonText& file_;
  std::unique_ptr<python::SyntaxTree> tree_;
  Ranges docstrings_, strings_;
};

}  // namespace

std::vector<std::string> find_uses(const std::vector<PythonText>& project, std::string_view attribute,
                                   const std::function<bool(const std::string&, std::size_t)>& is_dealt_with) {
  std::vector<std::string> out;
  for (const PythonText& each : project) {
    const std::string_view text = each.text;
    Prose prose(each);
    std::size_t line = 1, counted = 0, last_line = 0;
    for (std::size_t at = text.find(attribute); at != std::string_view::npos; at = text.find(attribute, at + 1)) {
      if (!may_use(text, at, attribute.size()) || is_dealt_with(each.file, at) || prose.holds(at)) continue;
      line += static_cast<std::size_t>(
          std::count(text.begin() + static_cast<long>(counted), text.begin() + static_cast<long>(at), '\n'));
      counted = at;
      if (line == last_line) continue;
      last_line = line;
      const std::size_t from = text.rfind('\n', at) + 1;
      const std::size_t to = std::min(text.find('\n', at), text.size());
      out.push_back(each.file + ":" + std::to_string(line) + ": " +
                    printable(truncate_utf8(trim(text.substr(from, to - from)), 120)));
    }
  }
  return out;
}

}  // namespace si::fixes
