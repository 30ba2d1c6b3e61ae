// Holds the references to models in Python code against the models themselves, which stand for the database as well:
//
//   print-orm ROOT SQLALCHEMY_VERSION MODELS… -- FILES…
//
// One finding a line, then the counts. FILES: one file that lists Python files, one a line.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>

#include "queries/orm_check.h"
#include "queries/orm_references.h"

int main(int count, char** arguments) {
  if (count < 6) return 2;
  si::ReadModelsOptions options;
  options.root = arguments[1];
  options.sqlalchemy_version = arguments[2];
  int at = 3;
  for (; at < count && std::string(arguments[at]) != "--"; ++at) options.paths.emplace_back(arguments[at]);
  std::vector<std::string> files;
  std::ifstream list(arguments[at + 1]);
  for (std::string line; std::getline(list, line);) files.push_back(line);
  auto models = si::LiveModels::read(options);
  if (!models) {
    std::fprintf(stderr, "%s\n", models.error().message.c_str());
    return 4;
  }
  const auto start = std::chrono::steady_clock::now();
  const si::OrmReferences references = si::find_orm_references(**models, files);
  const si::OrmCheck check = si::check_orm_references(references, (*models)->reading(), &(*models)->reading().schema);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  for (const si::Finding& finding : check.findings)
    std::printf("%s:%u:%u: %s: %s [%s]\n", finding.location.file.c_str(), finding.location.span.line,
                finding.location.span.column, std::string(to_string(finding.severity)).c_str(), finding.message.c_str(),
                finding.rule.c_str());
  std::printf("files %zu references %zu undecided %zu findings %zu seconds %.2f\n", references.files, check.references,
              check.undecided, check.findings.size(), seconds);
  return 0;
}
