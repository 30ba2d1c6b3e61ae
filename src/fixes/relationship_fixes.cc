// What the coming and going of foreign keys means to relationships.
//
// relationship("User") finds its join by the only foreign key between the two tables, whichever of them holds it. A
// second key makes it ambiguous, and the mapper refuses the class: the relationship must say `foreign_keys=` from then
// on. When the only key goes there is nothing left to find, and it must say `primaryjoin=` with foreign(…) around the
// column. The two halves of a relationship through a `secondary` table say `foreign_keys=` of both instead.
//
// Each handler that changes a key announces it first (`keys_change`), which says why the relationships could not
// follow; they are edited once, at the end of the run, when all keys that come and go are known (`settle_joins`).
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "fixes/fixer.h"
#include "support/strings.h"
#include "support/word_chars.h"

namespace si::fixes {

using python::Node;
using python::NodeKind;

namespace {

const WrittenArgument* argument_of(const ModelAttribute& attribute, std::string_view name) {
  for (const WrittenArgument& argument : attribute.arguments)
    if (argument.name == name) return &argument;
  return nullptr;
}

bool names(const std::string& text, const std::string& word) {
  if (word.empty()) return false;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_word_char(text[at - 1])) && (end == text.size() || !is_word_char(text[end]))) return true;
  }
  return false;
}

bool is_plain_name(const std::string& name) {
  return !name.empty() && std::isdigit(static_cast<unsigned char>(name[0])) == 0 &&
         std::all_of(name.begin(), name.end(), is_word_char);
}

const Node* keyword_value(const Node& call, std::string_view name) {
  for (const Node* child : call.children())
    if (child != nullptr && child->kind == NodeKind::kKeyword && child->text == name) return child->child(0);
  return nullptr;
}

// The call that a relationship's statement assigns, or its function returns; null: something else.
const Node* relationship_call(const ModelFile& file, const Location& place) {
  const Node* statement = file.at(place.span);
  if (statement == nullptr) return nullptr;
  const Node* value = statement->kind == NodeKind::kAssign      ? statement->children().back()
                      : statement->kind == NodeKind::kAnnotated ? statement->child(2)
                      : statement->kind == NodeKind::kFunction  ? returned_value(*statement)
                                                                : nullptr;
  if (value == nullptr || value->kind != NodeKind::kCall || value->child(0) == nullptr) return nullptr;
  const std::string name = last_name(file.tree().source(*value->child(0)));
  const bool is = name == "relationship" || name == "Relationship" || name == "relation" || name == "dynamic_loader";
  return is ? value : nullptr;
}

bool equal_keys(const ForeignKey& a, const ForeignKey& b) {
  return a.columns == b.columns && a.referenced_table.name == b.referenced_table.name &&
         a.referenced_columns == b.referenced_columns;
}

}  // namespace

bool Fixer::same_table(const QualifiedName& a, const QualifiedName& b) const {
  const auto schema = [&](const QualifiedName& name) { return name.schema.empty() ? default_schema() : name.schema; };
  return a.name == b.name && schema(a) == schema(b);
}

QualifiedName Fixer::name_of(const Table& table) const {
  for (const auto& [schema, space] : input_.comparison->follower->schemas)
    for (const auto& [name, each] : space.tables)
      if (&each == &table) return {schema, name};
  return {"", table.name};
}

// A table of the database by the name that the models give it.
QualifiedName Fixer::model_name(const QualifiedName& truth) const {
  for (const TablePair& pair : input_.comparison->tables)
    if (pair.renamed && pair.table.both() && same_table({pair.schema, pair.table.truth->name}, truth))
      return name_of(*pair.table.follower);
  return truth;
}

std::string Fixer::attribute_of(const ModelClass& klass, const std::string& column) {
  for (const ModelAttribute& attribute : klass.attributes)
    if (attribute.kind == AttributeKind::kColumn && attribute.column == column) return attribute.name;
  return "";
}

std::vector<Fixer::Relation> Fixer::relations() const {
  std::vector<Relation> out;
  if (input_.classes == nullptr) return out;
  for (const ModelClass& klass : *input_.classes)
    for (const ModelAttribute& attribute : klass.attributes) {
      if (attribute.kind != AttributeKind::kRelationship || !attribute.target_class) continue;
      if (klass.outside || attribute.declared_by != klass.name || !attribute.location.known()) continue;
      const ModelClass& target = (*input_.classes)[*attribute.target_class];
      const WrittenArgument* secondary = argument_of(attribute, "secondary");
      out.push_back({&klass, &target, &attribute, secondary != nullptr ? secondary_table(*secondary) : nullptr,
                     secondary != nullptr || argument_of(attribute, "link_model") != nullptr});
    }
  return out;
}

