// The steps of a comparison: which objects take part, which table is which, then each table's columns, then its
// constraints (a foreign key's columns may have been renamed in another table, so all columns come first).
#include "compare/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "compare/describe.h"
#include "compare/matching.h"
#include "compare/objects.h"
#include "compare/similar.h"
#include "support/strings.h"

namespace si {
namespace {

using Name = QualifiedName;

bool matches_any(const std::vector<std::string>& globs, const Name& name) {
  return std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) {
    return glob_match(glob, name.name) || glob_match(glob, name.schema + '.' + name.name);
  });
}

bool is_partition(const Table* table) { return table != nullptr && table->partition_of.has_value(); }
bool is_of_extension(const Table* table) { return table != nullptr && !table->extension.empty(); }

class Comparer {
 public:
  Comparer(const Schema& truth, const Schema& follower, const CompareOptions& options)
      : options_(options),
        resolver_(truth, follower),
        models_(follower.source.kind == SourceKind::kModels),
        settling_(options.server_readings) {
    result_.truth = &truth;
    result_.follower = &follower;
  }

  Comparison run() {
    pair_tables();
    pair_enums();
    if (options_.match_renames) match_renamed_tables();
    set_aside_silent_schemas();
    set_aside_hidden_tables();
    for (TablePair& pair : result_.tables) {
      match_columns(pair);
      if (options_.match_renames) match_renamed_columns(pair, resolver_, options_.column_uses);
    }
    if (options_.match_renames) match_renamed_enums();
    for (TablePair& pair : result_.tables) {
      if (!pair.table.both() && pair.view == nullptr) continue;
      compare_columns(pair, resolver_, cache_, settling_, result_.unresolved);
      match_constraints(pair, resolver_, settling_, result_.unresolved);
    }
    fold_references();
    explain_enums();
    match_objects(result_, resolver_, options_);
    count();
    collect_unresolved();
    say_what_was_not_compared();
    result_.open_expressions.assign(settling_.open().begin(), settling_.open().end());
    return std::move(result_);
  }

 private:
  // ---- tables

  bool is_left_out(const Name& name, const Pair<Table>& table, bool is_view) {
    const auto drop = [&](const std::string& why) {
      ++left_out_[why];
      return true;
    };
    if (matches_any(options_.ignore_tables, name)) return drop("tables that the configuration leaves out");
    if (!options_.schemas.empty() && !std::any_of(options_.schemas.begin(), options_.schemas.end(),
                                                  [&](const auto& glob) { return glob_match(glob, name.schema); }))
      return drop("tables of schemas that were not asked for");
    if (table.follower != nullptr && !table.follower->bind_key.empty())
      return drop("models of other databases (__bind_key__)");
    if (is_view) return false;
    const auto everywhere = [&](bool (*property)(const Table*)) {
      return (table.truth == nullptr || property(table.truth)) &&
             (table.follower == nullptr || property(table.follower));
    };
    if (!options_.include_extension_members && everywhere(is_of_extension)) return drop("tables of extensions");
    if (!options_.include_partitions && everywhere(is_partition)) return drop("partitions (their parent is compared)");
    return false;
  }

  void pair_tables() {
    std::map<Name, TablePair> pairs;
    for (const auto& [schema, space] : resolver_.truth().schemas)
      for (const auto& [name, table] : space.tables) pairs[{schema, name}].table.truth = &table;
    std::set<std::string> spoken;  // schemas that the follower speaks of
    for (const auto& [schema, space] : resolver_.follower().schemas) {
      for (const auto& [name, table] : space.tables) {
        const Name place = resolver_.of_follower({schema, name});
        const bool there =
            resolver_.truth().find_table(place) != nullptr || resolver_.truth().find_view(place) != nullptr;
        if (!table.unresolved_schema.empty() && !there) {  // which one is meant, if any, is not known
          floating_.emplace(place.name, &table);
          continue;
        }
        TablePair& pair = pairs[place];
        pair.table.follower = &table;
        if (pair.table.truth == nullptr) pair.view = resolver_.truth().find_view(place);
        spoken.insert(place.schema);
      }
    }
    if (spoken.empty()) spoken.insert(resolver_.truth().default_schema());
    std::set<std::string> extra;  // names of the follower's tables that the truth lacks
    for (const auto& [name, pair] : pairs)
      if (pair.table.extra() && pair.view == nullptr) extra.insert(name.name);
    for (auto& [name, pair] : pairs) {
      if (models_ && options_.schemas.empty() && !spoken.contains(name.schema)) {
        // One that may have moved here from a schema that the models speak of stays for now.
        if (!extra.contains(name.name)) {
          ++silent_[name.schema];
          continue;
        }
        elsewhere_.insert(name);
      }
      if (is_left_out(name, pair.table, pair.view != nullptr)) continue;
      pair.schema = name.schema;
      pair.name = name.name;
      result_.tables.push_back(std::move(pair));
    }
  }

