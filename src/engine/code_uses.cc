#include "engine/code_uses.h"

#include <utility>

#include "model/snapshot.h"

namespace si {
namespace {

// What is found first stays: findings and statements come in the order of the code.
void add(ColumnUses::Columns& to, const Schema& database, QualifiedName table, const std::string& column,
         const Location& location) {
  if (column.empty() || !location.known()) return;
  if (table.schema.empty()) table.schema = database.default_schema();
  to.emplace(std::pair{std::move(table), column}, location);
}

void add(ColumnUses::Columns& to, const Schema& database, const Finding& finding) {
  add(to, database, {finding.object.schema, finding.object.table}, finding.object.column, finding.location);
}

void add_sql(ColumnUses& uses, const Extraction& queries, const Schema& database) {
  const Result<QueryCheck> check = check_queries(queries, database, nullptr);
  if (!check) return;
  for (const CheckedStatement& statement : check->statements)
    for (const QueryReference& reference : statement.resolved.references) {
      Location place = statement.sql.word_place(reference.offset);
      if (!place.known()) place = queries.queries[statement.query].place;
      add(uses.in_sql, database, reference.table, reference.column, place);
    }
  for (const Finding& finding : check->findings)
    if (finding.rule == "query-unknown-column") add(uses.in_sql, database, finding);
}

void add_models(ColumnUses& uses, const ModelReferences& models, const Schema& database) {
  for (const Finding& finding : check_orm_references(models.references, models.models->reading(), nullptr).findings)
    if (finding.rule.starts_with("orm-")) add(uses.on_models, database, finding);
  uses.names = models.references.read_names;
  uses.names.insert(models.references.stored_names.begin(), models.references.stored_names.end());
  for (const OrmReference& reference : models.references.references) uses.names.insert(reference.name);
  for (const OrmConstruction& row : models.references.constructions)
    uses.names.insert(row.keywords.begin(), row.keywords.end());
}

}  // namespace

CodeUses::CodeUses(const Settings& settings) : settings_(settings) { settings_.progress = nullptr; }

void CodeUses::read() {
  if (is_read_) return;
  is_read_ = true;
  if (Result<Extraction> found = extract_project_queries(settings_, {})) queries_ = std::move(*found);
  if (Result<ModelReferences> found = read_model_references(settings_, {})) references_ = std::move(*found);
}

std::shared_ptr<const ColumnUses> CodeUses::of(const Schema& database) {
  const std::lock_guard lock(mutex_);
  read();
  std::string fingerprint = schema_fingerprint(database);
  if (uses_ != nullptr && fingerprint == fingerprint_) return uses_;
  auto uses = std::make_shared<ColumnUses>();
  if (queries_ && references_ && references_->models != nullptr) {
    add_sql(*uses, *queries_, database);
    add_models(*uses, *references_, database);
  }
  fingerprint_ = std::move(fingerprint);
  uses_ = std::move(uses);
  return uses_;
}

}  // namespace si
