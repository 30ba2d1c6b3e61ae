// Keys, constraints and indexes: which is which, and what of them differs.
//
// Each kind goes through the same steps, from the surest to the least sure: the same definition under the same name;
// the same definition under any name; unique constraints with their twin indexes; another definition under the same
// name; another definition on the same columns. What is left is on one side only. Whatever differs only because a
// column is on one side only is no difference of its own: it goes to that column's `includes`.
#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "compare/describe.h"
#include "compare/matching.h"
#include "support/strings.h"

namespace si {
namespace {

using Words = std::vector<std::string>;

// The two lists of one kind, what is paired and what is not yet.
template <typename Object>
struct Lists {
  std::vector<const Object*> truth, follower;
  std::vector<DefinitionPair<Object>> pairs;

  // Pairs those for which `differences` (given one of each) returns a list; the first in order wins.
  void pair_where(const std::function<std::optional<Words>(const Object&, const Object&)>& differences) {
    for (const Object*& t : truth) {
      for (const Object*& f : follower) {
        if (f == nullptr) continue;
        std::optional<Words> words = differences(*t, *f);
        if (!words) continue;
        DefinitionPair<Object> pair;
        pair.truth = t;
        pair.follower = f;
        pair.differences = std::move(*words);
        pairs.push_back(std::move(pair));
        t = f = nullptr;
        break;
      }
    }
    std::erase(truth, nullptr);
    std::erase(follower, nullptr);
  }

  // What is left stands alone.
  void finish() {
    for (const Object* t : truth) pairs.emplace_back().truth = t;
    for (const Object* f : follower) pairs.emplace_back().follower = f;
  }
};

std::string name_of(const std::optional<std::string>& name) { return name ? server_name(*name) : ""; }

template <typename Object>
bool same_name(const Object& a, const Object& b) {
  if constexpr (std::is_same_v<Object, Index>)
    return !a.name.empty() && server_name(a.name) == server_name(b.name);
  else
    return !name_of(a.name).empty() && name_of(a.name) == name_of(b.name);
}

// The server chooses its name.
template <typename Object>
bool is_unnamed(const Object& object) {
  return name_of(object.name).empty() && object.unresolved_name.empty();
}

// Runs the steps that all kinds share, given what differs between two of them.
template <typename Object>
void match_by_name_and_definition(Lists<Object>& lists,
                                  const std::function<Words(const Object&, const Object&)>& diff) {
  lists.pair_where([&](const Object& t, const Object& f) -> std::optional<Words> {
    if (!same_name(t, f) || !diff(t, f).empty()) return std::nullopt;
    return Words{};
  });
  lists.pair_where([&](const Object& t, const Object& f) -> std::optional<Words> {
    return diff(t, f).empty() ? std::optional<Words>(Words{}) : std::nullopt;
  });
}

template <typename Object>
void match_same_name(Lists<Object>& lists, const std::function<Words(const Object&, const Object&)>& diff) {
  lists.pair_where([&](const Object& t, const Object& f) -> std::optional<Words> {
    return same_name(t, f) ? std::optional<Words>(diff(t, f)) : std::nullopt;
  });
}

class ConstraintMatcher {
 public:
  ConstraintMatcher(TablePair& pair, const Resolver& resolver, Settling& settling, std::vector<Unresolved>& unresolved)
      : pair_(pair),
        resolver_(resolver),
        settling_(settling),
        unresolved_(unresolved),
        truth_(*pair.table.truth),
        follower_(*pair.table.follower),
        renamed_(resolver.renamed_columns({pair.schema, pair.name})),
        models_(resolver.follower().source.kind == SourceKind::kModels),
        truth_context_(expression_context(truth_, resolver.truth(), nullptr)),
        follower_context_(expression_context(follower_, resolver.follower(), &renamed_)) {
    for (ColumnPair& column : pair.columns) {
      if (!column.both()) lonely_.emplace(column.any().name, &column);
      if (column.both() && !column.same_type) retyped_.insert(column.truth->name);
    }
  }

  void match_all() {
    match_primary_key();
    match_foreign_keys();
    match_uniques_and_indexes();
    match_checks();
    match_exclusions();
  }

 private:
  // ---- names

  std::string own(const std::string& follower_column) const {
    const auto found = renamed_.find(follower_column);
    return found == renamed_.end() ? follower_column : found->second;
  }

