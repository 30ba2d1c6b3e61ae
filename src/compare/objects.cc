#include "compare/objects.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "compare/definition_text.h"
#include "compare/describe.h"
#include "compare/matching.h"
#include "support/strings.h"

namespace si {
namespace {

using Words = std::vector<std::string>;

std::string text_or_none(const std::optional<std::string>& text) { return text.value_or(""); }

std::string major_version(const Schema& schema) { return split(schema.source.server_version, '.').front(); }

// ---- each kind in words, for reports

std::string describe(const Sequence& sequence) {
  return "SEQUENCE AS " + to_string(sequence.type) + options_in_words(sequence.options);
}

std::string describe(const Domain& domain) {
  std::string text = "DOMAIN AS " + to_string(domain.type);
  if (domain.collation) text += " COLLATE " + *domain.collation;
  if (domain.default_value) text += " DEFAULT " + *domain.default_value;
  if (!domain.nullable) text += " NOT NULL";
  for (const Check& check : domain.checks) text += ' ' + describe(check);
  return text;
}

std::string describe(const CompositeType& type) {
  Words columns;
  for (const Column& column : type.columns)
    columns.push_back(quote_identifier(column.name) + ' ' + (column.type.known() ? to_string(*column.type) : "…"));
  return "TYPE AS (" + join(columns, ", ") + ')';
}

std::string describe(const Policy& policy) {
  std::string text = std::string("POLICY AS ") + (policy.permissive ? "PERMISSIVE" : "RESTRICTIVE") + " FOR " +
                     to_upper_ascii(policy.command) + " TO " + join(policy.roles, ", ");
  if (policy.using_expression) text += " USING (" + *policy.using_expression + ')';
  if (policy.with_check) text += " WITH CHECK (" + *policy.with_check + ')';
  return text;
}

std::string describe(const Function& function) {
  if (!function.definition.empty()) return std::string(trim(function.definition));
  return function.name + '(' + function.arguments + ") RETURNS " + function.returns;
}

// What a table is beside its columns and constraints, a fact a name.
std::vector<std::pair<std::string, std::string>> facts_of(const Table& table, const Words& search_path) {
  static constexpr const char* kKinds[] = {"table", "partitioned table", "foreign table"};
  Words inherits;
  for (QualifiedName parent : table.inherits) {
    if (std::find(search_path.begin(), search_path.end(), parent.schema) != search_path.end()) parent.schema.clear();
    inherits.push_back(to_string(parent));
  }
  return {
      {"kind", kKinds[static_cast<int>(table.kind)]},
      {"persistence", table.unlogged ? "UNLOGGED" : ""},
      {"partition key", text_or_none(table.partition_key)},
      {"INHERITS", join(inherits, ", ")},
      {"row security", std::string(table.row_security ? "enabled" : "") + (table.force_row_security ? " forced" : "")},
      {"storage parameters", join(table.storage_parameters, ", ")},
      {"access method", table.access_method == "heap" ? "" : table.access_method},
      {"server", table.foreign_server},
      {"options", join(table.options, ", ")}};
}

class ObjectMatcher {
 public:
  ObjectMatcher(Comparison& comparison, const Resolver& resolver, const CompareOptions& options)
      : comparison_(comparison),
        resolver_(resolver),
        options_(options),
        truth_(*comparison.truth),
        follower_(*comparison.follower),
        whole_(is_database_reading(truth_) && is_database_reading(follower_)) {
    for (const TablePair& pair : comparison.tables) {
      if (!pair.table.both()) continue;
      if (pair.renamed) renamed_.insert(pair.name);
      for (const ColumnPair& column : pair.columns)
        if (column.renamed) renamed_.insert(column.truth->name);
    }
    for (const EnumPair& pair : comparison.enums)
      if (pair.renamed) renamed_.insert(pair.name);
  }

