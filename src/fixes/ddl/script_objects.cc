// Everything but tables and the rarest kinds: types, functions, sequences, views and what hangs on them.
#include <algorithm>

#include "fixes/ddl/drafts.h"
#include "fixes/ddl/privileges.h"
#include "fixes/ddl/references.h"
#include "fixes/ddl/words.h"
#include "support/strings.h"

namespace si::ddl {
namespace {

Mentions mentions_of(const QualifiedName& own, std::vector<std::string> sql) {
  Mentions mentions;
  mentions.own = own;
  mentions.sql = std::move(sql);
  return mentions;
}

void draft_domain(const QualifiedName& name, const Domain& domain, Drafts& drafts) {
  Mentions mentions = mentions_of(name, {domain.default_value.value_or("")});
  mentions.types = {domain.type};
  if (domain.collation) mentions.collations = {*domain.collation};
  for (const Check& check : domain.checks) mentions.sql.push_back(check.expression.value());
  Step& step = drafts.add(Phase::kType, "domain " + to_string(name), std::move(mentions));
  drafts.name(name, drafts.last());
  std::string create = "CREATE DOMAIN " + to_string(name) + " AS " + to_string(domain.type);
  if (domain.collation) create += " COLLATE " + collation_name(*domain.collation, drafts.schema());
  if (domain.default_value) create += " DEFAULT " + *domain.default_value;
  if (!domain.nullable) create += " NOT NULL";
  std::vector<std::string> late;
  for (const Check& check : domain.checks) {
    if (check.validated)
      create += " " + check_clause(check);
    else
      late.push_back("ALTER DOMAIN " + to_string(name) + " ADD " + check_clause(check));
  }
  step.statements.push_back(create);
  step.statements.insert(step.statements.end(), late.begin(), late.end());
  Drafts::comment(step, "DOMAIN", to_string(name), domain.comment);
  for (const Check& check : domain.checks)
    if (check.name)
      Drafts::comment(step, "CONSTRAINT", quote_identifier(*check.name) + " ON DOMAIN " + to_string(name),
                      check.comment);
}

void draft_composite(const QualifiedName& name, const CompositeType& type, Drafts& drafts) {
  Mentions mentions = mentions_of(name, {});
  std::vector<std::string> columns;
  for (const Column& column : type.columns) {
    mentions.types.push_back(column.type.value());
    if (column.collation) mentions.collations.push_back(*column.collation);
    columns.push_back(column_definition(column, drafts.schema()));
  }
  Step& step = drafts.add(Phase::kType, "type " + to_string(name), std::move(mentions));
  drafts.name(name, drafts.last());
  step.statements.push_back("CREATE TYPE " + to_string(name) + " AS (" + join(columns, ", ") + ')');
  Drafts::comment(step, "TYPE", to_string(name), type.comment);
  for (const Column& column : type.columns)
    Drafts::comment(step, "COLUMN", to_string(name) + '.' + quote_identifier(column.name), column.comment.value());
}

// A function that makes its values canonical needs the range, and the range the function: a shell comes first then.
void draft_range(const QualifiedName& name, const RangeType& type, Drafts& drafts) {
  Mentions mentions = mentions_of(name, {type.definition});
  mentions.types = {type.subtype};
  Step& step = drafts.add(Phase::kType, "type " + to_string(name), mentions);
  drafts.name(name, drafts.last());
  step.statements.push_back(without_semicolon(type.definition));
  Drafts::comment(step, "TYPE", to_string(name), type.comment);
  step.loosen = [&drafts, name, mentions](Step& self) {
    Step whole;
    whole.phase = Phase::kType;
    whole.what = self.what;
    whole.statements = std::move(self.statements);
    whole.needs = drafts.needs_of(mentions);
    self.statements = {"CREATE TYPE " + to_string(name)};
    self.needs.clear();
    return std::vector<Step>{std::move(whole)};
  };
}

std::string_view kind_word(FunctionKind kind) {
  return kind == FunctionKind::kProcedure ? "PROCEDURE" : kind == FunctionKind::kAggregate ? "AGGREGATE" : "FUNCTION";
}

// A view without its query: what stands in for it while functions that it calls are made.
std::string placeholder(const QualifiedName& name, const View& view) {
  std::vector<std::string> columns;
  for (const Column& column : view.columns)
    columns.push_back("NULL::" + to_string(column.type.value()) +
                      (column.collation ? " COLLATE " + quote_identifier(*column.collation) : "") + " AS " +
                      quote_identifier(column.name));
  return "CREATE VIEW " + to_string(name) + " AS SELECT " + join(columns, ", ");
}

// Everything that a query reads, also through other views.
void collect_relations(const View& view, const Schema& schema, std::vector<QualifiedName>& names) {
  for (const QualifiedName& name : mentioned_names(view.definition)) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    names.push_back(name);
    if (const View* inner = schema.find_view(name)) collect_relations(*inner, schema, names);
  }
}

void draft_view(const QualifiedName& name, const View& view, bool materialized, Drafts& drafts) {
  const std::string kind = materialized ? "MATERIALIZED VIEW" : "VIEW";
  const Mentions mentions = mentions_of(name, {view.definition});
  Step& step = drafts.add(Phase::kView, to_lower_ascii(kind) + ' ' + to_string(name), mentions);
  const std::size_t number = drafts.last();
  drafts.name(name, number);
  if (view.definition.empty()) step.unsaid = "its query is not known";
  const std::string options = view.options.empty() ? "" : " WITH (" + option_list(view.options) + ')';
  const std::string query = without_semicolon(view.definition);
  step.statements.push_back("CREATE " + kind + ' ' + to_string(name) + options + " AS\n" + query +
                            (materialized ? "\n  WITH NO DATA" : ""));
  for (const Column& column : view.columns)
    if (column.default_value.known() && column.default_value->has_value())
      step.statements.push_back("ALTER VIEW " + to_string(name) + " ALTER COLUMN " + quote_identifier(column.name) +
                                " SET DEFAULT " + **column.default_value);
  drafts.owner(step, kind, to_string(name), view.owner);
  Drafts::comment(step, kind, to_string(name), view.comment);
  for (const Column& column : view.columns)
    Drafts::comment(step, "COLUMN", to_string(name) + '.' + quote_identifier(column.name), column.comment.value());
  if (!materialized)
    step.loosen = [&drafts, &view, name, mentions](Step& self) {
      Step whole;
      whole.phase = Phase::kView;
      whole.what = self.what;
      whole.statements = std::move(self.statements);
      whole.statements.front().insert(std::string("CREATE ").size(), "OR REPLACE ");
      whole.needs = drafts.needs_of(mentions);
      self.statements = {placeholder(name, view)};
      Mentions types;
      for (const Column& column : view.columns) types.types.push_back(column.type.value());
      self.needs = drafts.needs_of(types);
      return std::vector<Step>{std::move(whole)};
    };
  for (const Index& index : view.indexes) draft_index(name, index, number, drafts);
  draft_triggers(name, view.triggers, number, drafts);
  draft_rules(name, view.rules, number, drafts);
  if (materialized && view.populated) {
    Mentions behind = mentions_of(name, {});
    collect_relations(view, drafts.schema(), behind.whole_tables);
    Step& refresh = drafts.add(Phase::kRefresh, "contents of " + to_string(name), std::move(behind));
    refresh.needs.push_back(number);
    refresh.statements.push_back("REFRESH MATERIALIZED VIEW " + to_string(name));
    drafts.name_part(name, drafts.last());
  }
  draft_grants("TABLE " + to_string(name), view.privileges, view.owner, number, drafts);
}

}  // namespace

