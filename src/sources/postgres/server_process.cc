// The life of a private server.
//
//   we ──fork──► watcher ──fork──► initdb, then postgres
//    └── lifeline (a pipe) ──┘
//
// The watcher waits for the end of the lifeline. It comes when we close it (the destructor, a signal's handler) and
// when the kernel does because we are gone: kill -9, a crash, an exit() somewhere. Then it stops the server and removes
// the folder. It lives in a session of its own, so that Ctrl-C on the terminal does not reach it; should somebody kill
// the watcher itself, the kernel signals the server (PR_SET_PDEATHSIG).
#include "sources/postgres/server_process.h"

#include <dirent.h>
#include <fcntl.h>
#include <grp.h>
#include <locale.h>
#include <poll.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "sources/postgres/confinement.h"
#include "support/files.h"
#include "support/strings.h"

namespace si {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr std::size_t kLongestSocketPath = 107;  // sockaddr_un, on Linux
constexpr std::string_view kSocketName = "/.s.PGSQL.5432";
constexpr int kStartSeconds = 60;

Error failure(std::string message, std::string hint = "") {
  return Error{ErrorKind::kDatabase, std::move(message), std::move(hint)};
}

bool has_server(const fs::path& folder) {
  return ::access((folder / "initdb").c_str(), X_OK) == 0 && ::access((folder / "postgres").c_str(), X_OK) == 0;
}

// ---- who runs it and where ------------------------------------------------------------------------------------------

struct Account {
  uid_t user;
  gid_t group;
};

// PostgreSQL refuses to run as root; then an account without rights does it.
std::optional<Account> unprivileged_account() {
  if (::geteuid() != 0) return std::nullopt;
  for (const char* name : {"postgres", "nobody"})
    if (const passwd* entry = ::getpwnam(name)) return Account{entry->pw_uid, entry->pw_gid};
  return Account{65534, 65534};
}

// Whether every account can go through the folder, and so reach what it owns below.
bool is_open_to_others(const fs::path& folder) {
  for (fs::path path = folder;; path = path.parent_path()) {
    struct stat info = {};
    if (::stat(path.c_str(), &info) != 0 || (info.st_mode & S_IXOTH) == 0) return false;
    if (path == path.root_path()) return true;
  }
}

Result<std::string> make_folder(const std::optional<Account>& account) {
  const char* setting = std::getenv("TMPDIR");
  std::string base = setting != nullptr && *setting == '/' ? setting : "/tmp";
  const std::string name = "/schema-inspector-XXXXXX";
  if (base.size() + name.size() + kSocketName.size() > kLongestSocketPath || (account && !is_open_to_others(base)))
    base = "/tmp";
  std::string folder = base + name;
  if (::mkdtemp(folder.data()) == nullptr)
    return failure("cannot make a folder for a private server in " + printable(base) + ": " + std::strerror(errno),
                   "set TMPDIR to a folder that can be written to");
  if (account && ::chown(folder.c_str(), account->user, account->group) != 0) {
    ::rmdir(folder.c_str());
    return failure("cannot hand " + folder + " over to the account that runs the server: " + std::strerror(errno));
  }
  return folder;
}

// Ours, without what steers libpq, the server or its messages.
std::vector<std::string> server_environment() {
  std::vector<std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    if (!text.starts_with("PG") && !text.starts_with("LC_") && !text.starts_with("LANG")) variables.emplace_back(text);
  }
  variables.emplace_back("LC_ALL=C");
  return variables;
}

bool has_locale(const char* name) {
  const locale_t locale = ::newlocale(LC_ALL_MASK, name, nullptr);
  if (locale == nullptr) return false;
  ::freelocale(locale);
  return true;
}

std::vector<std::string> initdb_command(const std::string& binaries, const std::string& folder) {
  return {binaries + "/initdb",
          "--pgdata=" + folder + "/data",
          "--username=postgres",
          "--auth=trust",
          "--encoding=UTF8",
          std::string("--locale=") + (has_locale("C.UTF-8") ? "C.UTF-8" : "C"),
          "--no-sync"};
}

