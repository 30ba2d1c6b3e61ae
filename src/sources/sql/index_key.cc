// IndexElem to IndexKey. The parse tree has no end of an expression, so its text is found by trying: the shortest part
// that is a key by itself and has nothing behind the expression.
#include "sources/sql/index_key.h"

#include <string>

#include "sources/sql/parse_tree.h"
#include "support/strings.h"

namespace si {
namespace {

constexpr std::size_t kMaxText = 4096;
constexpr int kMaxKeys = 32;  // INDEX_MAX_KEYS

ParseTree parse_elements(std::string_view elements) {
  std::string sql = "CREATE INDEX i ON t (";
  sql.append(elements).append("\n)");  // the line end closes a `--` comment
  return ParseTree(sql);
}

ParseNodes elements_of(const ParseTree& tree) {
  if (!tree.ok() || tree.statements().size() != 1 || !tree.statements()[0]->is("IndexStmt")) return {};
  const ParseNode& index = *tree.statements()[0];
  const bool plain = index.list("indexIncludingParams").empty() && index.node("whereClause") == nullptr &&
                     index.list("options").empty() && index.text("tableSpace").empty();
  return plain ? index.list("indexParams") : ParseNodes();
}

bool has_order(const ParseNode& element) {
  return element.text("ordering") == "SORTBY_ASC" || element.text("ordering") == "SORTBY_DESC" ||
         element.text("nulls_ordering") == "SORTBY_NULLS_FIRST" ||
         element.text("nulls_ordering") == "SORTBY_NULLS_LAST";
}

bool is_bare(const ParseNode& element) {
  return element.list("collation").empty() && element.list("opclass").empty() && element.list("opclassopts").empty() &&
         !has_order(element);
}

// As the catalog's readers spell names of collations and operator classes: bare, with the schema where it is not the
// system's.
std::string name_text(ParseNodes parts) {
  std::string text;
  for (const ParseNode* part : parts) {
    if (part->string() == "pg_catalog" && part == parts.front()) continue;
    if (!text.empty()) text += '.';
    text += part->string();
  }
  return text;
}

std::string option_text(const ParseNode& option) {
  std::string text(option.text("defname"));
  const ParseNode* value = option.node("arg");
  if (value == nullptr) return text;
  text += '=';
  if (value->is("Integer")) return text + std::to_string(value->number("ival"));
  if (value->is("String")) return text.append(value->string());
  if (value->is("Float")) return text.append(value->text("fval"));
  return text;
}

// The text of one element without what stands behind its expression.
std::string expression_text(std::string_view element) {
  for (std::size_t at = 1; at < element.size(); ++at) {
    if (element[at - 1] != ')' && element[at] != ' ' && element[at] != '\n' && element[at] != '\t') continue;
    const std::string_view part = trim(element.substr(0, at));
    const ParseTree tree = parse_elements(part);
    const auto& found = elements_of(tree);
    if (found.size() == 1 && found[0]->node("expr") != nullptr && is_bare(*found[0])) return std::string(part);
  }
  return std::string(trim(element));
}

// "(lower(a) COLLATE \"C\")" without the COLLATE, which the server keeps apart; `argument` is what it is about.
std::string without_collate(std::string_view element, const ParseNode& argument) {
  std::string_view text = trim(element);
  const std::string lower = to_lower_ascii(text);
  for (std::size_t at = lower.rfind("collate"); at != std::string::npos && at > 0;
       at = lower.rfind("collate", at - 1)) {
    std::string part(text.substr(0, at));
    part += ')';
    const ParseTree tree = parse_elements(part);
    const auto& found = elements_of(tree);
    if (found.size() == 1 && found[0]->node("expr") != nullptr && found[0]->node("expr")->is(argument.tag)) return part;
  }
  return std::string(text);
}

// An expression as the server keeps it: (a) is the column, the collation of (a COLLATE "C") is the key's.
void read_expression(const ParseNode* expression, std::string_view element, IndexKey& key) {
  std::string text = expression_text(element);
  while (expression != nullptr && expression->is("CollateClause") && expression->node("arg") != nullptr) {
    if (key.collation.empty()) key.collation = name_text(expression->list("collname"));
    expression = expression->node("arg");
    text = without_collate(text, *expression);
  }
  if (expression != nullptr && expression->is("ColumnRef") && !expression->list("fields").empty())
    key.column = expression->list("fields").back()->string();
  if (key.column.empty()) key.expression = std::move(text);
}

IndexKey read_element(const ParseNode& element, std::string_view text) {
  IndexKey key;
  key.column = element.text("name");
  key.collation = name_text(element.list("collation"));
  key.operator_class = name_text(element.list("opclass"));
  std::vector<std::string> options;
  for (const ParseNode* option : element.list("opclassopts")) options.push_back(option_text(*option));
  key.operator_class_options = join(options, ", ");
  key.descending = element.text("ordering") == "SORTBY_DESC";
  const std::string_view nulls = element.text("nulls_ordering");
  key.nulls_first = nulls == "SORTBY_NULLS_FIRST" || (key.descending && nulls != "SORTBY_NULLS_LAST");
  if (key.column.empty()) read_expression(element.node("expr"), text, key);
  return key;
}

}  // namespace

std::vector<IndexKey> parse_index_keys(std::string_view elements) {
  std::vector<IndexKey> keys;
  if (elements.size() > kMaxText) return keys;
  const ParseTree tree = parse_elements(elements);
  const auto count = elements_of(tree).size();
  if (count == 0 || count > kMaxKeys) return keys;
  if (count == 1) {
    keys.push_back(read_element(*elements_of(tree)[0], elements));
    return keys;
  }
  // Several: each ends at the first comma where it is one by itself and the rest are the others.
  std::size_t from = 0;
  for (std::size_t at = 0; at <= elements.size(); ++at) {
    if (at < elements.size() && elements[at] != ',') continue;
    const std::string_view part = elements.substr(from, at - from);
    const ParseTree one = parse_elements(part);
    if (elements_of(one).size() != 1) continue;
    keys.push_back(read_element(*elements_of(one)[0], part));
    from = at + 1;
  }
  if (keys.size() != count) keys.clear();
  return keys;
}

}  // namespace si