  void match_all() {
    match_views(&Namespace::views, "view");
    match_views(&Namespace::materialized_views, "materialized view");
    match_sequences();
    match_named<Domain>(
        &Namespace::domains, "domain", [](const Domain& d) { return describe(d); },
        [this](const Domain& t, const Domain& f) { return differences(t, f); });
    match_named<CompositeType>(
        &Namespace::composite_types, "composite type", [](const CompositeType& c) { return describe(c); },
        [this](const CompositeType& t, const CompositeType& f) { return differences(t, f); });
    match_named<RangeType>(
        &Namespace::range_types, "range type", [](const RangeType& r) { return r.definition; },
        [this](const RangeType& t, const RangeType& f) {
          return with_comment(of_texts(t.definition, f.definition), t, f);
        });
    match_named<Function>(
        &Namespace::functions, "function", [](const Function& f) { return describe(f); },
        [this](const Function& t, const Function& f) {
          return with_comment(of_texts(describe(t), describe(f)), t, f);
        });
    pair_overloads();
    match_extensions();
    match_other();
    for (const TablePair& pair : comparison_.tables)
      if (pair.both()) match_parts(pair);
    std::sort(comparison_.objects.begin(), comparison_.objects.end(), [](const ObjectPair& a, const ObjectPair& b) {
      return std::tie(a.kind, a.schema, a.table, a.name) < std::tie(b.kind, b.schema, b.table, b.name);
    });
  }

 private:
  // ---- texts

  Words words_of(const std::string& text, const Schema& schema) const {
    return definition_words(text, schema.search_path);
  }

  // Two definitions as their servers write them: "definition" where they differ for no reason that is told already.
  Words of_texts(const std::string& truth, const std::string& follower) const {
    Words a = words_of(truth, truth_), b = words_of(follower, follower_);
    if (a == b) return {};
    const auto speaks_of_renamed = [&](const std::string& word) { return renamed_.contains(word); };
    if (std::any_of(a.begin(), a.end(), speaks_of_renamed)) return {};
    if (major_version(truth_) != major_version(follower_) && without_qualifiers(a) == without_qualifiers(b)) return {};
    return {"definition"};
  }

  // Servers of different versions differ in where they write a column's table.
  static Words without_qualifiers(const Words& words) {
    Words out;
    for (const std::string& word : words) {
      if (word == "(" || word == ")") continue;
      if (word == "." && !out.empty())
        out.pop_back();
      else
        out.push_back(word);
    }
    return out;
  }

  template <typename Object>
  static Words with_comment(Words words, const Object& t, const Object& f) {
    if (t.comment != f.comment) words.push_back("comment");
    return words;
  }

  // Whether two expressions differ for sure; what cannot be judged is said.
  bool differ(const std::optional<Expression>& t, const std::optional<Expression>& f, const ExpressionContext& x,
              const ExpressionContext& y, const Unresolved& place) const {
    if (t.has_value() != f.has_value()) return true;
    if (!t || trim(*t) == trim(*f)) return false;
    const ExpressionMatch match = compare_expressions(canonical_expression(*t, x), canonical_expression(*f, y));
    if (match == ExpressionMatch::kUnknown) comparison_.unresolved.push_back(place);
    return match == ExpressionMatch::kDifferent;
  }

  ExpressionContext context(const Schema& schema) const {
    ExpressionContext context;
    context.search_path = schema.search_path;
    return context;
  }

  // ---- which objects take part

  bool is_asked_for(const std::string& schema, const std::string& name) const {
    const auto matches = [&](const std::string& glob) {
      return glob_match(glob, name) || glob_match(glob, schema + '.' + name);
    };
    if (std::any_of(options_.ignore_tables.begin(), options_.ignore_tables.end(), matches)) return false;
    return options_.schemas.empty() || std::any_of(options_.schemas.begin(), options_.schemas.end(),
                                                   [&](const std::string& glob) { return glob_match(glob, schema); });
  }

  template <typename Object>
  bool takes_part(const Object* object) const {
    return object != nullptr && (object->extension.empty() || options_.include_extension_members);
  }

  // The truth's name for a schema of the follower.
  std::string place(const std::string& schema) const {
    return schema == follower_.default_schema() ? truth_.default_schema() : schema;
  }

