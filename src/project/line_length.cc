#include "project/line_length.h"

#include <toml++/toml.h>
#include <charconv>
#include <string_view>

#include "support/files.h"
#include "support/strings.h"

namespace si {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{4} << 20;
constexpr std::size_t kLeast = 40, kMost = 400;  // what is beyond says that no limit is meant

std::optional<std::size_t> sensible(std::int64_t length) {
  if (length < static_cast<std::int64_t>(kLeast) || length > static_cast<std::int64_t>(kMost)) return std::nullopt;
  return static_cast<std::size_t>(length);
}

std::optional<std::size_t> of_toml(const std::string& content, std::initializer_list<std::string_view> paths) {
  try {
    const toml::table table = toml::parse(content);
    for (const std::string_view path : paths)
      if (const auto length = table.at_path(path).value<std::int64_t>())
        if (const auto found = sensible(*length)) return found;
  } catch (const toml::parse_error&) {
    return std::nullopt;
  }
  return std::nullopt;
}

// The format of configparser, of which only `key = value` below a `[section]` matters here.
std::optional<std::size_t> of_ini(const std::string& content) {
  bool wanted = false;
  for (const std::string& raw : split(content, '\n')) {
    const std::string_view line = trim(raw);
    if (line.starts_with('[')) wanted = line.starts_with("[flake8]") || line.starts_with("[pycodestyle]");
    const std::size_t equals = line.find_first_of("=:");
    if (!wanted || equals == std::string_view::npos) continue;
    const std::string_view key = trim(line.substr(0, equals)), value = trim(line.substr(equals + 1));
    if (key != "max-line-length" && key != "max_line_length") continue;
    std::int64_t length = 0;
    if (std::from_chars(value.data(), value.data() + value.size(), length).ec == std::errc())
      if (const auto found = sensible(length)) return found;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::size_t> configured_line_length(const std::string& root) {
  const auto content = [&](const char* name) {
    Result<std::string> text = read_file(root + "/" + name, kMaxFileBytes);
    return text && is_valid_utf8(*text) ? std::move(*text) : std::string();
  };
  for (const char* name : {"ruff.toml", ".ruff.toml"})
    if (const auto found = of_toml(content(name), {"line-length"})) return found;
  if (const auto found = of_toml(content("pyproject.toml"), {"tool.ruff.line-length", "tool.black.line-length"}))
    return found;
  for (const char* name : {".flake8", "setup.cfg", "tox.ini"})
    if (const auto found = of_ini(content(name))) return found;
  return std::nullopt;
}

}  // namespace si
