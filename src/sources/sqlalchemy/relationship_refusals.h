// Foreign keys and relationships that SQLAlchemy would refuse when it configures the mappers. Certain ones only.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sources/sqlalchemy/collect_attributes.h"

namespace si::sqlalchemy {

class RelationshipRules {
 public:
  // `files`: what the models were looked for in, absolute paths.
  RelationshipRules(Context& context, Mapper& mapper, const CollectedAttributes& attributes,
                    std::vector<const Module*> modules, const std::vector<std::string>& files)
      : context_(context),
        mapper_(mapper),
        attributes_(attributes),
        modules_(std::move(modules)),
        files_(files.begin(), files.end()) {}

  void check();

 private:
  void check_foreign_keys(const TableBuild& build);
  void check_key(const TableBuild& build, const ForeignKey& key, std::size_t pair);
  void check_target(const RelationshipUse& use, const ModelAttribute& attribute);
  void check_join(const RelationshipUse& use, const ModelAttribute& attribute);
  void check_back_populates(const RelationshipUse& use, const ModelAttribute& attribute);
  void check_backref(const RelationshipUse& use, const ModelAttribute& attribute);
  void check_own_direction(const RelationshipUse& use, const ModelAttribute& attribute);
  bool may_be_elsewhere(const std::string& name, bool is_class);
  void read_elsewhere();
  bool is_ours(const Mapping& mapping) const;
  Finding& add(const RelationshipUse& use, std::string_view rule, Severity severity, std::string message);
  std::string name_of(const RelationshipUse& use) const;

  Context& context_;
  Mapper& mapper_;
  const CollectedAttributes& attributes_;
  std::vector<const Module*> modules_;
  std::set<std::string> files_;
  std::optional<std::set<std::string, std::less<>>> class_names_, table_words_;  // of code outside of the models
};

}  // namespace si::sqlalchemy
