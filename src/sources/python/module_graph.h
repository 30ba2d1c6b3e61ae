// Finds and parses the modules that imports name, from the project's own folders and from installed packages.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "sources/python/module.h"

namespace si::python {

// Why a file could not be used as it stands (it may still have been read in part).
struct FileProblem {
  std::string file;
  std::string reason;
};

// A file parsed apart from the graph, on any thread.
struct ParsedFile {
  std::shared_ptr<const SyntaxTree> tree;  // null: not readable
  std::string problem;                     // empty: none
};
// `label` is the name for places. Latin-1 text becomes UTF-8.
ParsedFile parse_file(const std::string& path, const std::string& label, FunctionBodies bodies = FunctionBodies::kNow);
ParsedFile parse_content(std::string content, const std::string& label, FunctionBodies bodies = FunctionBodies::kNow);

class ModuleGraph {
 public:
  // `root`: the project root, which places are relative to. `import_paths`: folders that hold top-level modules.
  ModuleGraph(std::string root, std::vector<std::string> import_paths);

  // By path: what a file holds instead of what is on disk. Borrowed.
  void set_contents(const std::map<std::string, std::string>* contents) { contents_ = contents; }

  // What parses files in place of parse_file; empty: that does.
  using Parser = std::function<ParsedFile(const std::string& path, FunctionBodies bodies)>;
  void set_parser(Parser parser) { parser_ = std::move(parser); }
  // A graph without modules that finds the same files.
  ModuleGraph alike() const {
    ModuleGraph graph(root_, import_paths_);
    graph.contents_ = contents_;
    return graph;
  }

  // The module of a file, parsed now unless it was added before. Null when it cannot be read.
  const Module* load(const std::string& path, FunctionBodies bodies = FunctionBodies::kNow);
  bool has(const std::string& path) const { return modules_.contains(path); }
  // Takes over what another thread has parsed.
  const Module* add(const std::string& path, ParsedFile parsed);

  // The module that `name` ("a.b", or "..a" relative to `from`) means in `from`; null: not found, so external.
  const Module* find(std::string_view name, const Module& from);
  // Whether `import name` works in `from`; nullopt: what is installed is not known well enough.
  std::optional<bool> is_importable(std::string_view name, const Module& from);
  const Module* submodule(const Module& package, std::string_view name);
  // "..a" as seen from `from`, as an absolute name (for what is not found).
  static std::string absolute_name(std::string_view name, const Module& from);

  std::string label(const std::string& path) const;  // relative to the root where it lies below it
  const std::vector<FileProblem>& problems() const { return problems_; }
  const std::vector<const Module*>& modules() const { return order_; }  // in order of loading

 private:
  const Module* find_in(const std::string& folder, std::string_view dotted);
  const Module* namespace_package(const std::string& folder);
  std::optional<bool> ask_importable(std::string_view name, const Module& from);
  bool may_hold(const std::string& folder, const std::string& name);
  bool has_entry(const std::string& folder, const std::string& name);
  std::string dotted_name(const std::string& path, bool& is_package);

  std::string root_;
  std::vector<std::string> import_paths_;
  const std::map<std::string, std::string>* contents_ = nullptr;
  Parser parser_;
  std::map<std::string, std::unique_ptr<Module>> modules_;  // by path; folders of namespace packages end with '/'
  std::vector<const Module*> order_;
  std::unordered_map<std::string, std::unordered_set<std::string>> listings_;
  std::unordered_map<std::string, const Module*> found_;
  std::unordered_map<std::string, std::optional<bool>> importable_;
  std::vector<FileProblem> problems_;
};

}  // namespace si::python
