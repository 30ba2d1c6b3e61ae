// The archive: files that are redundant or obsolete, moved into one folder under names that say when, and back.
#pragma once

#include <string>
#include <vector>

#include "project/config.h"
#include "project/inventory.h"
#include "support/result.h"

namespace si {

// One file's way into the archive; paths are relative to the root.
struct ArchiveMove {
  std::string from, to;
  std::string sha256;
  std::string why;
};

struct ArchivePlan {
  std::vector<ArchiveMove> moves;
  // Redundant or obsolete, and yet not moved, with the reason.
  std::vector<std::pair<std::string, std::string>> stays;
};

// "a/look_20240101T000000Z.py" -> "look": without folder, extension and an older stamp.
std::string archive_name(std::string_view path, std::string_view stamp);

// What the inventory proposes for the archive. Nothing is moved over a file that exists; the names differ in their
// stamps where two files are called the same. `now`: seconds since 1970.
Result<ArchivePlan> plan_archive(const Config& config, const Inventory& inventory, long long now);

// Moves the files, by `git mv` where git tracks them. The manifest (manifest.json in the archive folder) is written
// first, so that a run that was killed is finished by the next one. Returns the manifest's path.
Result<std::string> apply_archive(const Config& config, const ArchivePlan& plan);

// Moves back what the manifest knows: all, or only these (by where they came from). A file that was changed in the
// archive or whose old place is taken stays, and is named in `stays`.
Result<ArchivePlan> restore_archive(const Config& config, const std::vector<std::string>& only, bool apply);

// Where files went that are in the archive now: from -> to.
std::vector<ArchiveMove> read_archive_manifest(const Config& config);

}  // namespace si