  Words own(const Words& follower_columns) const {
    Words names;
    for (const std::string& column : follower_columns) names.push_back(own(column));
    return names;
  }

  void open(const std::string& column, const std::string& reason, const Location& location) {
    unresolved_.push_back({{pair_.schema, pair_.name}, column, reason, location});
  }

  // The column on one side only among `columns`; nullptr: none.
  ColumnPair* lonely_among(const Words& columns, bool of_truth) const {
    for (const std::string& column : columns) {
      const auto found = lonely_.find(column);
      if (found != lonely_.end() && found->second->missing() == of_truth) return found->second;
    }
    return nullptr;
  }

  // Moves pairs that differ only because a column is on one side only to that column.
  template <typename Object>
  void fold(std::vector<DefinitionPair<Object>>& pairs, const std::function<Words(const Object&)>& columns) {
    std::erase_if(pairs, [&](const DefinitionPair<Object>& p) {
      if (p.both() && p.differences.empty()) return false;
      ColumnPair* cause = p.truth != nullptr ? lonely_among(columns(*p.truth), true) : nullptr;
      const Object* told = p.truth;
      if (cause == nullptr && p.follower != nullptr) {
        cause = lonely_among(columns(*p.follower), false);
        told = p.follower;
      }
      if (cause == nullptr) return false;
      cause->includes.push_back(describe(*told));
      return true;
    });
  }

  // ---- primary key

  void match_primary_key() {
    auto& key = pair_.primary_key;
    key.truth = truth_.primary_key ? &*truth_.primary_key : nullptr;
    key.follower = follower_.primary_key ? &*follower_.primary_key : nullptr;
    if (key.truth == nullptr && key.follower == nullptr) return;
    if (!key.both()) {
      key.differences.push_back("columns");
    } else {
      if (key.truth->columns != own(key.follower->columns)) key.differences.push_back("columns");
      if (key.truth->include != own(key.follower->include)) key.differences.push_back("INCLUDE");
      if (key.truth->deferrable != key.follower->deferrable ||
          key.truth->initially_deferred != key.follower->initially_deferred)
        key.differences.push_back("deferrability");
    }
    if (key.differences.empty()) return;
    ColumnPair* cause = key.truth != nullptr ? lonely_among(key.truth->columns, true) : nullptr;
    if (cause != nullptr) {
      cause->includes.push_back(describe(*key.truth));
    } else if (key.follower != nullptr && (cause = lonely_among(key.follower->columns, false)) != nullptr) {
      cause->includes.push_back(describe(*key.follower));
    }
    if (cause != nullptr) key.differences.clear();
  }

  // ---- foreign keys

  Words differences(const ForeignKey& t, const ForeignKey& f) const {
    Words words;
    if (t.columns != own(f.columns)) words.push_back("columns");
    if (t.unresolved.empty() && f.unresolved.empty()) {
      const QualifiedName target = resolver_.of_truth(t.referenced_table);
      if (target != resolver_.of_follower(f.referenced_table))
        words.push_back("referenced table");
      else if (!same_referenced_columns(t, f, target))
        words.push_back("referenced columns");
    }
    if (t.on_delete != f.on_delete || t.on_delete_columns != own(f.on_delete_columns)) words.push_back("ON DELETE");
    if (t.on_update != f.on_update) words.push_back("ON UPDATE");
    if (t.match != f.match) words.push_back("MATCH");
    if (t.deferrable != f.deferrable || t.initially_deferred != f.initially_deferred) words.push_back("deferrability");
    if (!models_ && (t.validated != f.validated || t.enforced != f.enforced)) words.push_back("validation");
    return words;
  }

  // None written means the primary key's.
  bool same_referenced_columns(const ForeignKey& t, const ForeignKey& f, const QualifiedName& target) const {
    if (t.referenced_columns.empty() || f.referenced_columns.empty()) return true;
    const auto& renamed = resolver_.renamed_columns(target);
    if (f.referenced_columns.size() != t.referenced_columns.size()) return false;
    for (std::size_t i = 0; i < t.referenced_columns.size(); ++i) {
      const auto found = renamed.find(f.referenced_columns[i]);
      if (t.referenced_columns[i] != (found == renamed.end() ? f.referenced_columns[i] : found->second)) return false;
    }
    return true;
  }

