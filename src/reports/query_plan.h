// What is to be changed in the queries of one area (a folder), file by file, as Markdown and JSON.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/finding.h"

namespace si {

struct QueryPlanItem {
  Finding finding;
  std::string line;      // of the source, as it is; empty: not known
  std::string proposed;  // the line as it should be; empty: that needs a person
};

struct QueryPlanFile {
  std::string file;
  std::size_t queries = 0, references = 0;  // looked at
  std::vector<QueryPlanItem> items;         // in the order of the file
};

struct QueryPlan {
  std::string area;                  // "routes"; "root" for files in no folder
  std::vector<QueryPlanFile> files;  // sorted
};

std::string render_markdown(const QueryPlan& plan);
std::string render_json(const QueryPlan& plan);

}  // namespace si
