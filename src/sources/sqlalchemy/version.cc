// The SQLAlchemy version a project uses, out of its lock and requirements files or its installed packages.
#include <algorithm>
#include <filesystem>
#include <optional>

#include "sources/sqlalchemy/discover.h"
#include "support/files.h"
#include "support/strings.h"

namespace si::sqlalchemy {
namespace {

namespace fs = std::filesystem;

// The digits and dots that `text` begins with, after operators, quotes and spaces: `== "2.0.1"`.
std::string leading_version(std::string_view text) {
  const auto begin = text.find_first_of("0123456789");
  if (begin == std::string_view::npos ||
      text.substr(0, begin).find_first_not_of("=~<>!^ \t\"'v({}:version") != std::string_view::npos)
    return {};
  std::string_view rest = text.substr(begin);
  rest = rest.substr(0, std::min(rest.find_first_not_of("0123456789."), rest.size()));
  while (rest.ends_with('.')) rest.remove_suffix(1);
  return std::string(rest);
}

// `sqlalchemy==2.0.1`, `SQLAlchemy[asyncio]>=1.4,<2`, `sqlalchemy = "^2.0"`.
std::string version_in_requirements(std::string_view content, const std::string& package) {
  for (const std::string& raw : split(content, '\n')) {
    std::string line = to_lower_ascii(trim(raw));
    line.erase(0, std::min(line.find_first_not_of("\"' -"), line.size()));
    if (!line.starts_with(package)) continue;
    std::string_view rest = std::string_view(line).substr(package.size());
    if (rest.starts_with('[')) rest.remove_prefix(std::min(rest.find(']') + 1, rest.size()));
    if (!rest.empty() && rest[0] != ' ' && rest.find_first_of("=<>~!^\"'") != 0) continue;
    if (std::string version = leading_version(rest); !version.empty() && rest.find('<') != 0) return version;
  }
  return {};
}

// `name = "sqlalchemy"` followed by `version = "2.0.1"`.
std::string version_in_lock(std::string_view content, const std::string& package) {
  bool here = false;
  for (const std::string& raw : split(content, '\n')) {
    const std::string line = to_lower_ascii(trim(raw));
    if (line.starts_with("name = ")) here = line == "name = \"" + package + "\"";
    if (here && line.starts_with("version = ")) return leading_version(line.substr(10));
  }
  return {};
}

std::string version_in_pipfile_lock(std::string_view content, const std::string& package) {
  const auto at = content.find("\"" + package + "\": {");
  if (at == std::string_view::npos) return {};
  const auto version = content.find("\"version\":", at);
  return version == std::string_view::npos ? std::string() : leading_version(content.substr(version + 10));
}

std::string version_in_packages(const std::string& folder, const std::string& package) {
  std::error_code error;
  std::string found;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const std::string name = to_lower_ascii(at->path().filename().string());
    if (name.starts_with(package + "-") && name.find("-info") != std::string::npos)
      found = leading_version(name.substr(package.size() + 1));
  }
  return found;
}

}  // namespace

std::string find_package_version(const ReadModelsOptions& options, const std::vector<std::string>& import_paths,
                                 const std::string& package) {
  static constexpr const char* kFiles[] = {"uv.lock",
                                           "poetry.lock",
                                           "Pipfile.lock",
                                           "requirements.txt",
                                           "requirements/base.txt",
                                           "requirements/main.txt",
                                           "requirements/prod.txt",
                                           "requirements/production.txt",
                                           "requirements.in",
                                           "pyproject.toml",
                                           "Pipfile",
                                           "setup.cfg"};
  for (const std::string name : kFiles) {
    const std::string path = options.root + "/" + name;
    std::error_code error;
    if (!fs::is_regular_file(path, error)) continue;
    const Result<std::string> content = read_file(path, std::size_t{32} << 20);
    if (!content) continue;
    const std::string version = name == "Pipfile.lock"    ? version_in_pipfile_lock(*content, package)
                                : name.ends_with(".lock") ? version_in_lock(*content, package)
                                                          : version_in_requirements(*content, package);
    if (!version.empty()) return std::string(version).append(" (").append(name).append(")");
  }
  for (const std::string& folder : import_paths)
    if (const std::string version = version_in_packages(folder, package); !version.empty())
      return version + " (installed)";
  return {};
}

std::string find_sqlalchemy_version(const ReadModelsOptions& options, const std::vector<std::string>& import_paths) {
  if (!options.sqlalchemy_version.empty()) return options.sqlalchemy_version + " (configured)";
  const std::string version = find_package_version(options, import_paths, "sqlalchemy");
  return version.empty() ? "2.0 (assumed)" : version;
}

}  // namespace si::sqlalchemy
