// A name is wrong only when nothing that could bear it was overlooked: not in a file that was not read, not in code
// beside the models, not in a table or class that running makes.
#include "sources/sqlalchemy/relationship_refusals.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "sources/sqlalchemy/hidden.h"
#include "sources/sqlalchemy/identity.h"
#include "support/files.h"
#include "support/strings.h"

namespace si::sqlalchemy {

using python::describe;

namespace {

namespace fs = std::filesystem;

std::string shown(const QualifiedName& name) {
  return name.schema.empty() || name.schema == "public" ? name.name : name.schema + "." + name.name;
}

// Folders that no program imports from.
bool is_foreign_folder(const std::string& name) {
  static constexpr std::string_view kNames[] = {".git", "node_modules", "__pycache__", "site-packages", ".tox", ".nox"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

std::string top_package(const Module& module) { return module.name.substr(0, module.name.find('.')); }

bool has_argument(const Value* call, std::initializer_list<std::string_view> names) {
  return std::any_of(call->arguments.begin(), call->arguments.end(), [&](const Argument& argument) {
    return argument.name == "*" || argument.name == "**" ||
           std::find(names.begin(), names.end(), argument.name) != names.end();
  });
}

// All its columns and foreign keys are known.
bool is_complete(const TableBuild* table) {
  return table != nullptr && !table->outside && table->schema.known() && table->table.unresolved_columns.empty() &&
         std::all_of(table->table.foreign_keys.begin(), table->table.foreign_keys.end(),
                     [](const ForeignKey& key) { return key.unresolved.empty(); });
}

std::string schema_of(const Context& context, const TableBuild& table) {
  return table.schema->empty() ? context.schema.default_schema() : *table.schema;
}

// The foreign keys of `from` that lead to `to`, each as its pairs of columns.
using Pairs = std::set<std::pair<std::string, std::string>>;
std::set<Pairs> keys_between(const Context& context, const TableBuild& from, const TableBuild& to) {
  std::set<Pairs> found;
  for (const ForeignKey& key : from.table.foreign_keys) {
    if (key.referenced_table.name != to.name.name || key.referenced_table.schema != schema_of(context, to)) continue;
    Pairs pairs;
    for (std::size_t i = 0; i < key.columns.size() && i < key.referenced_columns.size(); ++i)
      pairs.emplace(key.columns[i], key.referenced_columns[i]);
    found.insert(std::move(pairs));
  }
  return found;
}

// Shares no table with a parent, and has no table of its own beside a parent's.
bool is_alone(const Mapping& mapping) {
  const Mapping* at = &mapping;
  while (at->role == Role::kSingle && at->parent != nullptr) at = at->parent;
  return at->parent == nullptr && at->table != nullptr;
}

// Stands in no arm of an `if` or `try`.
bool is_unconditional(const Mapping& mapping) {
  const auto* bindings = mapping.klass->outer->find(mapping.klass->name);
  return bindings != nullptr && std::all_of(bindings->begin(), bindings->end(),
                                            [](const python::Binding* binding) { return binding->branch < 0; });
}

std::string did_you_mean(const std::string& name, const std::vector<std::string>& candidates) {
  const std::string near = nearest_name(name, candidates);
  return near.empty() ? "" : "; did you mean " + near + "?";
}

}  // namespace

std::string RelationshipRules::name_of(const RelationshipUse& use) const {
  return attributes_.classes[use.owner].name + "." + use.name;
}

Finding& RelationshipRules::add(const RelationshipUse& use, std::string_view rule, Severity severity,
                                std::string message) {
  const ModelClass& owner = attributes_.classes[use.owner];
  Finding& finding = context_.findings.emplace_back();
  finding.rule = rule;
  finding.severity = severity;
  finding.object.schema = owner.table.schema.empty() ? context_.schema.default_schema() : owner.table.schema;
  finding.object.table = owner.table.name;
  finding.object.kind = "relationship";
  finding.object.name = name_of(use);
  finding.message = std::move(message);
  const ModelAttribute* attribute = owner.find(use.name);
  finding.location = attribute != nullptr && attribute->location.known() ? attribute->location : owner.location;
  return finding;
}

// Its declarative base is the project's own, so nobody else declares classes on it.
bool RelationshipRules::is_ours(const Mapping& mapping) const {
  const Value* root = mapping.root;
  const Module* module = nullptr;
  for (int i = 0; i < 4 && root != nullptr && module == nullptr; ++i) {
    if (root->is(ValueKind::kClass)) {
      module = root->klass->module;
    } else if (root->scope != nullptr && !root->is(ValueKind::kExternal)) {
      module = root->scope->module;
    } else {
      root = root->base;
    }
  }
  if (module == nullptr || mapping.klass->module == nullptr) return false;
  return mapper_.is_inside(&module->scope) || top_package(*module) == top_package(*mapping.klass->module);
}

// Words of all Python code below the project's root that is not among the models.
void RelationshipRules::read_elsewhere() {
  class_names_.emplace();
  table_words_.emplace();
  const auto add_classes = [&](std::string_view text) {
    for (std::size_t at = text.find("class "); at != std::string_view::npos; at = text.find("class ", at + 6)) {
      const std::size_t end = text.find_first_of("(:[ \n", at + 6);
      class_names_->emplace(text.substr(at + 6, end == std::string_view::npos ? end : end - at - 6));
    }
  };
  std::set<std::string> loaded;
  for (const Module* module : modules_) {
    if (module->tree == nullptr) continue;
    loaded.insert(module->path);
    add_classes(module->tree->document().content());
  }
  std::error_code error;
  std::size_t files = 0;
  for (fs::recursive_directory_iterator at(context_.options.root, fs::directory_options::skip_permission_denied, error),
       end;
       !error && at != end && files < 20000; at.increment(error)) {
    if (at->is_directory(error)) {
      if (is_foreign_folder(at->path().filename().string())) at.disable_recursion_pending();
      continue;
    }
    const std::string path = at->path().string();
    if (at->path().extension() != ".py" || loaded.contains(path) || !at->is_regular_file(error)) continue;
    ++files;
    const Result<std::string> content = read_file(path, std::size_t{1} << 24);
    if (!content) continue;
    add_classes(*content);
    // A file that was looked at and holds no model declares no table.
    if (files_.contains(path)) continue;
    if (content->find("Column") == std::string::npos && content->find("Mapped") == std::string::npos &&
        content->find("Table") == std::string::npos && content->find("SQLModel") == std::string::npos)
      continue;
    for (std::string& word : hidden_table_words(*content)) table_words_->insert(std::move(word));
  }
}

bool RelationshipRules::may_be_elsewhere(const std::string& name, bool is_class) {
  const std::string word = hidden_table_word(name);
  for (const HiddenTables& hidden : context_.schema.hidden_tables)
    if (hidden.words.empty() || std::binary_search(hidden.words.begin(), hidden.words.end(), word)) return true;
  if (!class_names_) read_elsewhere();
  return is_class ? class_names_->contains(name) : table_words_->contains(word);
}

void RelationshipRules::check_key(const TableBuild& build, const ForeignKey& key, std::size_t pair) {
  const std::string& default_schema = context_.schema.default_schema();
  const TableBuild* target = nullptr;
  for (const TableBuild& table : mapper_.tables()) {
    if (!table.schema.known()) return;
    if (table.name.name != key.referenced_table.name) continue;
    // Of another schema or metadata: whether it is meant depends on what a static reading may have missed.
    const std::string schema = table.schema->empty() ? default_schema : *table.schema;
    if (schema != key.referenced_table.schema || table.metadata.identity != build.metadata.identity) return;
    target = &table;
  }
  const std::string& referenced = key.referenced_columns[pair];
  if (target != nullptr && std::any_of(target->columns.begin(), target->columns.end(), [&](const ColumnBuild& column) {
        return column.key == referenced || column.column.name == referenced;
      }))
    return;
  const std::string from = build.klass != nullptr ? build.klass->name : build.name.name;
  const std::string spelled = shown(key.referenced_table) + "." + referenced;
  std::string message;
  if (target == nullptr) {
    if (may_be_elsewhere(key.referenced_table.name, false)) return;
    std::vector<std::string> names;
    for (const TableBuild& table : mapper_.tables()) names.push_back(table.name.name);
    const std::string near = nearest_name(key.referenced_table.name, names);
    message = "ForeignKey('" + spelled + "') of " + from + " leads to table " + shown(key.referenced_table) +
              ", which no model declares: SQLAlchemy raises NoReferencedTableError; " +
              (near.empty() ? "declare that table, or remove the key" : "write '" + near + "." + referenced + "'?");
  } else {
    if (!is_complete(target)) return;
    std::vector<std::string> columns;
    for (const ColumnBuild& column : target->columns) columns.push_back(column.key);
    const std::string near = nearest_name(referenced, columns);
    message = "ForeignKey('" + spelled + "') of " + from + " leads to column " + referenced + ", which table " +
              shown(key.referenced_table) + " does not declare: SQLAlchemy raises NoReferencedColumnError; " +
              (near.empty() ? "name one of its columns" : "write '" + shown(key.referenced_table) + "." + near + "'?");
  }
  Finding& finding = context_.findings.emplace_back();
  finding.rule = "foreign-key-target";
  finding.severity = Severity::kCritical;
  finding.object.schema = schema_of(context_, build);
  finding.object.table = build.name.name;
  finding.object.kind = "foreign key";
  finding.object.columns = key.columns;
  finding.actual = shown(key.referenced_table) + " (" + join(key.referenced_columns, ", ") + ")";
  finding.message = std::move(message);
  finding.location = key.location.known() ? key.location : build.table.location;
}

void RelationshipRules::check_foreign_keys(const TableBuild& build) {
  if (build.outside || !build.schema.known() || build.metadata.identity == nullptr) return;
  for (const ForeignKey& key : build.table.foreign_keys) {
    if (!key.unresolved.empty() || key.referenced_columns.size() != key.columns.size()) continue;
    for (std::size_t i = 0; i < key.columns.size(); ++i) {
      const std::size_t before = context_.findings.size();
      check_key(build, key, i);
      if (context_.findings.size() > before) break;
    }
  }
}

void RelationshipRules::check_target(const RelationshipUse& use, const ModelAttribute& attribute) {
  if (attribute.target_class || attribute.target.empty() || !use.plain_target || !attribute.certain) return;
  if (!is_ours(*use.mapping)) return;
  std::vector<std::string> names;
  std::vector<const ModelClass*> same;
  for (const ModelClass& each : attributes_.classes) {
    if (each.name == attribute.target) same.push_back(&each);
    names.push_back(each.name);
  }
  if (same.size() == 2 && same[0]->module == same[1]->module && same[0]->location.span != same[1]->location.span) {
    const bool string = use.call->argument("argument", 0) != nullptr;
    const Mapping& first = *attributes_.mappings[static_cast<std::size_t>(same[0] - attributes_.classes.data())];
    const Mapping& second = *attributes_.mappings[static_cast<std::size_t>(same[1] - attributes_.classes.data())];
    const bool certain = first.klass->outer->kind == python::ScopeKind::kModule && is_unconditional(first) &&
                         is_unconditional(second) && first.root != nullptr && second.root != nullptr &&
                         python::same_value(first.root, second.root);
    if (string && certain)
      add(use, "relationship-target", Severity::kCritical,
          "relationship " + name_of(use) + " leads to class " + attribute.target + ", and two classes of " +
              same[0]->module + " have that name: SQLAlchemy cannot tell them apart; rename one");
    return;
  }
  // Imported from what was not found, if only for type checkers.
  if (use.mapping->klass->module->scope.find(attribute.target) != nullptr) return;
  if (!same.empty()) return;  // of another base, or of modules that are perhaps not imported together
  if (may_be_elsewhere(attribute.target, true)) return;
  Finding& finding =
      add(use, "relationship-target", Severity::kCritical,
          "relationship " + name_of(use) + " leads to class " + attribute.target +
              ", which no model has: SQLAlchemy cannot configure its mappers" + did_you_mean(attribute.target, names));
  finding.actual = attribute.target;
}

void RelationshipRules::check_join(const RelationshipUse& use, const ModelAttribute& attribute) {
  if (!attribute.target_class || !attribute.certain) return;
  if (has_argument(use.call, {"primaryjoin", "secondaryjoin", "foreign_keys", "sa_relationship_kwargs",
                              "sa_relationship", "sa_relationship_args", "link_model", "_local_remote_pairs"}))
    return;
  const Mapping& other = *attributes_.mappings[*attribute.target_class];
  if (!is_alone(*use.mapping) || !is_alone(other)) return;
  const TableBuild* from = use.mapping->table;
  const TableBuild* to = other.table;
  if (!is_complete(from) || !is_complete(to)) return;
  const Value* secondary = use.call->argument("secondary", 1);
  if (secondary != nullptr && secondary->is(ValueKind::kNone)) secondary = nullptr;
  const std::string target = attributes_.classes[*attribute.target_class].name;
  if (secondary != nullptr) {
    if (secondary->is(ValueKind::kAttribute) && !secondary->items.empty()) secondary = secondary->items[0];
    const TableBuild* between = called_name(secondary) == "Table" ? mapper_.core_table(secondary) : nullptr;
    if (secondary->is(ValueKind::kString)) {
      for (const TableBuild& table : mapper_.tables())
        if (table.name.name == secondary->text) {
          if (between != nullptr) return;
          between = &table;
        }
    }
    if (!is_complete(between)) return;
    for (const TableBuild* side : {from, to}) {
      if (!keys_between(context_, *between, *side).empty() || !keys_between(context_, *side, *between).empty())
        continue;
      add(use, "relationship-target", Severity::kCritical,
          "relationship " + name_of(use) + " goes through table " + shown(between->name) +
              ", which has no foreign key to " + shown(side->name) +
              ": SQLAlchemy cannot join them; give it one, or say primaryjoin and secondaryjoin");
      return;
    }
    return;
  }
  const std::set<Pairs> keys = keys_between(context_, *from, *to);
  const std::set<Pairs> others = from == to ? std::set<Pairs>() : keys_between(context_, *to, *from);
  if (keys.empty() && others.empty()) {
    add(use, "relationship-target", Severity::kCritical,
        "no foreign key joins " + shown(from->name) + " and " + shown(to->name) +
            ", so SQLAlchemy cannot join relationship " + name_of(use) + " to " + target +
            "; add a ForeignKey to one of them, or say primaryjoin=");
    return;
  }
  if (keys.size() + others.size() < 2) return;
  std::vector<std::string> columns;
  for (const Pairs& pairs : keys) columns.push_back(from->name.name + "." + pairs.begin()->first);
  for (const Pairs& pairs : others) columns.push_back(to->name.name + "." + pairs.begin()->first);
  add(use, "relationship-target", Severity::kCritical,
      "several foreign keys join " + shown(from->name) + " and " + shown(to->name) + " (" + join(columns, ", ") +
          "), so SQLAlchemy cannot tell which one relationship " + name_of(use) + " means; say foreign_keys=[…]");
}

void RelationshipRules::check_back_populates(const RelationshipUse& use, const ModelAttribute& attribute) {
  const std::string& wanted = attribute.back_populates;
  if (wanted.empty() || wanted == "?" || !attribute.target_class || !attribute.certain) return;
  const std::string_view rule = "relationship-back-populates";
  const ModelClass& owner = attributes_.classes[use.owner];
  const ModelClass& target = attributes_.classes[*attribute.target_class];
  const std::string says = "relationship " + name_of(use) + " says back_populates='" + wanted + "', but ";
  if (!attribute.backref.empty()) {
    add(use, rule, Severity::kCritical,
        "relationship " + name_of(use) + " has both backref and back_populates, which SQLAlchemy refuses; keep one");
    return;
  }
  if (!target.any_attribute.empty()) return;
  const ModelAttribute* other = target.find(wanted);
  if (other == nullptr || (other->kind >= AttributeKind::kHybrid && other->certain)) {
    std::vector<std::string> names;
    for (const ModelAttribute& each : target.attributes)
      if (each.kind == AttributeKind::kRelationship && each.target_class == use.owner) names.push_back(each.name);
    const std::string fix = names.size() == 1 ? "write back_populates='" + names[0] + "'"
                                              : "add " + wanted + " = relationship(" + owner.name +
                                                    ", back_populates='" + use.name + "') to " + target.name;
    add(use, rule, Severity::kCritical,
        says + target.name + " has no " + (other == nullptr ? "attribute" : "relationship") +
            " of that name: " + "SQLAlchemy cannot configure its mappers; " + fix);
    return;
  }
  if (!other->certain) return;
  if (other->kind == AttributeKind::kBackref) return;
  if (other->kind != AttributeKind::kRelationship) {
    add(use, rule, Severity::kCritical,
        says + target.name + "." + wanted + " is no relationship: SQLAlchemy cannot configure its mappers");
    return;
  }
  if (!other->target_class) return;
  const auto base_of = [&](std::size_t index) {
    const auto& parents = attributes_.classes[index].parents;
    return parents.empty() ? index : parents.back();
  };
  if (base_of(*other->target_class) != base_of(use.owner)) {
    add(use, rule, Severity::kCritical,
        says + target.name + "." + wanted + " leads to " + attributes_.classes[*other->target_class].name +
            ", not to " + owner.name + ": SQLAlchemy cannot configure its mappers");
    return;
  }
  if (!other->back_populates.empty() && other->back_populates != "?" && other->back_populates != use.name) {
    if (other->declared_by != target.name || has_argument(use.call, {"viewonly"})) return;
    const ModelAttribute* third = owner.find(other->back_populates);
    if (third == nullptr || third->kind != AttributeKind::kRelationship) return;  // is a finding of its own
    add(use, rule, Severity::kWarning,
        says + target.name + "." + wanted + " says back_populates='" + other->back_populates +
            "': a change of one side does not reach the other; let the two name each other");
    return;
  }
  check_own_direction(use, attribute);
}

// A table that refers to itself: without remote_side both sides would be one-to-many.
void RelationshipRules::check_own_direction(const RelationshipUse& use, const ModelAttribute& attribute) {
  const Mapping& other = *attributes_.mappings[*attribute.target_class];
  if (other.table != use.mapping->table || !is_alone(*use.mapping) || !is_complete(other.table)) return;
  const std::initializer_list<std::string_view> kTelling = {
      "remote_side", "primaryjoin",        "foreign_keys", "secondary", "secondaryjoin", "sa_relationship_kwargs",
      "link_model",  "_local_remote_pairs"};
  if (has_argument(use.call, kTelling) || use.call->argument("secondary", 1) != nullptr) return;
  if (keys_between(context_, *other.table, *other.table).size() != 1) return;
  std::string name = attribute.back_populates;
  if (!attribute.back_populates.empty()) {
    const auto reverse = std::find_if(
        attributes_.relationships.begin(), attributes_.relationships.end(), [&](const RelationshipUse& each) {
          return each.owner == *attribute.target_class && each.name == attribute.back_populates;
        });
    if (reverse == attributes_.relationships.end() || has_argument(reverse->call, kTelling)) return;
    if (reverse->call->argument("secondary", 1) != nullptr) return;
    if (use.owner == *attribute.target_class && use.name > attribute.back_populates) return;  // once for the two
  } else {
    const Value* backref = use.call->argument("backref");
    if (backref == nullptr || (!backref->is(ValueKind::kString) && called_name(backref) != "backref")) return;
    if (backref->is(ValueKind::kCall) && has_argument(backref, kTelling)) return;
    name = attribute.backref;
  }
  add(use, "relationship-back-populates", Severity::kCritical,
      "relationships " + name_of(use) + " and " + name +
          " of a table that refers to itself are both one-to-many for "
          "SQLAlchemy, which refuses them; say remote_side=[…] with the primary key on the many-to-one side");
}

void RelationshipRules::check_backref(const RelationshipUse& use, const ModelAttribute& attribute) {
  if (attribute.backref.empty() || attribute.backref == "?" || !attribute.back_populates.empty()) return;
  if (!attribute.target_class || !attribute.certain) return;
  const ModelClass& target = attributes_.classes[*attribute.target_class];
  const ModelAttribute* other = target.find(attribute.backref);
  if (other == nullptr || !other->certain) return;
  const bool own =
      other->kind == AttributeKind::kBackref && other->back_populates == use.name && other->target_class == use.owner;
  if (own) return check_own_direction(use, attribute);
  if (other->kind >= AttributeKind::kHybrid) return;
  add(use, "relationship-back-populates", Severity::kCritical,
      "relationship " + name_of(use) + " says backref='" + attribute.backref + "', but " + target.name +
          " has an attribute of that name already (" + std::string(to_string(other->kind)) +
          "): SQLAlchemy cannot configure its mappers; choose another name, or back_populates on both sides");
}

void RelationshipRules::check() {
  for (const TableBuild& build : mapper_.tables()) check_foreign_keys(build);
  for (const RelationshipUse& use : attributes_.relationships) {
    const ModelClass& owner = attributes_.classes[use.owner];
    if (owner.outside) continue;
    const ModelAttribute* attribute = owner.find(use.name);
    if (attribute == nullptr || attribute->kind != AttributeKind::kRelationship) continue;
    check_target(use, *attribute);
    check_join(use, *attribute);
    check_back_populates(use, *attribute);
    check_backref(use, *attribute);
  }
}

}  // namespace si::sqlalchemy
