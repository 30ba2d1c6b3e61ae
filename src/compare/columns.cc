// Columns: which is which, and what of them is the same.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "compare/matching.h"
#include "compare/similar.h"
#include "support/strings.h"

namespace si {
namespace {

// The one single-column foreign key of a column; nullptr: none.
const ForeignKey* reference_of(const Table* table, const std::string& column) {
  if (table == nullptr) return nullptr;
  for (const ForeignKey& key : table->foreign_keys)
    if (key.columns.size() == 1 && key.columns[0] == column && key.unresolved.empty()) return &key;
  return nullptr;
}

bool same_family(const Type& a, const Type& b) {
  if (a.is_array != b.is_array) return false;
  const TypeFamily x = type_family(a), y = type_family(b);
  if (x != y) return false;
  return (x != TypeFamily::kUnknown && x != TypeFamily::kOther && x != TypeFamily::kRange) || a.name == b.name;
}

// Why a column of the truth and one of the follower are likely one, renamed; empty: they are not.
std::string rename_evidence(const TablePair& pair, const Column& truth, const Column& follower,
                            const Resolver& resolver) {
  if (!truth.type.known() || !follower.type.known()) return "";
  const Type type = resolver.type_of_truth(*truth.type), other = resolver.type_of_follower(*follower.type);
  if (!same_family(type, other)) return "";
  const ForeignKey* key = reference_of(pair.table.truth, truth.name);
  const ForeignKey* other_key = reference_of(pair.table.follower, follower.name);
  const bool both_refer = key != nullptr && other_key != nullptr;
  const bool same_target =
      both_refer && resolver.of_truth(key->referenced_table) == resolver.of_follower(other_key->referenced_table);
  if (both_refer && !same_target) return "";
  const bool same_attribute = server_name(follower.attribute) == truth.name;
  if (!same_attribute && !similar_names(truth.name, follower.name) &&
      !(same_target && longer_by_words_before(truth.name, follower.name)))
    return "";
  std::string evidence = type == other ? "same type" : "types of one family";
  if (same_target) evidence += ", same reference";
  return evidence + (same_attribute ? ", the attribute has this name" : ", similar name");
}

// The column before and the one behind, by the truth's names; "" at either end.
std::pair<std::string, std::string> neighbours(const std::vector<Column>& columns, const std::string& name,
                                               const std::map<std::string, std::string>& truth_names) {
  const auto here = std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.name == name; });
  const auto named = [&](const Column& column) {
    const auto found = truth_names.find(server_name(column.name));
    return found == truth_names.end() ? server_name(column.name) : found->second;
  };
  std::pair<std::string, std::string> names;
  if (here == columns.end()) return names;
  if (here != columns.begin()) names.first = named(*(here - 1));
  if (here + 1 != columns.end()) names.second = named(*(here + 1));
  return names;
}

// Whether two columns agree in all but their names: then something else may tell that they are one.
bool same_but_for_name(const TablePair& pair, const Column& truth, const Column& follower, const Resolver& resolver) {
  if (!pair.table.both() || !truth.type.known() || !follower.type.known() || !truth.nullable.known() ||
      !follower.nullable.known())
    return false;
  if (resolver.type_of_truth(*truth.type) != resolver.type_of_follower(*follower.type) ||
      *truth.nullable != *follower.nullable)
    return false;
  const ForeignKey* key = reference_of(pair.table.truth, truth.name);
  const ForeignKey* other_key = reference_of(pair.table.follower, follower.name);
  if ((key == nullptr) != (other_key == nullptr)) return false;
  return key == nullptr ||
         resolver.of_truth(key->referenced_table) == resolver.of_follower(other_key->referenced_table);
}