// Nothing here has to outlive the server, so nothing is ever flushed. The folder's rights guard the socket.
std::vector<std::string> postgres_command(const std::string& binaries, const std::string& folder) {
  std::vector<std::string> command = {binaries + "/postgres", "-D", folder + "/data", "-k", folder};
  for (const char* setting :
       {"listen_addresses=", "port=5432", "fsync=off", "synchronous_commit=off", "full_page_writes=off",
        "autovacuum=off", "wal_level=minimal", "max_wal_senders=0", "max_connections=50",
        "max_locks_per_transaction=1024", "huge_pages=off", "shared_buffers=64MB", "max_wal_size=4GB", "jit=off",
        "timezone=UTC", "log_timezone=UTC", "lc_messages=C", "logging_collector=off", "log_statement=none"}) {
    command.emplace_back("-c");
    command.emplace_back(setting);
  }
  return command;
}

// ---- the watcher ----------------------------------------------------------------------------------------------------

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

// What the watcher needs, made before the fork.
struct Orders {
  std::string folder, log;
  std::string program, installation;  // of the server
  std::vector<std::string> initdb, postgres, environment;
  std::optional<Account> account;
};

pid_t spawn(Orders& orders, std::vector<std::string>& command, int death_signal) {
  const pid_t pid = ::fork();
  if (pid != 0) return pid;
  ::setpgid(0, 0);
  if (orders.account) {
    if (::setgroups(0, nullptr) != 0 || ::setgid(orders.account->group) != 0 || ::setuid(orders.account->user) != 0)
      ::_exit(126);
  }
  ::prctl(PR_SET_PDEATHSIG, death_signal);
  if (::getppid() == 1) ::_exit(126);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) ::signal(signal, SIG_DFL);
  if (::chdir(orders.folder.c_str()) != 0) ::_exit(126);
  const int log = ::open(orders.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log < 0) ::_exit(126);
  ::dup2(log, 1);
  ::dup2(log, 2);
  std::vector<char*> arguments = pointers(command), environment = pointers(orders.environment);
  if (&command == &orders.postgres)
    confine_server(orders.folder.c_str(), orders.program.c_str(), orders.installation.c_str());
  ::execve(arguments[0], arguments.data(), environment.data());
  ::_exit(127);
}

// True when the other end of the lifeline is closed within the time.
bool lifeline_ended(int lifeline, int milliseconds_to_wait) {
  pollfd entry = {lifeline, POLLIN, 0};
  return ::poll(&entry, 1, milliseconds_to_wait) > 0;
}

// Waits for a child; false when it is still there after the time.
bool wait_for_end(pid_t pid, int milliseconds_to_wait) {
  for (int waited = 0;; waited += 2) {
    if (::waitpid(pid, nullptr, WNOHANG) != 0) return true;
    if (waited >= milliseconds_to_wait) return false;
    std::this_thread::sleep_for(milliseconds(2));
  }
}

void close_all_but(int first, int second) {
  if (DIR* folder = ::opendir("/proc/self/fd")) {
    std::vector<int> open;
    while (const dirent* entry = ::readdir(folder)) open.push_back(std::atoi(entry->d_name));
    ::closedir(folder);
    for (const int fd : open)
      if (fd > 2 && fd != first && fd != second) ::close(fd);
  }
}

