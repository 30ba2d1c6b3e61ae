#include "queries/orm_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "model/names.h"
#include "support/strings.h"

namespace si {
namespace {

// Methods of a ColumnCollection.
bool is_collection_method(std::string_view name) {
  static constexpr std::string_view kNames[] = {
      "keys",        "values", "items", "get",    "add",    "compare", "contains_column", "corresponding_column",
      "as_readonly", "update", "clear", "extend", "remove", "replace"};
  return name.starts_with('_') || std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

class Checker {
 public:
  Checker(const OrmReferences& references, const ModelsReading& models, const Schema* database)
      : references_(references), models_(models), database_(database) {
    children_.resize(models.classes.size());
    for (const OrmReference& reference : references.references)
      if (reference.context == "validates") validated_.insert({reference.index, reference.name});
    for (std::size_t i = 0; i < models.classes.size(); ++i)
      for (const std::size_t parent : models.classes[i].parents) children_[parent].push_back(i);
  }

  OrmCheck run() {
    for (const OrmReference& reference : references_.references) {
      ++out_.references;
      if (reference.kind == OrmReferenceKind::kTableColumn) {
        check_table_column(reference);
      } else {
        check(reference);
      }
    }
    if (database_ != nullptr && !references_.fills_columns)
      for (const OrmConstruction& construction : references_.constructions) check_construction(construction);
    if (database_ != nullptr)
      for (const OrmConflict& conflict : references_.conflicts) check_conflict(conflict);
    sort_findings(out_.findings);
    list_undecided();
    return std::move(out_);
  }

 private:
  void list_undecided() {
    const auto add = [&](const QualifiedName& table, const std::string& what, const std::string& why, std::size_t count,
                         const Location& place) {
      out_.undecided += count;
      out_.unresolved.push_back(
          {table, "",
           fmt::format("{} {} of {} not decided: {}", count, count == 1 ? "reference" : "references", what, why),
           place});
    };
    for (const auto& [index, count] : undecided_classes_) {
      const ModelClass& model = models_.classes[index];
      add(model.table, "class " + model.name, model.any_attribute, count, model.location);
    }
    for (const auto& [index, count] : undecided_tables_) {
      const ModelTable& table = models_.model_tables[index];
      add(table.name, "its columns", table.any_column, count, table.location);
    }
  }

  Finding& add(const OrmReference& reference, std::string_view rule, Severity severity, const QualifiedName& table,
               std::string column, std::string message) {
    Finding& finding = out_.findings.emplace_back();
    finding.rule = rule;
    finding.severity = severity;
    finding.object.schema = table.schema.empty() ? "public" : table.schema;
    finding.object.table = table.name;
    finding.object.column = std::move(column);
    finding.actual = reference.name;
    finding.message = std::move(message);
    finding.location = reference.location;
    return finding;
  }

  static std::string_view rule_of(OrmReferenceKind kind) {
    switch (kind) {
      case OrmReferenceKind::kFilterBy:
      case OrmReferenceKind::kConstructor:
      case OrmReferenceKind::kValues: return "orm-unknown-keyword";
      case OrmReferenceKind::kString: return "orm-string-reference";
      default: return "orm-unknown-attribute";
    }
  }

  // As the source spells it: "User.email", "User(email=…)".
  std::string spelled(const OrmReference& reference) const {
    const std::string& name = models_.classes[reference.index].name;
    switch (reference.kind) {
      case OrmReferenceKind::kFilterBy: return name + ".filter_by(" + reference.name + "=…)";
      case OrmReferenceKind::kConstructor: return name + "(" + reference.name + "=…)";
      case OrmReferenceKind::kValues: return "'" + reference.name + "' in " + reference.context + "() of " + name;
      case OrmReferenceKind::kString: return "'" + reference.name + "' in " + reference.context + " of " + name;
      default: return name + "." + reference.name;
    }
  }

  // An object may be of a class that inherits.
  bool exists(const OrmReference& reference) const {
    const ModelClass& model = models_.classes[reference.index];
    const bool instance = reference.kind == OrmReferenceKind::kInstance ||
                          reference.kind == OrmReferenceKind::kAssignment || reference.instance;
    if (instance) {
      if (reference.kind != OrmReferenceKind::kAssignment && references_.stored_names.contains(reference.name))
        return true;
      const auto& children = children_[reference.index];
      return model.instance_may_have(reference.name) ||
             std::any_of(children.begin(), children.end(),
                         [&](std::size_t child) { return models_.classes[child].instance_may_have(reference.name); });
    }
    if (reference.kind == OrmReferenceKind::kConstructor) return model.constructor_may_take(reference.name);
    if (model.may_have(reference.name)) return true;
    if (reference.kind != OrmReferenceKind::kValues) return false;
    return std::any_of(model.attributes.begin(), model.attributes.end(), [&](const ModelAttribute& attribute) {
      return attribute.kind == AttributeKind::kColumn && attribute.column == reference.name;
    });
  }

  std::string nearest_attribute(const OrmReference& reference) const {
    std::vector<std::string> names;
    for (const ModelAttribute& attribute : models_.classes[reference.index].attributes) {
      if (!is_mapped(attribute.kind)) continue;
      if (attribute.kind == AttributeKind::kColumn && attribute.column == reference.name) return attribute.name;
      names.push_back(attribute.name);
    }
    return nearest_name(reference.name, names);
  }

  void check(const OrmReference& reference) {
    const ModelClass& model = models_.classes[reference.index];
    if (exists(reference)) {
      const ModelAttribute* attribute = model.find(reference.name);
      const bool of_objects =
          reference.kind == OrmReferenceKind::kInstance || reference.kind == OrmReferenceKind::kAssignment;
      const bool declared = attribute != nullptr && (of_objects || attribute->kind != AttributeKind::kInstanceValue);
      if (!declared && !model.any_attribute.empty()) ++undecided_classes_[reference.index];
      if (attribute != nullptr && reference.literal) check_literal(reference, model, *attribute);
      if (attribute != nullptr && attribute->kind == AttributeKind::kColumn && attribute->certain && !of_objects)
        check_column(reference, model, *attribute);
      return;
    }
    if (reference.guarded) return;
    const std::string near = nearest_attribute(reference);
    const std::string fix = near.empty() ? "" : "; did you mean " + near + "?";
    if (reference.kind == OrmReferenceKind::kAssignment) {
      // Any name can be set on an object; one that nobody reads and that is nearly a column's is a slip.
      if (near.empty() || references_.read_names.contains(reference.name)) return;
      add(reference, "orm-unknown-attribute", Severity::kWarning, model.table, reference.name,
          model.name + "." + reference.name +
              " is set on an object, but is no attribute of the model: it is not saved" + fix)
          .expected = near;
      return;
    }
    std::string effect = "it fails when it runs";
    Severity severity = Severity::kCritical;
    if (reference.kind == OrmReferenceKind::kString && reference.has_default) {
      effect = "it always gives the default";
      severity = Severity::kWarning;
    } else if (reference.context == "validates") {
      effect = "the validator never runs";
      severity = Severity::kWarning;
    }
    Finding& finding =
        add(reference, rule_of(reference.kind), severity, model.table, reference.name,
            spelled(reference) + ": class " + model.name + " has no attribute " + reference.name + ": " + effect + fix);
    if (!near.empty()) finding.expected = near;
  }

  // What the model has, and the database does not.
  void check_column(const OrmReference& reference, const ModelClass& model, const ModelAttribute& attribute) {
    if (database_ == nullptr || !model.bind_key.empty()) return;
    check_database(reference, spelled(reference), rule_of(reference.kind), attribute.table, attribute.column);
  }

  void check_database(const OrmReference& reference, const std::string& spelling, std::string_view rule,
                      const QualifiedName& table, const std::string& column) {
    const Table* found = database_->find_table(table);
    const View* view = found == nullptr ? database_->find_view(table) : nullptr;
    if (found == nullptr && view == nullptr) {
      add(reference, rule, Severity::kCritical, table, column,
          spelling + " is column " + table.name + "." + column + ", and the database has no table " + to_string(table) +
              ": it fails when it runs");
      return;
    }
    const std::vector<Column>& columns = found != nullptr ? found->columns : view->columns;
    if (find_column(columns, column) != nullptr || is_system_column(column)) return;
    std::vector<std::string> names;
    for (const Column& each : columns) names.push_back(each.name);
    const std::string near = nearest_name(column, names);
    Finding& finding = add(reference, rule, Severity::kCritical, table, column,
                           spelling + " is column " + table.name + "." + column +
                               ", which is not in the database: it fails when it runs" +
                               (near.empty() ? "" : "; did you mean " + near + "?"));
    finding.actual = column;
    if (!near.empty()) finding.expected = near;
  }

  // Types that send a string as it is.
  static bool is_plain_type(std::string_view python_type) {
    python_type = python_type.substr(0, python_type.find('('));
    python_type = python_type.substr(python_type.rfind('.') + 1);
    static constexpr std::string_view kNames[] = {"String", "Unicode", "Text", "UnicodeText", "VARCHAR",
                                                  "CHAR",   "TEXT",    "Enum", "ENUM"};
    return std::find(std::begin(kNames), std::end(kNames), python_type) != std::end(kNames);
  }

  // A string that the column's type refuses: no label of its enum, or too long.
  void check_literal(const OrmReference& reference, const ModelClass& model, const ModelAttribute& attribute) {
    if (database_ == nullptr || !model.bind_key.empty() || attribute.kind != AttributeKind::kColumn) return;
    if (!attribute.certain) return;
    const bool set_on_object =
        reference.kind == OrmReferenceKind::kConstructor || reference.kind == OrmReferenceKind::kAssignment;
    // What may change it on the way.
    if (set_on_object && (references_.fills_columns || validated_.contains({reference.index, reference.name}))) return;
    if (reference.kind == OrmReferenceKind::kConstructor && model.own_constructor) return;
    const Table* table = database_->find_table(attribute.table);
    const Table* declared = models_.schema.find_table(attribute.table);
    if (table == nullptr || declared == nullptr) return;
    const Column* column = find_column(table->columns, attribute.column);
    const Column* said = find_column(declared->columns, attribute.column);
    if (column == nullptr || said == nullptr || !is_plain_type(said->python_type)) return;
    if (!column->type.known() || column->type->is_array) return;
    const Type& type = *column->type;
    const std::string where = attribute.table.name + "." + attribute.column;
    const std::string& text = *reference.literal;
    std::string message;
    if (const Enum* labels = database_->find_enum({type.schema, type.name}); labels != nullptr) {
      if (!labels->labels.known()) return;
      if (std::find(labels->labels->begin(), labels->labels->end(), text) != labels->labels->end()) return;
      const std::string near = nearest_name(text, *labels->labels);
      Finding& finding = add(reference, "query-type", Severity::kCritical, attribute.table, attribute.column,
                             quote_literal(text) + " is no label of enum " + labels->name + " (column " + where +
                                 "): it fails when it runs" + (near.empty() ? "" : "; did you mean " + near + "?"));
      finding.actual = text;
      finding.location = reference.literal_location;
      if (!near.empty()) finding.expected = near;
      return;
    }
    const bool stored = set_on_object || reference.kind == OrmReferenceKind::kValues;
    if (!stored || !type.schema.empty() || type.modifiers.size() != 1) return;
    if (type.name != "character varying" && type.name != "character") return;
    const std::size_t kept = text.find_last_not_of(' ');  // blanks at the end are cut off silently
    const std::size_t length =
        count_code_points(std::string_view(text).substr(0, kept == std::string::npos ? 0 : kept + 1));
    if (length <= static_cast<std::size_t>(std::max(0, type.modifiers[0]))) return;
    Finding& finding = add(reference, "query-type", Severity::kCritical, attribute.table, attribute.column,
                           fmt::format("the literal has {} characters, and column {} is {}: it fails when it is saved",
                                       length, where, to_string(type)));
    finding.actual = text;
    finding.location = reference.literal_location;
  }

  // ON CONFLICT needs a unique index on exactly its columns.
  void check_conflict(const OrmConflict& conflict) {
    const ModelClass& model = models_.classes[conflict.index];
    const Table* table = database_->find_table(model.table);
    if (table == nullptr || !model.bind_key.empty()) return;
    std::vector<std::string> wanted;
    for (const std::string& element : conflict.elements) {
      const ModelAttribute* attribute = model.find(element);
      const bool mapped = attribute != nullptr && attribute->kind == AttributeKind::kColumn && attribute->certain &&
                          attribute->table == model.table;
      wanted.push_back(mapped ? attribute->column : element);
      if (find_column(table->columns, wanted.back()) == nullptr) return;  // another finding's business
    }
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    const auto same = [&](std::vector<std::string> key) {
      std::sort(key.begin(), key.end());
      return key == wanted;
    };
    if (table->primary_key && same(table->primary_key->columns)) return;
    for (const Unique& unique : table->uniques)
      if (same(unique.columns) && !unique.deferrable) return;
    for (const Index& index : table->indexes) {
      std::vector<std::string> key;
      for (const IndexKey& each : index.keys) key.push_back(each.column);
      const bool partial = !index.predicate.known() || index.predicate->has_value();
      if (index.unique && !partial && same(key)) return;
    }
    OrmReference reference;
    reference.name = join(wanted, ", ");
    reference.location = conflict.location;
    add(reference, "query-conflict-target", Severity::kCritical, model.table, "",
        "ON CONFLICT (" + reference.name + "): " + model.table.name +
            " has no unique index or constraint on exactly these columns")
        .object.columns = wanted;
  }

  static bool is_system_column(std::string_view name) {
    return name == "ctid" || name == "xmin" || name == "xmax" || name == "tableoid" || name == "cmin" || name == "cmax";
  }

  void check_table_column(const OrmReference& reference) {
    const ModelTable& table = models_.model_tables[reference.index];
    const auto found = table.columns.find(reference.name);
    if (found != table.columns.end()) {
      if (database_ != nullptr && table.bind_key.empty())
        check_database(reference, table.name.name + ".c." + reference.name, "orm-unknown-attribute", table.name,
                       found->second);
      return;
    }
    if (!table.any_column.empty()) ++undecided_tables_[reference.index];
    if (!table.any_column.empty() || reference.guarded || is_collection_method(reference.name)) return;
    std::vector<std::string> names;
    for (const auto& [key, column] : table.columns) names.push_back(key);
    const std::string near = nearest_name(reference.name, names);
    add(reference, "orm-unknown-attribute", Severity::kCritical, table.name, reference.name,
        table.name.name + ".c." + reference.name + ": the table has no such column: it fails when it runs" +
            (near.empty() ? "" : "; did you mean " + near + "?"));
  }

  // A new row that certainly lacks a value the database asks for.
  void check_construction(const OrmConstruction& construction) {
    const ModelClass& model = models_.classes[construction.index];
    if ((model.own_constructor && !construction.statement) || !model.any_keyword.empty() ||
        !model.any_attribute.empty() || model.outside)
      return;
    if (model.mapper_arguments || !model.parents.empty() || !children_[construction.index].empty()) return;
    if (!model.bind_key.empty()) return;
    const Table* table = database_->find_table(model.table);
    const Table* declared = models_.schema.find_table(model.table);
    if (table == nullptr || declared == nullptr || !table->rules.empty()) return;
    // A trigger before the insert may fill what is left out.
    for (const Definition& trigger : table->triggers)
      if (trigger.definition.find(" BEFORE ") != std::string::npos &&
          trigger.definition.find("INSERT") != std::string::npos)
        return;
    const bool other_sides =
        !construction.statement &&
        std::any_of(construction.keywords.begin(), construction.keywords.end(), [&](const std::string& name) {
          const ModelAttribute* attribute = model.find(name);
          return attribute == nullptr || attribute->kind != AttributeKind::kColumn;
        });
    for (const ModelAttribute& attribute : model.attributes) {
      if (attribute.kind != AttributeKind::kColumn || !attribute.certain) continue;
      const Column* column = find_column(table->columns, attribute.column);
      const Column* said = find_column(declared->columns, attribute.column);
      if (column == nullptr || said == nullptr || said->has_python_default || !is_required(*column)) continue;
      // A relationship, a hybrid or a property may set it.
      if (other_sides || has_domain_default(*column)) continue;
      if (construction.statement && std::find(construction.keywords.begin(), construction.keywords.end(),
                                              attribute.column) != construction.keywords.end())
        continue;
      if (std::find(construction.keywords.begin(), construction.keywords.end(), attribute.name) !=
          construction.keywords.end())
        continue;
      OrmReference reference;
      reference.name = attribute.name;
      reference.location = construction.location;
      add(reference, "query-insert-missing-not-null", Severity::kCritical, model.table, attribute.column,
          (construction.statement ? "insert(" + model.name + ")" : model.name + "(…) is added") + " without " +
              attribute.name + ", and column " + model.table.name + "." + attribute.column +
              " is NOT NULL without a default in the database: the insert fails");
    }
  }

  bool has_domain_default(const Column& column) const {
    if (!column.type.known()) return true;
    return std::any_of(database_->schemas.begin(), database_->schemas.end(), [&](const auto& entry) {
      const auto domain = entry.second.domains.find(column.type->name);
      return domain != entry.second.domains.end() && domain->second.default_value.has_value();
    });
  }

  static bool is_required(const Column& column) {
    const auto none = [](const auto& value) { return value.known() && !value->has_value(); };
    return column.nullable.known() && !*column.nullable && !column.serial && none(column.default_value) &&
           none(column.identity) && none(column.generated);
  }

  const OrmReferences& references_;
  const ModelsReading& models_;
  const Schema* database_;
  std::vector<std::vector<std::size_t>> children_;
  std::set<std::pair<std::size_t, std::string>> validated_;                  // attributes with a validator
  std::map<std::size_t, std::size_t> undecided_classes_, undecided_tables_;  // how many references
  OrmCheck out_;
};

}  // namespace

OrmCheck check_orm_references(const OrmReferences& references, const ModelsReading& models, const Schema* database) {
  return Checker(references, models, database).run();
}

}  // namespace si
