// Statements: what a block of code does to the names of its frame.
#pragma once

#include <utility>
#include <vector>

#include "queries/program.h"

namespace si {

// Runs the blocks of one frame. At an `if` both arms run, and what they bind differently is kept apart by the arm; a
// way that returns or raises leaves nothing behind. Loops run once, with what they change on the way unknown.
class ProgramRun {
 public:
  ProgramRun(Program& program, Frame& frame) : program_(program), frame_(frame) {}

  void block(const python::Node& statements);
  // Binds a target (a name, or a tuple of them) to a value.
  void bind(const python::Node* target, const Variants& value);
  // Tells of each call in an expression.
  void report_calls(const python::Node* node);

  Variants returned;
  Variants yielded;
  // Functions and methods that the block defines, to be run when it is done.
  std::vector<const Thing*> functions;

 private:
  using Node = python::Node;
  void statement(const Node& node);
  void report_row(const Node* before, const Node& node);
  void bind_name(std::string_view name, Variants value);
  void assign(const Node& node);
  void augment(const Node& node);
  void mutate(const Node& call);
  void yield(const Node& node);
  void branch(const Node& node);
  void loop(const Node& node);
  void attempt(const Node& node);
  void define(const Node& node);
  void import(const Node& node);
  // What a loop's body changes: names that grow keep what they have, and something more; others are unknown.
  void loosen(const Node& node);
  void merge(Frame& into, const Frame& other, const Conditions& mine, const Conditions& theirs);

  Program& program_;
  Frame& frame_;
};

}  // namespace si
