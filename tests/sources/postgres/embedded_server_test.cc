// The private server is always taken down, however its owner ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "support/files.h"
#include "support/strings.h"
#include "tests/support/embedded_database.h"

namespace si {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// The socket's folder, which is the server's own.
std::string folder_of(EmbeddedServer& server) {
  const Result<DatabaseSource> source = server.create_database("probe", "", "");
  return source.ok() ? source->parameters.at("host") : "";
}

// The server's process id, out of its lock file.
pid_t server_pid(const std::string& folder) {
  const Result<std::string> lock = read_file(folder + "/data/postmaster.pid");
  return lock.ok() ? std::atoi(lock->c_str()) : -1;
}

bool is_gone(const std::string& folder, pid_t server) {
  for (int i = 0; i < 500; ++i) {
    if (!fs::exists(folder) && ::kill(server, 0) != 0) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

// Starts a server in a child process, lets `end` do with the child what it likes, and returns the child's status.
int status_after(const std::function<void(pid_t)>& end, std::string& folder, pid_t& server) {
  int channel[2];
  EXPECT_EQ(::pipe(channel), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    Result<EmbeddedServer> own = EmbeddedServer::start();
    const std::string text = own.ok() ? folder_of(*own) + '\n' : "\n";
    if (::write(channel[1], text.data(), text.size()) < 0) ::_exit(9);
    for (;;) ::pause();
  }
  ::close(channel[1]);
  for (char c = 0; ::read(channel[0], &c, 1) == 1 && c != '\n';) folder += c;
  server = server_pid(folder);
  end(child);
  int status = 0;
  ::waitpid(child, &status, 0);
  ::close(channel[0]);
  return status;
}

TEST(EmbeddedServerDb, IsPrivate) {
  Result<EmbeddedServer> server = EmbeddedServer::start();
  ASSERT_TRUE(server.ok()) << server.error().message;
  const std::string folder = folder_of(*server);
  struct stat info = {};
  ASSERT_EQ(::stat(folder.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700U);
  Result<DatabaseSource> source = server->create_database("app", "", "");
  ASSERT_TRUE(source.ok());
  source->parameters["host"] = "127.0.0.1";
  EXPECT_FALSE(read_database(*source, {}).ok());
}

TEST(EmbeddedServerDb, IsRemovedByItsOwner) {
  std::string folder;
  pid_t pid = -1;
  {
    Result<EmbeddedServer> server = EmbeddedServer::start();
    ASSERT_TRUE(server.ok());
    folder = folder_of(*server);
    pid = server_pid(folder);
    ASSERT_GT(pid, 0);
    ASSERT_EQ(::kill(pid, 0), 0);
  }
  EXPECT_FALSE(fs::exists(folder));
  EXPECT_NE(::kill(pid, 0), 0);
}

TEST(EmbeddedServerDb, IsGoneBeforeASignalEndsTheProgram) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    std::string folder;
    pid_t server = -1;
    const int status = status_after([signal](pid_t child) { ::kill(child, signal); }, folder, server);
    ASSERT_GT(server, 0);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == signal);
    EXPECT_FALSE(fs::exists(folder));  // no waiting: it was removed first
    EXPECT_NE(::kill(server, 0), 0);
  }
}

TEST(EmbeddedServerDb, DoesNotOutliveAProgramThatIsKilled) {
  std::string folder;
  pid_t server = -1;
  const int status = status_after([](pid_t child) { ::kill(child, SIGKILL); }, folder, server);
  ASSERT_GT(server, 0);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  EXPECT_TRUE(is_gone(folder, server));
}

TEST(EmbeddedServerDb, TwoRunAtOnce) {
  Result<EmbeddedServer> one = EmbeddedServer::start();
  Result<EmbeddedServer> two = EmbeddedServer::start();
  ASSERT_TRUE(one.ok() && two.ok());
  const std::string folder = folder_of(*one);
  EXPECT_NE(folder, folder_of(*two));
  { const EmbeddedServer ended = std::move(*one); }
  EXPECT_FALSE(fs::exists(folder));
  const Result<DatabaseSource> source = two->create_database("app", "CREATE TABLE t (id integer)", "s.sql");
  ASSERT_TRUE(source.ok());
  EXPECT_TRUE(read_database(*source, {}).ok());
}

TEST(EmbeddedServerDb, SaysWhichPackageIsMissing) {
  const char* before = std::getenv("SI_POSTGRES_BIN");
  const std::string saved = before != nullptr ? before : "";
  ::setenv("SI_POSTGRES_BIN", "/nowhere", 1);
  const Result<EmbeddedServer> server = EmbeddedServer::start();
  ASSERT_FALSE(server.ok());
  EXPECT_THAT(server.error().message, HasSubstr("/nowhere"));
  if (before != nullptr)
    ::setenv("SI_POSTGRES_BIN", saved.c_str(), 1);
  else
    ::unsetenv("SI_POSTGRES_BIN");
}

// What pg_dump writes: psql's own commands, COPY with its data, owners and grantees that are not there, settings of
// another version.
TEST(EmbeddedServerDb, LoadsADump) {
  const Schema schema = test::schema_of(R"(\restrict Xw9
SET statement_timeout = 0;
SET transaction_timeout = 0;
SET a_setting_of_tomorrow = 1;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE DATABASE elsewhere WITH TEMPLATE = template0;
\connect elsewhere
CREATE TABLE public.users (id integer NOT NULL, name text);
ALTER TABLE public.users OWNER TO "the app's owner";
GRANT SELECT ON TABLE public.users TO a_reader;
COPY public.users (id, name) FROM stdin;
1	semi;colon
2	\N
\.

ALTER TABLE ONLY public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
CREATE MATERIALIZED VIEW public.how_many AS SELECT count(*) AS n FROM public.users;
ALTER TABLE public.users ADD CONSTRAINT two CHECK (id <= 2);
\unrestrict Xw9
)");
  const Table* users = schema.find_table({"public", "users"});
  ASSERT_NE(users, nullptr);
  EXPECT_EQ(users->owner, "the app's owner");
  EXPECT_TRUE(users->primary_key.has_value());
  EXPECT_EQ(users->checks.size(), 1U);
}

TEST(EmbeddedServerDb, MakesRolesInTheMiddleOfATransaction) {
  const Schema schema = test::schema_of(R"(
    BEGIN; CREATE TABLE t (id integer); GRANT SELECT ON t TO role_of_a_transaction; ALTER TABLE t OWNER TO other_role; COMMIT;)");
  EXPECT_EQ(schema.find_table({"", "t"})->owner, "other_role");
}

// A script runs with all rights in its server, which is why the server has few on the machine.
TEST(EmbeddedServerDb, KeepsAScriptAwayFromTheMachine) {
  if (::syscall(444, nullptr, 0, 1) < 1) GTEST_SKIP() << "the kernel has no Landlock";
  std::string folder = "/tmp/si-secret-XXXXXX";
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  fs::permissions(folder, fs::perms::all);
  std::ofstream(folder + "/secret") << "hidden";
  int number = 0;
  for (const std::string& statement : std::vector<std::string>{
           "CREATE TABLE t AS SELECT pg_read_file('" + folder + "/secret') AS a",
           "COPY (SELECT 1) TO '" + folder + "/written'", "COPY (SELECT 1) TO PROGRAM 'cat >" + folder + "/written'",
           "CREATE TABLE t (a text); COPY t FROM PROGRAM 'echo x'",
           "SELECT lo_export(lo_from_bytea(0, 'x'), '" + folder + "/written')"}) {
    const Result<DatabaseSource> made =
        test::shared_server().create_database("reaching_out_" + std::to_string(++number), statement, "script.sql");
    ASSERT_FALSE(made.ok()) << statement;
    EXPECT_THAT(made.error().message, HasSubstr("script.sql:1: the server refuses this statement")) << statement;
  }
  EXPECT_FALSE(fs::exists(folder + "/written"));
  fs::remove_all(folder);
}

TEST(EmbeddedServerDb, RefusesAScriptThatIsNotWhole) {
  const Result<DatabaseSource> source =
      test::shared_server().create_database("not_whole", "SELECT 1;\n\\ir tables.sql\n", "all.sql");
  ASSERT_FALSE(source.ok());
  EXPECT_THAT(source.error().message, HasSubstr("all.sql:2: psql's \\ir"));
}

TEST(EmbeddedServerDb, ReadsAScriptAsASource) {
  const std::string path = testing::TempDir() + "/a script.sql";
  ASSERT_TRUE(write_file_atomically(path, "CREATE TABLE t (id integer PRIMARY KEY);").ok());
  const Result<DatabaseSource> source = parse_database_source("file:" + path, "");
  ASSERT_TRUE(source.ok());
  const Result<Schema> schema = read_database(*source, {});
  ASSERT_TRUE(schema.ok()) << schema.error().message;
  EXPECT_NE(schema->find_table({"", "t"}), nullptr);
  EXPECT_EQ(schema->source.name, printable(path));
  ::unlink(path.c_str());
  const Result<Schema> missing = read_database(*source, {});
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().kind, ErrorKind::kFiles);
}

}  // namespace
}  // namespace si