[[noreturn]] void watch(Orders& orders, int lifeline, int report) {
  ::setsid();
  ::prctl(PR_SET_NAME, "si-watcher");
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT}) ::signal(signal, SIG_IGN);
  ::signal(SIGCHLD, SIG_DFL);
  close_all_but(lifeline, report);
  // Whoever reads our output must not wait for the watcher to end.
  const int null = ::open("/dev/null", O_RDWR);
  for (int fd = 0; fd <= 2; ++fd) ::dup2(null, fd);
  ::umask(077);

  bool ended = false;
  int status = -1;
  const pid_t initdb = spawn(orders, orders.initdb, SIGKILL);
  while (!(ended = lifeline_ended(lifeline, 2)) && ::waitpid(initdb, &status, WNOHANG) == 0) {
  }
  if (ended) {
    ::kill(-initdb, SIGKILL);
    wait_for_end(initdb, 5000);
  } else if (status == 0) {
    const pid_t postgres = spawn(orders, orders.postgres, SIGQUIT);
    while (!lifeline_ended(lifeline, 100)) {
      if (::waitpid(postgres, nullptr, WNOHANG) == 0) continue;
      const char failed = 'F';
      if (::write(report, &failed, 1) != 1) break;
      break;
    }
    ::kill(postgres, SIGQUIT);  // "immediate": its data is not wanted any more
    if (!wait_for_end(postgres, 5000)) ::kill(-postgres, SIGKILL);
  } else {
    const char failed = 'F';
    if (::write(report, &failed, 1) == 1) lifeline_ended(lifeline, 10000);  // the log is read first
  }
  std::error_code ignored;
  for (int i = 0; i < 50 && (fs::remove_all(orders.folder, ignored), fs::exists(orders.folder, ignored)); ++i)
    std::this_thread::sleep_for(milliseconds(20));  // a child of the server may still be writing
  ::_exit(0);
}

// ---- signals --------------------------------------------------------------------------------------------------------

// The servers that a signal has to take down first. Only async-signal-safe calls touch them in the handler.
struct Watched {
  std::atomic<int> lifeline{-1};
  std::atomic<pid_t> watcher{-1};
};
std::array<Watched, 64> g_watched;

void end_by_signal(int signal) {
  for (Watched& watched : g_watched)
    if (const int lifeline = watched.lifeline.exchange(-1); lifeline >= 0) ::close(lifeline);
  for (Watched& watched : g_watched)
    if (const pid_t watcher = watched.watcher.exchange(-1); watcher > 0) ::waitpid(watcher, nullptr, 0);
  ::signal(signal, SIG_DFL);
  ::raise(signal);  // the status is 128 + signal, as of any program that a signal ends
}

void catch_signals() {
  static const bool once = [] {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
      struct sigaction action = {}, before = {};
      action.sa_handler = end_by_signal;
      if (::sigaction(signal, nullptr, &before) == 0 && before.sa_handler == SIG_DFL)
        ::sigaction(signal, &action, nullptr);  // one that is ignored (nohup) or handled stays so
    }
    return true;
  }();
  static_cast<void>(once);
}

void watch_for_signals(int lifeline, pid_t watcher) {
  for (Watched& watched : g_watched) {
    pid_t free = -1;
    if (!watched.watcher.compare_exchange_strong(free, watcher)) continue;
    watched.lifeline = lifeline;
    return;
  }
}

// False when a signal's handler has taken the server down already.
bool forget(pid_t watcher) {
  for (Watched& watched : g_watched) {
    if (watched.watcher != watcher) continue;
    watched.lifeline = -1;
    watched.watcher = -1;
    return true;
  }
  return false;
}

// The last lines of the server's own words.
std::string log_tail(const std::string& log) {
  const Result<std::string> text = read_file(log);
  if (!text) return "";
  std::vector<std::string> lines = split(trim(*text), '\n');
  const std::size_t count = std::min<std::size_t>(lines.size(), 3);
  return printable(join({lines.end() - static_cast<std::ptrdiff_t>(count), lines.end()}, "; "));
}

// The postmaster writes "ready" into its lock file when it takes connections.
bool is_ready(const std::string& folder) {
  const Result<std::string> text = read_file(folder + "/data/postmaster.pid");
  if (!text) return false;
  const std::vector<std::string> lines = split(*text, '\n');
  return lines.size() > 7 && trim(lines[7]) == "ready";
}

}  // namespace