  void match_foreign_keys() {
    Lists<ForeignKey> lists;
    for (const ForeignKey& key : truth_.foreign_keys)
      if (!models_ || !key.inherited) lists.truth.push_back(&key);
    for (const ForeignKey& key : follower_.foreign_keys) lists.follower.push_back(&key);
    const std::function<Words(const ForeignKey&, const ForeignKey&)> diff = [this](const auto& t, const auto& f) {
      return differences(t, f);
    };
    match_by_name_and_definition(lists, diff);
    // On the same columns to the same table, then on the same columns, then under the same name.
    for (const bool same_table : {true, false})
      lists.pair_where([&](const ForeignKey& t, const ForeignKey& f) -> std::optional<Words> {
        Words words = differences(t, f);
        const bool columns = std::find(words.begin(), words.end(), "columns") != words.end();
        const bool table = std::find(words.begin(), words.end(), "referenced table") != words.end();
        if (columns || (same_table && table)) return std::nullopt;
        return words;
      });
    match_same_name(lists, diff);
    lists.finish();
    fold<ForeignKey>(lists.pairs, [](const ForeignKey& key) { return key.columns; });
    for (const DefinitionPair<ForeignKey>& p : lists.pairs) {
      if (p.follower == nullptr || p.follower->unresolved.empty()) continue;
      open(p.follower->columns.empty() ? "" : p.follower->columns[0], "foreign key: " + p.follower->unresolved,
           p.follower->location);
    }
    // One whose target is not known, and which is on no column of the truth's keys, proves nothing.
    std::erase_if(lists.pairs,
                  [](const DefinitionPair<ForeignKey>& p) { return p.extra() && !p.any().unresolved.empty(); });
    pair_.foreign_keys = std::move(lists.pairs);
  }

  // ---- unique constraints and indexes

  Words differences(const Unique& t, const Unique& f) const {
    Words words;
    Words a = t.columns, b = own(f.columns);
    if (a != b) {
      std::sort(a.begin(), a.end());
      std::sort(b.begin(), b.end());
      words.push_back(a == b ? "column order" : "columns");
    }
    if (t.include != own(f.include)) words.push_back("INCLUDE");
    if (t.nulls_not_distinct != f.nulls_not_distinct) words.push_back("NULLS NOT DISTINCT");
    if (t.deferrable != f.deferrable || t.initially_deferred != f.initially_deferred) words.push_back("deferrability");
    return words;
  }

  static Words plain_columns(const Index& index) {
    Words columns;
    for (const IndexKey& key : index.keys) columns.push_back(key.column);
    return columns;
  }

  // An index that does just what a unique constraint on its columns would do.
  static bool is_plain_unique(const Index& index) {
    return index.unique && index.method == "btree" && index.predicate.known() && !index.predicate->has_value() &&
           std::none_of(index.keys.begin(), index.keys.end(), [](const IndexKey& key) { return key.column.empty(); });
  }

  // `follower_first`: the constraint is the follower's, the index the truth's.
  bool are_twins(const Unique& unique, const Index& index, bool of_follower) const {
    if (!is_plain_unique(index) || unique.deferrable || unique.nulls_not_distinct != index.nulls_not_distinct)
      return false;
    Words a = of_follower ? own(unique.columns) : unique.columns;
    Words b = of_follower ? plain_columns(index) : own(plain_columns(index));
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    return a == b;
  }

  void drop_twins(std::vector<const Unique*>& uniques, std::vector<const Index*>& indexes, bool of_follower) const {
    for (const Unique*& unique : uniques) {
      for (const Index*& index : indexes) {
        if (unique == nullptr || index == nullptr || !are_twins(*unique, *index, of_follower)) continue;
        unique = nullptr;
        index = nullptr;
      }
    }
    std::erase(uniques, nullptr);
    std::erase(indexes, nullptr);
  }

  static std::string bare(const std::string& name) { return name.empty() ? "" : parse_qualified_name(name).name; }

