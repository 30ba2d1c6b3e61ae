// The options that every command takes, before or after its name.
#pragma once

#include <string>
#include <vector>

#include "commands/command.h"

namespace si {

// As given on the command line; empty: not given.
struct GlobalOptions {
  std::string config;
  std::string database;
  std::vector<std::string> models;
  std::string format;
  std::string output;
  std::string fail_on;
  std::string color = "auto";
  bool quiet = false;
  bool verbose = false;
  bool no_progress = false;
  bool help = false;
  bool version = false;
};

// `formats`: what --format may be for the command they are parsed with; empty: every format there is.
std::vector<Argument> global_arguments(GlobalOptions& options, const std::vector<std::string>& formats);

}  // namespace si
