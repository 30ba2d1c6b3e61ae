#include "support/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

#include "support/strings.h"

namespace si {
namespace {

namespace fs = std::filesystem;

struct Descriptor {
  explicit Descriptor(int value) : fd(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
  int fd;
};

Error failure(std::string_view what, const std::string& path, int error) {
  std::string hint;
  if (error == ENOSPC || error == EDQUOT) hint = "free some space on that disk, or write elsewhere with --output";
  if (error == EACCES || error == EPERM) hint = "check the rights of the file and of its folder";
  if (error == EROFS) hint = "that file system is read-only; write elsewhere with --output";
  return Error{ErrorKind::kFiles, std::string(what) + " " + printable(path) + ": " + std::strerror(error), hint};
}

// 0, or the errno of the write that failed.
int write_all(int fd, std::string_view content) {
  while (!content.empty()) {
    const ssize_t n = ::write(fd, content.data(), content.size());
    if (n < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    content.remove_prefix(static_cast<std::size_t>(n));
  }
  return 0;
}

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t max_bytes) {
  const bool standard_input = path == "-";
  // O_NONBLOCK: opening a named pipe must not hang before we can see that it is one.
  const Descriptor file(standard_input ? ::dup(0) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.fd < 0) return failure("cannot read", path, errno);
  struct stat info = {};
  if (::fstat(file.fd, &info) != 0) return failure("cannot read", path, errno);
  if (!standard_input && !S_ISREG(info.st_mode))
    return Error{ErrorKind::kFiles, "cannot read " + printable(path) + ": not a regular file", ""};
  std::string content;
  if (S_ISREG(info.st_mode)) content.reserve(static_cast<std::size_t>(info.st_size) + 1);
  char buffer[1 << 16];
  for (;;) {
    const ssize_t n = ::read(file.fd, buffer, sizeof buffer);
    if (n < 0) {
      if (errno == EINTR) continue;
      return failure("cannot read", path, errno);
    }
    if (n == 0) return content;
    content.append(buffer, static_cast<std::size_t>(n));
    if (content.size() > max_bytes)
      return Error{ErrorKind::kFiles,
                   "cannot read " + printable(path) + ": larger than " + std::to_string(max_bytes >> 20) + " MiB", ""};
  }
}

OutputFile OutputFile::standard_output() {
  OutputFile file;
  file.shown_ = "standard output";
  file.descriptor_ = 1;
  return file;
}

Result<OutputFile> OutputFile::open(const std::string& path) {
  OutputFile file;
  file.shown_ = path;
  std::error_code code;
  fs::path target = path;
  if (fs::is_symlink(target, code)) {
    target = fs::weakly_canonical(target, code);
    if (code) return failure("cannot write", path, code.value());
  }
  if (target.has_parent_path()) {
    fs::create_directories(target.parent_path(), code);
    if (code) return failure("cannot make the folder of", path, code.value());
  }
  struct stat info = {};
  const bool exists = ::stat(target.c_str(), &info) == 0;
  if (exists && S_ISCHR(info.st_mode)) {  // nothing to rename over
    file.descriptor_ = ::open(target.c_str(), O_WRONLY | O_CLOEXEC);
    if (file.descriptor_ < 0) return failure("cannot write", path, errno);
    return file;
  }
  if (exists && !S_ISREG(info.st_mode))
    return Error{ErrorKind::kFiles, "cannot write " + printable(path) + ": not a regular file", ""};

  file.target_ = target.string();
  file.temporary_ = file.target_ + ".XXXXXX";
  file.descriptor_ = ::mkostemp(file.temporary_.data(), O_CLOEXEC);
  if (file.descriptor_ < 0) {
    file.temporary_.clear();
    return failure("cannot write", path, errno);
  }
  const mode_t mask = ::umask(0);
  ::umask(mask);
  if (::fchmod(file.descriptor_, exists ? info.st_mode & 07777 : 0666 & ~mask) != 0) file.error_ = errno;
  return file;
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      error_(other.error_),
      shown_(std::move(other.shown_)),
      target_(std::move(other.target_)),
      temporary_(std::exchange(other.temporary_, {})) {}

OutputFile::~OutputFile() {
  if (descriptor_ > 1) ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void OutputFile::write(std::string_view piece) {
  if (error_ == 0) error_ = write_all(descriptor_, piece);
}

Status OutputFile::close() {
  if (!temporary_.empty()) {
    if (error_ == 0 && ::fsync(descriptor_) != 0) error_ = errno;
    if (error_ == 0 && ::rename(temporary_.c_str(), target_.c_str()) != 0) error_ = errno;
    if (error_ == 0) temporary_.clear();
  }
  if (error_ == 0 || (descriptor_ == 1 && error_ == EPIPE)) return Done{};
  return failure("cannot write", shown_, error_);
}

Status write_file_atomically(const std::string& path, std::string_view content) {
  Result<OutputFile> file = OutputFile::open(path);
  if (!file) return file.error();
  file->write(content);
  return file->close();
}

Status write_standard_output(std::string_view content) {
  OutputFile file = OutputFile::standard_output();
  file.write(content);
  return file.close();
}

}  // namespace si