  // Operator classes that need not be written: each is the default of its type and method.
  static std::string operator_class(const IndexKey& key, const std::string& method) {
    static const std::set<std::string, std::less<>> kGin = {"jsonb_ops", "array_ops", "tsvector_ops"};
    static const std::set<std::string, std::less<>> kBtree = {
        "array_ops",    "bit_ops",    "bool_ops",    "bpchar_ops",    "bytea_ops",       "char_ops",    "date_ops",
        "enum_ops",     "float4_ops", "float8_ops",  "inet_ops",      "int2_ops",        "int4_ops",    "int8_ops",
        "interval_ops", "jsonb_ops",  "macaddr_ops", "money_ops",     "name_ops",        "numeric_ops", "oid_ops",
        "range_ops",    "text_ops",   "time_ops",    "timestamp_ops", "timestamptz_ops", "timetz_ops",  "tsvector_ops",
        "uuid_ops",     "varbit_ops", "varchar_ops"};
    static const std::set<std::string, std::less<>> kGist = {"range_ops",  "tsvector_ops", "point_ops",  "box_ops",
                                                             "circle_ops", "poly_ops",     "tsquery_ops"};
    const std::string name = bare(key.operator_class);
    const bool is_default = (method == "gin" && kGin.contains(name)) ||
                            ((method == "btree" || method == "hash") && kBtree.contains(name)) ||
                            (method == "gist" && kGist.contains(name));
    return is_default ? "" : name;
  }

  // The canonical form of a text of either schema, made once: texts live as long as their schema.
  const std::optional<CanonicalExpression>& canonical(const Expression& text, bool of_truth) const {
    const auto found = forms_.find(&text);
    if (found != forms_.end()) return found->second;
    return forms_.emplace(&text, canonical_expression(text, of_truth ? truth_context_ : follower_context_))
        .first->second;
  }

  using Use = OpenExpression::Use;

  ExpressionMatch compare(const Known<Expression>& t, const Known<Expression>& f, Use use) const {
    return t.known() && f.known() ? compare(*t, *f, use) : ExpressionMatch::kUnknown;
  }

  ExpressionMatch compare(const Expression& t, const Expression& f, Use use) const {
    return settling_.settle(compare_offline(t, f), t, {{pair_.schema, pair_.name}, "", use, f}, truth_context_);
  }

  ExpressionMatch compare_offline(const Expression& t, const Expression& f) const {
    if (renamed_.empty() && trim(t) == trim(f)) return ExpressionMatch::kEqual;
    const auto &a = canonical(t, true), &b = canonical(f, false);
    const ExpressionMatch match = compare_expressions(a, b);
    if (match == ExpressionMatch::kEqual || !a || !b || a->loose != b->loose) return match;
    // A column whose type differs is said by its own finding; so is what that does to the casts around it.
    for (const std::string& column : a->columns)
      if (retyped_.contains(column)) return ExpressionMatch::kEqual;
    return match;
  }

  // "keys" of the first difference among the keys; "" when they agree.
  Words key_differences(const Index& t, const Index& f) const {
    if (t.keys.size() != f.keys.size()) return {"keys"};
    Words words;
    const auto add = [&](const char* word) {
      if (std::find(words.begin(), words.end(), word) == words.end()) words.emplace_back(word);
    };
    for (std::size_t i = 0; i < t.keys.size(); ++i) {
      const IndexKey &a = t.keys[i], &b = f.keys[i];
      if (a.column.empty() != b.column.empty()) return {"keys"};
      if (!a.column.empty() && a.column != own(b.column)) return {"keys"};
      if (a.column.empty() && compare(a.expression, b.expression, Use::kIndexKey) == ExpressionMatch::kDifferent)
        return {"keys"};
      if (operator_class(a, t.method) != operator_class(b, f.method) ||
          a.operator_class_options != b.operator_class_options)
        add("operator class");
      if (bare(a.collation) != bare(b.collation)) add("collation");
      const bool ordered = t.method == "btree" && f.method == "btree";
      if (ordered && (a.descending != b.descending || a.nulls_first != b.nulls_first)) add("order");
    }
    return words;
  }

  Words differences(const Index& t, const Index& f) const {
    Words words = key_differences(t, f);
    if (t.unique != f.unique) words.push_back("uniqueness");
    if (t.nulls_not_distinct != f.nulls_not_distinct) words.push_back("NULLS NOT DISTINCT");
    if (t.method != f.method) words.push_back("method");
    if (t.include != own(f.include)) words.push_back("INCLUDE");
    if (t.storage_parameters != f.storage_parameters) words.push_back("storage parameters");
    if (t.predicate.known() && f.predicate.known()) {
      const auto &a = *t.predicate, &b = *f.predicate;
      if (a.has_value() != b.has_value() || (a && compare(*a, *b, Use::kPredicate) == ExpressionMatch::kDifferent))
        words.push_back("predicate");
    }
    return words;
  }