// Columns that agree in all but their names and stand between the same columns (so each has one partner at the most)
// are likely one. The last column is no evidence: there new ones are added.
std::string place_evidence(const TablePair& pair, const Column& truth, const Column& follower,
                           const Resolver& resolver) {
  if (!same_but_for_name(pair, truth, follower, resolver)) return "";
  const auto place = neighbours(pair.table.truth->columns, truth.name, {});
  if (place.second.empty() || place != neighbours(pair.table.follower->columns, follower.name,
                                                  resolver.renamed_columns({pair.schema, pair.name})))
    return "";
  return "same type, same place before " + printable(place.second);
}

// Columns that agree in all but their names are likely one where no code uses the follower's any more, and the truth's
// is what code asks the class for, or names in SQL if the names have a word in common.
std::string use_evidence(const TablePair& pair, const Column& truth, const Column& follower, const ColumnUses& uses) {
  const QualifiedName table{pair.schema, pair.name};
  if (uses.in_sql.contains({table, server_name(follower.name)})) return "";
  if (uses.names.contains(follower.attribute.empty() ? follower.name : follower.attribute)) return "";
  auto use = uses.on_models.find({table, truth.name});
  if (use == uses.on_models.end()) {
    use = uses.in_sql.find({table, truth.name});
    if (use == uses.in_sql.end() || !share_a_word(truth.name, follower.name)) return "";
  }
  return fmt::format("same type, and {}:{} uses this name, nothing the other", printable(use->second.file),
                     use->second.span.line);
}

constexpr std::size_t kMaxRenameCandidates = 200;  // per table and side; beyond, nothing is called a rename

// Collations by their last name: `pg_catalog."C"` is "C".
std::string collation_name(const std::optional<std::string>& collation) {
  return collation ? parse_qualified_name(*collation).name : "";
}

// Whether two defaults mean the same. Where the types differ, so may the spelling of one value ('0' and 0): that is the
// type's finding.
ExpressionMatch compare_defaults(const ColumnPair& column, const Type& type, const ExpressionContext& x,
                                 const ExpressionContext& y, ExpressionCache& cache) {
  const std::string &a = **column.truth->default_value, &b = **column.follower->default_value;
  const ExpressionMatch match = cache.compare(a, b, type, x, y);
  if (match == ExpressionMatch::kEqual || column.same_type) return match;
  const auto loose = canonical_expression(a, x), other = canonical_expression(b, y);
  if (!loose || !other) return ExpressionMatch::kUnknown;
  const auto bare = [](const std::string& text) {
    return text.size() > 1 && text.starts_with('\'') && text.ends_with('\'') ? text.substr(1, text.size() - 2) : text;
  };
  if (bare(loose->loose) == bare(other->loose)) return ExpressionMatch::kEqual;
  // Or one value of the follower's type: '00:00:00' and '0' for an interval.
  const bool literals = loose->loose.starts_with('\'') && other->loose.starts_with('\'');
  return literals && cache.compare(loose->loose, other->loose, *column.follower->type, x, y) == ExpressionMatch::kEqual
             ? ExpressionMatch::kEqual
             : match;
}

// Whether `written` is a moment that the server reads once, when the default is made ('now', 'now()', 'today' …), and
// `stored` may be what that was, whatever the day.
bool is_stored_moment(const Expression& stored, const Expression& written, const Type& type, ExpressionContext x,
                      ExpressionContext y) {
  const TypeFamily family = type_family(type);
  const bool time = family == TypeFamily::kDate || family == TypeFamily::kDateTime || family == TypeFamily::kTime;
  if (!time || type.is_array || written.find('\'') == std::string::npos) return false;
  x.target = y.target = &type;
  const auto kept = canonical_expression(stored, x), form = canonical_expression(written, y);
  if (!kept || !form || !form->exact.starts_with('\'') || !form->exact.ends_with('\'')) return false;
  std::string word = to_lower_ascii(trim(std::string_view(form->exact).substr(1, form->exact.size() - 2)));
  if (word.ends_with("()")) word.resize(word.size() - 2);
  if (word != "now" && word != "today" && word != "tomorrow" && word != "yesterday") return false;
  const std::string_view literal = std::string_view(kept->exact).substr(kept->exact.starts_with('?') ? 1 : 0);
  return literal.size() > 1 && literal[0] == '\'' && literal[1] >= '0' && literal[1] <= '9';
}

