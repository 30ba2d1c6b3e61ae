#include "fixes/model_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "support/strings.h"

namespace si::fixes {

using python::Node;
using python::NodeKind;

std::optional<std::size_t> BracketEdit::position_of(std::size_t original) const {
  for (std::size_t i = 0; i < items.size(); ++i)
    if (items[i].original == original) return i;
  return std::nullopt;
}

ModelFile::ModelFile(std::string name, std::unique_ptr<python::SyntaxTree> tree, std::set<std::string> local_packages,
                     bool ascii_only)
    : name_(std::move(name)),
      tree_(std::move(tree)),
      style_(read_style(*tree_)),
      imports_(*tree_, style_, std::move(local_packages)) {
  style_.ascii_only = ascii_only;
  collect_makers(tree_->root());
}

namespace {

constexpr std::string_view kMakers[] = {"Column", "mapped_column", "Field"};

const Node* find_exact(const Node& node, std::size_t begin, std::size_t end) {
  if (node.begin == begin && node.end == end && node.kind != NodeKind::kExpression && node.kind != NodeKind::kBlock &&
      node.kind != NodeKind::kModule)
    return &node;
  for (const Node* child : node.children()) {
    // A decorated definition begins before its decorators' place in the list: every child is asked.
    if (child == nullptr || child->begin > begin || child->end < end) continue;
    if (const Node* found = find_exact(*child, begin, end)) return found;
  }
  return nullptr;
}

void collect_around(const Node& node, const Node& target, std::vector<const Node*>& out) {
  for (const Node* child : node.children()) {
    if (child == nullptr || child == &target || child->begin > target.begin || child->end < target.end) continue;
    out.push_back(child);
    return collect_around(*child, target, out);
  }
}

std::size_t line_begin(std::string_view text, std::size_t at) {
  if (at == 0) return 0;
  const std::size_t found = text.rfind('\n', at - 1);
  return found == std::string_view::npos ? 0 : found + 1;
}

// Behind the line on which `at` lies, its end included.
std::size_t behind_line(std::string_view text, std::size_t at) {
  const std::size_t end = text.find('\n', at);
  return end == std::string_view::npos ? text.size() : end + 1;
}

}  // namespace

std::string_view ModelFile::column_maker(std::string_view callee) const {
  const std::string_view last = callee.substr(callee.rfind('.') + 1);
  const auto own = std::find(std::begin(kMakers), std::end(kMakers), last);
  if (own != std::end(kMakers)) return *own;
  const auto other = makers_.find(callee);
  return other == makers_.end() ? std::string_view() : std::string_view(other->second);
}

// Statements of the module, also those that a condition or a failed import decides on.
void ModelFile::collect_makers(const Node& block) {
  for (const Node* node : block.children()) {
    if (node == nullptr) continue;
    if (node->kind == NodeKind::kBlock || node->kind == NodeKind::kIf || node->kind == NodeKind::kTry) {
      collect_makers(*node);
    } else if (node->kind == NodeKind::kImportFrom) {
      for (const Node* alias : node->children())
        if (alias != nullptr && alias->child(0) != nullptr)
          if (const std::string_view maker = column_maker(alias->text); !maker.empty())
            makers_.emplace(alias->child(0)->text, maker);
    } else if (node->kind == NodeKind::kAssign && node->children().size() == 2 &&
               node->child(0)->kind == NodeKind::kName &&
               (node->child(1)->kind == NodeKind::kName || node->child(1)->kind == NodeKind::kAttribute)) {
      if (const std::string_view maker = column_maker(tree_->source(*node->child(1))); !maker.empty())
        makers_.emplace(node->child(0)->text, maker);
    }
  }
}

const Node* ModelFile::at(const SourceSpan& span) const {
  if (!span.known()) return nullptr;
  const Document& document = tree_->document();
  return find_exact(tree_->root(), document.offset(span.line, span.column),
                    document.offset(span.end_line, span.end_column));
}

std::vector<const Node*> ModelFile::around(const Node& node) const {
  std::vector<const Node*> out;
  collect_around(tree_->root(), node, out);
  return out;
}

BracketEdit* ModelFile::bracket(std::size_t open, std::size_t expected) {
  if (const auto found = brackets_.find(open); found != brackets_.end()) return &found->second;
  auto read = python::read_bracket(text(), open);
  if (!read || (expected != static_cast<std::size_t>(-1) && read->items.size() != expected)) return nullptr;
  BracketEdit edit;
  edit.bracket = std::move(*read);
  for (std::size_t i = 0; i < edit.bracket.items.size(); ++i) edit.items.push_back({i, std::nullopt});
  return &brackets_.emplace(open, std::move(edit)).first->second;
}

BracketEdit* ModelFile::arguments(const Node& call) {
  if (call.kind != NodeKind::kCall || call.child(0) == nullptr) return nullptr;
  const std::size_t open = python::find_open(text(), call.child(0)->end, call.end);
  if (open == std::string_view::npos) return nullptr;
  BracketEdit* edit = bracket(open, call.children().size() - 1);
  if (edit == nullptr || edit->bracket.close + 1 != call.end) return nullptr;
  for (std::size_t i = 0; i + 1 < call.children().size(); ++i) {
    const auto& item = edit->bracket.items[i];
    const Node* argument = call.children()[i + 1];
    if (argument == nullptr || argument->begin < item.begin || argument->end > item.end) return nullptr;
  }
  return edit;
}

void ModelFile::replace(std::size_t begin, std::size_t end, std::string replacement) {
  replacements_.push_back({begin, end, std::move(replacement)});
}

void ModelFile::replace_text(std::size_t begin, std::size_t end, std::string replacement) {
  const Edit edit{begin, end, std::move(replacement)};
  if (std::find(replacements_.begin(), replacements_.end(), edit) == replacements_.end()) replacements_.push_back(edit);
}

std::string ModelFile::indentation_of(const Node& statement) const {
  const std::size_t line = line_begin(text(), statement.begin);
  const std::string_view lead = text().substr(line, statement.begin - line);
  const std::size_t end = std::min(lead.find_first_not_of(" \t\f"), lead.size());
  return std::string(lead.substr(0, end));
}

void ModelFile::insert_behind(const Node& statement, const std::string& lines) {
  const std::size_t at = behind_line(text(), statement.end);
  const bool glued = at == text().size() && !text().empty() && text().back() != '\n';
  replace(at, at, glued ? style_.newline + lines.substr(0, lines.size() - style_.newline.size()) : lines);
}

void ModelFile::insert_before(const Node& statement, const std::string& lines) {
  const std::size_t at = line_begin(text(), statement.begin);
  replace(at, at, lines);
}

void ModelFile::append(const std::string& lines) {
  const bool glued = !text().empty() && text().back() != '\n';
  replace(text().size(), text().size(), glued ? style_.newline + lines : lines);
}

void ModelFile::remove_statement(const Node& statement) {
  removed_.emplace_back(statement.begin, statement.end);
  std::size_t begin = line_begin(text(), statement.begin);
  std::size_t end = behind_line(text(), statement.end);
  const std::string_view rest = trim(text().substr(statement.end, end - statement.end));
  if (rest.starts_with(';') || !trim(text().substr(begin, statement.begin - begin)).empty()) {
    // One of several on a line.
    end = statement.end + (rest.starts_with(';') ? text().substr(statement.end).find(';') + 1 : 0);
    begin = statement.begin;
  }
  replace(begin, end, "");
}

bool ModelFile::is_removed(const Node& node) const {
  return std::any_of(removed_.begin(), removed_.end(),
                     [&](const auto& range) { return range.first <= node.begin && node.end <= range.second; });
}

bool ModelFile::touched() const {
  return !replacements_.empty() ||
         std::any_of(brackets_.begin(), brackets_.end(), [](const auto& entry) { return entry.second.changed; });
}

std::vector<ModelFile::Pending> ModelFile::pending() const {
  std::vector<Pending> out;
  for (const Edit& edit : replacements_) out.push_back({edit.begin, edit.end, nullptr, edit.replacement});
  for (const auto& [open, edit] : brackets_)
    if (edit.changed) out.push_back({edit.bracket.open, edit.bracket.close + 1, &edit, ""});
  // Outer before inner; insertions before what begins there, in the order they came in.
  std::stable_sort(out.begin(), out.end(), [](const Pending& a, const Pending& b) {
    if (a.begin != b.begin) return a.begin < b.begin;
    if ((a.begin == a.end) != (b.begin == b.end)) return a.begin == a.end;
    return a.end > b.end;
  });
  return out;
}

std::string ModelFile::rendered(std::size_t begin, std::size_t end) const {
  std::string out;
  std::size_t at = begin;
  for (const Pending& change : pending()) {
    if (change.begin < at || change.end > end) continue;
    if (change.begin == change.end && (change.begin == begin || change.begin == end) && begin != 0 &&
        end != text().size())
      continue;  // an insertion at the edge belongs to what is around
    out += text().substr(at, change.begin - at);
    out += change.bracket != nullptr ? render_bracket(*change.bracket) : change.text;
    at = change.end;
  }
  return out + std::string(text().substr(at, end - at));
}

namespace {

// The bracket's text below its opening: on one line where the author does so and it fits, else one item a line.
std::string below(char open, char close, const std::vector<std::string>& items, const std::string& indent,
                  const FileStyle& style, bool tuple, bool may_join = true) {
  const std::string inner = indent + style.indent, all = join(items, ", ") + (tuple && items.size() == 1 ? "," : "");
  const bool fits = all.find('\n') == std::string::npos && count_code_points(inner + all) <= style.max_line;
  if (may_join && style.joined && fits && (!tuple || items.size() > 1))
    return open + style.newline + inner + all + style.newline + indent + close;
  std::string out(1, open);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const bool comma = i + 1 < items.size() || style.trailing_comma || tuple;
    out += fmt::format("{}{}{}{}", style.newline, inner, laid_out(items[i], inner, style, comma ? 1 : 0),
                       comma ? "," : "");
  }
  return out + style.newline + indent + close;
}

// The items go on below the first one, as many a line as fit.
std::string aligned_text(char open, char close, const std::vector<std::string>& items, std::size_t column,
                         const FileStyle& style) {
  std::string out(1, open);
  std::size_t at = column + 1;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::size_t width = count_code_points(items[i]) + 1;
    if (i > 0 && at + 1 + width > style.max_line) {
      out += style.newline + std::string(column + 1, ' ');
      at = column + 1;
    } else if (i > 0) {
      out += ' ';
      ++at;
    }
    out += items[i];
    at += width;
    if (i + 1 < items.size()) out += ',';
  }
  return out + close;
}

}  // namespace