  // Tables of schemas that the models do not speak of, and that are no renamed ones.
  void set_aside_silent_schemas() {
    std::erase_if(result_.tables, [&](const TablePair& pair) {
      if (!pair.table.missing() || !elsewhere_.contains({pair.schema, pair.name})) return false;
      ++silent_[pair.schema];
      return true;
    });
    for (const auto& [schema, tables] : silent_)
      result_.not_compared.push_back(
          {"schema " + schema + " (" + std::to_string(tables) + " tables)", "the models declare nothing in it"});
  }

  // "name type" of every column, sorted: equal for tables that are the same but for their name.
  static std::vector<std::string> column_set(const Table& table, const Resolver& resolver, bool of_truth) {
    std::vector<std::string> set;
    for (const Column& column : table.columns) {
      const Type type = of_truth ? resolver.type_of_truth(*column.type) : resolver.type_of_follower(*column.type);
      set.push_back(column.name + ' ' + to_string(type));
    }
    std::sort(set.begin(), set.end());
    return set;
  }

  static constexpr std::size_t kTellingColumns = 4;        // so many equal columns are no accident
  static constexpr std::size_t kMaxRenameChecks = 50'000;  // pairs of tables; beyond, only equal column sets count

  // "studies" and "studies_old": too little for a column, but not for tables of the same columns.
  static bool is_one_word_more(std::string_view a, std::string_view b) {
    if (a.size() < b.size()) std::swap(a, b);
    return a.starts_with(fmt::format("{}_", b)) || a.ends_with(fmt::format("_{}", b));
  }

  static std::string rename_evidence(const std::vector<std::string>& a, const std::vector<std::string>& b,
                                     const std::string& name, const std::string& other) {
    std::vector<std::string> common;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
    const std::size_t larger = std::max(a.size(), b.size());
    if (larger == 0 || common.size() * 5 < larger * 4) return "";
    const bool similar =
        name == other || similar_names(name, other) || (common.size() == larger && is_one_word_more(name, other));
    if (!similar && (common.size() != larger || larger < kTellingColumns)) return "";
    const std::string columns =
        common.size() == larger ? "the same columns"
                                : std::to_string(common.size()) + " of " + std::to_string(larger) + " columns the same";
    return similar ? columns + ", similar name" : columns;
  }

  void match_renamed_tables() {
    std::vector<TablePair*> missing, extra;
    for (TablePair& pair : result_.tables) {
      if (pair.table.missing()) missing.push_back(&pair);
      if (pair.table.extra() && pair.view == nullptr) extra.push_back(&pair);
    }
    if (missing.empty() || extra.empty()) return;
    std::map<const TablePair*, std::vector<std::string>> columns;
    for (const TablePair* m : missing) columns[m] = column_set(*m->table.truth, resolver_, true);
    for (const TablePair* e : extra) columns[e] = column_set(*e->table.follower, resolver_, false);
    const bool many = missing.size() > kMaxRenameChecks / extra.size();
    std::map<std::vector<std::string>, std::vector<TablePair*>> by_columns;
    for (TablePair* e : extra) by_columns[columns[e]].push_back(e);

    std::map<TablePair*, std::vector<TablePair*>> partners;
    for (TablePair* m : missing) {
      for (TablePair* e : many ? by_columns[columns[m]] : extra) {
        if (rename_evidence(columns[m], columns[e], m->name, e->name).empty()) continue;
        partners[m].push_back(e);
        partners[e].push_back(m);
      }
    }
    std::set<const TablePair*> taken;
    for (TablePair* m : missing) {
      const auto found = partners.find(m);
      if (found == partners.end() || found->second.size() != 1 || partners[found->second[0]].size() != 1) continue;
      TablePair* e = found->second[0];
      m->evidence = rename_evidence(columns[m], columns[e], m->name, e->name);
      m->table.follower = e->table.follower;
      m->renamed = true;
      taken.insert(e);
      resolver_.rename_table({e->schema, e->name}, {m->schema, m->name});
    }
    std::erase_if(result_.tables, [&](const TablePair& pair) { return taken.contains(&pair); });
  }