bool names_retyped(const TablePair& pair, const std::vector<std::string>& columns) {
  return std::any_of(pair.columns.begin(), pair.columns.end(), [&](const ColumnPair& column) {
    return column.both() && !column.same_type &&
           std::find(columns.begin(), columns.end(), column.truth->name) != columns.end();
  });
}

// `x` and `y`: what is known around expressions of the truth's table and of the follower's.
void compare_column(ColumnPair& column, const TablePair& pair, const Resolver& resolver, const ExpressionContext& x,
                    const ExpressionContext& y, ExpressionCache& cache, Settling& settling,
                    std::vector<Unresolved>& unresolved) {
  const Column &truth = *column.truth, &follower = *column.follower;
  const auto open = [&](const std::string& reason) {
    unresolved.push_back(
        {{pair.schema, pair.name}, truth.name, reason, follower.location.known() ? follower.location : truth.location});
  };
  const Type type = resolver.type_of_truth(*truth.type), other = resolver.type_of_follower(*follower.type);
  if (!truth.type.known() || !follower.type.known())
    open("type: " + (truth.type.known() ? follower.type : truth.type).reason());
  if (pair.view != nullptr) return;
  if (!truth.nullable.known() || !follower.nullable.known())
    open("nullable: " + (truth.nullable.known() ? follower.nullable : truth.nullable).reason());

  if (!truth.default_value.known() || !follower.default_value.known()) {
    open("default: " + (truth.default_value.known() ? follower.default_value : truth.default_value).reason());
  } else if (!truth.serial && !follower.serial && truth.default_value->has_value() &&
             follower.default_value->has_value()) {
    ExpressionContext at = x;
    at.target = &type;
    const bool moment =
        is_stored_moment(**truth.default_value, **follower.default_value, truth.type.known() ? type : other, x, y);
    const ExpressionMatch match =
        moment
            ? ExpressionMatch::kEqual
            : settling.settle(
                  compare_defaults(column, truth.type.known() ? type : other, x, y, cache), **truth.default_value,
                  {{pair.schema, pair.name}, truth.name, OpenExpression::Use::kDefault, **follower.default_value}, at);
    column.same_default = match != ExpressionMatch::kDifferent;
    if (match == ExpressionMatch::kUnknown)
      open("default: " + **truth.default_value + " and " + **follower.default_value + " cannot be compared offline");
  }
  if (!truth.generated.known() || !follower.generated.known()) {
    open("generated: " + (truth.generated.known() ? follower.generated : truth.generated).reason());
  } else if (truth.generated->has_value() && follower.generated->has_value()) {
    const std::string &a = (*truth.generated)->expression, &b = (*follower.generated)->expression;
    ExpressionContext from = x, to = y;
    from.target = &type;
    to.target = &other;
    ExpressionMatch match = ExpressionMatch::kEqual;
    if (trim(a) != trim(b) || !y.renamed_columns->empty()) {
      const auto form = canonical_expression(a, from), other_form = canonical_expression(b, to);
      match = compare_expressions(form, other_form);
      // A column whose type differs is said by its own finding; so is what that does to the casts around it.
      if (form && other_form && form->loose == other_form->loose && names_retyped(pair, form->columns))
        match = ExpressionMatch::kEqual;
      match =
          settling.settle(match, a, {{pair.schema, pair.name}, truth.name, OpenExpression::Use::kGenerated, b}, from);
    }
    column.same_generated = match != ExpressionMatch::kDifferent;
    if (match == ExpressionMatch::kUnknown) open("generated: " + a + " and " + b + " cannot be compared offline");
  }
  if (!truth.comment.known() || !follower.comment.known())
    open("comment: " + (truth.comment.known() ? follower.comment : truth.comment).reason());
  column.same_collation = collation_name(truth.collation) == collation_name(follower.collation);
}

