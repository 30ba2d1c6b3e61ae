// Entity-relationship diagrams of a schema as Mermaid text.
#pragma once

#include <string>
#include <vector>

#include "model/schema.h"

namespace si::docgen {

// Mermaid refuses a text of more than 50,000 characters and, by default, more than 500 edges.
inline constexpr std::size_t kMaxDiagramCharacters = 50000;
inline constexpr std::size_t kMaxDiagramEdges = 500;

struct Diagram {
  std::string title;    // plain words: the common prefix of its tables, or "" when there is none
  std::string mermaid;  // ends with a line end
};

// The tables that foreign keys join, in clusters: whole components where they are small, else by the first word of the
// name. Every foreign key is drawn once, with its own table; partitions are left to their parent.
std::vector<Diagram> diagrams(const Schema& schema);

}  // namespace si::docgen