  // A table that the models seem to lack may stand in a file that could not be read: not known, so no finding.
  void set_aside_hidden_tables() {
    std::erase_if(result_.tables, [&](const TablePair& pair) {
      if (!pair.table.missing()) return false;
      if (const auto floating = floating_.find(pair.name); floating != floating_.end()) {
        result_.unresolved.push_back({{pair.schema, pair.name},
                                      "",
                                      "a model declares a table of this name: " + floating->second->unresolved_schema,
                                      floating->second->location});
        return true;
      }
      const std::string name = to_lower_ascii(replace_all(pair.name, "_", ""));
      for (const HiddenTables& hidden : resolver_.follower().hidden_tables) {
        const std::vector<std::string>& words = hidden.words;
        if (!words.empty() && !std::binary_search(words.begin(), words.end(), name)) continue;
        result_.unresolved.push_back(
            {{pair.schema, pair.name},
             "",
             "no model of this table is among those read, but it may be declared: " + hidden.reason,
             hidden.location});
        return true;
      }
      return false;
    });
  }

  // A foreign key that the other side lacks because it lacks the table it points to belongs to that table's finding.
  void fold_references() {
    std::map<Name, TablePair*> lonely;
    for (TablePair& pair : result_.tables)
      if (!pair.table.both() && pair.view == nullptr) lonely.emplace(Name{pair.schema, pair.name}, &pair);
    if (lonely.empty()) return;
    for (TablePair& pair : result_.tables) {
      std::erase_if(pair.foreign_keys, [&](const DefinitionPair<ForeignKey>& key) {
        if (key.both()) return false;
        const Name& written = key.any().referenced_table;
        const auto found =
            lonely.find(key.truth != nullptr ? resolver_.of_truth(written) : resolver_.of_follower(written));
        if (found == lonely.end() || found->second->table.missing() != key.missing()) return false;
        found->second->includes.push_back(pair.name + ": " + describe(key.any()));
        return true;
      });
    }
  }

  // ---- enums

  void pair_enums() {
    std::map<Name, EnumPair> pairs;
    for (const auto& [schema, space] : resolver_.truth().schemas)
      for (const auto& [name, type] : space.enums) pairs[{schema, name}].truth = &type;
    for (const auto& [schema, space] : resolver_.follower().schemas) {
      for (const auto& [name, type] : space.enums) {
        const bool is_default = schema == resolver_.follower().default_schema();
        Name place{is_default ? resolver_.truth().default_schema() : schema, server_name(name)};
        if (is_default)
          for (const std::string& where : resolver_.truth().search_path)
            if (pairs.contains({where, place.name}) && pairs[{where, place.name}].truth != nullptr) {
              place.schema = where;
              break;
            }
        pairs[place].follower = &type;
      }
    }
    for (auto& [name, pair] : pairs) {
      const bool member = (pair.truth == nullptr || !pair.truth->extension.empty()) &&
                          (pair.follower == nullptr || !pair.follower->extension.empty());
      if (member && !options_.include_extension_members) continue;
      pair.schema = name.schema;
      pair.name = name.name;
      result_.enums.push_back(std::move(pair));
    }
  }

  EnumPair* find_enum(const Type& type, const Schema& schema) {
    if (type.empty() || is_builtin(type)) return nullptr;
    // Pairs stand under the truth's names of schemas.
    const bool on_path = type.schema.empty() || (&schema == result_.follower && type.schema == schema.default_schema());
    for (const std::string& where : on_path ? result_.truth->search_path : std::vector<std::string>{type.schema}) {
      const auto found =
          std::lower_bound(result_.enums.begin(), result_.enums.end(), std::tie(where, type.name),
                           [](const EnumPair& e, const auto& key) { return std::tie(e.schema, e.name) < key; });
      if (found != result_.enums.end() && found->schema == where && found->name == type.name) return &*found;
    }
    return nullptr;
  }

  // An enum of the truth and one of the follower with the same labels, in the same columns, are one.
  void match_renamed_enums() {
    std::map<EnumPair*, std::set<EnumPair*>> partners;
    for (const TablePair& pair : result_.tables) {
      for (const ColumnPair& column : pair.columns) {
        if (!column.both() || !column.truth->type.known() || !column.follower->type.known()) continue;
        EnumPair* a = find_enum(*column.truth->type, resolver_.truth());
        EnumPair* b = find_enum(*column.follower->type, resolver_.follower());
        if (a == nullptr || b == nullptr || a == b || !a->missing() || !b->extra()) continue;
        partners[a].insert(b);
        partners[b].insert(a);
      }
    }
    std::set<const Enum*> taken;
    for (EnumPair& a : result_.enums) {
      const auto found = partners.find(&a);
      if (!a.missing() || found == partners.end() || found->second.size() != 1) continue;
      const EnumPair* b = *found->second.begin();
      if (partners.at(const_cast<EnumPair*>(b)).size() != 1 || b->follower == nullptr) continue;
      const bool known = a.truth->labels.known() && b->follower->labels.known();
      if (!known || *a.truth->labels != *b->follower->labels) continue;
      resolver_.rename_enum(b->follower->name, a.name);
      a.follower = b->follower;
      a.renamed = true;
      taken.insert(b->follower);
    }
    std::erase_if(result_.enums, [&](const EnumPair& e) { return e.extra() && taken.contains(e.follower); });
  }

