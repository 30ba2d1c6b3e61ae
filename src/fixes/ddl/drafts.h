// The steps of a script while they are collected: what each mentions is looked up when all of them are there.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "fixes/ddl/order.h"
#include "fixes/ddl/script.h"
#include "model/schema.h"

namespace si::ddl {

// What a step speaks of, beside the steps it names in `needs`.
struct Mentions {
  std::vector<std::string> sql;               // expressions and definitions, with qualified names
  std::vector<Type> types;                    // of columns
  std::vector<std::string> collations;        // as the model of a schema names them
  std::vector<std::string> operator_classes;  // "strange USING btree"
  std::vector<QualifiedName> objects;
  std::vector<QualifiedName> whole_tables;  // with their indexes and late checks
  QualifiedName own;                        // not looked up
};

class Drafts {
 public:
  Drafts(const Schema& schema, const ScriptOptions& options) : schema_(schema), options_(options) {}

  const Schema& schema() const { return schema_; }
  const ScriptOptions& options() const { return options_; }

  // Whether a table or view is asked for.
  bool wanted(const QualifiedName& relation) const;
  // The new step; valid until the next call. Its number is last().
  Step& add(Phase phase, std::string what, Mentions mentions = {});
  std::size_t last() const { return steps_.size() - 1; }
  Step& at(std::size_t step) { return steps_[step]; }
  // Names the object that a step makes, so that others find it.
  void name(const QualifiedName& name, std::size_t step) { places_[name].push_back(step); }
  // An index or late check of a table.
  void name_part(const QualifiedName& table, std::size_t step) { parts_[table].push_back(step); }
  const std::vector<std::size_t>& parts(const QualifiedName& table) { return parts_[table]; }
  void schema_step(const std::string& name, std::size_t step) { schemas_[name] = step; }

  // Without a schema: what belongs to none ("server far"), else along the search path.
  std::vector<std::size_t> find(const QualifiedName& name) const;
  // The steps that the mentions lead to.
  std::vector<std::size_t> needs_of(const Mentions& mentions) const;
  // Resolves all mentions and hands the steps over; without those that nothing asked for.
  std::vector<Step> take();

  // `ALTER TABLE public.users OWNER TO keeper`, when owners are wanted and known.
  void owner(Step& step, std::string_view kind, const std::string& name, const std::string& owner) const;
  static void comment(Step& step, std::string_view kind, const std::string& name,
                      const std::optional<std::string>& comment);

 private:
  void empty_unneeded();

  const Schema& schema_;
  ScriptOptions options_;
  std::vector<Step> steps_;
  std::vector<Mentions> mentions_;
  std::map<QualifiedName, std::vector<std::size_t>> places_, parts_;
  std::map<std::string, std::size_t> schemas_;
};

// Each adds the steps of one kind of object of a schema (namespace).
void draft_tables(const std::string& schema, const Namespace& space, Drafts& drafts);
void draft_views(const std::string& schema, const Namespace& space, Drafts& drafts);
void draft_sequences(const std::string& schema, const Namespace& space, Drafts& drafts);
void draft_types(const std::string& schema, const Namespace& space, Drafts& drafts);
void draft_functions(const std::string& schema, const Namespace& space, Drafts& drafts);
void draft_other(const std::string& schema, const std::vector<OtherObject>& objects, Drafts& drafts);
// The step of an index on a table or materialized view.
std::size_t draft_index(const QualifiedName& relation, const Index& index, std::size_t relation_step, Drafts& drafts);
// What hangs on a table or view; `relation` is its step.
void draft_triggers(const QualifiedName& name, const std::vector<Definition>& triggers, std::size_t relation,
                    Drafts& drafts);
void draft_rules(const QualifiedName& name, const std::vector<Definition>& rules, std::size_t relation, Drafts& drafts);
void draft_grants(const std::string& object, const std::vector<std::string>& privileges, const std::string& owner,
                  std::size_t step, Drafts& drafts);

}  // namespace si::ddl
