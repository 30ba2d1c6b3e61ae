// Where a table stands in a model file: its class or Table(…), and changes to its constraints, options and columns.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fixes/model_file.h"
#include "fixes/words.h"
#include "model/schema.h"

namespace si::fixes {

struct TableSite {
  ModelFile* file = nullptr;
  const python::Node* klass = nullptr;  // the class that declares it; or
  const python::Node* call = nullptr;   // Table(…)
  std::string problem;
};

TableSite find_table_site(ModelFile& file, const Table& table);

// A constraint or index as a call.
struct ElementText {
  std::string callee;
  std::vector<std::string> positional;
  std::vector<std::pair<std::string, std::string>> keywords;
  std::string text() const;
};

class TableChange {
 public:
  TableChange(TableSite site, Words& words);

  using Problem = std::string;
  const TableSite& site() const { return site_; }
  // An element of __table_args__ or of Table(…), at its end.
  Problem add_element(const std::string& text);
  // The constraint or index whose call stands at this place, in any form.
  Problem replace_element(const Location& place, const std::string& text);
  Problem replace_element(const python::Node* node, const std::string& text);
  // The same where the file's own words can stay: `own` is what the model says there now.
  Problem change_element(const Location& place, const ElementText& own, const ElementText& wanted);
  Problem remove_element(const Location& place);
  const python::Node* element(const Location& place) const;
  // Whether a node is an element of __table_args__ or an argument of Table(…); else it stands by itself.
  bool holds(const python::Node& node) const;
  void add_behind(const python::Node& statement, const std::string& text);
  Problem set_comment(const std::optional<std::string>& comment) { return set_option("comment", comment); }
  // A text among the table's keywords: `comment=…` of Table(…), {"comment": …} of __table_args__. nullopt takes it
  // away.
  Problem set_option(std::string_view name, const std::optional<std::string>& value);
  // Elements of __table_args__ that name this column, by a string or by itself, go.
  std::vector<const python::Node*> elements() const;
  // The statement of __table_args__; null: none.
  const python::Node* table_args() const { return args_statement_; }
  // Writes what was collected. To be called once.
  void finish();

 private:
  Problem keyword_problem() const;

  TableSite site_;
  Words& words_;
  const python::Node* args_statement_ = nullptr;
  const python::Node* args_ = nullptr;  // its value
  std::vector<std::string> added_;
  std::vector<std::string> options_;  // of a dictionary that is not there yet: `"comment": "…"`
};

// "(a > 0)" → "a > 0"
std::string_view without_parentheses(std::string_view text);

// Constraints and indexes as elements.
// `columns`: as the model calls those of the key.
ElementText primary_key_text(const PrimaryKey& key, const std::vector<std::string>& columns, Words& words,
                             const std::string& prefix);
ElementText unique_text(const Unique& unique, Words& words, const std::string& prefix);
std::string check_text(const Check& check, Words& words, const std::string& prefix);
ElementText index_text(const Index& index, Words& words, const std::string& prefix);
ElementText foreign_key_text(const ForeignKey& key, const std::string& default_schema, Words& words,
                             const std::string& prefix);
// nullopt: the definition is more than SQLAlchemy's ExcludeConstraint takes.
std::optional<std::string> exclusion_text(const Exclusion& exclusion, Words& words);

}  // namespace si::fixes