// `secondary="user_groups"`, `secondary=user_groups` and `secondary=UserGroup.__table__`; null: not known.
const Table* Fixer::secondary_table(const WrittenArgument& argument) const {
  const std::string word = argument.string ? last_name(*argument.string) : argument.text;
  for (const auto& [schema, space] : input_.comparison->follower->schemas)
    for (const auto& [name, table] : space.tables) {
      if (argument.string && name == word) return &table;
      if (argument.string) continue;
      for (const MappedClass& klass : table.classes)
        if (word == klass.name + ".__table__" || word == klass.name) return &table;
      const auto content = input_.files.find(table.location.file);
      const std::string bare = last_name(word);
      if (content == input_.files.end() || !is_plain_name(bare)) continue;
      // `name = Table(…)`: what stands before the call.
      const Document document(table.location.file, content->second);
      const std::size_t call = document.offset(table.location.span.line, table.location.span.column);
      const std::size_t line = content->second.rfind('\n', call == 0 ? 0 : call - 1);
      const std::size_t from = line == std::string::npos ? 0 : line + 1;
      const std::string_view before =
          trim(std::string_view(content->second).substr(from, call > from ? call - from : 0));
      if (before.starts_with(bare) && before.ends_with('=') &&
          !is_word_char(before.size() > bare.size() ? before[bare.size()] : ' '))
        return &table;
    }
  return nullptr;
}

std::vector<const ForeignKey*> Fixer::keys_between(const Table& from, const QualifiedName& to, bool after) const {
  std::vector<const ForeignKey*> out;
  const auto changes = key_changes_.find(&from);
  for (const ForeignKey& key : from.foreign_keys) {
    if (!key.unresolved.empty() || !same_table(key.referenced_table, to)) continue;
    const bool gone = changes != key_changes_.end() && changes->second.gone.contains(&key);
    if (!after || !gone) out.push_back(&key);
  }
  if (after && changes != key_changes_.end())
    for (const ForeignKey& key : changes->second.come)
      if (same_table(key.referenced_table, to)) out.push_back(&key);
  return out;
}

// What one half of a join needs from now on: the keys of `owner` that lead to `other`, or for a plain relationship
// those of both. `column_text` writes a column of the table that holds the key.
std::string Fixer::follow(const Relation& relation, const Table& owner, const ModelClass& other, const Half& half,
                          bool write) {
  const QualifiedName here = name_of(owner);
  std::vector<const ForeignKey*> before = keys_between(owner, other.table, false);
  std::vector<const ForeignKey*> after = keys_between(owner, other.table, true);
  if (const Table* opposite = input_.comparison->follower->find_table(other.table);
      half.both_ways && opposite != nullptr && opposite != &owner) {
    const auto back = keys_between(*opposite, here, false), back_after = keys_between(*opposite, here, true);
    if (before.empty()) return "";  // the keys of the other table are asked for by themselves
    before.insert(before.end(), back.begin(), back.end());
    after.insert(after.end(), back_after.begin(), back_after.end());
  }
  const auto stays = [&](const ForeignKey& key) {
    return std::any_of(after.begin(), after.end(), [&](const ForeignKey* each) { return equal_keys(*each, key); });
  };
  const ModelAttribute& attribute = *relation.attribute;
  const WrittenArgument* given = argument_of(attribute, "foreign_keys");
  const WrittenArgument* written = argument_of(attribute, half.join_keyword);
  for (const ForeignKey* key : before) {
    if (!same_table(key->referenced_table, other.table)) continue;
    std::vector<std::string> columns;
    bool used = given == nullptr && written == nullptr && before.size() == 1;
    for (const std::string& column : key->columns) {
      const std::string name = half.column_name(column);
      if (name.empty()) return "relationship " + relation.klass->name + "." + attribute.name + " rests on it";
      columns.push_back(name);
      const std::string word = last_name(name);
      used =
          used || (given != nullptr && names(given->text, word)) || (written != nullptr && names(written->text, word));
    }
    if (!used) continue;
    if (stays(*key)) {
      if (after.size() < 2 || given != nullptr || written != nullptr) continue;
      const std::string list = columns.size() == 1 ? columns[0] : "[" + join(columns, ", ") + "]";
      if (std::string problem = add_to_relationship(relation, "foreign_keys", half.foreign_keys(list, columns), write);
          !problem.empty())
        return problem;
      continue;
    }
    if (written != nullptr) {
      if (given != nullptr || written->text.find("foreign(") != std::string::npos ||
          written->text.find("remote(") != std::string::npos)
        continue;
      if (std::string problem = add_to_relationship(relation, "foreign_keys", half.all_columns(columns), write);
          !problem.empty())
        return problem;
      continue;
    }
    std::vector<std::string> terms;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::string remote = attribute_of(other, key->referenced_columns[i]);
      if (remote.empty()) return "relationship " + relation.klass->name + "." + attribute.name + " rests on it";
      const bool said = given != nullptr || relation.through;
      terms.push_back(
          fmt::format(fmt::runtime(said ? "{}.{} == {}" : "{}.{} == foreign({})"), other.name, remote, columns[i]));
    }
    const std::string text = terms.size() == 1 ? terms[0] : "and_(" + join(terms, ", ") + ")";
    if (std::string problem = add_to_relationship(relation, half.join_keyword, text, write); !problem.empty())
      return problem;
    // foreign() in one half of two would leave the other without: SQLAlchemy then looks for no key in either.
    if (!relation.through || given != nullptr) continue;
    if (std::string problem = add_to_relationship(relation, "foreign_keys", half.all_columns(columns), write);
        !problem.empty())
      return problem;
  }
  return "";
}