  ObjectPair& add(std::string kind, std::string schema, std::string table, std::string name,
                  std::optional<std::string> truth, std::optional<std::string> follower, Words differences) {
    ObjectPair& pair = comparison_.objects.emplace_back();
    pair.kind = std::move(kind);
    pair.schema = std::move(schema);
    pair.table = std::move(table);
    pair.name = std::move(name);
    pair.truth = std::move(truth);
    pair.follower = std::move(follower);
    pair.differences = std::move(differences);
    return pair;
  }

  // One kind of object that a namespace keeps by name. `counts` says whether one alone on its side is worth a word.
  template <typename Object>
  void match_named(std::map<std::string, Object> Namespace::*member, const std::string& kind,
                   const std::function<std::string(const Object&)>& text,
                   const std::function<Words(const Object&, const Object&)>& differences,
                   const std::function<bool(const Object&)>& counts = nullptr) {
    std::map<QualifiedName, Pair<Object>> pairs;
    for (const auto& [schema, space] : truth_.schemas)
      for (const auto& [name, object] : space.*member) pairs[{schema, name}].truth = &object;
    for (const auto& [schema, space] : follower_.schemas)
      for (const auto& [name, object] : space.*member) pairs[{place(schema), name}].follower = &object;
    for (const auto& [at, pair] : pairs) {
      if (!is_asked_for(at.schema, at.name) || (!takes_part(pair.truth) && !takes_part(pair.follower))) continue;
      if (!whole_ && pair.missing()) continue;  // models do not declare it
      if (!pair.both()) {
        if (counts != nullptr && !counts(pair.any())) continue;
        if (pair.missing())
          add(kind, at.schema, "", at.name, text(*pair.truth), std::nullopt, {});
        else
          add(kind, at.schema, "", at.name, std::nullopt, text(*pair.follower), {});
      } else if (Words words = differences(*pair.truth, *pair.follower); !words.empty()) {
        add(kind, at.schema, "", at.name, text(*pair.truth), text(*pair.follower), std::move(words));
      }
    }
  }

  // ---- kinds

  void match_views(std::map<std::string, View> Namespace::*member, const std::string& kind) {
    if (!whole_) return;
    match_named<View>(
        member, kind, [](const View& view) { return std::string(trim(view.definition)); },
        [this](const View& t, const View& f) { return differences(t, f); });
  }

  Words differences(const View& t, const View& f) const {
    Words words = of_texts(t.definition, f.definition);
    if (t.options != f.options) words.push_back("options");
    const auto texts = [this](const std::vector<Index>& indexes, const Schema& schema) {
      Words all;
      for (const Index& index : indexes) all.push_back(join(words_of(describe(index), schema), " "));
      std::sort(all.begin(), all.end());
      return all;
    };
    if (texts(t.indexes, truth_) != texts(f.indexes, follower_)) words.push_back("indexes");
    const auto parts = [this](const View& view, const Schema& schema) {
      Words all;
      for (const auto* list : {&view.triggers, &view.rules})
        for (const Definition& part : *list) all.push_back(join(words_of(part.definition, schema), " "));
      return all;
    };
    if (parts(t, truth_) != parts(f, follower_)) words.push_back("triggers and rules");
    return with_comment(std::move(words), t, f);
  }

  // A sequence that belongs to a column comes and goes with it: alone, the column's finding says so.
  void match_sequences() {
    match_named<Sequence>(
        &Namespace::sequences, "sequence", [](const Sequence& s) { return describe(s); },
        [this](const Sequence& t, const Sequence& f) { return differences(t, f); },
        [](const Sequence& s) { return !s.owned_by_table && !s.identity; });
  }

  Words differences(const Sequence& t, const Sequence& f) const {
    Words words;
    if (t.identity || f.identity) return words;  // the column's identity is compared
    if (whole_ && t.type != f.type && !t.owned_by_table) words.push_back("type");
    for (const std::string& option : differing_options(t.options, f.options)) words.push_back(option);
    if (!whole_) return words;
    if (t.owned_by_table.has_value() != f.owned_by_table.has_value()) words.push_back("OWNED BY");
    return with_comment(std::move(words), t, f);
  }

