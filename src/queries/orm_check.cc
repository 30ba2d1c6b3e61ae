#include "queries/orm_check.h"

#include <algorithm>

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
    sort_findings(out_.findings);
    return std::move(out_);
  }

 private:
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
    for (const ModelAttribute& attribute : models_.classes[reference.index].attributes)
      if (is_mapped(attribute.kind)) names.push_back(attribute.name);
    return nearest_name(reference.name, names);
  }

  void check(const OrmReference& reference) {
    const ModelClass& model = models_.classes[reference.index];
    if (exists(reference)) {
      const ModelAttribute* attribute = model.find(reference.name);
      if (attribute == nullptr && !model.any_attribute.empty()) ++out_.undecided;
      const bool of_objects =
          reference.kind == OrmReferenceKind::kInstance || reference.kind == OrmReferenceKind::kAssignment;
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
    if (!table.any_column.empty()) ++out_.undecided;
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
    if (model.own_constructor || !model.any_keyword.empty() || !model.any_attribute.empty() || model.outside) return;
    if (model.mapper_arguments || !model.parents.empty() || !children_[construction.index].empty()) return;
    if (!model.bind_key.empty()) return;
    const Table* table = database_->find_table(model.table);
    const Table* declared = models_.schema.find_table(model.table);
    if (table == nullptr || declared == nullptr) return;
    const bool other_sides =
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
      if (other_sides) continue;
      if (std::find(construction.keywords.begin(), construction.keywords.end(), attribute.name) !=
          construction.keywords.end())
        continue;
      OrmReference reference;
      reference.name = attribute.name;
      reference.location = construction.location;
      add(reference, "query-insert-missing-not-null", Severity::kCritical, model.table, attribute.column,
          model.name + "(…) is added without " + attribute.name + ", and column " + model.table.name + "." +
              attribute.column + " is NOT NULL without a default in the database: the insert fails");
    }
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
  OrmCheck out_;
};

}  // namespace

OrmCheck check_orm_references(const OrmReferences& references, const ModelsReading& models, const Schema* database) {
  return Checker(references, models, database).run();
}

}  // namespace si
