#include "project/archive.h"

#include <fcntl.h>
#include <simdjson.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <regex>
#include <set>

#include "project/git.h"
#include "project/paths.h"
#include "support/files.h"
#include "support/json_writer.h"
#include "support/sha256.h"
#include "support/strings.h"
#include "support/utc_time.h"

namespace si {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFormat = "schema-inspector/archive/1";

std::string manifest_path(const Config& config) {
  return resolve_path(config.root, config.archive.folder) + "/manifest.json";
}

bool exists(const Config& config, const std::string& path) {
  std::error_code failure;
  return fs::exists(fs::symlink_status(resolve_path(config.root, path), failure));
}

Result<std::vector<ArchiveMove>> read_manifest(const Config& config) {
  std::vector<ArchiveMove> moves;
  const std::string path = manifest_path(config);
  std::error_code failure;
  if (!fs::exists(path, failure)) return moves;
  const Result<std::string> text = read_file(path);
  if (!text) return text.error();
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  simdjson::dom::array entries;
  std::string_view format;
  const Error broken{ErrorKind::kFiles, printable(relative_to(config.root, path)) + " is no manifest of an archive",
                     "restore it from version control, or move it away"};
  if (parser.parse(*text).get(root) != simdjson::SUCCESS || root["format"].get(format) != simdjson::SUCCESS ||
      format != kFormat || root["entries"].get(entries) != simdjson::SUCCESS)
    return broken;
  for (const simdjson::dom::element entry : entries) {
    std::string_view from, to, hash, why;
    if (entry["from"].get(from) != simdjson::SUCCESS || entry["to"].get(to) != simdjson::SUCCESS ||
        entry["sha256"].get(hash) != simdjson::SUCCESS || entry["why"].get(why) != simdjson::SUCCESS)
      return broken;
    moves.push_back({std::string(from), std::string(to), std::string(hash), std::string(why)});
  }
  return moves;
}

Status write_manifest(const Config& config, const std::vector<ArchiveMove>& moves) {
  JsonWriter json;
  json.begin_object().member("format", std::string(kFormat)).key("entries").begin_array();
  for (const ArchiveMove& move : moves)
    json.begin_object()
        .member("from", move.from)
        .member("to", move.to)
        .member("sha256", move.sha256)
        .member("why", move.why)
        .end_object();
  json.end_array().end_object();
  return write_file_atomically(manifest_path(config), json.take());
}

// Both paths inside the root, whatever a manifest says.
bool stays_inside(const Config& config, const std::string& path) {
  std::error_code failure;
  const fs::path folder = fs::weakly_canonical(fs::path(resolve_path(config.root, path)).parent_path(), failure);
  const fs::path root = fs::canonical(config.root, failure);
  return !failure && (folder == root || folder.string().starts_with(root.string() + '/'));
}

// rename(2) that never replaces; a file system that does not know that gets a hard link and the old name's removal.
int rename_over_nothing(const std::string& from, const std::string& to) {
  if (::syscall(SYS_renameat2, AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), 1U /* RENAME_NOREPLACE */) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  if (::link(from.c_str(), to.c_str()) != 0) return errno;
  return ::unlink(from.c_str()) == 0 ? 0 : errno;
}

Status move_file(const Config& config, const std::optional<Git>& git, const std::string& from, const std::string& to) {
  if (!stays_inside(config, from) || !stays_inside(config, to))
    return Error{ErrorKind::kFiles,
                 "cannot move " + printable(from) + " to " + printable(to) + ": outside of the project",
                 "check the manifest and [archive] folder"};
  const std::string target = resolve_path(config.root, to);
  std::error_code failure;
  fs::create_directories(fs::path(target).parent_path(), failure);
  if (git && git->tracks(from) && !exists(config, to) && git->move(from, to)) return Done{};
  const int error = rename_over_nothing(resolve_path(config.root, from), target);
  if (error == 0) return Done{};
  return Error{ErrorKind::kFiles,
               "cannot move " + printable(from) + " to " + printable(to) + ": " + std::strerror(error), ""};
}

std::string first_reason(const Artifact& artifact) {
  // What speaks of the file as a whole says most; else what it does.
  std::string out(to_string(artifact.standing));
  for (const Evidence& evidence : artifact.evidence) {
    const bool tells = evidence.text.starts_with("only looks") || evidence.text.starts_with("describes") ||
                       evidence.text.find("not in the database") != std::string::npos ||
                       evidence.text.starts_with("the same bytes") || evidence.text.starts_with("says itself") ||
                       evidence.text.find("is the canonical") != std::string::npos;
    if (tells) out += (out.find(':') == std::string::npos ? ": " : "; ") + evidence.text;
  }
  return out;
}

}  // namespace

std::string archive_name(std::string_view path, std::string_view stamp) {
  const std::string name(path.substr(path.rfind('/') + 1));
  const std::size_t dot = name.rfind('.');
  const bool has_extension = dot != std::string::npos && dot > 0;
  std::string stem = has_extension ? name.substr(0, dot) : name;
  const std::string extension = has_extension ? name.substr(dot) : "";
  // One stamp is enough: older ones, of whatever form begins with a date of eight digits, give way.
  static const std::regex kStamps("(_[0-9]{8}(T[0-9]{6}Z|[_-]?[0-9]{4,6})?)+$");
  std::smatch found;
  if (std::regex_search(stem, found, kStamps) && found.position() > 0)
    stem.resize(static_cast<std::size_t>(found.position()));
  return stem + '_' + std::string(stamp) + extension;
}

