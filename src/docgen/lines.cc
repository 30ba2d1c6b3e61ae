#include "docgen/lines.h"

namespace si::docgen {
namespace {

// " word" for each of the flags that are set.
void add_flags(Line& line, std::initializer_list<std::pair<bool, const char*>> flags) {
  for (const auto& [set, word] : flags)
    if (set) line.word(std::string(" ") + word);
}
void add_comment(Line& line, const std::optional<std::string>& comment) {
  if (comment) line.word(" — ").prose(*comment);
}
void add_columns(Line& line, const std::vector<std::string>& columns) { line.word("(").codes(columns).word(")"); }
void add_include(Line& line, const std::vector<std::string>& include) {
  if (include.empty()) return;
  line.word(" include ");
  add_columns(line, include);
}
void add_name(Line& line, const std::optional<std::string>& name, const char* after) {
  if (name) line.code(*name).word(after);
}

}  // namespace

Line type_line(const Column& column) {
  Line line;
  if (!column.type.known()) return line.word("unknown: ").prose(column.type.reason());
  line.code(to_string(*column.type));
  if (column.collation) line.word(" collate ").code(*column.collation);
  add_flags(line, {{column.inherited, "inherited"}});
  return line;
}

Line null_line(const Column& column) {
  Line line;
  if (!column.nullable.known()) return line.word("unknown: ").prose(column.nullable.reason());
  return line.word(*column.nullable ? "yes" : "no");
}

Line sequence_options_line(const SequenceOptions& options) {
  Line line;
  const auto add = [&](const char* word, const std::optional<std::int64_t>& value) {
    if (value) line.word((line.empty() ? "" : ", ") + std::string(word) + ' ' + std::to_string(*value));
  };
  add("start", options.start);
  add("increment", options.increment);
  add("minimum", options.minimum);
  add("maximum", options.maximum);
  add("cache", options.cache);
  if (options.cycle) line.word(line.empty() ? "cycle" : ", cycle");
  return line;
}

Line default_line(const Column& column) {
  Line line;
  const auto next = [&]() -> Line& { return line.empty() ? line : line.word(", "); };
  if (!column.default_value.known())
    next().word("unknown: ").prose(column.default_value.reason());
  else if (*column.default_value)
    next().code(**column.default_value);
  if (column.serial) next().word("serial");
  if (const auto& identity = *column.identity) {
    next().word(identity->always ? "identity always" : "identity by default");
    const Line options = sequence_options_line(identity->options);
    if (!options.empty()) {
      line.word(" (");
      line.pieces.insert(line.pieces.end(), options.pieces.begin(), options.pieces.end());
      line.word(")");
    }
  }
  if (const auto& generated = *column.generated)
    next().word(generated->stored ? "generated stored " : "generated virtual ").code(generated->expression);
  return line;
}

Line primary_key_line(const PrimaryKey& key) {
  Line line;
  add_name(line, key.name, " ");
  add_columns(line, key.columns);
  add_include(line, key.include);
  add_flags(line, {{key.deferrable, "deferrable"}, {key.initially_deferred, "initially deferred"}});
  add_comment(line, key.comment);
  return line;
}

Line unique_line(const Unique& unique) {
  Line line;
  add_name(line, unique.name, " ");
  add_columns(line, unique.columns);
  add_include(line, unique.include);
  add_flags(line, {{unique.nulls_not_distinct, "nulls not distinct"},
                   {unique.deferrable, "deferrable"},
                   {unique.initially_deferred, "initially deferred"}});
  add_comment(line, unique.comment);
  return line;
}

Line foreign_key_line(const ForeignKey& key, const Linker& link) {
  Line line;
  add_name(line, key.name, " ");
  add_columns(line, key.columns);
  line.word(" → ");
  if (key.unresolved.empty()) {
    line.name(link(key.referenced_table)).word(" ");
    add_columns(line, key.referenced_columns);
  } else {
    line.word("unknown");
  }
  if (key.on_delete != "no action") line.word(" on delete " + key.on_delete);
  if (!key.on_delete_columns.empty()) {
    line.word(" ");
    add_columns(line, key.on_delete_columns);
  }
  if (key.on_update != "no action") line.word(" on update " + key.on_update);
  if (key.match != "simple") line.word(" match " + key.match);
  add_flags(line, {{key.deferrable, "deferrable"},
                   {key.initially_deferred, "initially deferred"},
                   {!key.validated, "not valid"},
                   {!key.enforced, "not enforced"},
                   {key.inherited, "inherited"}});
  add_comment(line, key.comment);
  return line;
}

Line check_line(const Check& check) {
  Line line;
  add_name(line, check.name, ": ");
  if (check.expression.known())
    line.code(*check.expression);
  else
    line.word("unknown");
  add_flags(line, {{check.no_inherit, "no inherit"},
                   {!check.validated, "not valid"},
                   {!check.enforced, "not enforced"},
                   {check.inherited, "inherited"}});
  add_comment(line, check.comment);
  return line;
}

Line exclusion_line(const Exclusion& exclusion) {
  Line line;
  add_name(line, exclusion.name, ": ");
  line.code(exclusion.definition);
  add_flags(line, {{exclusion.deferrable, "deferrable"}, {exclusion.initially_deferred, "initially deferred"}});
  add_comment(line, exclusion.comment);
  return line;
}

Line index_line(const Index& index) {
  Line line;
  if (index.name.empty())
    line.word("unnamed");
  else
    line.code(index.name);
  if (index.unique) line.word(" unique");
  line.word(" ").code(index.method).word(" (");
  for (std::size_t i = 0; i < index.keys.size(); ++i) {
    const IndexKey& key = index.keys[i];
    if (i != 0) line.word(", ");
    if (!key.column.empty())
      line.code(key.column);
    else if (key.expression.known())
      line.word("expression ").code(*key.expression);
    else
      line.word("unknown");
    if (!key.collation.empty()) line.word(" collate ").code(key.collation);
    if (!key.operator_class.empty()) line.word(" class ").code(key.operator_class);
    if (!key.operator_class_options.empty()) line.word(" options ").code(key.operator_class_options);
    if (key.descending) line.word(" desc");
    if (key.nulls_first != key.descending) line.word(key.nulls_first ? " nulls first" : " nulls last");
  }
  line.word(")");
  add_include(line, index.include);
  if (index.nulls_not_distinct) line.word(" nulls not distinct");
  if (!index.storage_parameters.empty()) {
    line.word(" with ");
    add_columns(line, index.storage_parameters);
  }
  if (!index.predicate.known())
    line.word(" where unknown");
  else if (*index.predicate)
    line.word(" where ").code(**index.predicate);
  add_flags(line, {{!index.valid, "invalid"}, {index.inherited, "inherited"}});
  add_comment(line, index.comment);
  return line;
}

Line definition_line(const si::Definition& definition) {
  Line line;
  line.code(definition.name).word(": ").code(definition.definition);
  add_flags(line, {{!definition.enabled, "disabled"}});
  add_comment(line, definition.comment);
  return line;
}

Line policy_line(const Policy& policy) {
  Line line;
  line.code(policy.name).word(policy.permissive ? " permissive" : " restrictive");
  line.word(" for " + policy.command + " to ").codes(policy.roles);
  if (policy.using_expression) line.word(" using ").code(*policy.using_expression);
  if (policy.with_check) line.word(" with check ").code(*policy.with_check);
  add_comment(line, policy.comment);
  return line;
}

}  // namespace si::docgen