std::string ModelFile::render_bracket(const BracketEdit& edit) const {
  const python::Bracket& bracket = edit.bracket;
  const auto& originals = bracket.items;
  const auto item_text = [&](const BracketEdit::Item& item) {
    if (item.text) return *item.text;
    const auto& original = originals[*item.original];
    return rendered(original.begin, original.end);
  };
  const std::string_view all = text().substr(bracket.open, bracket.close - bracket.open);
  const bool many_lines = all.find('\n') != std::string_view::npos;
  const bool own_lines = !originals.empty() && originals[0].lead.find('\n') != std::string_view::npos;
  const bool had_comma = !originals.empty() && originals.back().comma;
  // Several items on the line of the first, or one where the author would put the next beside it.
  const bool together = own_lines && (originals.size() > 1 ? originals.back().lead.find('\n') == std::string_view::npos
                                                           : style_.joined && !had_comma);
  // The lead of a new item: what an item before or behind has.
  std::string sibling_lead = " ";
  if (own_lines) {
    const std::string_view lead = originals.back().lead;
    const std::size_t line = lead.rfind('\n');
    sibling_lead = style_.newline + std::string(line == std::string_view::npos ? lead : lead.substr(line + 1));
    if (line == std::string_view::npos) {
      const std::string_view first = originals[0].lead;
      sibling_lead = together ? " " : style_.newline + std::string(first.substr(first.rfind('\n') + 1));
    }
  }
  // Aligned below the first, each on a line of its own.
  const bool each_own = !own_lines && originals.size() > 1 &&
                        std::all_of(originals.begin() + 1, originals.end(),
                                    [](const auto& item) { return item.lead.find('\n') != std::string_view::npos; });
  if (each_own) {
    const std::string_view lead = originals[1].lead;
    sibling_lead = style_.newline + std::string(lead.substr(lead.rfind('\n') + 1));
  }
  std::string out(1, text()[bracket.open]);
  for (std::size_t i = 0; i < edit.items.size(); ++i) {
    const BracketEdit::Item& item = edit.items[i];
    const bool last = i + 1 == edit.items.size();
    std::string lead = item.original ? std::string(originals[*item.original].lead) : sibling_lead;
    // The line of one that went is taken by the one behind it.
    if (item.original && lead.find('\n') == std::string::npos)
      for (std::size_t k = *item.original; k-- > 0 && !edit.position_of(k);)
        if (originals[k].lead.find('\n') != std::string_view::npos) lead = originals[k].lead;
    if (i == 0) {
      lead = originals.empty() ? "" : std::string(originals[0].lead);
    } else if (item.original && *item.original == 0) {
      lead = sibling_lead;
    }
    // A changed item that stands on a line of its own may be too long for it.
    const auto is_changed = [&] {
      if (!item.original || item.text) return true;
      const auto& original = originals[*item.original];
      return rendered(original.begin, original.end) != text().substr(original.begin, original.end - original.begin);
    };
    const bool own = is_changed() && lead.find('\n') != std::string::npos;
    out += lead + (own ? laid_out(item_text(item), lead.substr(lead.rfind('\n') + 1), style_, 1) : item_text(item));
    const bool comma = !last || (edit.items.size() == 1 && edit.tuple) ||
                       (had_comma && (own_lines || !edit.tuple) && many_lines) ||
                       (last && item.original && had_comma && *item.original + 1 == originals.size() && !edit.tuple);
    if (comma) out += ',';
    if (item.original) out += originals[*item.original].tail;
  }
  if (edit.items.empty()) {
    out += text()[bracket.close];
    return out;
  }
  out += bracket.close_lead;
  out += text()[bracket.close];
  // Too long for a line where it was none before?
  const std::size_t line = line_begin(text(), bracket.open);
  const std::string_view before = text().substr(line, bracket.open - line);
  const std::size_t column = count_code_points(before);
  const std::size_t line_end = std::min(text().find_first_of("\r\n", bracket.close), text().size());
  std::string_view rest = text().substr(bracket.close + 1, line_end - bracket.close - 1);
  rest = rest.substr(0, std::min(rest.find('#'), rest.size()));
  const std::size_t behind = count_code_points(trim(rest));
  if (many_lines || out.find('\n') != std::string::npos) {
    const bool comments = all.find('#') != std::string_view::npos;
    if (own_lines && style_.joined && together && !had_comma && !comments) {
      // All on one line below the bracket: no more when it has grown too long.
      const std::string_view first = originals[0].lead;
      const std::string inner(first.substr(first.rfind('\n') + 1));
      const std::string close(bracket.close_lead.substr(bracket.close_lead.rfind('\n') + 1));
      std::vector<std::string> items;
      for (const auto& item : edit.items) items.push_back(item_text(item));
      const std::string joined = join(items, ", ");
      if (joined.find('\n') == std::string::npos && count_code_points(inner + joined) <= style_.max_line) return out;
      return below(text()[bracket.open], text()[bracket.close], items, close, style_, edit.tuple, false);
    }
    if (own_lines || edit.items.size() < 2) return out;
    // Aligned already: lines that have grown too long are laid out anew.
    bool too_long = false;
    std::string whole = std::string(before) + out;
    for (const std::string& each : split(whole, '\n')) too_long = too_long || count_code_points(each) > style_.max_line;
    if (!too_long || comments) return out;
    std::vector<std::string> items;
    for (const auto& item : edit.items) items.push_back(item_text(item));
    return aligned_text(text()[bracket.open], text()[bracket.close], items, column, style_);
  }
  if (column + count_code_points(out) + behind <= style_.max_line || edit.items.empty() || edit.nested) return out;
  std::vector<std::string> items;
  for (const auto& item : edit.items) items.push_back(item_text(item));
  if (style_.aligned) return aligned_text(text()[bracket.open], text()[bracket.close], items, column, style_);
  std::string indent(before.substr(0, std::min(before.find_first_not_of(" \t"), before.size())));
  return below(text()[bracket.open], text()[bracket.close], items, indent, style_, edit.tuple);
}