  Words differences(const Domain& t, const Domain& f) const {
    Words words;
    if (resolver_.type_of_truth(t.type) != resolver_.type_of_follower(f.type)) words.push_back("type");
    if (t.nullable != f.nullable) words.push_back("nullability");
    if (t.collation != f.collation) words.push_back("collation");
    const ExpressionContext x = context(truth_), y = context(follower_);
    const Unresolved place{{"", t.name}, "", "domain " + t.name + " cannot be compared offline", {}};
    if (differ(t.default_value, f.default_value, x, y, place)) words.push_back("default");
    const auto texts = [](const std::vector<Check>& checks, const ExpressionContext& context) {
      Words all;
      for (const Check& check : checks) {
        const auto form = check.expression.known() ? canonical_expression(*check.expression, context) : std::nullopt;
        all.push_back(form ? form->exact : *check.expression);
      }
      std::sort(all.begin(), all.end());
      return all;
    };
    if (texts(t.checks, x) != texts(f.checks, y)) words.push_back("CHECK");
    return whole_ ? with_comment(std::move(words), t, f) : words;
  }

  Words differences(const CompositeType& t, const CompositeType& f) const {
    const auto texts = [this](const CompositeType& type, bool of_truth) {
      Words all;
      for (const Column& column : type.columns) {
        const Type& own = *column.type;
        all.push_back(column.name + ' ' +
                      to_string(of_truth ? resolver_.type_of_truth(own) : resolver_.type_of_follower(own)));
      }
      return all;
    };
    return with_comment(texts(t, true) == texts(f, false) ? Words{} : Words{"columns"}, t, f);
  }

  // A function on each side, of one name and other arguments, where neither has another of that name.
  void pair_overloads() {
    std::map<std::pair<std::string, std::string>, std::vector<ObjectPair*>> by_name;
    for (ObjectPair& pair : comparison_.objects)
      if (pair.kind == "function") by_name[{pair.schema, split(pair.name, '(').front()}].push_back(&pair);
    for (auto& [name, pairs] : by_name) {
      if (pairs.size() != 2 || pairs[0]->missing() == pairs[1]->missing()) continue;
      if (!pairs[0]->differences.empty() || !pairs[1]->differences.empty()) continue;
      ObjectPair &kept = *(pairs[0]->missing() ? pairs[0] : pairs[1]),
                 &other = *(pairs[0]->missing() ? pairs[1] : pairs[0]);
      kept.follower = other.follower;
      kept.differences = {"arguments"};
      other.truth = other.follower = std::nullopt;
    }
    std::erase_if(comparison_.objects, [](const ObjectPair& pair) { return !pair.truth && !pair.follower; });
  }

  void match_extensions() {
    std::map<std::string, Pair<Extension>> pairs;
    for (const auto& [name, extension] : truth_.extensions) pairs[name].truth = &extension;
    for (const auto& [name, extension] : follower_.extensions) pairs[name].follower = &extension;
    const auto text = [](const Extension& extension) {
      return extension.version.empty() ? std::string("any version") : "version " + extension.version;
    };
    for (const auto& [name, pair] : pairs) {
      if (!whole_ && pair.missing()) continue;
      Words words;
      if (pair.both() && !pair.follower->version.empty() && pair.truth->version != pair.follower->version)
        words.push_back("version");
      if (pair.both() && words.empty()) continue;
      add("extension", "", "", name, pair.truth == nullptr ? std::nullopt : std::optional(text(*pair.truth)),
          pair.follower == nullptr ? std::nullopt : std::optional(text(*pair.follower)), std::move(words));
    }
  }

