// The imports of a file: what a name is called there, and edits that add names and take away those no longer used.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "fixes/file_style.h"
#include "sources/python/syntax.h"
#include "text/edit.h"

namespace si::fixes {

// How the names of an import are sorted: constants before classes before the rest (isort, ruff), or all alike.
enum class NameOrder { kByKind, kIgnoringCase, kAscii };

class Imports {
 public:
  // Borrows the tree. `local_packages`: first parts of module names that are the project's own.
  Imports(const python::SyntaxTree& tree, const FileStyle& style, std::set<std::string> local_packages);

  // How to write `name` of `module` ("sqlalchemy", "String") in this file: as it is imported, behind the prefix that
  // the file uses for it, else by an import that will be added. `prefix` ("db.") is tried before a new import.
  std::string spelled(const std::string& module, const std::string& name, const std::string& prefix = {});
  // The same where the names in `hidden` mean another thing (attributes of the class around): whether what spelled()
  // would write is one of them, and how to write it then. `module` empty: a builtin.
  bool is_hidden(const std::string& module, const std::string& name, const std::set<std::string>& hidden) const;
  std::string spelled_unlike(const std::string& module, const std::string& name, const std::set<std::string>& hidden);
  // Whether a name is bound at the file's top level by an import.
  bool has(std::string_view local_name) const;
  // What a local name was imported from: "sqlalchemy.String"; empty: not imported.
  std::string origin(std::string_view local_name) const;

  // Whether a name may be imported from this file by another: then its import stays, used here or not.
  void keep_names(std::function<bool(const std::string&)> is_used_elsewhere) {
    is_used_elsewhere_ = std::move(is_used_elsewhere);
  }

  // Imports wanted so far as edits; and names that `after` (the file with all other edits made) no longer uses although
  // the file used them before.
  std::vector<Edit> edits(std::string_view after) const;

 private:
  struct Statement {
    const python::Node* node = nullptr;
    std::string module;                // of `from module import`; empty: a plain import
    std::vector<std::string> names;    // imported names, or dotted modules
    std::vector<std::string> aliases;  // local names
  };
  void collect(const python::Node& block);
  Edit change_names(const Statement& statement, const std::set<std::string>& names,
                    const std::set<std::string>& unused) const;
  bool has_a_line_each(const std::string& module) const;
  Edit line_of_its_own(const std::string& module, const std::string& name) const;
  std::string wrapped(const std::vector<std::string>& names) const;
  std::size_t place_for(const std::string& module, std::string& before, std::string& after) const;
  int group_of(std::string_view module) const;

  const python::SyntaxTree& tree_;
  const FileStyle& style_;
  std::set<std::string> local_packages_;
  NameOrder order_ = NameOrder::kByKind;
  std::function<bool(const std::string&)> is_used_elsewhere_;
  std::vector<Statement> statements_;
  std::map<std::string, std::string, std::less<>> origins_;  // local name -> dotted
  std::set<std::string, std::less<>> bound_;                 // other names at the top level
  std::map<std::string, std::set<std::string>> wanted_;      // module -> names
};

}  // namespace si::fixes