std::string Fixer::follow(const Relation& relation, const Table& changed, bool write) {
  const Schema& models = *input_.comparison->follower;
  if (relation.through) {
    if (relation.secondary == nullptr)
      return argument_of(*relation.attribute, "link_model") != nullptr &&
                     names(argument_of(*relation.attribute, "link_model")->text,
                           changed.classes.empty() ? "" : changed.classes[0].name)
                 ? "relationship " + relation.klass->name + "." + relation.attribute->name + " goes through this table"
                 : "";
    if (relation.secondary != &changed) return "";
    const auto moved = moved_.find(&changed);
    const QualifiedName name = moved != moved_.end() ? moved->second : name_of(changed);
    const std::string prefix =
        (name.schema.empty() || name.schema == default_schema() ? "" : name.schema + ".") + name.name;
    if (!is_plain_name(name.name)) return "relationship " + relation.klass->name + " goes through this table";
    Half half;
    half.column_name = [&](const std::string& column) {
      return is_plain_name(column) ? prefix + ".c." + column : std::string();
    };
    std::vector<std::string> all;
    for (const ForeignKey& key : changed.foreign_keys)
      for (const std::string& column : key.columns) all.push_back(fmt::format("{}.c.{}", prefix, column));
    half.all_columns = [&](const std::vector<std::string>&) { return "[" + join(all, ", ") + "]"; };
    half.foreign_keys = [&](const std::string&, const std::vector<std::string>&) {
      return "[" + join(all, ", ") + "]";
    };
    half.both_ways = false;
    half.join_keyword = "primaryjoin";
    if (std::string problem = follow(relation, changed, *relation.klass, half, write); !problem.empty()) return problem;
    half.join_keyword = "secondaryjoin";
    return follow(relation, changed, *relation.target, half, write);
  }
  const QualifiedName name = name_of(changed);
  const bool from_here = same_table(relation.klass->table, name), to_here = same_table(relation.target->table, name);
  if (!from_here && !to_here) return "";
  for (const bool forward : {true, false}) {
    const ModelClass& owner = forward ? *relation.klass : *relation.target;
    const ModelClass& other = forward ? *relation.target : *relation.klass;
    const Table* table = models.find_table(owner.table);
    if (table == nullptr || (!forward && same_table(owner.table, other.table))) continue;
    Half half;
    half.join_keyword = "primaryjoin";
    half.column_name = [&](const std::string& column) {
      const std::string attribute = attribute_of(owner, column);
      return attribute.empty() ? "" : owner.name + "." + attribute;
    };
    half.all_columns = [](const std::vector<std::string>& columns) {
      return columns.size() == 1 ? columns[0] : "[" + join(columns, ", ") + "]";
    };
    half.foreign_keys = [&](const std::string& list, const std::vector<std::string>& columns) {
      return forward && columns.size() == 1 ? own_column(relation, columns[0], list) : list;
    };
    if (std::string problem = follow(relation, *table, other, half, write); !problem.empty()) return problem;
  }
  return "";
}