  // What is kept as a kind, a name and a definition only.
  void match_other() {
    if (!whole_) return;
    using Key = std::tuple<std::string, std::string, std::string>;
    std::map<Key, Pair<OtherObject>> pairs;
    for (const auto& [schema, space] : truth_.schemas)
      for (const OtherObject& object : space.other) pairs[{object.kind, schema, object.name}].truth = &object;
    for (const auto& [schema, space] : follower_.schemas)
      for (const OtherObject& object : space.other) pairs[{object.kind, place(schema), object.name}].follower = &object;
    for (const OtherObject& object : truth_.database_objects) pairs[{object.kind, "", object.name}].truth = &object;
    for (const OtherObject& object : follower_.database_objects)
      pairs[{object.kind, "", object.name}].follower = &object;
    for (const auto& [key, pair] : pairs) {
      const auto& [kind, schema, name] = key;
      if (!takes_part(pair.truth) && !takes_part(pair.follower)) continue;
      if (!schema.empty() && !is_asked_for(schema, name)) continue;
      add_definition(kind, schema, "", name, pair);
    }
  }

  template <typename Object>
  void add_definition(const std::string& kind, const std::string& schema, const std::string& table,
                      const std::string& name, const Pair<Object>& pair, Words words = {}) {
    if (pair.both()) {
      Words of_text = of_texts(pair.truth->definition, pair.follower->definition);
      words.insert(words.begin(), of_text.begin(), of_text.end());
      words = with_comment(std::move(words), *pair.truth, *pair.follower);
      if (words.empty()) return;
    }
    const auto text = [](const Object* object) {
      return object == nullptr ? std::nullopt : std::optional(object->definition);
    };
    add(kind, schema, table, name, text(pair.truth), text(pair.follower), std::move(words));
  }

  // ---- what hangs on a table

  void match_parts(const TablePair& pair) {
    if (!whole_) return;
    match_facts(pair);
    match_definitions(pair, "trigger", pair.table.truth->triggers, pair.table.follower->triggers);
    match_definitions(pair, "rule", pair.table.truth->rules, pair.table.follower->rules);
    match_policies(pair);
  }

  void match_facts(const TablePair& pair) {
    const auto truth = facts_of(*pair.table.truth, truth_.search_path);
    const auto follower = facts_of(*pair.table.follower, follower_.search_path);
    Words words, a, b;
    const auto say = [](const std::pair<std::string, std::string>& fact) {
      return fact.first + ": " + (fact.second.empty() ? "none" : fact.second);
    };
    for (std::size_t i = 0; i < truth.size(); ++i) {
      if (truth[i] == follower[i]) continue;
      if (truth[i].first == "partition key" && of_texts(truth[i].second, follower[i].second).empty()) continue;
      words.push_back(truth[i].first);
      a.push_back(say(truth[i]));
      b.push_back(say(follower[i]));
    }
    if (!words.empty()) add("table", pair.schema, pair.name, "", join(a, ", "), join(b, ", "), std::move(words));
  }

  template <typename Object>
  static std::map<std::string, Pair<Object>> by_name(const std::vector<Object>& truth,
                                                     const std::vector<Object>& follower) {
    std::map<std::string, Pair<Object>> pairs;
    for (const Object& object : truth) pairs[object.name].truth = &object;
    for (const Object& object : follower) pairs[object.name].follower = &object;
    return pairs;
  }

  void match_definitions(const TablePair& pair, const std::string& kind, const std::vector<Definition>& truth,
                         const std::vector<Definition>& follower) {
    for (const auto& [name, parts] : by_name(truth, follower)) {
      Words words;
      if (parts.both() && parts.truth->enabled != parts.follower->enabled) words.push_back("enabled");
      add_definition(kind, pair.schema, pair.name, name, parts, std::move(words));
    }
  }

