// Labels of an enum: added to Enum('a', 'b'), or as members of the Python class where what they are called is certain.
#include <algorithm>
#include <cctype>

#include "fixes/fixer.h"
#include "fixes/uses.h"
#include "support/strings.h"
#include "support/word_chars.h"

namespace si::fixes {

using python::Node;
using python::NodeKind;

namespace {

bool is_identifier(std::string_view name) {
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) != 0) return false;
  return std::all_of(name.begin(), name.end(), is_word_char);
}

struct Member {
  const Node* statement = nullptr;
  std::string name, value;
  bool string = false, automatic = false;
};

std::vector<Member> members_of(const ModelFile& file, const Node& klass) {
  std::vector<Member> out;
  if (klass.child(1) == nullptr) return out;
  for (const Node* statement : klass.child(1)->children()) {
    if (statement == nullptr || statement->kind != NodeKind::kAssign || statement->children().size() != 2) continue;
    const Node* name = statement->child(0);
    const Node* value = statement->child(1);
    if (name == nullptr || value == nullptr || name->kind != NodeKind::kName || name->text.starts_with('_')) continue;
    Member member{statement, std::string(name->text), std::string(value->text), value->kind == NodeKind::kString,
                  false};
    member.automatic = value->kind == NodeKind::kCall && file.tree().source(*value).ends_with("auto()");
    out.push_back(std::move(member));
  }
  return out;
}

const Node* class_named(const Node& node, std::string_view name) {
  for (const Node* child : node.children()) {
    if (child == nullptr) continue;
    if (child->kind == NodeKind::kClass && child->text == name) return child;
    if (child->kind == NodeKind::kClass || child->kind == NodeKind::kBlock)
      if (const Node* found = class_named(*child, name)) return found;
  }
  return nullptr;
}

}  // namespace