void draft_types(const std::string& schema, const Namespace& space, Drafts& drafts) {
  for (const auto& [name, type] : space.enums) {
    if (!type.extension.empty()) continue;
    const QualifiedName full{schema, name};
    Step& step = drafts.add(Phase::kType, "type " + to_string(full), mentions_of(full, {}));
    drafts.name(full, drafts.last());
    if (!type.labels.known()) step.unsaid = "its labels are not known: " + type.labels.reason();
    step.statements.push_back(create_enum(full, type.labels.value()));
    Drafts::comment(step, "TYPE", to_string(full), type.comment);
  }
  for (const auto& [name, domain] : space.domains)
    if (domain.extension.empty()) draft_domain({schema, name}, domain, drafts);
  for (const auto& [name, type] : space.composite_types)
    if (type.extension.empty()) draft_composite({schema, name}, type, drafts);
  for (const auto& [name, type] : space.range_types)
    if (type.extension.empty()) draft_range({schema, name}, type, drafts);
}

void draft_functions(const std::string& schema, const Namespace& space, Drafts& drafts) {
  for (const auto& [key, function] : space.functions) {
    if (!function.extension.empty()) continue;
    const QualifiedName name{schema, function.name};
    const bool aggregate = function.kind == FunctionKind::kAggregate;
    const std::string signature =
        to_string(name) + '(' + (aggregate && function.arguments.empty() ? "*" : function.arguments) + ')';
    // Its own name is no need: another function of the same name would be one.
    Step& step =
        drafts.add(aggregate ? Phase::kOperator : Phase::kFunction,
                   std::string(to_string(function.kind)) + ' ' + signature, mentions_of(name, {function.definition}));
    drafts.name(name, drafts.last());
    if (function.definition.empty()) step.unsaid = "its definition is not read";
    step.statements.push_back(without_semicolon(function.definition));
    drafts.owner(step, kind_word(function.kind), signature, function.owner);
    Drafts::comment(step, kind_word(function.kind), signature, function.comment);
    draft_grants(std::string(aggregate ? "FUNCTION" : kind_word(function.kind)) + ' ' + to_string(name) + '(' +
                     function.arguments + ')',
                 function.privileges, function.owner, drafts.last(), drafts);
  }
}

