// A column that a subclass of Column of the project's own makes, or a function: `nullable=` is said where it is made,
// if what makes it hands keywords on.
//
//     class NonNullColumn(Column):
//         def __init__(self, *args, **kwargs):
//             kwargs.setdefault("nullable", False)      # NonNullColumn(String, nullable=True) may be NULL
//             super().__init__(*args, **kwargs)
//
// kwargs["nullable"] = False would win over that, and super().__init__(*args, nullable=False, **kwargs) would not take
// it.
#include <algorithm>

#include "fixes/fixer.h"

namespace si::fixes {

using python::Node;
using python::NodeKind;

namespace {

constexpr std::string_view kNullable = "nullable";

const Node* find_definition(const Node& block, std::string_view name) {
  for (const Node* node : block.children())
    if (node != nullptr && (node->kind == NodeKind::kClass || node->kind == NodeKind::kFunction) && node->text == name)
      return node;
  return nullptr;
}

bool is_setdefault(const Node& call, const python::SyntaxTree& tree) {
  return call.child(0) != nullptr && tree.source(*call.child(0)).ends_with(".setdefault");
}

// Whether code speaks of it in any way but to give a default.
bool decides(const Node& node, const python::SyntaxTree& tree) {
  if (node.kind == NodeKind::kKeyword && node.text == kNullable) return true;
  if (node.kind == NodeKind::kString && node.text == kNullable) return true;
  const bool is_default = node.kind == NodeKind::kCall && is_setdefault(node, tree);
  for (std::size_t i = is_default ? 2 : 0; i < node.children().size(); ++i)
    if (node.children()[i] != nullptr && decides(*node.children()[i], tree)) return true;
  return false;
}

// Whether `nullable=` among a call's arguments decides.
bool takes_nullable(const Node& definition, const python::SyntaxTree& tree) {
  const Node* function = &definition;
  if (definition.kind == NodeKind::kClass) {
    function = definition.child(1) == nullptr ? nullptr : find_definition(*definition.child(1), "__init__");
    if (function == nullptr) return true;  // the base's own
  }
  bool hands_on = false;
  if (function->child(0) == nullptr || function->child(1) == nullptr) return false;
  for (const Node* parameter : function->child(0)->children()) {
    if (parameter == nullptr) continue;
    if (parameter->text == kNullable) return true;
    hands_on = hands_on || parameter->text.starts_with("**");
  }
  return hands_on && !decides(*function->child(1), tree);
}

}  // namespace

// The class or function of this name that the file has, or the file it is imported from.
const Node* Fixer::definition_of(ModelFile& file, const std::string& name, ModelFile** home) {
  *home = &file;
  if (const Node* own = find_definition(file.tree().root(), name); own != nullptr) return own;
  const std::string origin = file.imports().origin(name);
  const std::size_t dot = origin.rfind('.');
  if (dot == std::string::npos) return nullptr;
  std::string path = origin.substr(0, dot);
  path.erase(0, path.find_first_not_of('.'));
  std::replace(path.begin(), path.end(), '.', '/');
  if (!input_.project) return nullptr;
  for (const PythonText& other : input_.project()) {
    const bool is_it = other.file == path + ".py" || other.file.ends_with("/" + path + ".py");
    *home = is_it ? project_file(other.file) : nullptr;
    if (*home != nullptr) return find_definition((*home)->tree().root(), origin.substr(dot + 1));
  }
  return nullptr;
}

// True: such a maker makes the column, and it is dealt with.
bool Fixer::say_nullable(const Target& target, Fix& fix) {
  const Column& column = *target.column->follower;
  ModelFile* file = file_of(column.location);
  const Node* statement = file == nullptr ? nullptr : file->at(column.location.span);
  if (statement == nullptr || statement->kind != NodeKind::kAssign || !sharing_problem(target).empty()) return false;
  const Node* call = statement->children().back();
  if (call == nullptr || call->kind != NodeKind::kCall || find_column_site(*file, column).problem.empty()) return false;
  const std::string name(callee_of(*file, *call));
  ModelFile* home = nullptr;
  const Node* definition = definition_of(*file, name, &home);
  if (definition == nullptr) return false;
  if (!takes_nullable(*definition, home->tree()))
    return refuse(fix, name + "(…) decides itself whether its columns may be NULL"), true;
  BracketEdit* edit = file->arguments(*call);
  if (edit == nullptr) return refuse(fix, "the arguments of its declaration can't be told apart"), true;
  if (!may_apply(fix, Applicability::kSafe)) return true;
  const std::string text = std::string(kNullable) + (*target.column->truth->nullable ? "=True" : "=False");
  edit->changed = true;
  for (BracketEdit::Item& item : edit->items) {
    const Node* argument = item.original ? call->child(*item.original + 1) : nullptr;
    if (argument == nullptr || argument->kind != NodeKind::kKeyword || argument->text != kNullable) continue;
    item.text = text;
    return true;
  }
  edit->items.push_back({std::nullopt, text});
  return true;
}

}  // namespace si::fixes