void Fixer::fix_enum(const Target& target, Fix& fix) {
  const EnumPair* pair = nullptr;
  for (const EnumPair& each : input_.comparison->enums)
    if (each.both() && each.name == target.finding->object.name && each.schema == target.finding->object.schema)
      pair = &each;
  if (pair == nullptr || !pair->truth->labels.known() || !pair->follower->labels.known())
    return refuse(fix, "its labels are not known");
  const std::vector<std::string>& wanted = *pair->truth->labels;
  const std::vector<std::string>& own = *pair->follower->labels;
  const bool removes = std::any_of(own.begin(), own.end(), [&](const std::string& label) {
    return std::find(wanted.begin(), wanted.end(), label) == wanted.end();
  });
  ModelFile* file = file_of(pair->follower->location);
  const Node* call = file == nullptr ? nullptr : file->at(pair->follower->location.span);
  std::string class_name;
  if (call != nullptr && call->kind == NodeKind::kCall && call->children().size() > 1) {
    // Enum('a', 'b', name='…'): its text.
    std::size_t strings = 0, others = 0;
    for (std::size_t i = 1; i < call->children().size(); ++i) {
      if (call->children()[i]->kind == NodeKind::kString) ++strings;
      if (call->children()[i]->kind != NodeKind::kString && call->children()[i]->kind != NodeKind::kKeyword) ++others;
    }
    if (strings > 0 && others == 0) {
      BracketEdit* edit = file->arguments(*call);
      if (edit == nullptr) return refuse(fix, "the arguments of Enum() can't be told apart");
      if (!may_apply(fix, removes ? Applicability::kUnsafe : Applicability::kSafe,
                     removes ? "code may still write a label that goes" : ""))
        return;
      Words& words = words_of(*file);
      std::vector<BracketEdit::Item> items;
      for (const std::string& label : wanted) {
        BracketEdit::Item item{std::nullopt, words.quoted(label)};
        for (std::size_t i = 1; i < call->children().size(); ++i)
          if (call->children()[i]->kind == NodeKind::kString && call->children()[i]->text == label)
            item = {i - 1, std::nullopt};
        items.push_back(item);
      }
      for (const BracketEdit::Item& item : edit->items)
        if (item.original && call->child(*item.original + 1)->kind == NodeKind::kKeyword) items.push_back(item);
      edit->items = std::move(items);
      edit->changed = true;
      return;
    }
    for (std::size_t i = 1; i < call->children().size(); ++i)
      if (call->children()[i]->kind == NodeKind::kName || call->children()[i]->kind == NodeKind::kAttribute) {
        class_name = last_name(file->tree().source(*call->children()[i]));
        break;
      }
  }
  if (class_name.empty())
    for (const auto& [schema, space] : input_.comparison->follower->schemas)
      for (const auto& [name, table] : space.tables)
        for (const Column& column : table.columns)
          if (column.type.known() && column.type->name == pair->follower->name &&
              column.python_type.starts_with("Mapped[")) {
            std::string core = column.python_type.substr(7, column.python_type.size() - 8);
            if (core.ends_with(" | None")) core.resize(core.size() - 7);
            if (core.starts_with("Optional[")) core = core.substr(9, core.size() - 10);
            class_name = last_name(core);
          }
  if (class_name.empty()) return refuse(fix, "the Python class of its labels is not found");
  ModelFile* home = nullptr;
  const Node* klass = nullptr;
  for (const auto& [name, text] : input_.files) {
    if (text.find("class " + class_name) == std::string::npos) continue;
    ModelFile* each = file_of(Location{name, {}});
    const Node* found = each == nullptr ? nullptr : class_named(each->tree().root(), class_name);
    if (found == nullptr) continue;
    if (klass != nullptr) return refuse(fix, "more than one class is called " + class_name);
    klass = found;
    home = each;
  }
  if (klass == nullptr) return refuse(fix, "class " + class_name + " is not found in the model files");
  const std::vector<Member> members = members_of(*home, *klass);
  if (members.empty()) return refuse(fix, "class " + class_name + " has no members to follow");
  const bool by_name = std::all_of(own.begin(), own.end(), [&](const std::string& label) {
    return std::any_of(members.begin(), members.end(), [&](const Member& m) { return m.name == label; });
  });
  const auto all = [&](auto condition) { return std::all_of(members.begin(), members.end(), condition); };
  const auto label_of = [&](const Member& m) { return by_name ? m.name : m.value; };
  // How members' values follow from their names.
  const bool automatic = all([](const Member& m) { return m.automatic; });
  const bool same = all([](const Member& m) { return m.string && m.value == m.name; });
  const bool lower = all([](const Member& m) { return m.string && m.value == to_lower_ascii(m.name); });
  const bool upper_names = all([](const Member& m) { return to_upper_ascii(m.name) == m.name; });
  std::vector<std::string> uses;
  std::vector<const Member*> going;
  for (const Member& member : members)
    if (std::find(wanted.begin(), wanted.end(), label_of(member)) == wanted.end()) going.push_back(&member);
  if (!going.empty() && input_.project)
    for (const Member* member : going) {
      const auto found = find_uses(input_.project(), member->name, [&](const std::string& where, std::size_t at) {
        return where == home->name() && at >= member->statement->begin && at < member->statement->end;
      });
      uses.insert(uses.end(), found.begin(), found.end());
    }
  fix.uses = uses;
  struct New {
    std::string label, name, value;
  };
  std::vector<New> added;
  for (const std::string& label : wanted) {
    if (std::find(own.begin(), own.end(), label) != own.end()) continue;
    New member;
    member.label = label;
    const FileStyle& style = home->style();
    if (by_name) {
      member.name = label;
      if (automatic)
        member.value = std::string(home->tree().source(*members[0].statement->child(1)));
      else if (same)
        member.value = quoted(label, style);
      else if (lower)
        member.value = quoted(to_lower_ascii(label), style);
      else
        return refuse(fix, "how the values of " + class_name + " follow from their names is not certain");
    } else {
      for (const char c : label) member.name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
      if (upper_names) member.name = to_upper_ascii(member.name);
      member.value = quoted(label, style);
    }
    if (!is_identifier(member.name)) return refuse(fix, "the label " + printable(label) + " is no name for a member");
    added.push_back(std::move(member));
  }
  const bool unsafe = !going.empty();
  if (!may_apply(fix, unsafe ? Applicability::kUnsafe : Applicability::kSafe,
                 unsafe ? "code may still use a member that goes" : ""))
    return;
  if (going.empty() && added.empty()) {
    // The same labels in another order: the statements change places.
    if (automatic || members.size() != wanted.size())
      return refuse(fix, "the order of its members decides their values");
    for (std::size_t i = 0; i < wanted.size(); ++i)
      for (const Member& member : members)
        if (label_of(member) == wanted[i])
          home->replace(members[i].statement->begin, members[i].statement->end,
                        std::string(home->tree().source(*member.statement)));
    return;
  }
  for (const Member* member : going) home->remove_statement(*member->statement);
  const std::string indent = home->indentation_of(*members[0].statement);
  for (const New& member : added) {
    // Behind the member of the label before it.
    const Node* anchor = nullptr;
    for (const std::string& label : wanted) {
      if (label == member.label) break;
      for (const Member& m : members)
        if (label_of(m) == label) anchor = m.statement;
    }
    const std::string line = indent + member.name + " = " + member.value + home->style().newline;
    if (anchor != nullptr)
      home->insert_behind(*anchor, line);
    else
      home->insert_before(*members[0].statement, line);
  }
}