// `[user_id]` where the class body says it before the relationship; else a text. Bare names start with '['.
std::string Fixer::own_column(const Relation& relation, const std::string& column, const std::string& text) {
  const std::string name = last_name(column);
  for (const ModelAttribute& attribute : relation.klass->attributes) {
    if (attribute.name != name || attribute.declared_by != relation.klass->name) continue;
    const Location& own = relation.attribute->location;
    const bool before = attribute.location.file == own.file && attribute.location.span.line < own.span.line;
    ModelFile* file = before ? file_of(own) : nullptr;
    const Node* statement = file == nullptr ? nullptr : file->at(own.span);
    if (statement != nullptr && statement->kind != NodeKind::kFunction) return "[" + name + "]";
  }
  return text;
}

std::string Fixer::add_to_relationship(const Relation& relation, const std::string& keyword, const std::string& value,
                                       bool write) {
  const Location& place = relation.attribute->location;
  ModelFile* file = file_of(place);
  const Node* call = file == nullptr ? nullptr : relationship_call(*file, place);
  BracketEdit* edit = call == nullptr ? nullptr : file->arguments(*call);
  const std::string problem = "relationship " + relation.klass->name + "." + relation.attribute->name +
                              " would be ambiguous or without a key, and can't be edited";
  if (edit == nullptr) return problem;
  if (const Node* statement = file->at(place.span); statement != nullptr && file->is_removed(*statement)) return "";
  const bool bare = value.starts_with('[') && value.find('.') == std::string::npos;
  if (last_name(file->tree().source(*call->child(0))) == "Relationship") {
    // SQLModel: what SQLAlchemy takes goes into sa_relationship_kwargs, and only as text.
    const std::string text = bare
                                 ? quoted(relation.klass->name + "." + value.substr(1, value.size() - 2), file->style())
                                 : quoted(value, file->style());
    const std::string pair = quoted(keyword, file->style()) + ": " + text;
    const Node* holder = keyword_value(*call, "sa_relationship_kwargs");
    if (holder == nullptr) {
      if (!write) return "";
      for (BracketEdit::Item& item : edit->items)
        if (item.text && item.text->starts_with("sa_relationship_kwargs=")) {
          if (item.text->find(pair) == std::string::npos) item.text->insert(item.text->size() - 1, ", " + pair);
          return "";
        }
      edit->items.push_back({std::nullopt, "sa_relationship_kwargs={" + pair + "}"});
      edit->changed = true;
      return "";
    }
    if (holder->kind != NodeKind::kDictionary) return problem;
    BracketEdit* inner = file->bracket(holder->begin, holder->children().size());
    if (inner == nullptr) return problem;
    const bool there = std::any_of(inner->items.begin(), inner->items.end(),
                                   [&](const BracketEdit::Item& item) { return item.text == pair; });
    if (!write || there) return "";
    inner->nested = true;
    inner->items.push_back({std::nullopt, pair});
    inner->changed = edit->changed = true;
    return "";
  }
  std::size_t position = 0;
  for (std::size_t i = 0; i < edit->items.size(); ++i) {
    const auto& item = edit->items[i];
    const Node* node = item.original ? call->child(*item.original + 1) : nullptr;
    if (node != nullptr && node->kind != NodeKind::kKeyword) position = i + 1;
    if (item.text && item.text->starts_with(keyword + "=")) return "";
  }
  if (!write) return "";
  // Where several arguments share a line, the next place where one begins: no other has to move.
  const auto begins_line = [&](const BracketEdit::Item& item) {
    return item.original && edit->bracket.items[*item.original].lead.find('\n') != std::string_view::npos;
  };
  if (std::any_of(edit->items.begin(), edit->items.end(), begins_line))
    while (position < edit->items.size() && !begins_line(edit->items[position])) ++position;
  edit->items.insert(edit->items.begin() + static_cast<long>(position),
                     {std::nullopt, keyword + "=" + (bare ? value : quoted(value, file->style()))});
  edit->changed = true;
  return "";
}

// A class whose table is joined to its parent's by the only key between them can't lose it, nor get a second one.
std::string Fixer::inheritance_problem(const Table& table) const {
  if (input_.classes == nullptr) return "";
  const QualifiedName here = name_of(table);
  for (const ModelClass& klass : *input_.classes) {
    if (!same_table(klass.table, here) || klass.parents.empty()) continue;
    const ModelClass& parent = (*input_.classes)[klass.parents.front()];
    if (same_table(parent.table, here)) continue;
    const auto before = keys_between(table, parent.table, false), after = keys_between(table, parent.table, true);
    if (before.size() != 1) continue;
    if (after.size() != 1 || !equal_keys(*before[0], *after[0]))
      return "class " + klass.name + " is joined to its parent " + parent.name +
             " by the only key between their tables";
  }
  return "";
}

