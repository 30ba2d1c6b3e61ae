#include "rules/words.h"

#include "support/strings.h"

namespace si::rules {
namespace {

std::string side_words(const Schema& side, const Schema& other, std::string_view otherwise) {
  std::string kind(side.source.kind == SourceKind::kModels ? "model" : to_string(side.source.kind));
  if (side.source.kind != other.source.kind) return "the " + kind;
  if (side.source.name.empty() || side.source.name == other.source.name)
    return "the " + std::string(otherwise) + ' ' + kind;
  return kind + ' ' + printable(side.source.name);
}

}  // namespace

std::string truth_words(const Comparison& comparison) {
  return side_words(*comparison.truth, *comparison.follower, "first");
}

std::string follower_words(const Comparison& comparison) {
  return side_words(*comparison.follower, *comparison.truth, "second");
}

bool follower_is_models(const Comparison& comparison) {
  return comparison.follower->source.kind == SourceKind::kModels;
}

ObjectRef table_object(const TablePair& pair) {
  ObjectRef object;
  object.schema = pair.schema;
  object.table = pair.name;
  return object;
}

ObjectRef column_object(const TablePair& pair, const std::string& column) {
  ObjectRef object = table_object(pair);
  object.column = column;
  return object;
}

ObjectRef part_object(const TablePair& pair, std::string_view kind, const std::string& name,
                      const std::vector<std::string>& columns) {
  ObjectRef object = table_object(pair);
  object.kind = kind;
  object.name = name;
  object.columns = columns;
  return object;
}

std::string table_words(const TablePair& pair) { return printable(to_string(table_object(pair))); }

std::string column_words(const TablePair& pair, const std::string& column) {
  return printable(to_string(column_object(pair, column)));
}

Location place_of(const Location& follower, const Location& truth) { return follower.known() ? follower : truth; }

Location table_place(const TablePair& pair) {
  if (pair.table.follower != nullptr && pair.table.follower->location.known()) return pair.table.follower->location;
  return pair.table.truth != nullptr ? pair.table.truth->location : Location{};
}

Location column_place(const TablePair& pair, const ColumnPair& column) {
  if (column.follower != nullptr && column.follower->location.known()) return column.follower->location;
  if (column.follower == nullptr && pair.table.follower != nullptr && pair.table.follower->location.known())
    return pair.table.follower->location;
  return column.truth != nullptr ? column.truth->location : Location{};
}

bool fills_itself(const Column& column) {
  if (column.serial || !column.default_value.known() || column.default_value->has_value()) return true;
  return (column.identity.known() && column.identity->has_value()) ||
         (column.generated.known() && column.generated->has_value());
}

std::string named(std::string_view kind, const std::optional<std::string>& name, const std::string& definition) {
  if (name && !name->empty()) return std::string(kind) + ' ' + printable(*name);
  return std::string(kind) + ' ' + printable(definition);
}

void report_missing(const TablePair& pair, const Comparison& comparison, const PartWords& part, Severity severity,
                    FindingSink& sink) {
  Finding& finding = sink.add(severity, part_object(pair, part.kind, part.name, part.columns));
  finding.expected = part.truth;
  finding.message = table_words(pair) + ": " + named(part.kind, part.name, part.truth) + " is in " +
                    truth_words(comparison) + ", not in " + follower_words(comparison);
  if (!part.name.empty()) finding.message += ": " + printable(part.truth);
  finding.location = place_of(part.place, table_place(pair));
}

void report_extra(const TablePair& pair, const Comparison& comparison, const PartWords& part, Severity severity,
                  FindingSink& sink) {
  Finding& finding = sink.add(severity, part_object(pair, part.kind, part.name, part.columns));
  finding.actual = part.follower;
  finding.message = table_words(pair) + ": " + named(part.kind, part.name, part.follower) + " is in " +
                    follower_words(comparison) + ", not in " + truth_words(comparison);
  if (!part.name.empty()) finding.message += ": " + printable(part.follower);
  finding.location = place_of(part.place, table_place(pair));
}

void report_differences(const TablePair& pair, const Comparison& comparison, const PartWords& part,
                        const std::vector<std::string>& differences, Severity severity, FindingSink& sink) {
  Finding& finding = sink.add(severity, part_object(pair, part.kind, part.name, part.columns));
  finding.expected = part.truth;
  finding.actual = part.follower;
  finding.message = table_words(pair) + ": " + named(part.kind, part.name, part.truth) + " differs in " +
                    join(differences, ", ") + ": " + printable(part.truth) + " in " + truth_words(comparison) + ", " +
                    printable(part.follower) + " in " + follower_words(comparison);
  finding.location = place_of(part.place, table_place(pair));
}

}  // namespace si::rules