namespace {

// The Enum(…) calls below a node.
void enum_calls(const ModelFile& file, const Node& node, std::vector<const Node*>& out) {
  if (node.kind == NodeKind::kCall && node.child(0) != nullptr) {
    const std::string name = last_name(file.tree().source(*node.child(0)));
    if (name == "Enum" || name == "ENUM" || name == "SAEnum" || name == "SQLEnum" || name == "SqlEnum")
      out.push_back(&node);
  }
  for (const Node* child : node.children())
    if (child != nullptr) enum_calls(file, *child, out);
}

}  // namespace

// The type's name is written at every Enum(…) of it, or follows from the Python class.
void Fixer::rename_enum(const Target& target, Fix& fix) {
  const EnumPair* pair = nullptr;
  for (const EnumPair& each : input_.comparison->enums)
    if (each.both() && each.renamed && each.name == target.finding->object.name &&
        each.schema == target.finding->object.schema)
      pair = &each;
  if (pair == nullptr) return refuse(fix, "the enum is not found");
  if (!may_apply(fix, Applicability::kSafe, "they are one type by evidence alone: the same labels and columns")) return;
  const std::string& old_name = pair->follower->name;
  const std::string& new_name = pair->truth->name;
  std::vector<std::pair<ModelFile*, const Node*>> calls;
  const auto collect = [&](const Location& place) {
    ModelFile* file = file_of(place);
    const Node* node = file == nullptr ? nullptr : file->at(place.span);
    std::vector<const Node*> found;
    if (node != nullptr) enum_calls(*file, *node, found);
    for (const Node* call : found)
      if (std::find(calls.begin(), calls.end(), std::pair{file, call}) == calls.end()) calls.emplace_back(file, call);
  };
  collect(pair->follower->location);
  for (const auto& [schema, space] : input_.comparison->follower->schemas)
    for (const auto& [name, table] : space.tables)
      for (const Column& column : table.columns)
        if (column.type.known() && column.type->name == old_name) collect(column.location);
  std::size_t written = 0;
  for (const auto& [file, call] : calls) {
    BracketEdit* edit = file->arguments(*call);
    if (edit == nullptr) return refuse(fix, "the arguments of Enum() can't be told apart");
    const std::string text = "name=" + quoted(new_name, file->style());
    bool named = false;
    for (BracketEdit::Item& item : edit->items) {
      const Node* argument = item.original ? call->child(*item.original + 1) : nullptr;
      if (argument == nullptr || argument->kind != NodeKind::kKeyword || argument->text != "name") continue;
      named = true;
      const Node* value = argument->child(0);
      if (value == nullptr || value->kind != NodeKind::kString || value->text != old_name) continue;
      item.text = text;
      edit->changed = true;
      ++written;
    }
    if (named) continue;
    edit->items.push_back({std::nullopt, text});
    edit->changed = true;
    ++written;
  }
  if (written == 0) refuse(fix, "its name is written at no Enum() of the model files");
}

}  // namespace si::fixes