// Columns that both have stand in the same order.
bool same_order(const std::vector<ColumnPair>& columns) {
  const Column* last = nullptr;
  for (const ColumnPair& column : columns) {  // in the truth's order
    if (!column.both()) continue;
    if (last != nullptr && column.follower < last) return false;
    last = column.follower;
  }
  return true;
}

}  // namespace

ExpressionMatch ExpressionCache::compare(const std::string& a, const std::string& b, const Type& type,
                                         const ExpressionContext& x, const ExpressionContext& y) {
  if (trim(a) == trim(b)) return ExpressionMatch::kEqual;
  return compare_expressions(canonical(truth_, a, type, x), canonical(follower_, b, type, y));
}

const std::optional<CanonicalExpression>& ExpressionCache::canonical(Map& known, const std::string& text,
                                                                     const Type& type, ExpressionContext context) {
  std::string key = to_string(type) + '\n' + text;
  const auto found = known.find(key);
  if (found != known.end()) return found->second;
  context.target = type.empty() ? nullptr : &type;
  if (known.size() > 10000) known.clear();
  return known.emplace(std::move(key), canonical_expression(text, context)).first->second;
}

ExpressionMatch Settling::settle(ExpressionMatch match, const std::string& truth, const OpenExpression& follower,
                                 const ExpressionContext& x) {
  if (match != ExpressionMatch::kUnknown) return match;
  const auto found = readings_.find(follower);
  if (found == readings_.end()) {
    open_.insert(follower);
    return match;
  }
  if (trim(found->second) == trim(truth)) return ExpressionMatch::kEqual;
  // Both are now the words of one server: what still differs is different.
  const ExpressionMatch said =
      compare_expressions(canonical_expression(truth, x), canonical_expression(found->second, x));
  return said == ExpressionMatch::kEqual ? said : ExpressionMatch::kDifferent;
}

bool draws_from_sequence(const Column& column) {
  if (column.serial) return true;
  if (!column.default_value.known() || !column.default_value->has_value()) return false;
  return to_lower_ascii(trim(**column.default_value)).starts_with("nextval(");
}

ExpressionContext expression_context(const Table& table, const Schema& schema,
                                     const std::map<std::string, std::string>* renamed) {
  ExpressionContext context;
  context.column_type = [&table](std::string_view name) -> const Type* {
    const Column* column = find_column(table.columns, name);
    return column != nullptr && column->type.known() ? &*column->type : nullptr;
  };
  context.renamed_columns = renamed;
  context.search_path = schema.search_path;
  return context;
}

void match_columns(TablePair& pair) {
  static const std::vector<Column> kNone;
  const std::vector<Column>& truth = pair.view != nullptr          ? pair.view->columns
                                     : pair.table.truth != nullptr ? pair.table.truth->columns
                                                                   : kNone;
  const std::vector<Column>& follower = pair.table.follower != nullptr ? pair.table.follower->columns : kNone;
  std::unordered_map<std::string, const Column*> by_name;
  for (const Column& column : follower) by_name.emplace(server_name(column.name), &column);
  for (const Column& column : truth) {
    ColumnPair& added = pair.columns.emplace_back();
    added.truth = &column;
    const auto found = by_name.find(column.name);
    if (found == by_name.end()) continue;
    added.follower = found->second;
    by_name.erase(found);
  }
  for (const Column& column : follower) {
    const auto found = by_name.find(server_name(column.name));
    if (found == by_name.end() || found->second != &column) continue;
    pair.columns.emplace_back().follower = &column;
  }
}

namespace {

// Pairs up the columns that one side lacks with those that the other does.
class RenameMatcher {
 public:
  RenameMatcher(TablePair& pair, Resolver& resolver) : pair_(pair), resolver_(resolver) {
    for (ColumnPair& column : pair.columns) {
      if (column.missing()) missing_.push_back(&column);
      if (column.extra()) extra_.push_back(column.follower);
    }
  }