  bool is_unknown_key(const IndexKey& t, const IndexKey& f) const {
    return t.column.empty() && f.column.empty() &&
           compare(t.expression, f.expression, Use::kIndexKey) == ExpressionMatch::kUnknown;
  }

  bool has_unknown_key(const Index& t, const Index& f) const {
    for (std::size_t i = 0; i < std::min(t.keys.size(), f.keys.size()); ++i)
      if (is_unknown_key(t.keys[i], f.keys[i])) return true;
    return false;
  }

  bool has_unknown_predicate(const Index& t, const Index& f) const {
    const auto &a = t.predicate, &b = f.predicate;
    if (!a.known() || !b.known()) return true;
    return a->has_value() && b->has_value() && compare(**a, **b, Use::kPredicate) == ExpressionMatch::kUnknown;
  }

  // What of a pair that counts as equal could not be judged.
  void report_unknown(const DefinitionPair<Index>& p) {
    if (!p.both()) return;
    const std::string what = "index " + (p.truth->name.empty() ? describe(*p.truth) : p.truth->name) + ": ";
    const auto say = [&](const char* part) { open("", what + part + " cannot be compared", p.follower->location); };
    if (p.truth->keys.size() == p.follower->keys.size())
      for (std::size_t i = 0; i < p.truth->keys.size(); ++i)
        if (is_unknown_key(p.truth->keys[i], p.follower->keys[i])) say("a key");
    if (has_unknown_predicate(*p.truth, *p.follower)) say("the predicate");
  }

  Words columns_of(const Index& index, bool of_truth) const {
    Words columns;
    const auto add = [&](const Expression& text) {
      if (const auto& form = canonical(text, of_truth))
        columns.insert(columns.end(), form->columns.begin(), form->columns.end());
    };
    for (const IndexKey& key : index.keys) {
      if (!key.column.empty())
        columns.push_back(key.column);
      else if (key.expression.known())
        add(*key.expression);
    }
    columns.insert(columns.end(), index.include.begin(), index.include.end());
    if (index.predicate.known() && index.predicate->has_value()) add(**index.predicate);
    return columns;
  }

  // A model's unique constraint that is not paired and says no more than a key or another unique constraint of the
  // database, or than the model's own key: CREATE TABLE makes one constraint of such, whatever their names.
  bool is_merged(const Unique& unique) const {
    if (follower_.primary_key && !unique.deferrable && follower_.primary_key->columns == unique.columns) return true;
    if (truth_.primary_key && !unique.deferrable && truth_.primary_key->columns == own(unique.columns)) return true;
    return std::any_of(truth_.uniques.begin(), truth_.uniques.end(),
                       [&](const Unique& other) { return differences(other, unique).empty(); });
  }

  void match_uniques_and_indexes() {
    Lists<Unique> uniques;
    Lists<Index> indexes;
    for (const Unique& unique : truth_.uniques) uniques.truth.push_back(&unique);
    for (const Unique& unique : follower_.uniques) uniques.follower.push_back(&unique);
    for (const Index& index : truth_.indexes)
      if (!models_ || !index.inherited) indexes.truth.push_back(&index);
    for (const Index& index : follower_.indexes) indexes.follower.push_back(&index);
    const std::function<Words(const Unique&, const Unique&)> unique_diff = [this](const auto& t, const auto& f) {
      return differences(t, f);
    };
    const std::function<Words(const Index&, const Index&)> index_diff = [this](const auto& t, const auto& f) {
      return differences(t, f);
    };
    match_by_name_and_definition(uniques, unique_diff);
    match_certain_indexes(indexes);
    if (models_) std::erase_if(uniques.follower, [this](const Unique* unique) { return is_merged(*unique); });
    drop_twins(uniques.truth, indexes.follower, false);
    drop_twins(uniques.follower, indexes.truth, true);
    match_same_columns(uniques, unique_diff, "columns");
    match_same_name(uniques, unique_diff);
    uniques.pair_where([this](const Unique& t, const Unique& f) -> std::optional<Words> {
      if (!is_unnamed(f) || name_of(t.name) != generated_name(f)) return std::nullopt;
      return differences(t, f);
    });
    match_same_name(indexes, index_diff);
    indexes.pair_where([&](const Index& t, const Index& f) { return on_same_keys(t, f, false); });
    // Keys that cannot be read may be these: the same until proved otherwise.
    indexes.pair_where([&](const Index& t, const Index& f) { return on_same_keys(t, f, true); });
    uniques.finish();
    indexes.finish();
    fold<Unique>(uniques.pairs, [](const Unique& unique) { return unique.columns; });
    std::vector<const Index*> truth_side;
    for (const auto& p : indexes.pairs) truth_side.push_back(p.truth);
    const std::set<const Index*> of_truth(truth_side.begin(), truth_side.end());
    fold<Index>(indexes.pairs, [&](const Index& index) { return columns_of(index, of_truth.contains(&index)); });
    for (const DefinitionPair<Index>& p : indexes.pairs) report_unknown(p);
    pair_.uniques = std::move(uniques.pairs);
    pair_.indexes = std::move(indexes.pairs);
  }

