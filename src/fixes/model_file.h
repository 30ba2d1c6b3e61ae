// A model file that is being edited: its syntax, its author's hand, and the changes wanted so far.
//
// Changes nest: a new argument of a ForeignKey(…) stands inside of an argument of a Column(…) that may get another
// argument itself. So they are kept as lists of items a bracket, and written out from the outermost in at the end.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fixes/file_style.h"
#include "fixes/imports.h"
#include "sources/python/brackets.h"
#include "sources/python/syntax.h"
#include "text/edit.h"

namespace si::fixes {

// The items between two brackets as they shall be.
struct BracketEdit {
  struct Item {
    std::optional<std::size_t> original;  // index in `bracket.items`
    std::optional<std::string> text;      // instead of the original's
    bool keyword = false;                 // one that came is name=value
  };
  python::Bracket bracket;
  std::vector<Item> items;
  bool tuple = false;   // one item needs a comma behind it
  bool nested = false;  // never wrapped itself: what is around is
  bool changed = false;

  // Position of an original item; nullopt: removed.
  std::optional<std::size_t> position_of(std::size_t original) const;
};

class ModelFile {
 public:
  ModelFile(std::string name, std::unique_ptr<python::SyntaxTree> tree, std::set<std::string> local_packages,
            bool ascii_only);

  const std::string& name() const { return name_; }
  const python::SyntaxTree& tree() const { return *tree_; }
  std::string_view text() const { return tree_->document().content(); }
  const FileStyle& style() const { return style_; }
  // A project has one line length.
  void limit_line(std::size_t length) { style_.max_line = length; }
  Imports& imports() { return imports_; }
  const Imports& imports() const { return imports_; }

  // Which of Column, mapped_column and Field a callee is, also by another name that the file gives it
  // (`_Column = mapped_column`, `import Column as C`). Empty: none.
  std::string_view column_maker(std::string_view callee) const;

  // The statement, call … that stands exactly at a place; null: none.
  const python::Node* at(const SourceSpan& span) const;
  // The statements around a node, outermost first: blocks, classes, functions.
  std::vector<const python::Node*> around(const python::Node& node) const;

  // The bracket at this offset, for changes. Null: it is not a plain list of `expected` items (SIZE_MAX: any).
  BracketEdit* bracket(std::size_t open, std::size_t expected = static_cast<std::size_t>(-1));
  // Of a call: its arguments. Null when they can't be told apart.
  BracketEdit* arguments(const python::Node& call);

  void replace(std::size_t begin, std::size_t end, std::string text);
  // The same inside of what may be an item that is written anew: it is left to that.
  void replace_text(std::size_t begin, std::size_t end, std::string text);
  // Whole lines behind the statement's last line (behind its comment), in its indentation; in the order given.
  void insert_behind(const python::Node& statement, const std::string& lines);
  void insert_before(const python::Node& statement, const std::string& lines);
  // A statement with its lines and the comment on them.
  void remove_statement(const python::Node& statement);
  bool is_removed(const python::Node& node) const;
  void append(const std::string& lines);  // at the end of the file

  std::string indentation_of(const python::Node& statement) const;

  bool touched() const;
  // A stretch of the file with the changes made in it.
  std::string rendered(std::size_t begin, std::size_t end) const;
  // All of it, imports too, as edits of the file. nullopt: they overlap (a mistake of ours).
  std::optional<std::vector<Edit>> edits() const;

 private:
  struct Pending {
    std::size_t begin, end;
    const BracketEdit* bracket = nullptr;
    std::string text;
  };
  std::vector<Pending> pending() const;
  void collect_makers(const python::Node& block);
  std::string render_bracket(const BracketEdit& edit) const;

  std::string name_;
  std::unique_ptr<python::SyntaxTree> tree_;
  FileStyle style_;
  Imports imports_;
  std::map<std::string, std::string, std::less<>> makers_;  // another name -> "Column" …
  std::map<std::size_t, BracketEdit> brackets_;
  std::vector<Edit> replacements_;
  std::vector<std::pair<std::size_t, std::size_t>> removed_;
};

}  // namespace si::fixes