  void run(const std::function<const ColumnUses&()>& column_uses) {
    if (missing_.size() > kMaxRenameCandidates || extra_.size() > kMaxRenameCandidates) return;
    take_only_partners([&](const Column& truth, const Column& follower) {
      return rename_evidence(pair_, truth, follower, resolver_);
    });
    for (ColumnPair* m : missing_) {
      for (const Column* e : extra_) {
        if (std::string evidence = place_evidence(pair_, *m->truth, *e, resolver_); !evidence.empty()) {
          take(*m, *e, std::move(evidence));
          break;
        }
      }
    }
    forget_taken();
    if (column_uses) take_only_partners(same_but_for_name_and_used(column_uses));
    std::erase_if(pair_.columns, [&](const ColumnPair& c) { return c.extra() && taken_.contains(c.follower); });
  }

 private:
  // Evidence for two columns; empty: none.
  using Evidence = std::function<std::string(const Column& truth, const Column& follower)>;

  Evidence same_but_for_name_and_used(const std::function<const ColumnUses&()>& column_uses) const {
    return [&](const Column& truth, const Column& follower) {
      return same_but_for_name(pair_, truth, follower, resolver_) ? use_evidence(pair_, truth, follower, column_uses())
                                                                  : std::string();
    };
  }

  // Only where each is the other's one candidate.
  void take_only_partners(const Evidence& evidence) {
    struct Candidate {
      const Column* follower = nullptr;
      std::string evidence;
      std::size_t count = 0;
    };
    std::map<ColumnPair*, Candidate> candidates;
    std::map<const Column*, std::size_t> wanted;
    for (ColumnPair* m : missing_) {
      for (const Column* e : extra_) {
        std::string found = evidence(*m->truth, *e);
        if (found.empty()) continue;
        Candidate& candidate = candidates[m];
        candidate = {e, std::move(found), candidate.count + 1};
        ++wanted[e];
      }
    }
    for (ColumnPair* m : missing_) {
      const auto found = candidates.find(m);
      if (found == candidates.end() || found->second.count != 1 || wanted[found->second.follower] != 1) continue;
      take(*m, *found->second.follower, std::move(found->second.evidence));
    }
    forget_taken();
  }

  void take(ColumnPair& m, const Column& follower, std::string evidence) {
    m.evidence = std::move(evidence);
    m.follower = &follower;
    m.renamed = true;
    taken_.insert(&follower);
    resolver_.rename_column({pair_.schema, pair_.name}, follower.name, m.truth->name);
  }

  void forget_taken() {
    std::erase_if(missing_, [](const ColumnPair* m) { return m->renamed; });
    std::erase_if(extra_, [&](const Column* e) { return taken_.contains(e); });
  }

  TablePair& pair_;
  Resolver& resolver_;
  std::vector<ColumnPair*> missing_;
  std::vector<const Column*> extra_;
  std::set<const Column*> taken_;
};

}  // namespace

void match_renamed_columns(TablePair& pair, Resolver& resolver, const std::function<const ColumnUses&()>& column_uses) {
  RenameMatcher(pair, resolver).run(column_uses);
}

void compare_columns(TablePair& pair, const Resolver& resolver, ExpressionCache& cache, Settling& settling,
                     std::vector<Unresolved>& unresolved) {
  pair.same_column_order = same_order(pair.columns);
  for (ColumnPair& column : pair.columns) {
    if (!column.both() || !column.truth->type.known() || !column.follower->type.known()) continue;
    column.same_type = resolver.type_of_truth(*column.truth->type) == resolver.type_of_follower(*column.follower->type);
  }
  static const Table kNone;  // of a view
  const ExpressionContext x =
      expression_context(pair.table.truth != nullptr ? *pair.table.truth : kNone, resolver.truth(), nullptr);
  const ExpressionContext y = expression_context(*pair.table.follower, resolver.follower(),
                                                 &resolver.renamed_columns({pair.schema, pair.name}));
  for (ColumnPair& column : pair.columns)
    if (column.both()) compare_column(column, pair, resolver, x, y, cache, settling, unresolved);
}

}  // namespace si
