#include "project/template.h"

#include <fmt/format.h>

#include <algorithm>

#include "support/strings.h"

namespace si {
namespace {

// A TOML basic string (https://toml.io/en/v1.0.0#string).
std::string toml_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : to_valid_utf8(text)) {
    if (c == '"' || c == '\\')
      out += std::string{'\\', c};
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else
      out += c;
  }
  return out + '"';
}

std::string toml_list(const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  quoted.reserve(texts.size());
  for (const std::string& text : texts) quoted.push_back(toml_string(text));
  return '[' + join(quoted, ", ") + ']';
}

}  // namespace

std::string config_template(const Detected& detected) {
  std::string out =
      "# schema-inspector: what this project says of itself. Relative paths start at this file's folder.\n"
      "# Every key is in docs/configuration.md of schema-inspector.\n\n[database]\n";
  if (detected.dot_env)
    out += "# The DATABASE_URL of the environment or, when that has none, of .env.\nurl = \"env:DATABASE_URL\"\n";
  else
    out +=
        "# A URL without its password, or env:NAME. When not given: DATABASE_URL, then libpq's PG* variables.\n"
        "# url = \"env:DATABASE_URL\"\n";
  out += "# Only these schemas (globs); when not given, all but the system's.\n# schemas = [\"public\"]\n\n[models]\n";
  if (detected.models.empty())
    out +=
        "# Files, folders or globs that hold the models; when not given, they are looked for.\n"
        "# paths = [\"app/models\"]\n";
  else
    out += "# Files, folders or globs that hold the models.\npaths = " + toml_list(detected.models) + '\n';
  out += "\n[docs]\n# Written by schema-inspector generate-docs.\n";
  out += "schema = " + toml_string(detected.document.empty() ? "docs/database_schema.md" : detected.document) + '\n';
  out +=
      "snapshot = \"docs/schema_snapshot.json\"\n"
      "\n[reports]\n# For compare-db-models --reports.\nfolder = \"reports\"\n"
      "\n[compare]\n"
      "# From which severity on findings make the exit status 1: critical, warning, info or never.\n"
      "fail_on = \"warning\"\n"
      "# Tables that are nobody's business here (globs), besides alembic_version.\n# ignore_tables = [\"tmp_*\"]\n"
      "\n[severity]\n# A rule's severity: critical, warning, info or off. schema-inspector rules lists the rules.\n"
      "# column-comment = \"off\"\n"
      "\n# What is accepted on purpose, by rule and object (globs).\n"
      "# [[ignore]]\n# rule = \"index-missing\"\n# object = \"users*\"\n";
  return out;
}

std::vector<std::string> folders_of(const std::vector<std::string>& files) {
  std::vector<std::string> folders;
  for (const std::string& file : files) {
    const std::size_t slash = file.rfind('/');
    folders.push_back(slash == std::string::npos ? file : file.substr(0, slash));
  }
  std::sort(folders.begin(), folders.end());
  std::vector<std::string> out;
  for (const std::string& folder : folders)
    if (out.empty() || (folder != out.back() && !folder.starts_with(out.back() + '/'))) out.push_back(folder);
  return out;
}

}  // namespace si
