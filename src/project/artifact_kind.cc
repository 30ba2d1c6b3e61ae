// What a file is, by where it lies and what it is called.

#include <algorithm>
#include <optional>

#include "project/inventory.h"
#include "support/strings.h"

namespace si {
namespace {

constexpr std::string_view kRuleNames[] = {
    "agents.md",      "claude.md",   "gemini.md",      ".cursorrules",
    ".windsurfrules", ".clinerules", "conventions.md", "copilot-instructions.md"};
constexpr std::string_view kRuleFolders[] = {".cursor/",   ".roo/",     ".clinerules/", ".windsurf/",
                                             ".continue/", ".junie/",   ".claude/",     ".github/instructions/",
                                             ".kilocode/", ".augment/", ".amazonq/"};
constexpr std::string_view kCiNames[] = {
    ".gitlab-ci.yml",          ".travis.yml", "azure-pipelines.yml",     "jenkinsfile",
    "bitbucket-pipelines.yml", ".drone.yml",  ".pre-commit-config.yaml", "crontab"};
constexpr std::string_view kDocumentExtensions[] = {"md", "mdx", "rst", "txt", "adoc", "html", "htm", "org"};
constexpr std::string_view kScriptExtensions[] = {"sh", "bash", "sql", "ps1", "bat"};
constexpr std::string_view kConfigExtensions[] = {"toml", "ini",   "cfg",  "yaml",   "yml",
                                                  "json", "jsonc", "conf", "service"};
constexpr std::string_view kScriptFolders[] = {"scripts", "script", "tools", "bin"};

template <typename Names>
bool is_one_of(const Names& names, std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

bool has_part(const std::vector<std::string>& parts, std::string_view name) {
  return std::find(parts.begin(), parts.end(), name) != parts.end();
}

}  // namespace

std::string_view to_string(ArtifactKind kind) {
  switch (kind) {
    case ArtifactKind::kDocument: return "document";
    case ArtifactKind::kRuleFile: return "rule file";
    case ArtifactKind::kScript: return "script";
    case ArtifactKind::kCiJob: return "CI job";
    case ArtifactKind::kConfig: return "configuration";
    case ArtifactKind::kMigration: return "migration";
    case ArtifactKind::kTest: return "test";
    case ArtifactKind::kCode: break;
  }
  return "code";
}

std::string_view to_string(Standing standing) {
  switch (standing) {
    case Standing::kCanonical: return "canonical";
    case Standing::kRedundant: return "redundant";
    case Standing::kObsolete: return "obsolete";
    case Standing::kCurrent: break;
  }
  return "current";
}

std::string_view to_string(Action action) {
  switch (action) {
    case Action::kUpdate: return "update";
    case Action::kArchive: return "archive";
    case Action::kKeep: break;
  }
  return "keep";
}

std::optional<ArtifactKind> artifact_kind(std::string_view path) {
  const std::string lower = to_lower_ascii(path);
  std::vector<std::string> folders = split(lower, '/');
  const std::string name = folders.back();
  folders.pop_back();
  const std::size_t dot = name.rfind('.');
  const std::string extension = dot == std::string::npos ? "" : name.substr(dot + 1);

  const bool data = is_one_of(kDocumentExtensions, extension) || is_one_of(kConfigExtensions, extension);
  if (is_one_of(kRuleNames, name)) return ArtifactKind::kRuleFile;
  for (const std::string_view folder : kRuleFolders)
    if (('/' + lower).find('/' + std::string(folder)) != std::string::npos && (data || extension == "mdc"))
      return lower.find("/docs/") != std::string::npos ? ArtifactKind::kDocument : ArtifactKind::kRuleFile;
  const bool workflow = lower.find(".github/workflows/") != std::string::npos ||
                        lower.find(".circleci/") != std::string::npos || lower.find(".gitlab/") != std::string::npos ||
                        lower.find(".forgejo/workflows/") != std::string::npos;
  if (is_one_of(kCiNames, name) || (workflow && (extension == "yml" || extension == "yaml")))
    return ArtifactKind::kCiJob;
  for (const std::string& folder : folders)
    if (folder.find("migrat") != std::string::npos || folder == "alembic") return ArtifactKind::kMigration;
  if (has_part(folders, "tests") || has_part(folders, "test") || has_part(folders, "testing") ||
      (extension == "py" && (name.starts_with("test_") || name.ends_with("_test.py") || name == "conftest.py")))
    return ArtifactKind::kTest;
  if (is_one_of(kDocumentExtensions, extension))
    return name == "requirements.txt" || name == "cmakelists.txt" ? std::optional<ArtifactKind>()
                                                                  : ArtifactKind::kDocument;
  if (is_one_of(kScriptExtensions, extension) || name == "makefile" || name == "justfile" || name == "procfile" ||
      name.starts_with("dockerfile") || name.ends_with("dockerfile"))
    return ArtifactKind::kScript;
  if (is_one_of(kConfigExtensions, extension) || name == ".env" || name.starts_with(".env."))
    return name == "package-lock.json" ? std::optional<ArtifactKind>() : ArtifactKind::kConfig;
  if (extension == "py")
    return std::any_of(std::begin(kScriptFolders), std::end(kScriptFolders),
                       [&](std::string_view folder) { return has_part(folders, folder); })
               ? ArtifactKind::kScript
               : ArtifactKind::kCode;
  return std::nullopt;
}

TextForm text_form(std::string_view path) {
  const std::string lower = to_lower_ascii(path);
  for (const std::string_view extension : {".md", ".mdx", ".mdc", ".rst", ".txt", ".adoc", ".html", ".htm", ".org",
                                           ".cursorrules", ".windsurfrules", ".clinerules"})
    if (lower.ends_with(extension)) return TextForm::kMarkdown;
  for (const std::string_view extension : kConfigExtensions)
    if (lower.ends_with("." + std::string(extension))) return TextForm::kData;
  return TextForm::kCode;
}

}  // namespace si