namespace {

bool is_blank_line(std::string_view text, std::size_t begin, std::size_t end) {
  return end > begin && text[end - 1] == '\n' && trim(text.substr(begin, end - begin)).empty();
}

// Where whole lines go, the blank lines above and below them would add up: as many as the longer of the two stay, and
// none at the end of a file. `edits` are in order.
void close_gaps(std::string_view text, std::vector<Edit>& edits) {
  const auto takes_lines = [&](const Edit& edit) {
    return edit.replacement.empty() && edit.end > edit.begin && line_begin(text, edit.begin) == edit.begin &&
           (edit.end == text.size() || text[edit.end - 1] == '\n');
  };
  for (std::size_t first = 0, next = 0; first < edits.size(); first = next) {
    next = first + 1;
    if (!takes_lines(edits[first])) continue;
    while (next < edits.size() && edits[next].begin == edits[next - 1].end && takes_lines(edits[next])) ++next;
    const std::size_t begin = edits[first].begin, end = edits[next - 1].end;
    const std::size_t from = first > 0 ? edits[first - 1].end : 0;
    const std::size_t to = next < edits.size() ? edits[next].begin : text.size();
    if ((first > 0 && from == begin) || (next < edits.size() && to == end)) continue;
    std::vector<std::size_t> above, below;  // where those lines begin, and where these end
    for (std::size_t at = begin; at > from;) {
      const std::size_t line = line_begin(text, at - 1);
      if (line < from || !is_blank_line(text, line, at)) break;
      above.push_back(at = line);
    }
    if (end == text.size() && !above.empty()) edits[first].begin = above.back();
    for (std::size_t at = end; at < to && below.size() < above.size();) {
      const std::size_t line = behind_line(text, at);
      if (line > to || !is_blank_line(text, at, line)) break;
      below.push_back(at = line);
    }
    if (!below.empty()) edits[next - 1].end = below.back();
  }
}

}  // namespace

std::optional<std::vector<Edit>> ModelFile::edits() const {
  std::vector<Edit> out;
  std::size_t at = 0;
  for (const Pending& change : pending()) {
    if (change.begin < at) {
      if (change.end <= at) continue;  // inside of one that was written whole
      return std::nullopt;
    }
    out.push_back(
        {change.begin, change.end, change.bracket != nullptr ? render_bracket(*change.bracket) : change.text});
    at = std::max(at, change.end);
  }
  close_gaps(text(), out);
  const auto without_imports = apply_edits(text(), out);
  if (!without_imports) return std::nullopt;
  const std::vector<Edit> imports = imports_.edits(*without_imports);
  out.insert(out.end(), imports.begin(), imports.end());
  if (!normalize_edits(out, text().size())) return std::nullopt;
  // What writes the same bytes is no edit.
  std::erase_if(out, [&](const Edit& e) { return text().substr(e.begin, e.end - e.begin) == e.replacement; });
  return out;
}

}  // namespace si::fixes