  // Equal under the same name, or without doubt under any.
  void match_certain_indexes(Lists<Index>& indexes) {
    for (const bool by_name : {true, false})
      indexes.pair_where([&](const Index& t, const Index& f) -> std::optional<Words> {
        if (by_name ? !same_name(t, f) : has_unknown_key(t, f) || has_unknown_predicate(t, f)) return std::nullopt;
        return differences(t, f).empty() ? std::optional<Words>(Words{}) : std::nullopt;
      });
  }

  // What differs between two indexes of the same keys; `doubtful`: of keys that cannot be compared, only where nothing
  // else differs.
  std::optional<Words> on_same_keys(const Index& t, const Index& f, bool doubtful) const {
    if (!doubtful && has_unknown_key(t, f)) return std::nullopt;
    Words words = differences(t, f);
    if (doubtful ? !words.empty() : std::find(words.begin(), words.end(), "keys") != words.end()) return std::nullopt;
    return words;
  }

  // As the server would name it.
  std::string generated_name(const Unique& unique) const {
    return server_name(pair_.table.follower->name + '_' + join(unique.columns, "_") + "_key");
  }

  // Pairs those that differ, but not in what `columns` names.
  template <typename Object>
  static void match_same_columns(Lists<Object>& lists, const std::function<Words(const Object&, const Object&)>& diff,
                                 const std::string& columns) {
    lists.pair_where([&](const Object& t, const Object& f) -> std::optional<Words> {
      Words words = diff(t, f);
      return std::find(words.begin(), words.end(), columns) == words.end() ? std::optional<Words>(words) : std::nullopt;
    });
  }

  // ---- checks

  Words differences(const Check& t, const Check& f) const {
    Words words;
    if (compare(t.expression, f.expression, Use::kCheck) == ExpressionMatch::kDifferent) words.push_back("expression");
    if (!models_ && t.no_inherit != f.no_inherit) words.push_back("NO INHERIT");
    if (!models_ && (t.validated != f.validated || t.enforced != f.enforced)) words.push_back("validation");
    return words;
  }

  Words columns_of(const Check& check, bool of_truth) const {
    if (!check.expression.known()) return {};
    const auto& form = canonical(*check.expression, of_truth);
    return form ? form->columns : Words{};
  }

  // As the server would name it: table_column_check where it speaks of one column, else table_check.
  std::string generated_name(const Check& check) const {
    const Words columns = columns_of(check, false);
    return server_name(columns.size() == 1 ? pair_.name + '_' + columns[0] + "_check" : pair_.name + "_check");
  }