  void match_policies(const TablePair& pair) {
    const ExpressionContext x = expression_context(*pair.table.truth, truth_, nullptr);
    const ExpressionContext y =
        expression_context(*pair.table.follower, follower_, &resolver_.renamed_columns({pair.schema, pair.name}));
    for (const auto& [name, policies] : by_name(pair.table.truth->policies, pair.table.follower->policies)) {
      Words words;
      if (policies.both()) {
        const Policy &t = *policies.truth, &f = *policies.follower;
        if (t.command != f.command) words.push_back("command");
        if (t.permissive != f.permissive) words.push_back("permissive");
        if (t.roles != f.roles) words.push_back("roles");
        const Unresolved place{
            {pair.schema, pair.name}, "", "policy " + name + ": its texts cannot be compared offline", {}};
        if (differ(t.using_expression, f.using_expression, x, y, place)) words.push_back("USING");
        if (differ(t.with_check, f.with_check, x, y, place)) words.push_back("WITH CHECK");
        words = with_comment(std::move(words), t, f);
        if (words.empty()) continue;
      }
      const auto text = [](const Policy* policy) {
        return policy == nullptr ? std::nullopt : std::optional(describe(*policy));
      };
      add("policy", pair.schema, pair.name, name, text(policies.truth), text(policies.follower), std::move(words));
    }
  }

  Comparison& comparison_;
  const Resolver& resolver_;
  const CompareOptions& options_;
  const Schema& truth_;
  const Schema& follower_;
  const bool whole_;
  std::set<std::string> renamed_;  // the truth's names of what has another on the other side
};

}  // namespace

std::string options_in_words(const SequenceOptions& options) {
  std::string text;
  const auto add = [&](const char* word, const std::optional<std::int64_t>& value) {
    if (value) text += fmt::format(" {} {}", word, *value);
  };
  add("START WITH", options.start);
  add("INCREMENT BY", options.increment);
  add("MINVALUE", options.minimum);
  add("MAXVALUE", options.maximum);
  add("CACHE", options.cache);
  return options.cycle ? text + " CYCLE" : text;
}

SequenceOptions without_type_limits(SequenceOptions options, const Type& type) {
  std::int64_t lowest = std::numeric_limits<std::int64_t>::min(), highest = std::numeric_limits<std::int64_t>::max();
  if (type.name == "integer")
    lowest = std::numeric_limits<std::int32_t>::min(), highest = std::numeric_limits<std::int32_t>::max();
  if (type.name == "smallint")
    lowest = std::numeric_limits<std::int16_t>::min(), highest = std::numeric_limits<std::int16_t>::max();
  if (options.minimum == lowest) options.minimum.reset();
  if (options.maximum == highest) options.maximum.reset();
  return options;
}

std::vector<std::string> differing_options(const SequenceOptions& a, const SequenceOptions& b) {
  const auto ascends = [](const SequenceOptions& o) { return o.increment.value_or(1) > 0; };
  const auto first = [&](const SequenceOptions& o) {
    return o.start.value_or(ascends(o) ? o.minimum.value_or(1) : o.maximum.value_or(-1));
  };
  const bool up = ascends(a);
  std::vector<std::string> words;
  if (first(a) != first(b)) words.emplace_back("START");
  if (a.increment.value_or(1) != b.increment.value_or(1)) words.emplace_back("INCREMENT");
  // What is not said is 1 or -1 at the sequence's beginning, and at its end the limit of its type.
  if (up ? a.minimum.value_or(1) != b.minimum.value_or(1) : a.minimum != b.minimum) words.emplace_back("MINVALUE");
  if (up ? a.maximum != b.maximum : a.maximum.value_or(-1) != b.maximum.value_or(-1)) words.emplace_back("MAXVALUE");
  if (a.cache.value_or(1) != b.cache.value_or(1)) words.emplace_back("CACHE");
  if (a.cycle != b.cycle) words.emplace_back("CYCLE");
  return words;
}

bool is_database_reading(const Schema& schema) {
  return schema.source.kind == SourceKind::kDatabase ||
         (schema.source.kind == SourceKind::kSnapshot && !schema.source.server_version.empty());
}

void match_objects(Comparison& comparison, const Resolver& resolver, const CompareOptions& options) {
  const bool with_models = comparison.follower->source.kind == SourceKind::kModels;
  if (!is_database_reading(*comparison.truth) || !(with_models || is_database_reading(*comparison.follower))) return;
  ObjectMatcher(comparison, resolver, options).match_all();
}

}  // namespace si