Result<ArchivePlan> plan_archive(const Config& config, const Inventory& inventory, long long now) {
  ArchivePlan plan;
  const Result<std::vector<ArchiveMove>> known = read_manifest(config);
  if (!known) return known.error();
  std::set<std::string> taken;
  for (const ArchiveMove& move : *known) taken.insert(move.to);
  const bool has_canonical = exists(config, config.docs.schema);
  for (const Artifact& artifact : inventory.artifacts) {
    if (artifact.standing != Standing::kRedundant && artifact.standing != Standing::kObsolete) continue;
    if (artifact.action != Action::kArchive) {
      std::string why = "needed";
      for (const Evidence& evidence : artifact.evidence)
        if (evidence.text.starts_with("stays: ")) why = evidence.text.substr(7);
      plan.stays.emplace_back(artifact.path, why);
      continue;
    }
    if (artifact.tables_described > 0 && !has_canonical) {
      plan.stays.emplace_back(artifact.path, "there is no " + config.docs.schema +
                                                 " yet that could take its place; run schema-inspector generate-docs");
      continue;
    }
    const Result<std::string> content = read_file(resolve_path(config.root, artifact.path));
    if (!content) return content.error();
    ArchiveMove move;
    move.from = artifact.path;
    move.sha256 = sha256(*content);
    move.why = first_reason(artifact);
    const std::string folder = relative_to(config.root, resolve_path(config.root, config.archive.folder));
    for (long long time = now;; ++time) {
      move.to = folder + '/' + archive_name(artifact.path, utc_stamp(time));
      if (!exists(config, move.to) && taken.insert(move.to).second) break;
    }
    plan.moves.push_back(std::move(move));
  }
  return plan;
}

Result<std::string> apply_archive(const Config& config, const ArchivePlan& plan) {
  Result<std::vector<ArchiveMove>> manifest = read_manifest(config);
  if (!manifest) return manifest.error();
  // A run that was killed has left entries whose file has not moved yet: the plan has it anew.
  std::erase_if(*manifest,
                [&](const ArchiveMove& move) { return !exists(config, move.to) && exists(config, move.from); });
  manifest->insert(manifest->end(), plan.moves.begin(), plan.moves.end());
  const std::string path = relative_to(config.root, manifest_path(config));
  if (plan.moves.empty()) return path;
  if (Status written = write_manifest(config, *manifest); !written) return written.error();
  const std::optional<Git> git = Git::find(config.root);
  for (const ArchiveMove& move : plan.moves)
    if (Status moved = move_file(config, git, move.from, move.to); !moved) return moved.error();
  return path;
}

Result<ArchivePlan> restore_archive(const Config& config, const std::vector<std::string>& only, bool apply) {
  Result<std::vector<ArchiveMove>> manifest = read_manifest(config);
  if (!manifest) return manifest.error();
  for (const std::string& wanted : only)
    if (std::none_of(manifest->begin(), manifest->end(), [&](const ArchiveMove& m) { return m.from == wanted; }))
      return Error{ErrorKind::kUsage, "the archive knows no " + printable(wanted),
                   "archive --restore shows what it holds"};
  ArchivePlan plan;
  std::vector<ArchiveMove> remaining;
  std::set<std::string> taken;
  // The newest first: of two files from one place the later one comes back.
  for (auto it = manifest->rbegin(); it != manifest->rend(); ++it) {
    const bool wanted = only.empty() || std::find(only.begin(), only.end(), it->from) != only.end();
    std::string why;
    if (!exists(config, it->to) && exists(config, it->from)) continue;  // is back already
    if (wanted && !exists(config, it->to))
      why = it->to + " is not in the archive any more";
    else if (wanted && (exists(config, it->from) || taken.count(it->from) > 0))
      why = "its place is taken";
    else if (wanted)
      if (const Result<std::string> content = read_file(resolve_path(config.root, it->to));
          !content || sha256(*content) != it->sha256)
        why = it->to + " was changed in the archive";
    if (!wanted || !why.empty()) {
      if (wanted) plan.stays.emplace_back(it->from, why);
      remaining.push_back(*it);
      continue;
    }
    taken.insert(it->from);
    plan.moves.push_back({it->to, it->from, it->sha256, it->why});
  }
  if (!apply || plan.moves.empty()) return plan;
  const std::optional<Git> git = Git::find(config.root);
  for (const ArchiveMove& move : plan.moves)
    if (Status moved = move_file(config, git, move.from, move.to); !moved) return moved.error();
  std::reverse(remaining.begin(), remaining.end());
  if (Status written = write_manifest(config, remaining); !written) return written.error();
  return plan;
}

std::vector<ArchiveMove> read_archive_manifest(const Config& config) {
  const Result<std::vector<ArchiveMove>> manifest = read_manifest(config);
  return manifest ? *manifest : std::vector<ArchiveMove>();
}

}  // namespace si