Result<std::string> find_server_binaries() {
  if (const char* own = std::getenv("SI_POSTGRES_BIN"); own != nullptr && *own != '\0') {
    if (has_server(own)) return std::string(own);
    return failure("SI_POSTGRES_BIN names " + printable(own) + ", where there is no initdb and postgres",
                   "name the folder that holds the server's programs, e.g. /usr/lib/postgresql/15/bin");
  }
  std::error_code code;
  std::vector<std::pair<int, std::string>> found;
  for (const char* root : {"/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt"}) {
    for (const fs::directory_entry& version : fs::directory_iterator(root, code))
      if (has_server(version.path() / "bin"))
        found.emplace_back(std::atoi(version.path().filename().c_str()), (version.path() / "bin").string());
  }
  if (!found.empty()) return std::max_element(found.begin(), found.end())->second;
  const char* path = std::getenv("PATH");
  for (const std::string& folder : split(path != nullptr ? path : "", ':'))
    if (!folder.empty() && has_server(folder)) return folder;
  return failure(
      "no PostgreSQL server is installed, and a file: source needs one to load the script into",
      "install it (Debian, Ubuntu: apt-get install postgresql; Fedora: dnf install postgresql-server), or name "
      "its folder in SI_POSTGRES_BIN");
}

ServerProcess::ServerProcess(std::string folder, int watcher, int lifeline)
    : folder_(std::move(folder)), watcher_(watcher), lifeline_(lifeline) {}

ServerProcess::ServerProcess(ServerProcess&& other) noexcept
    : folder_(std::move(other.folder_)),
      watcher_(std::exchange(other.watcher_, -1)),
      lifeline_(std::exchange(other.lifeline_, -1)) {}

ServerProcess& ServerProcess::operator=(ServerProcess&& other) noexcept {
  if (this == &other) return *this;
  stop();
  folder_ = std::move(other.folder_);
  watcher_ = std::exchange(other.watcher_, -1);
  lifeline_ = std::exchange(other.lifeline_, -1);
  return *this;
}

ServerProcess::~ServerProcess() { stop(); }

void ServerProcess::stop() {
  if (watcher_ < 0) return;
  forget(watcher_);
  ::close(lifeline_);
  while (::waitpid(watcher_, nullptr, 0) < 0 && errno == EINTR) {
  }
  watcher_ = lifeline_ = -1;
}

Result<ServerProcess> ServerProcess::start(const std::string& binaries) {
  Orders orders;
  orders.account = unprivileged_account();
  Result<std::string> folder = make_folder(orders.account);
  if (!folder) return folder.error();
  orders.folder = *folder;
  orders.log = *folder + "/log";
  orders.initdb = initdb_command(binaries, *folder);
  orders.postgres = postgres_command(binaries, *folder);
  orders.program = binaries + "/postgres";
  std::error_code code;
  const fs::path real = fs::canonical(orders.program, code);
  orders.installation = (code ? fs::path(binaries) : real.parent_path()).parent_path().string();
  orders.environment = server_environment();

  int lifeline[2], report[2];
  if (::pipe2(lifeline, O_CLOEXEC) != 0 || ::pipe2(report, O_CLOEXEC) != 0)
    return failure(std::string("cannot start a private server: ") + std::strerror(errno));
  catch_signals();
  const pid_t watcher = ::fork();
  if (watcher < 0) return failure(std::string("cannot start a private server: ") + std::strerror(errno));
  if (watcher == 0) watch(orders, lifeline[0], report[1]);
  ::close(lifeline[0]);
  ::close(report[1]);
  watch_for_signals(lifeline[1], watcher);
  ServerProcess server(*folder, watcher, lifeline[1]);

  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(kStartSeconds);
  bool ready = false, failed = false;
  while (!ready && !failed && std::chrono::steady_clock::now() < deadline) {
    failed = lifeline_ended(report[0], 5);
    ready = !failed && is_ready(*folder);
  }
  ::close(report[0]);
  if (ready) return server;
  const std::string tail = log_tail(orders.log);
  return failure("the private server does not start" + (tail.empty() ? "" : ": " + tail),
                 "the server's programs are those in " + printable(binaries));
}

}  // namespace si