  // An enum on one side only needs no finding of its own where a table or column on one side only, or of another type,
  // is why.
  void explain_enums() {
    const auto explain = [&](const Column* column, const Schema& schema) {
      if (column == nullptr || !column->type.known()) return;
      if (EnumPair* found = find_enum(*column->type, schema); found != nullptr && !found->both())
        found->explained = true;
    };
    for (const TablePair& pair : result_.tables) {
      for (const ColumnPair& column : pair.columns) {
        explain(column.truth, resolver_.truth());
        explain(column.follower, resolver_.follower());
      }
    }
  }

  // ---- the account

  void count() {
    for (const TablePair& pair : result_.tables) {
      if (pair.table.both() || (pair.view != nullptr && pair.table.follower != nullptr)) ++result_.tables_compared;
      for (const ColumnPair& column : pair.columns)
        if (column.both()) ++result_.columns_compared;
    }
  }

  // A table that models declare and that could not be compared, for where it is is not known.
  bool is_without_pair(const Schema& schema, const Unresolved& item) const {
    if (&schema != result_.follower || !models_) return false;
    const bool said = std::any_of(result_.unresolved.begin(), result_.unresolved.end(), [&](const Unresolved& other) {
      return other.location == item.location && other.reason.ends_with(item.reason);
    });
    const Table* table = schema.find_table(item.table);
    return !said && (table == nullptr ||
                     (!table->unresolved_schema.empty() && floating_.contains(server_name(item.table.name))));
  }

  void collect_unresolved() {
    std::set<Name> names;
    for (const TablePair& pair : result_.tables) names.insert({pair.schema, pair.name});
    std::set<std::tuple<std::string, std::string, std::string>> seen;
    for (const Unresolved& item : result_.unresolved) seen.emplace(item.table.name, item.column, item.reason);
    for (const Schema* schema : {result_.truth, result_.follower}) {
      for (const Unresolved& item : schema->unresolved) {
        const Name place = schema == result_.truth ? resolver_.of_truth(item.table) : resolver_.of_follower(item.table);
        if (!item.table.empty() && !names.contains(place) && !is_without_pair(*schema, item)) continue;
        if (!seen.emplace(place.name, item.column, item.reason).second) continue;
        result_.unresolved.push_back(item);
        if (!item.table.empty()) result_.unresolved.back().table = place;
      }
    }
    for (const TablePair& pair : result_.tables) {
      const Table* table = pair.table.follower;
      if (table == nullptr || table->unresolved_columns.empty()) continue;
      for (const ColumnPair& column : pair.columns)
        if (column.missing())
          result_.unresolved.push_back({{pair.schema, pair.name},
                                        column.truth->name,
                                        "not declared in what could be read: " + table->unresolved_columns,
                                        table->location});
      const auto said_of_all = [&](const Unresolved& item) {  // "reason (31 tables)"
        return item.table.empty() && item.reason.starts_with(table->unresolved_columns + " (");
      };
      if (std::any_of(result_.unresolved.begin(), result_.unresolved.end(), said_of_all)) continue;
      if (!seen.emplace(pair.name, "", table->unresolved_columns).second) continue;
      result_.unresolved.push_back({{pair.schema, pair.name}, "", table->unresolved_columns, table->location});
    }
    std::sort(result_.unresolved.begin(), result_.unresolved.end(), [](const Unresolved& a, const Unresolved& b) {
      return std::tie(a.table, a.column, a.location, a.reason) < std::tie(b.table, b.column, b.location, b.reason);
    });
  }

  template <typename Map>
  static std::size_t count_missing(const Map& truth, const Map& follower) {
    return static_cast<std::size_t>(
        std::count_if(truth.begin(), truth.end(), [&](const auto& entry) { return !follower.contains(entry.first); }));
  }

