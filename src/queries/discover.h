// The files of a project that may hold SQL.
#pragma once

#include <string>
#include <vector>

#include "model/schema.h"
#include "queries/extract.h"

namespace si {

struct QueryFiles {
  std::vector<std::string> python;  // absolute, sorted
  std::vector<std::string> sql;
  std::vector<NotRead> unread;
};
Result<QueryFiles> find_query_files(const ExtractOptions& options);

}  // namespace si
