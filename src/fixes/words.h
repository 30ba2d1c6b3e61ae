// The words of one model file: types, text(…), ForeignKey … as its author writes them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "fixes/model_file.h"
#include "model/schema.h"

namespace si::fixes {

// What all files of the project share.
struct ProjectWords {
  const Schema* models = nullptr;
  const Schema* truth = nullptr;
  int sqlalchemy_major = 2;
  bool pipe_optional = false;  // `T | None` rather than Optional[T]
};

class Words {
 public:
  Words(ModelFile& file, const ProjectWords& project);

  ModelFile& file() { return file_; }
  const ProjectWords& project() const { return project_; }

  // A name of SQLAlchemy ("String", "ForeignKey") as this file writes it beside a call with this prefix ("db.", "").
  std::string name(const std::string& name, const std::string& prefix);
  std::string dialect_name(const std::string& name);
  // What relationships are made by: as the file calls it already, `db.relationship` of Flask-SQLAlchemy.
  std::string relationship(const std::string& prefix);
  // A type as an argument; nullopt: SQLAlchemy has none for it. `now`: how the column writes its type so far.
  std::optional<std::string> type(const Type& type, const std::string& prefix, const std::string& now = {});
  // What `server_default=` takes.
  std::string server_default(const std::string& expression, const std::string& prefix);
  std::string text(const std::string& sql, const std::string& prefix);
  // SQL as a string that SQLAlchemy reads as text(): ":name" stays text.
  std::string sql(const std::string& text) const;
  std::string quoted(std::string_view text) const { return fixes::quoted(text, file_.style()); }
  // The annotation for a type's values: "int", "datetime.datetime"; nullopt: not sure. `hidden`: names that mean
  // another thing where it stands.
  std::optional<std::string> annotation(const Type& type, const std::set<std::string>& hidden = {});
  std::string optional(const std::string& core);
  // True when the file maps `Mapped[core]` without further words to this type.
  bool annotation_gives(const std::string& core, const Type& type) const;
  // The file writes nullable=True where a column may be NULL.
  bool says_nullable_true() const { return says_nullable_true_; }
  // The prefix of most Column(…) calls in the file, and the name of that call: "db.", "Column".
  const std::string& column_prefix() const { return column_prefix_; }
  const std::string& column_name() const { return column_name_; }

 private:
  bool says(const std::string& whole) const;
  bool is_flask_object(const std::string& object) const;
  bool prefix_gives(const std::string& prefix, const std::string& name) const;
  std::optional<std::string> enum_type(const Enum& type, const Type& use, const std::string& prefix);

  ModelFile& file_;
  const ProjectWords& project_;
  std::map<std::string, std::map<std::string, int>> written_;  // type -> how the file writes it, how often
  bool says_nullable_true_ = false;
  bool literal_defaults_ = false;  // server_default="0" rather than text("0")
  bool func_now_ = false;
  std::string column_prefix_, column_name_ = "Column";
  std::string relationship_;  // "orm.relationship"; empty: the file has none
};

// The text of a literal default: 'x'::character varying → x; 0, true as they are. nullopt: an expression.
std::optional<std::string> literal_text(const std::string& expression);

// The name without what stands before its last dot, and the rest with the dot.
std::string last_name(std::string_view dotted);
std::string prefix_of(std::string_view dotted);

}  // namespace si::fixes
