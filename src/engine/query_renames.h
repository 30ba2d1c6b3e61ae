// Queries that follow renamed columns and tables: their files as they would be.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/queries.h"
#include "project/query_decisions.h"
#include "queries/schema_change.h"

namespace si {

// Contents by name, relative to the root.
using FileTexts = std::map<std::string, std::string>;

struct RenamedFile {
  std::string name;  // relative to the root
  std::string before, after;
};

struct QueryRenames {
  std::vector<RenamedFile> files;  // sorted by name
  std::vector<TouchedPlace> left;  // what has no safe edit
  std::vector<std::string> notes;  // files that are left alone, and why
};

// Fails (kUsage) for a change whose table or column the database has under neither name; with `skip_unknown` such a
// change is passed over.
Result<QueryRenames> rename_in_project(const Settings& settings, const Schema& database,
                                       const std::vector<SchemaChange>& changes, bool skip_unknown);

// What a person decided, on top of the renames. A text that stands in its file once is edited; one that is edited
// already is passed over; anything else is a note. `planned`: files that something before this would change, as they
// would be then; a decision may speak of what they say only then.
void add_decisions(const Config& config, const std::vector<QueryDecision>& decisions, QueryRenames& renames,
                   const FileTexts& planned = {});

// Writes the files, each atomically; one that is not what was read any more is left alone and its name given back.
Result<std::vector<std::string>> write_renames(const Config& config, const QueryRenames& renames);

}  // namespace si
