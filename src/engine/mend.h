// Model files brought into agreement with the database: fixes are planned, proved on the files as they would be, and
// only then written.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/settings.h"
#include "engine/source.h"
#include "model/fix.h"
#include "reports/report.h"
#include "support/result.h"

namespace si {

struct MendOptions {
  Applicability level = Applicability::kSafe;
  std::vector<std::string> rules;  // only these; empty: all
  bool rename_attributes = false;  // of renamed columns, with their uses in the project
};

// One file as it is and as it shall be, in its own encoding.
struct ChangedFile {
  std::string path;  // absolute
  std::string name;  // as in Location
  std::string before, after;
  bool is_new = false;
};

struct Mending {
  std::vector<Fix> fixes;          // one a finding that was asked for
  std::vector<ChangedFile> files;  // sorted by name; those that change
  FindingsReport before;           // what the files say now
  FindingsReport after;            // what they would say
};

// The files that declare the models, by their name in locations, as UTF-8.
std::map<std::string, std::string> model_texts(const Settings& settings, const Schema& models);

// Plans and proves; nothing is written. Fixes that leave their finding, or bring another one, are taken back and say
// so.
Result<Mending> plan_mending(const Settings& settings, const Source& database, const MendOptions& options);

// Writes the files one after the other, each atomically; refuses files that have changed since they were read and files
// outside of the project root. Then reads all again: when a finding of the plan is there still or a new one came,
// every file becomes what it was, and the error says why.
Status apply_mending(const Settings& settings, const Source& database, const Mending& mending);

}  // namespace si