void draft_sequences(const std::string& schema, const Namespace& space, Drafts& drafts) {
  for (const auto& [key, sequence] : space.sequences) {
    if (!sequence.extension.empty()) continue;
    if (sequence.owned_by_table && !drafts.wanted(*sequence.owned_by_table)) continue;
    const QualifiedName name{schema, key};
    std::size_t number = 0;
    if (sequence.identity) {
      // Made with its column.
      Mentions mentions = mentions_of(name, {});
      if (sequence.owned_by_table) mentions.objects = {*sequence.owned_by_table};
      drafts.add(Phase::kOwnedSequence, "sequence " + to_string(name), std::move(mentions));
      number = drafts.last();
      Drafts::comment(drafts.at(number), "SEQUENCE", to_string(name), sequence.comment);
    } else {
      Mentions mentions = mentions_of(name, {});
      mentions.types = {sequence.type};
      Step& step = drafts.add(Phase::kSequence, "sequence " + to_string(name), std::move(mentions));
      number = drafts.last();
      drafts.name(name, number);
      const std::string options = sequence_options(sequence.options);
      step.statements.push_back("CREATE SEQUENCE " + to_string(name) +
                                (sequence.type.empty() ? "" : " AS " + to_string(sequence.type)) +
                                (options.empty() ? "" : ' ' + options));
      drafts.owner(step, "SEQUENCE", to_string(name), sequence.owner);
      Drafts::comment(step, "SEQUENCE", to_string(name), sequence.comment);
    }
    draft_grants("SEQUENCE " + to_string(name), sequence.privileges, sequence.owner, number, drafts);
    if (sequence.identity || !sequence.owned_by_table) continue;
    Mentions mentions = mentions_of(name, {});
    mentions.objects = {*sequence.owned_by_table};
    Step& owned = drafts.add(Phase::kOwnedSequence, "owner of sequence " + to_string(name), std::move(mentions));
    owned.needs.push_back(number);
    owned.statements.push_back("ALTER SEQUENCE " + to_string(name) + " OWNED BY " +
                               to_string(*sequence.owned_by_table) + '.' + quote_identifier(sequence.owned_by_column));
  }
}

void draft_views(const std::string& schema, const Namespace& space, Drafts& drafts) {
  for (const auto& [name, view] : space.views)
    if (view.extension.empty() && drafts.wanted({schema, name})) draft_view({schema, name}, view, false, drafts);
  for (const auto& [name, view] : space.materialized_views)
    if (view.extension.empty() && drafts.wanted({schema, name})) draft_view({schema, name}, view, true, drafts);
}

void draft_triggers(const QualifiedName& name, const std::vector<Definition>& triggers, std::size_t relation,
                    Drafts& drafts) {
  for (const Definition& trigger : triggers) {
    const std::string on = quote_identifier(trigger.name) + " ON " + to_string(name);
    Step& step = drafts.add(Phase::kTrigger, "trigger " + on, mentions_of(name, {trigger.definition}));
    step.needs.push_back(relation);
    step.statements.push_back(without_semicolon(trigger.definition));
    if (!trigger.enabled)
      step.statements.push_back(alter_table(name, "DISABLE TRIGGER " + quote_identifier(trigger.name)));
    Drafts::comment(step, "TRIGGER", on, trigger.comment);
  }
}

void draft_rules(const QualifiedName& name, const std::vector<Definition>& rules, std::size_t relation,
                 Drafts& drafts) {
  for (const Definition& rule : rules) {
    const std::string on = quote_identifier(rule.name) + " ON " + to_string(name);
    Step& step = drafts.add(Phase::kRule, "rule " + on, mentions_of(name, {rule.definition}));
    step.needs.push_back(relation);
    step.statements.push_back(without_semicolon(rule.definition));
    if (!rule.enabled) step.statements.push_back(alter_table(name, "DISABLE RULE " + quote_identifier(rule.name)));
    Drafts::comment(step, "RULE", on, rule.comment);
  }
}

void draft_grants(const std::string& object, const std::vector<std::string>& privileges, const std::string& owner,
                  std::size_t step, Drafts& drafts) {
  if (!drafts.options().privileges || privileges.empty()) return;
  const std::string_view kind = std::string_view(object).substr(0, object.find(' '));
  const PrivilegeDefaults& defaults = kind == "SCHEMA"     ? kSchemaPrivileges
                                      : kind == "SEQUENCE" ? kSequencePrivileges
                                      : kind == "TABLE"    ? kTablePrivileges
                                                           : kFunctionPrivileges;
  Step& grants = drafts.add(Phase::kPrivilege, "privileges on " + object);
  grants.needs.push_back(step);
  grants.statements = grant_statements(object, privileges, owner, defaults);
}

}  // namespace si::ddl
