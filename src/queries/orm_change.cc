#include "queries/orm_change.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace si {
namespace {

bool same_table(const QualifiedName& a, const QualifiedName& b) {
  return a.name == b.name && (a.schema.empty() || b.schema.empty() || a.schema == b.schema);
}

bool is_object(const OrmReference& reference) {
  return reference.kind == OrmReferenceKind::kInstance || reference.kind == OrmReferenceKind::kAssignment;
}

// The column that a reference stands for.
struct Meant {
  const QualifiedName* table = nullptr;  // null: none, or none for certain
  std::string column;
  bool by_column = false;  // the reference spells the column's own name, which is no attribute
  std::string spelled;     // "User.email", "users.c.email"
};

Meant column_of(const OrmReference& reference, const ModelsReading& models) {
  Meant meant;
  if (reference.kind == OrmReferenceKind::kTableColumn) {
    const ModelTable& table = models.model_tables[reference.index];
    const auto found = table.columns.find(reference.name);
    if (found == table.columns.end() || !table.bind_key.empty()) return meant;
    return {&table.name, found->second, found->first == found->second, table.name.name + ".c." + reference.name};
  }
  const ModelClass& model = models.classes[reference.index];
  if (!model.bind_key.empty()) return meant;
  const ModelAttribute* attribute = model.find(reference.name);
  if (attribute == nullptr && reference.kind == OrmReferenceKind::kValues) {
    for (const ModelAttribute& each : model.attributes)
      if (each.kind == AttributeKind::kColumn && each.certain && each.column == reference.name)
        return {&each.table, each.column, true, "'" + reference.name + "' of " + model.name};
    return meant;
  }
  if (attribute == nullptr || attribute->kind != AttributeKind::kColumn || !attribute->certain) return meant;
  return {&attribute->table, attribute->column, false, model.name + "." + reference.name};
}

// The attribute that maps a column of the class's tables; null: none.
const ModelAttribute* attribute_for(const ModelClass& model, const QualifiedName& table, const std::string& column) {
  for (const ModelAttribute& attribute : model.attributes)
    if (attribute.kind == AttributeKind::kColumn && attribute.certain && attribute.column == column &&
        same_table(attribute.table, table))
      return &attribute;
  return nullptr;
}

bool maps(const ModelClass& model, const QualifiedName& table) {
  if (same_table(model.table, table)) return true;
  return std::any_of(model.attributes.begin(), model.attributes.end(), [&](const ModelAttribute& attribute) {
    return attribute.kind == AttributeKind::kColumn && same_table(attribute.table, table);
  });
}

void sort_places(std::vector<TouchedPlace>& places) {
  std::sort(places.begin(), places.end(), [](const TouchedPlace& a, const TouchedPlace& b) {
    return std::tie(a.location, a.message) < std::tie(b.location, b.message);
  });
  places.erase(std::unique(places.begin(), places.end(),
                           [](const TouchedPlace& a, const TouchedPlace& b) {
                             return a.location == b.location && a.message == b.message;
                           }),
               places.end());
}

}  // namespace

std::vector<TouchedPlace> touched_references(const OrmReferences& references, const ModelsReading& models,
                                             const SchemaChange& change) {
  std::vector<TouchedPlace> out;
  for (const OrmReference& reference : references.references) {
    const Meant meant = column_of(reference, models);
    if (meant.table == nullptr || !same_table(*meant.table, change.table)) continue;
    if (!change.column.empty() && meant.column != change.column) continue;
    const std::string object = change.table.name + "." + meant.column;
    const bool writes = reference.kind == OrmReferenceKind::kAssignment ||
                        reference.kind == OrmReferenceKind::kConstructor || reference.kind == OrmReferenceKind::kValues;
    std::string message = (writes ? "writes " : "reads ") + object + " as " + meant.spelled;
    Grade grade = Grade::kBreaks;
    if (change.kind == ChangeKind::kRetype) {
      grade = Grade::kMayBreak;
    } else if (change.kind == ChangeKind::kRename) {
      const bool core = reference.kind == OrmReferenceKind::kTableColumn;
      const bool own_name = meant.by_column && !change.column.empty();
      grade = !own_name ? Grade::kReads : core ? Grade::kMayBreak : Grade::kBreaks;
      if (grade == Grade::kReads) message += ", which stays when the model maps the new name";
      if (grade == Grade::kMayBreak) message += ", which stays only under key= of the column";
    }
    out.push_back({grade, "query", reference.location, std::move(message)});
  }
  sort_places(out);
  return out;
}

ReferenceEdits rename_in_references(const OrmReferences& references, const ModelsReading& models,
                                    const SchemaChange& change) {
  ReferenceEdits out;
  if (change.column.empty()) return out;
  std::set<Location> done;
  for (const OrmReference& reference : references.references) {
    if (reference.kind == OrmReferenceKind::kTableColumn) {
      const ModelTable& table = models.model_tables[reference.index];
      const bool gone = !table.columns.contains(change.column) && table.columns.contains(change.to);
      const bool says_it = reference.name == change.column && same_table(table.name, change.table);
      if (gone && says_it && table.any_column.empty() && done.insert(reference.location).second)
        out.edits.push_back({reference.location, change.to});
      continue;
    }
    const ModelClass& model = models.classes[reference.index];
    if (reference.name != change.column || !maps(model, change.table)) continue;
    const ModelAttribute* now = attribute_for(model, change.table, change.to);
    if (model.find(change.column) != nullptr || now == nullptr) continue;
    // Anything else that might be meant by the name.
    const bool other = is_object(reference) ? model.instance_may_have(reference.name) : model.may_have(reference.name);
    if (other || reference.guarded) {
      out.left.push_back({Grade::kMayBreak, "query", reference.location,
                          model.name + "." + reference.name + " may be another attribute than the column"});
      continue;
    }
    if (!reference.spelled) {
      out.left.push_back({Grade::kBreaks, "query", reference.location,
                          model.name + "." + reference.name + " is put together in this string"});
      continue;
    }
    if (done.insert(reference.location).second) out.edits.push_back({reference.location, now->name});
  }
  // What the models still map under the old name.
  for (const ModelClass& model : models.classes) {
    if (model.outside) continue;
    const ModelAttribute* old = attribute_for(model, change.table, change.column);
    if (old != nullptr && old->location.known() && done.insert(old->location).second)
      out.left.push_back({Grade::kBreaks, "model", old->location,
                          "attribute " + old->name + " of " + model.name + " maps " + change.table.name + "." +
                              change.column + "; fix-models carries the rename into the mapping, and code that uses " +
                              model.name + "." + old->name + " stays as it is"});
  }
  sort_places(out.left);
  return out;
}

}  // namespace si