  // Objects of the truth that the follower has none of that name for.
  template <typename Member>
  std::size_t count_undeclared(Member member) const {
    std::size_t count = 0;
    for (const auto& [name, space] : resolver_.truth().schemas) {
      const bool is_default = name == resolver_.truth().default_schema();
      const auto found = resolver_.follower().schemas.find(is_default ? resolver_.follower().default_schema() : name);
      count += found == resolver_.follower().schemas.end() ? (space.*member).size()
                                                           : count_missing(space.*member, found->second.*member);
    }
    return count;
  }

  std::size_t count_in_tables(std::size_t (*of)(const Table&)) const {
    std::size_t count = 0;
    for (const auto& [name, space] : resolver_.truth().schemas)
      for (const auto& [table_name, table] : space.tables) count += of(table);
    return count;
  }

  // Between two databases.
  void say_of_databases() {
    for (const char* kind : {"views", "materialized views", "sequences", "domains", "composite types", "range types",
                             "functions", "triggers", "rules", "row security policies", "extensions", "other objects",
                             "partitioning, inheritance, persistence, row security and storage of tables"})
      result_.compared.emplace_back(kind);
    result_.not_compared.push_back({"owners, privileges and tablespaces", "no rule compares them"});
    result_.not_compared.push_back({"storage, compression and statistics of columns", "no rule compares them"});
    result_.not_compared.push_back(
        {"modes REPLICA and ALWAYS of triggers, types of OF tables, names of NOT NULL constraints",
         "no rule compares them"});
    result_.not_compared.push_back({"comments on constraints, indexes and enums", "no rule compares them"});
  }

  // With models (or a document): what they declare was compared, what the database has beside it was not.
  void say_of_models() {
    const std::string why = models_ ? "models do not declare them" : "no rule compares them";
    const auto add = [&](const std::string& what, std::size_t count) {
      if (count > 0) result_.not_compared.push_back({what + " (" + std::to_string(count) + ")", why});
    };
    add("views", count_undeclared(&Namespace::views));
    add("materialized views", count_undeclared(&Namespace::materialized_views));
    add("sequences", count_undeclared(&Namespace::sequences));
    add("domains", count_undeclared(&Namespace::domains));
    add("composite types", count_undeclared(&Namespace::composite_types));
    add("range types", count_undeclared(&Namespace::range_types));
    add("functions", count_undeclared(&Namespace::functions));
    add("triggers", count_in_tables([](const Table& table) { return table.triggers.size(); }));
    add("rules", count_in_tables([](const Table& table) { return table.rules.size(); }));
    add("row security policies", count_in_tables([](const Table& table) { return table.policies.size(); }));
    add("privileges", count_in_tables([](const Table& table) { return table.privileges.size(); }));
    std::size_t other = resolver_.truth().database_objects.size();
    for (const auto& [name, space] : resolver_.truth().schemas) other += space.other.size();
    add("other objects", other);
    add("extensions", count_missing(resolver_.truth().extensions, resolver_.follower().extensions));
    if (!models_) return;
    result_.not_compared.push_back(
        {"NOT VALID, NO INHERIT, partitioning, row security, storage and owners", "models do not declare them"});
    result_.not_compared.push_back(
        {"comments on constraints, indexes and types", "only those on tables and columns are compared"});
  }

  void say_what_was_not_compared() {
    result_.compared = {"tables",
                        "columns",
                        "types",
                        "nullability",
                        "defaults",
                        "identity",
                        "generated",
                        "collations",
                        "comments",
                        "primary keys",
                        "foreign keys",
                        "unique constraints",
                        "check constraints",
                        "exclusion constraints",
                        "indexes",
                        "enums"};
    for (const auto& [why, tables] : left_out_)
      result_.not_compared.push_back({std::to_string(tables) + (tables == 1 ? " table" : " tables"), why});
    if (is_database_reading(resolver_.truth()) && is_database_reading(resolver_.follower()))
      say_of_databases();
    else
      say_of_models();
    for (const Schema* schema : {result_.truth, result_.follower})
      result_.not_compared.insert(result_.not_compared.end(), schema->not_read.begin(), schema->not_read.end());
  }

  const CompareOptions& options_;
  Resolver resolver_;
  const bool models_;
  ExpressionCache cache_;
  Settling settling_;
  std::map<std::string, std::size_t> left_out_;   // why -> tables
  std::map<std::string, std::size_t> silent_;     // schemas that the models do not speak of -> tables
  std::map<std::string, const Table*> floating_;  // the follower's that are not found by name, their schema not known
  std::set<Name> elsewhere_;                      // tables of such schemas that have the name of an extra one
  Comparison result_;
};

}  // namespace

Comparison compare_schemas(const Schema& truth, const Schema& follower, const CompareOptions& options) {
  return Comparer(truth, follower, options).run();
}

}  // namespace si
