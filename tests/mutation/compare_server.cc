// Compares one reading of models with many databases, one after the other: what compare-db-models does, in one process.
//
//   compare-server MODELS…
//
// Reads one SOURCE a line from standard input; answers each with the length of the report in bytes, a line end, and the
// report as JSON. A database that cannot be read is answered with {"error": "…"}.
#include <cstdio>
#include <iostream>
#include <string>

#include "engine/pipeline.h"
#include "engine/source.h"
#include "project/config.h"
#include "support/json_writer.h"

namespace {

void answer(const std::string& text) {
  std::printf("%zu\n%s", text.size(), text.c_str());
  std::fflush(stdout);
}

std::string failure(const si::Error& error) {
  si::JsonWriter json;
  json.begin_object();
  json.member("error", error.message);
  json.end_object();
  return json.take();
}

}  // namespace

int main(int argc, char** argv) {
  si::Settings settings;
  const si::Result<si::Config> config = si::parse_config("", "");
  settings.config = *config;
  settings.config.root = "/";
  settings.models.assign(argv + 1, argv + argc);
  settings.config.queries.paths = settings.models;
  const si::Result<si::Source> models = si::load_models(settings);
  if (!models) {
    std::fprintf(stderr, "%s\n", models.error().message.c_str());
    return 4;
  }
  si::Witnesses witnesses(settings);
  for (std::string line; std::getline(std::cin, line);) {
    const si::Result<si::Source> database = si::load_database_source(settings, line);
    if (!database) {
      answer(failure(database.error()));
      continue;
    }
    si::SourceLines lines(settings.config.root);
    const si::FindingsReport report =
        si::compare_sources("compare-db-models", *database, *models, settings.config, {}, lines, witnesses);
    answer(si::render(report, si::Format::kJson, {}));
  }
  return 0;
}
