// What one run of the program is told: the configuration, and what the command line says instead.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "project/config.h"
#include "support/progress.h"

namespace si {

struct Settings {
  Config config;
  std::string database;             // a SOURCE from the command line; empty: the configuration's or the environment's
  std::vector<std::string> models;  // absolute paths or globs from the command line; empty: the configuration's
  std::map<std::string, std::string> contents;  // by absolute path: model files as they would be, not as they are
  Progress* progress = nullptr;                 // may be null
};

}  // namespace si
