// Where a column stands in a model file, and the changes that can be made to it there.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "fixes/model_file.h"
#include "fixes/words.h"
#include "model/schema.h"

namespace si::fixes {

enum class ColumnForm {
  kColumn,    // attr = Column(…), also of Table(…)
  kMapped,    // attr: Mapped[T] = mapped_column(…), or the annotation alone
  kSqlModel,  // attr: T = Field(…), or the annotation alone
};

struct ColumnSite {
  ModelFile* file = nullptr;
  const python::Node* statement = nullptr;   // of the class body; null for a column of Table(…)
  const python::Node* call = nullptr;        // Column(…), mapped_column(…), Field(…); null: none is written
  const python::Node* annotation = nullptr;  // of the statement
  ColumnForm form = ColumnForm::kColumn;
  bool annotated = false;  // the annotation decides about NULL and type: `Mapped[…]`, SQLModel
  std::string prefix;      // of the call: "db."
  std::string problem;     // why it can't be edited; empty: it can
};

// What a call calls, as it is written: "db.Column".
std::string_view callee_of(const ModelFile& file, const python::Node& call);
// What a function returns that does nothing else; null: it does more.
const python::Node* returned_value(const python::Node& function);

// What a class body binds: attributes, methods, classes.
std::set<std::string> bound_names(const python::Node& klass);

// The place that the model's column names.
ColumnSite find_column_site(ModelFile& file, const Column& column);

// One column's changes. Each returns why it can't be done, or nothing; what a failed one has begun must not be used.
class ColumnChange {
 public:
  // `column`: the model's.
  ColumnChange(ColumnSite site, const Column& column, Words& words);

  using Problem = std::string;
  Problem set_type(const Type& type);
  Problem set_nullable(bool nullable);
  Problem set_default(const std::optional<std::string>& expression);
  Problem set_name(const std::string& name);
  // The attribute too; to be called before set_name().
  Problem rename_attribute(const std::string& attribute);
  // Of a column of Table(…): code goes on to call it by the name it has now.
  Problem keep_key();
  Problem set_comment(const std::optional<std::string>& comment);
  // primary_key, unique, index: True, or not there. `as_false`: False rather than not there.
  Problem set_flag(std::string_view keyword, bool value, bool as_false = false);
  bool has_autoincrement_off() const;
  Problem set_identity(const std::optional<Identity>& identity);
  Problem set_generated(const std::optional<Generated>& generated);
  Problem set_collation(const std::optional<std::string>& collation, const Type& type);
  Problem add_foreign_key(const std::string& target, const ForeignKey& key);
  // `key`: the model's; found by its place.
  Problem change_foreign_key(const ForeignKey& key, const std::string& target, const ForeignKey& wanted);
  Problem remove_foreign_key(const ForeignKey& key);
  Problem name_foreign_key(const ForeignKey& key, const std::string& name);

  // Writes what could not be written at once (a call where there was none). To be called once, at the end.
  void finish();

 private:
  struct Argument {
    std::size_t position = 0;             // in the list as it is now
    std::string name;                     // empty: positional
    std::string text;                     // of the value
    const python::Node* value = nullptr;  // null: written by us
  };
  std::vector<Argument> arguments() const;
  std::optional<Argument> find(std::string_view name) const;
  std::optional<Argument> type_argument() const;
  std::optional<Argument> foreign_key_argument(const ForeignKey& key) const;
  void set(const Argument& argument, const std::string& value);
  void remove(const Argument& argument);
  void insert(std::size_t position, const std::string& text);
  void set_keyword(std::string_view name, const std::string& value);
  bool remove_keyword(std::string_view name);
  void insert_positional(const std::string& text);
  Problem set_inner(std::string_view name, const std::optional<std::string>& value);
  Problem set_field_type(const Type& type);
  Problem set_column_argument(const std::string& name, const std::optional<std::string>& text);
  std::string key_call(const std::string& target, const std::vector<std::string>& options);
  void set_optional(bool optional);
  void set_core(const std::string& core);
  bool is_field() const { return site_.form == ColumnForm::kSqlModel; }

  ColumnSite site_;
  const Column& column_;
  std::string attribute_;  // of the column, as it shall be
  Words& words_;
  BracketEdit* edit_ = nullptr;                               // of the call; null: `virtual_`
  std::vector<std::pair<std::string, std::string>> virtual_;  // name, text: of a call that is not there yet
  bool virtual_used_ = false;
  std::set<std::string> hidden_;  // names that the class binds: an annotation that means another thing can't use them
  std::string core_;              // of the annotation, without Optional
  bool optional_ = false;
  bool annotation_changed_ = false;
  std::set<std::string> done_;  // one declaration of several tables is asked for the same more than once
};

// The keyword's place among others, as most authors order them.
int keyword_rank(std::string_view name, ColumnForm form);

// A column of a foreign key's target: "users.id", with its schema where it is not the default one.
std::string key_target(const ForeignKey& key, const std::string& default_schema);
// ForeignKey's arguments behind the target: `ondelete="CASCADE"` …
std::vector<std::string> key_options(const ForeignKey& key, const FileStyle& style);

}  // namespace si::fixes
