// What a foreign key's coming or going means to relationships.
//
// relationship("User") finds its join by the only foreign key between the two tables. A second key makes it ambiguous,
// and the mapper refuses the class: the relationship must say `foreign_keys=` from then on. When the only key goes,
// there is nothing left to find, and it must say `primaryjoin=` with foreign(…) around the column.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "fixes/fixer.h"
#include "support/strings.h"

namespace si::fixes {

using python::Node;
using python::NodeKind;

namespace {

const WrittenArgument* argument_of(const ModelAttribute& attribute, std::string_view name) {
  for (const WrittenArgument& argument : attribute.arguments)
    if (argument.name == name) return &argument;
  return nullptr;
}

bool same_table(const QualifiedName& a, const QualifiedName& b, const std::string& default_schema) {
  const auto schema = [&](const QualifiedName& name) { return name.schema.empty() ? default_schema : name.schema; };
  return a.name == b.name && schema(a) == schema(b);
}

// The call that a relationship's statement assigns; null: something else.
const Node* relationship_call(const ModelFile& file, const Location& place) {
  const Node* statement = file.at(place.span);
  if (statement == nullptr) return nullptr;
  const Node* value = statement->kind == NodeKind::kAssign      ? statement->children.back()
                      : statement->kind == NodeKind::kAnnotated ? statement->child(2)
                                                                : nullptr;
  if (value == nullptr || value->kind != NodeKind::kCall || value->child(0) == nullptr) return nullptr;
  return last_name(file.tree().source(*value->child(0))) == "relationship" ? value : nullptr;
}

}  // namespace

std::vector<Fixer::Join> Fixer::joins_between(const QualifiedName& table, const QualifiedName& other) const {
  std::vector<Join> out;
  if (input_.classes == nullptr) return out;
  for (const ModelClass& klass : *input_.classes) {
    const bool here = same_table(klass.table, table, default_schema());
    const bool there = same_table(klass.table, other, default_schema());
    if (klass.outside || (!here && !there)) continue;
    for (const ModelAttribute& attribute : klass.attributes) {
      if (attribute.kind != AttributeKind::kRelationship || attribute.declared_by != klass.name) continue;
      if (!attribute.target_class || !attribute.location.known()) continue;
      const ModelClass& target = (*input_.classes)[*attribute.target_class];
      const bool leads_there = here && same_table(target.table, other, default_schema());
      const bool leads_here = there && same_table(target.table, table, default_schema());
      if (!leads_there && !leads_here) continue;
      out.push_back({&klass, &target, &attribute, leads_there});
    }
  }
  return out;
}

std::string Fixer::attribute_of(const ModelClass& klass, const std::string& column) const {
  for (const ModelAttribute& attribute : klass.attributes)
    if (attribute.kind == AttributeKind::kColumn && attribute.column == column) return attribute.name;
  return "";
}

std::string Fixer::add_to_relationship(const Join& join, const std::string& keyword, const std::string& value) {
  ModelFile* file = file_of(join.attribute->location);
  const Node* call = file == nullptr ? nullptr : relationship_call(*file, join.attribute->location);
  BracketEdit* edit = call == nullptr ? nullptr : file->arguments(*call);
  const std::string name = join.klass->name + "." + join.attribute->name;
  if (edit == nullptr) return "relationship " + name + " would be ambiguous or without a key, and can't be edited";
  std::size_t position = 0;
  for (std::size_t i = 0; i < edit->items.size(); ++i) {
    const auto& item = edit->items[i];
    const Node* node = item.original ? call->child(*item.original + 1) : nullptr;
    if (node != nullptr && node->kind != NodeKind::kKeyword) position = i + 1;
    if (item.text && item.text->starts_with(keyword + "=")) return "";
  }
  edit->items.insert(edit->items.begin() + static_cast<long>(position), {std::nullopt, keyword + "=" + value});
  edit->changed = true;
  return "";
}

// A key from `table` to `key.referenced_table` comes beside another.
std::string Fixer::keep_joins_certain(const Table& table, const ForeignKey& key) {
  if (input_.classes == nullptr) return "";
  const QualifiedName here{"", table.name};
  std::vector<const ForeignKey*> others;
  for (const ForeignKey& own : table.foreign_keys)
    if (own.unresolved.empty() && same_table(own.referenced_table, key.referenced_table, default_schema()))
      others.push_back(&own);
  if (others.size() != 1 || others[0]->columns.size() != 1) return "";
  QualifiedName from = here;
  for (const auto& [schema, space] : input_.comparison->follower->schemas)
    for (const auto& [name, each] : space.tables)
      if (&each == &table) from.schema = schema;
  for (const Join& join : joins_between(from, key.referenced_table)) {
    const auto given = [&](std::string_view name) { return argument_of(*join.attribute, name) != nullptr; };
    if (given("foreign_keys") || given("primaryjoin") || given("secondary") || given("viewonly_join")) continue;
    const ModelClass& owner = join.forward ? *join.klass : *join.target;
    const std::string attribute = attribute_of(owner, others[0]->columns[0]);
    if (attribute.empty())
      return "relationship " + join.klass->name + "." + join.attribute->name + " would be ambiguous";
    ModelFile* file = file_of(join.attribute->location);
    if (file == nullptr) return "relationship " + join.klass->name + "." + join.attribute->name + " would be ambiguous";
    const std::string value =
        join.forward ? "[" + attribute + "]" : quoted(owner.name + "." + attribute, file->style());
    if (std::string problem = add_to_relationship(join, "foreign_keys", value); !problem.empty()) return problem;
  }
  return "";
}

// The key goes: what used it says its join itself.
std::string Fixer::keep_joins(const Table& table, const ForeignKey& key) {
  if (input_.classes == nullptr || key.columns.size() != 1 || key.referenced_columns.size() != 1) return "";
  QualifiedName from{"", table.name};
  for (const auto& [schema, space] : input_.comparison->follower->schemas)
    for (const auto& [name, each] : space.tables)
      if (&each == &table) from.schema = schema;
  const auto same_target = [&](const ForeignKey& own) {
    return same_table(own.referenced_table, key.referenced_table, default_schema());
  };
  const auto keys = std::count_if(table.foreign_keys.begin(), table.foreign_keys.end(), same_target);
  for (const ModelClass& klass : *input_.classes)
    for (const ModelAttribute& attribute : klass.attributes) {
      const WrittenArgument* secondary = argument_of(attribute, "secondary");
      if (secondary == nullptr || argument_of(attribute, "primaryjoin") != nullptr ||
          argument_of(attribute, "secondaryjoin") != nullptr)
        continue;
      if (secondary->string == table.name)
        return "relationship " + klass.name + "." + attribute.name + " goes through this table by it";
    }
  for (const Join& join : joins_between(from, key.referenced_table)) {
    const ModelClass& owner = join.forward ? *join.klass : *join.target;
    const ModelClass& other = join.forward ? *join.target : *join.klass;
    const std::string attribute = attribute_of(owner, key.columns[0]);
    const std::string remote = attribute_of(other, key.referenced_columns[0]);
    if (argument_of(*join.attribute, "secondary") != nullptr) continue;
    const WrittenArgument* given = argument_of(*join.attribute, "foreign_keys");
    const WrittenArgument* written = argument_of(*join.attribute, "primaryjoin");
    const auto names = [&](const WrittenArgument& argument) {
      const std::string& text = argument.text;
      for (std::size_t at = text.find(attribute); at != std::string::npos; at = text.find(attribute, at + 1)) {
        const auto word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
        const std::size_t end = at + attribute.size();
        if ((at == 0 || !word(text[at - 1])) && (end == text.size() || !word(text[end]))) return true;
      }
      return false;
    };
    if (attribute.empty() || remote.empty())
      return "relationship " + join.klass->name + "." + join.attribute->name + " rests on it";
    const bool uses = given != nullptr ? names(*given) : written != nullptr ? names(*written) : keys == 1;
    if (!uses) continue;
    ModelFile* file = file_of(join.attribute->location);
    if (file == nullptr) return "relationship " + join.klass->name + "." + join.attribute->name + " rests on it";
    const std::string column = owner.name + "." + attribute;
    if (written != nullptr) {
      if (given != nullptr || written->text.find("foreign(") != std::string::npos) continue;
      if (std::string problem = add_to_relationship(join, "foreign_keys", quoted(column, file->style()));
          !problem.empty())
        return problem;
      continue;
    }
    const std::string side = given != nullptr ? column : "foreign(" + column + ")";
    const std::string text = quoted(fmt::format("{}.{} == {}", other.name, remote, side), file->style());
    if (std::string problem = add_to_relationship(join, "primaryjoin", text); !problem.empty()) return problem;
  }
  return "";
}

// A column goes: relationships that name it or rest on its key go with it, on both sides.
std::string Fixer::remove_joins(const Table& table, const Column& column) {
  if (input_.classes == nullptr) return "";
  QualifiedName from{"", table.name};
  for (const auto& [schema, space] : input_.comparison->follower->schemas)
    for (const auto& [name, each] : space.tables)
      if (&each == &table) from.schema = schema;
  for (const ForeignKey& key : table.foreign_keys) {
    if (key.columns.size() != 1 || key.columns[0] != column.name) continue;
    const auto keys = std::count_if(table.foreign_keys.begin(), table.foreign_keys.end(), [&](const ForeignKey& own) {
      return same_table(own.referenced_table, key.referenced_table, default_schema());
    });
    for (const Join& join : joins_between(from, key.referenced_table)) {
      const WrittenArgument* given = argument_of(*join.attribute, "foreign_keys");
      const WrittenArgument* written = argument_of(*join.attribute, "primaryjoin");
      const bool uses = given != nullptr     ? given->text.find(column.attribute) != std::string::npos
                        : written != nullptr ? written->text.find(column.attribute) != std::string::npos
                                             : keys == 1 && argument_of(*join.attribute, "secondary") == nullptr;
      if (!uses) continue;
      ModelFile* file = file_of(join.attribute->location);
      const Node* statement = file == nullptr ? nullptr : file->at(join.attribute->location.span);
      const bool plain =
          statement != nullptr && (statement->kind == NodeKind::kAssign || statement->kind == NodeKind::kAnnotated);
      if (!plain) return "relationship " + join.klass->name + "." + join.attribute->name + " rests on it";
      if (!file->is_removed(*statement)) file->remove_statement(*statement);
    }
  }
  return "";
}

}  // namespace si::fixes
