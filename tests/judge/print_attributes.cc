// Prints the attributes of mapped classes that a reading of their source finds, one a line, for the judges to compare:
//
//   print-attributes ROOT SQLALCHEMY_VERSION PATH…
//
// "module.Class attribute kind detail"; "may" before the kind where it is not certain, and one line for each reason why
// a class may have other attributes.
#include <cstdio>
#include <string>

#include "sources/sqlalchemy/models.h"

namespace {

std::string detail_of(const si::ModelsReading& reading, const si::ModelAttribute& attribute) {
  if (attribute.kind == si::AttributeKind::kColumn) return attribute.table.name + "." + attribute.column;
  if (attribute.target_class && si::is_mapped(attribute.kind)) return reading.classes[*attribute.target_class].name;
  return attribute.target.empty() ? "" : "~" + attribute.target;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) return 2;
  si::ReadModelsOptions options;
  options.root = arguments[1];
  options.sqlalchemy_version = arguments[2];
  if (options.sqlalchemy_version == "-") options.sqlalchemy_version.clear();
  options.paths.assign(arguments + 3, arguments + count);
  const auto reading = si::read_models(options);
  if (!reading) {
    std::fprintf(stderr, "%s\n", reading.error().message.c_str());
    return 4;
  }
  for (const si::ModelClass& model : reading->classes) {
    const std::string name = model.module + "." + model.name;
    const std::string where = model.outside ? " outside" : "";
    std::printf("%s%s %s\n", name.c_str(), where.c_str(), model.table.name.c_str());
    if (!model.any_attribute.empty()) std::printf("%s ! %s\n", name.c_str(), model.any_attribute.c_str());
    if (!model.any_instance_attribute.empty())
      std::printf("%s !instance %s\n", name.c_str(), model.any_instance_attribute.c_str());
    if (!model.any_keyword.empty()) std::printf("%s !keyword %s\n", name.c_str(), model.any_keyword.c_str());
    for (const si::ModelAttribute& attribute : model.attributes)
      std::printf("%s . %s %s%s %s\n", name.c_str(), attribute.name.c_str(), attribute.certain ? "" : "may ",
                  std::string(to_string(attribute.kind)).c_str(), detail_of(*reading, attribute).c_str());
  }
  for (const si::Finding& finding : reading->findings)
    std::fprintf(stderr, "%s:%u: %s: %s\n", finding.location.file.c_str(), finding.location.span.line,
                 finding.rule.c_str(), finding.message.c_str());
  return 0;
}
