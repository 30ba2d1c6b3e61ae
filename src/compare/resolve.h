// One way to name things of both sides: the follower's names and types in the words of the truth.
#pragma once

#include <map>
#include <string>

#include "model/schema.h"

namespace si {

// Borrows both schemas. Renames are added as they are found.
class Resolver {
 public:
  Resolver(const Schema& truth, const Schema& follower);

  // Where the truth has (or would have) a table, view or type of this name.
  QualifiedName of_truth(const QualifiedName& name) const;
  // The same for a name of the follower: its default schema is the truth's, renamed tables have the truth's name.
  QualifiedName of_follower(const QualifiedName& name) const;
  // Types without the schemas that need not be written, and with the truth's name for a renamed enum.
  Type type_of_truth(Type type) const;
  Type type_of_follower(Type type) const;

  // `placed`: what of_follower() gave for it before.
  void rename_table(const QualifiedName& placed, const QualifiedName& truth_name);
  void rename_enum(const std::string& follower_name, const std::string& truth_name);
  // `table`: the truth's name.
  void rename_column(const QualifiedName& table, const std::string& follower_name, const std::string& truth_name);
  // Follower's name -> truth's; empty for most tables.
  const std::map<std::string, std::string>& renamed_columns(const QualifiedName& table) const;

  const Schema& truth() const { return truth_; }
  const Schema& follower() const { return follower_; }

 private:
  QualifiedName place(const Schema& schema, const QualifiedName& name) const;

  const Schema& truth_;
  const Schema& follower_;
  std::map<QualifiedName, QualifiedName> tables_;
  std::map<std::string, std::string> enums_;
  std::map<QualifiedName, std::map<std::string, std::string>> columns_;
};

// As the server keeps an identifier: at most 63 bytes.
std::string server_name(const std::string& name);

}  // namespace si