  void match_checks() {
    Lists<Check> lists;
    for (const Check& check : truth_.checks)
      if (!models_ || !check.inherited) lists.truth.push_back(&check);
    for (const Check& check : follower_.checks) lists.follower.push_back(&check);
    const std::function<Words(const Check&, const Check&)> diff = [this](const auto& t, const auto& f) {
      return differences(t, f);
    };
    const auto certain = [&](const Check& t, const Check& f) {
      return compare(t.expression, f.expression, Use::kCheck) == ExpressionMatch::kEqual && diff(t, f).empty();
    };
    for (const bool by_name : {true, false})
      lists.pair_where([&](const Check& t, const Check& f) -> std::optional<Words> {
        if ((by_name && !same_name(t, f)) || !certain(t, f)) return std::nullopt;
        return Words{};
      });
    match_same_name(lists, diff);
    lists.pair_where([&](const Check& t, const Check& f) -> std::optional<Words> {
      if (is_unnamed(f) && f.expression.known() && name_of(t.name) == generated_name(f)) return diff(t, f);
      // Of one text but for casts, or not to be read: the same until proved otherwise.
      if (compare(t.expression, f.expression, Use::kCheck) == ExpressionMatch::kUnknown && !t.expression->empty() &&
          (name_of(f.name).empty() || !f.expression.known()))
        return diff(t, f);
      return std::nullopt;
    });
    lists.finish();
    fold_checks(lists.pairs);
    for (const DefinitionPair<Check>& p : lists.pairs) {
      if (!p.both() || compare(p.truth->expression, p.follower->expression, Use::kCheck) != ExpressionMatch::kUnknown)
        continue;
      const std::string why =
          p.follower->expression.known() ? "its texts cannot be compared offline" : p.follower->expression.reason();
      open("", "check " + name_of(p.truth->name) + ": " + why, p.follower->location);
    }
    pair_.checks = std::move(lists.pairs);
  }

  void fold_checks(std::vector<DefinitionPair<Check>>& pairs) {
    std::set<const Check*> of_truth;
    for (const auto& p : pairs) of_truth.insert(p.truth);
    fold<Check>(pairs, [&](const Check& check) { return columns_of(check, of_truth.contains(&check)); });
  }

  // ---- exclusions

  // Deferrability stands in fields of its own; a server writes it into the definition too.
  static std::string without_deferrability(std::string_view definition) {
    definition = trim(definition);
    for (const std::string_view word : {" INITIALLY DEFERRED", " DEFERRABLE"})
      if (definition.ends_with(word)) definition.remove_suffix(word.size());
    return std::string(definition);
  }

  Words differences(const Exclusion& t, const Exclusion& f) const {
    Words words;
    if (t.deferrable != f.deferrable || t.initially_deferred != f.initially_deferred) words.push_back("deferrability");
    const std::string own = without_deferrability(t.definition), other = without_deferrability(f.definition);
    if (renamed_.empty() && own == other) return words;
    const auto a = canonical_exclusion(own, truth_context_);
    const auto b = canonical_exclusion(other, follower_context_);
    if (a && b && a->exact != b->exact) words.push_back("definition");
    return words;
  }

  void match_exclusions() {
    Lists<Exclusion> lists;
    for (const Exclusion& exclusion : truth_.exclusions) lists.truth.push_back(&exclusion);
    for (const Exclusion& exclusion : follower_.exclusions) lists.follower.push_back(&exclusion);
    const std::function<Words(const Exclusion&, const Exclusion&)> diff = [this](const auto& t, const auto& f) {
      return differences(t, f);
    };
    match_by_name_and_definition(lists, diff);
    match_same_name(lists, diff);
    lists.finish();
    std::set<const Exclusion*> of_truth;
    for (const auto& p : lists.pairs) of_truth.insert(p.truth);
    fold<Exclusion>(lists.pairs, [&](const Exclusion& exclusion) {
      const auto form =
          canonical_exclusion(exclusion.definition, of_truth.contains(&exclusion) ? truth_context_ : follower_context_);
      return form ? form->columns : Words{};
    });
    pair_.exclusions = std::move(lists.pairs);
  }

  TablePair& pair_;
  const Resolver& resolver_;
  Settling& settling_;
  std::vector<Unresolved>& unresolved_;
  const Table& truth_;
  const Table& follower_;
  const std::map<std::string, std::string>& renamed_;
  const bool models_;
  const ExpressionContext truth_context_, follower_context_;
  mutable std::unordered_map<const Expression*, std::optional<CanonicalExpression>> forms_;
  std::unordered_map<std::string, ColumnPair*> lonely_;
  std::set<std::string> retyped_;
};

}  // namespace

void match_constraints(TablePair& pair, const Resolver& resolver, Settling& settling,
                       std::vector<Unresolved>& unresolved) {
  if (pair.both()) ConstraintMatcher(pair, resolver, settling, unresolved).match_all();
}

}  // namespace si
