// The numbers are the kernel's (https://docs.kernel.org/userspace-api/landlock.html); headers of its users lag behind.
#include "sources/postgres/confinement.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>
#include <initializer_list>

namespace si {
namespace {

constexpr long kCreateRuleset = 444, kAddRule = 445, kRestrictSelf = 446;
constexpr unsigned kAskVersion = 1;
constexpr int kPathBeneath = 1;

constexpr std::uint64_t kExecute = 1, kWriteFile = 2, kReadFile = 4, kReadFolder = 8;
constexpr std::uint64_t kOfFiles = kExecute | kWriteFile | kReadFile | 1 << 14 | 1 << 15;  // truncate, ioctl
constexpr std::uint64_t kRead = kReadFile | kReadFolder;
constexpr std::uint64_t kTcp = 3;  // bind, connect

struct Ruleset {
  std::uint64_t files, network;
};

struct [[gnu::packed]] PathRule {
  std::uint64_t allowed;
  std::int32_t parent;
};

// Everything a version of the kernel can forbid.
std::uint64_t rights_of(long version) {
  const int bits = version >= 5 ? 16 : version >= 3 ? 15 : version >= 2 ? 14 : 13;
  return (std::uint64_t{1} << bits) - 1;
}

// What is not there needs no rule.
void allow(int ruleset, const char* path, std::uint64_t rights) {
  const int parent = ::open(path, O_PATH | O_CLOEXEC);
  if (parent < 0) return;
  struct stat info = {};
  if (::fstat(parent, &info) == 0 && !S_ISDIR(info.st_mode)) rights &= kOfFiles;
  const PathRule rule = {rights, parent};
  ::syscall(kAddRule, ruleset, kPathBeneath, &rule, 0);
  ::close(parent);
}

}  // namespace

void confine_server(const char* folder, const char* program, const char* installation) {
  const long version = ::syscall(kCreateRuleset, nullptr, 0, kAskVersion);
  if (version < 1) return;
  const std::uint64_t all = rights_of(version);
  const Ruleset wanted = {all, kTcp};
  const auto ruleset =
      static_cast<int>(::syscall(kCreateRuleset, &wanted, version >= 4 ? sizeof wanted : sizeof wanted.files, 0));
  if (ruleset < 0) return;
  for (const char* path : {folder, "/dev/shm", "/dev/null"}) allow(ruleset, path, all & ~kExecute);
  // /lib holds the dynamic linker. The shell is not there: COPY … PROGRAM starts nothing.
  for (const char* path : {program, "/lib", "/lib64"}) allow(ruleset, path, kRead | kExecute);
  for (const char* path : {installation, "/usr", "/opt", "/nix/store", "/dev/urandom", "/dev/random", "/dev/zero",
                           "/etc/ld.so.cache", "/etc/localtime", "/etc/passwd", "/etc/group", "/etc/nsswitch.conf",
                           "/etc/alternatives", "/var/cache/postgresql"})
    allow(ruleset, path, kRead);
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) ::syscall(kRestrictSelf, ruleset, 0);
  ::close(ruleset);
}

}  // namespace si
