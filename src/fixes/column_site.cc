#include "fixes/column_site.h"

#include <algorithm>
#include <iterator>

#include "support/strings.h"

namespace si::fixes {

using python::Node;
using python::NodeKind;

namespace {

const Node* keyword_value(const Node& call, std::string_view name) {
  for (const Node* child : call.children())
    if (child != nullptr && child->kind == NodeKind::kKeyword && child->text == name) return child->child(0);
  return nullptr;
}

// The Column(…), mapped_column(…) or Field(…) that a value is or wraps.
const Node* column_call(const ModelFile& file, const Node* value) {
  for (int depth = 0; depth < 4 && value != nullptr && value->kind == NodeKind::kCall; ++depth) {
    const std::string name = last_name(callee_of(file, *value));
    const std::string_view maker = file.column_maker(callee_of(file, *value));
    if (maker == "Column" || maker == "mapped_column") return value;
    if (maker == "Field") {
      const Node* inner = keyword_value(*value, "sa_column");
      if (inner == nullptr) return value;
      value = inner;
    } else if (name == "deferred" || name == "column_property") {
      value = value->child(1);
    } else {
      return nullptr;
    }
  }
  return nullptr;
}

constexpr std::string_view kRanks[] = {
    "primary_key",    "autoincrement", "foreign_key",     "ondelete",       "unique",     "index",
    "nullable",       "default",       "default_factory", "insert_default", "max_length", "sa_type",
    "server_default", "onupdate",      "server_onupdate", "comment",        "info",       "sa_column_kwargs"};

constexpr std::string_view kFieldRanks[] = {
    "default", "default_factory", "primary_key", "foreign_key", "ondelete",       "unique",          "nullable",
    "index",   "max_length",      "sa_type",     "sa_column",   "sa_column_args", "sa_column_kwargs"};

}  // namespace

std::set<std::string> bound_names(const Node& klass) {
  std::set<std::string> out;
  const Node* body = klass.child(1);
  if (body == nullptr) return out;
  for (const Node* statement : body->children()) {
    if (statement == nullptr) continue;
    if (statement->kind == NodeKind::kFunction || statement->kind == NodeKind::kClass) out.emplace(statement->text);
    if (statement->kind == NodeKind::kAssign || statement->kind == NodeKind::kAnnotated)
      if (const Node* name = statement->child(0); name != nullptr && name->kind == NodeKind::kName)
        out.emplace(name->text);
  }
  return out;
}

std::string_view callee_of(const ModelFile& file, const Node& call) {
  return call.child(0) == nullptr ? std::string_view() : file.tree().source(*call.child(0));
}

const Node* returned_value(const Node& function) {
  const Node* body = function.child(1);
  const Node* found = nullptr;
  if (body == nullptr) return nullptr;
  for (const Node* statement : body->children()) {
    if (statement == nullptr || statement->kind == NodeKind::kExpression) continue;
    if (statement->kind != NodeKind::kReturn || found != nullptr) return nullptr;
    found = statement->child(0);
  }
  return found;
}

int keyword_rank(std::string_view name, ColumnForm form) {
  if (form == ColumnForm::kSqlModel)
    return static_cast<int>(std::find(std::begin(kFieldRanks), std::end(kFieldRanks), name) - std::begin(kFieldRanks));
  return static_cast<int>(std::find(std::begin(kRanks), std::end(kRanks), name) - std::begin(kRanks));
}

ColumnSite find_column_site(ModelFile& file, const Column& column) {
  ColumnSite site;
  site.file = &file;
  const Node* node = file.at(column.location.span);
  if (node == nullptr) {
    site.problem = "its declaration is not found in the file";
    return site;
  }
  const Node* value = nullptr;
  if (node->kind == NodeKind::kAssign) {
    site.statement = node;
    value = node->children().back();
  } else if (node->kind == NodeKind::kAnnotated) {
    site.statement = node;
    site.annotation = node->child(1);
    value = node->child(2);
  } else if (node->kind == NodeKind::kFunction) {
    site.statement = node;
    value = returned_value(*node);
    if (value == nullptr) site.problem = "a function makes it in more than one step";
  } else if (node->kind == NodeKind::kCall) {
    value = node;
  }
  site.call = column_call(file, value);
  const std::string callee = site.call != nullptr ? std::string(callee_of(file, *site.call)) : "";
  site.prefix = prefix_of(callee);
  const bool mapped =
      site.annotation != nullptr && file.tree().source(*site.annotation).find("Mapped[") != std::string_view::npos;
  if (file.column_maker(callee) == "Column") {
    site.form = ColumnForm::kColumn;
  } else if (mapped) {
    site.form = ColumnForm::kMapped;
    site.annotated = site.call == value;
  } else if (site.annotation != nullptr && (site.call == nullptr || file.column_maker(callee) == "Field")) {
    site.form = ColumnForm::kSqlModel;
    site.annotated = true;
  }
  if (site.call == nullptr && value != nullptr && value->kind == NodeKind::kCall && site.problem.empty())
    site.problem = "it is made by " + std::string(callee_of(file, *value)) + "(…), not by a column of its own";
  if (site.call == nullptr && site.form == ColumnForm::kColumn && site.problem.empty())
    site.problem = "its declaration is no call of Column()";
  return site;
}

}  // namespace si::fixes
