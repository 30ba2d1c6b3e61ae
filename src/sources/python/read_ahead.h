// Parses, on a thread of its own, the modules that the classes of some modules will be looked up in.
//
// What is parsed ahead is only a guess: it is used where a module graph asks for the file, and changes no result.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_set>
#include <vector>

#include "sources/python/module_graph.h"

namespace si::python {

class ReadAhead {
 public:
  // Begins with the modules that `graph` has, follows what their classes name, and serves `graph` until destroyed. The
  // modules must not change and outlive it.
  explicit ReadAhead(ModuleGraph& graph);
  ~ReadAhead();
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

 private:
  struct File {
    bool done = false;
    ParsedFile parsed;
  };
  // What was parsed of a file, waiting for it where that is under way; else it is left to the caller.
  std::optional<ParsedFile> take(const std::string& path);
  ParsedFile parse(const std::string& path, FunctionBodies bodies);
  void run();
  void follow_classes(const Module& module, bool whole);
  void follow_expression(const Module& module, const Node& node);
  void follow_name(const Module& module, std::string_view name, int depth);
  void follow_bound(const Module& module, const Binding& binding, int depth);
  const Module* visit(const Module* module);

  ModuleGraph& served_;
  ModuleGraph graph_;  // of this thread
  std::vector<const Module*> modules_;
  std::size_t given_ = 0;  // of them, at the beginning
  std::unordered_set<const Module*> seen_;
  std::unordered_set<std::string> followed_;  // "module name"
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, File> files_;  // those that one side has begun
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace si::python