std::string Fixer::keys_change(const Table& table, const ForeignKey* gone, const ForeignKey* come,
                               const TablePair* pair) {
  KeyChange& change = key_changes_[&table];
  const KeyChange kept = change;
  if (gone != nullptr) change.gone.insert(gone);
  if (come != nullptr) {
    ForeignKey key = *come;
    key.referenced_table = model_name(key.referenced_table);
    if (pair != nullptr)
      for (std::string& column : key.columns)
        for (const ColumnPair& each : pair->columns)
          if (each.both() && each.truth->name == column) {
            column = each.follower->name;
            break;
          }
    change.come.push_back(std::move(key));
  }
  std::string problem = inheritance_problem(table);
  if (!known_relations_) known_relations_ = relations();
  for (const Relation& relation : *known_relations_)
    if (problem.empty()) problem = follow(relation, table, false);
  if (!problem.empty()) change = kept;
  return problem;
}

void Fixer::settle_joins() {
  for (const auto& [table, change] : key_changes_)
    for (const Relation& relation : *known_relations_) (void)follow(relation, *table, true);
}

// A column goes: relationships that name it or rest on its key go with it, on both sides.
std::string Fixer::remove_joins(const Table& table, const Column& column) {
  if (input_.classes == nullptr) return "";
  if (!known_relations_) known_relations_ = relations();
  const QualifiedName here = name_of(table);
  for (const ForeignKey& key : table.foreign_keys) {
    if (std::find(key.columns.begin(), key.columns.end(), column.name) == key.columns.end()) continue;
    const std::size_t keys = keys_between(table, key.referenced_table, false).size();
    for (const Relation& relation : *known_relations_) {
      const std::string name = "relationship " + relation.klass->name + "." + relation.attribute->name;
      if (relation.secondary == &table) return name + " goes through this table by it";
      if (relation.through) continue;
      const bool forward =
          same_table(relation.klass->table, here) && same_table(relation.target->table, key.referenced_table);
      const bool back =
          same_table(relation.target->table, here) && same_table(relation.klass->table, key.referenced_table);
      if (!forward && !back) continue;
      const WrittenArgument* given = argument_of(*relation.attribute, "foreign_keys");
      const WrittenArgument* written = argument_of(*relation.attribute, "primaryjoin");
      const bool uses = (given != nullptr && names(given->text, column.attribute)) ||
                        (written != nullptr && names(written->text, column.attribute)) ||
                        (given == nullptr && written == nullptr && keys == 1);
      if (!uses) continue;
      ModelFile* file = file_of(relation.attribute->location);
      const Node* statement = file == nullptr ? nullptr : file->at(relation.attribute->location.span);
      const bool plain =
          statement != nullptr && (statement->kind == NodeKind::kAssign || statement->kind == NodeKind::kAnnotated);
      if (!plain) return name + " rests on it";
      if (!file->is_removed(*statement)) file->remove_statement(*statement);
    }
    key_changes_[&table].gone.insert(&key);
  }
  for (const Relation& relation : *known_relations_)
    if (const std::string why = names_column(relation, table, column); !why.empty()) return why;
  return inheritance_problem(table);
}

// A join written by hand that would name what is no longer there.
std::string Fixer::names_column(const Relation& relation, const Table& table, const Column& column) {
  ModelFile* file = file_of(relation.attribute->location);
  const Node* statement = file == nullptr ? nullptr : file->at(relation.attribute->location.span);
  if (statement != nullptr && file->is_removed(*statement)) return "";
  for (const std::string_view keyword : {"primaryjoin", "secondaryjoin", "foreign_keys", "remote_side", "order_by"}) {
    const WrittenArgument* written = argument_of(*relation.attribute, keyword);
    if (written == nullptr) continue;
    for (const MappedClass& klass : table.classes)
      if (names(written->text, klass.name + "." + column.attribute) ||
          (relation.klass->name == klass.name && !written->string && names(written->text, column.attribute)))
        return "relationship " + relation.klass->name + "." + relation.attribute->name + " names it";
    if (names(written->text, table.name + ".c." + column.name))
      return "relationship " + relation.klass->name + "." + relation.attribute->name + " names it";
  }
  return "";
}

}  // namespace si::fixes
