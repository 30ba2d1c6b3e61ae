// What a user reads when the database cannot be read: each failure on a real server or a socket that plays one.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <iterator>
#include <thread>

#include "sources/postgres/catalog.h"
#include "sources/postgres/connection.h"
#include "tests/support/embedded_database.h"

namespace si {
namespace {

using testing::HasSubstr;
using testing::Not;

// A TCP port that accepts and then does as it is told; or one where nothing listens.
class FakeServer {
 public:
  using Behaviour = std::function<void(int socket)>;
  explicit FakeServer(Behaviour behaviour) : listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
    if (!behaviour) return;
    EXPECT_EQ(::listen(listener_, 5), 0);
    thread_ = std::thread([this, behaviour] {
      while (!done_) {
        pollfd entry = {listener_, POLLIN, 0};
        if (::poll(&entry, 1, 20) <= 0) continue;
        const int socket = ::accept(listener_, nullptr, nullptr);
        behaviour(socket);
        sockets_.push_back(socket);
      }
      for (const int socket : sockets_) ::close(socket);
    });
  }
  FakeServer(const FakeServer&) = delete;
  FakeServer& operator=(const FakeServer&) = delete;
  ~FakeServer() {
    done_ = true;
    if (thread_.joinable()) thread_.join();
    ::close(listener_);
  }
  std::string url(const std::string& parameters = "") const {
    return "postgresql://reader:hunter2@127.0.0.1:" + std::to_string(port_) + "/app?gssencmode=disable" + parameters;
  }

 private:
  int listener_;
  int port_ = 0;
  std::atomic<bool> done_{false};
  std::vector<int> sockets_;
  std::thread thread_;
};

// What every database error has to be: its exit status, where it happened, something to do, and no secret.
Error error_of(const DatabaseSource& source, int connect_timeout_s = 1) {
  ReadDatabaseOptions options;
  options.connect_timeout_s = connect_timeout_s;
  const Result<Schema> schema = read_database(source, options);
  EXPECT_FALSE(schema.ok());
  if (schema.ok()) return {};
  EXPECT_EQ(schema.error().kind, ErrorKind::kDatabase);
  EXPECT_THAT(schema.error().message, HasSubstr(source.display_name));
  EXPECT_FALSE(schema.error().hint.empty()) << schema.error().message;
  EXPECT_THAT(schema.error().message + schema.error().hint, Not(HasSubstr("hunter2")));
  EXPECT_THAT(schema.error().message, Not(HasSubstr("\n")));
  return schema.error();
}

Error error_of(const std::string& url) { return error_of(*parse_database_source(url, "")); }

TEST(DatabaseErrors, NoServerListens) {
  EXPECT_THAT(error_of(FakeServer(nullptr).url()).message, HasSubstr("no server listens there"));
  EXPECT_THAT(error_of("postgresql:///app?host=/nowhere").message, HasSubstr("no server listens on that Unix socket"));
}

TEST(DatabaseErrors, AServerThatAcceptsAndHangs) {
  const FakeServer silent([](int) {});
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THAT(error_of(silent.url()).message, HasSubstr("the server does not answer (waited 1 s)"));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(3));
  EXPECT_THAT(error_of(silent.url("&connect_timeout=2")).message, HasSubstr("waited 2 s"));
}

TEST(DatabaseErrors, TlsIsRefused) {
  const FakeServer refuses([](int socket) {
    char request[8];
    if (::read(socket, request, sizeof request) == 8 && ::write(socket, "N", 1) != 1) ::close(socket);
  });
  const Error error = error_of(refuses.url("&sslmode=require"));
  EXPECT_THAT(error.message, HasSubstr("does not speak TLS"));
  EXPECT_THAT(error.hint, HasSubstr("sslmode"));
}

TEST(DatabaseErrors, WhatListensIsNoPostgres) {
  const FakeServer web([](int socket) {
    const std::string_view answer = "HTTP/1.1 400 Bad Request\r\n\r\n";
    if (::write(socket, answer.data(), answer.size()) < 0) ::close(socket);
  });
  EXPECT_THAT(error_of(web.url("&sslmode=disable")).message, HasSubstr("no PostgreSQL server"));
  const FakeServer closes([](int socket) { ::shutdown(socket, SHUT_RDWR); });
  EXPECT_THAT(error_of(closes.url("&sslmode=disable")).message, HasSubstr("closed the connection"));
}

// What `ps` shows of the program while it waits for a server.
TEST(DatabaseErrors, NoPasswordInTheListOfProcesses) {
  const FakeServer silent([](int) {});
  const std::string url = silent.url();
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(::open("/dev/null", O_RDWR), 2);
    ::execl(SI_PROGRAM, SI_PROGRAM, "introspect", "--db", url.c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }
  std::string shown;
  for (int i = 0; i < 100 && shown.find("reader:***") == std::string::npos; ++i) {
    ::usleep(20000);
    std::ifstream file("/proc/" + std::to_string(child) + "/cmdline");
    shown.assign(std::istreambuf_iterator<char>(file), {});
  }
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_THAT(shown, HasSubstr("reader:*******@127.0.0.1"));
  EXPECT_THAT(shown, Not(HasSubstr("hunter2")));
}

TEST(DatabaseErrors, AnUnknownHost) {
  EXPECT_THAT(error_of("postgresql://u:hunter2@no-such-host.invalid/d").message, HasSubstr("cannot be resolved"));
}

TEST(DatabaseErrors, TriesEveryHostOfAList) {
  const FakeServer first([](int) {}), second(nullptr);
  std::string url = first.url();
  const std::string port = second.url().substr(std::string_view("postgresql://reader:hunter2@127.0.0.1:").size());
  url.replace(url.find("/app"), std::string::npos, ",127.0.0.1:" + port);
  EXPECT_THAT(error_of(url).message, HasSubstr("no server listens there"));
}

TEST(DatabaseErrorsDb, AnUnknownDatabase) {
  DatabaseSource source = test::fresh_database("");
  source.parameters["dbname"] = "no_such_database";
  EXPECT_THAT(error_of(source).message, HasSubstr("there is no such database"));
}

TEST(DatabaseErrorsDb, AnUnknownRole) {
  DatabaseSource source = test::fresh_database("");
  source.parameters["user"] = "no_such_role";
  EXPECT_THAT(error_of(source).message, HasSubstr("does not admit this user"));
}

// The private server trusts everybody; here one role has to show its password.
TEST(DatabaseErrorsDb, AWrongPassword) {
  DatabaseSource source = test::fresh_database(R"(
    SET password_encryption = 'scram-sha-256';
    CREATE ROLE with_password LOGIN PASSWORD 'right';
    DO $$ BEGIN
      EXECUTE format('COPY (SELECT unnest(ARRAY[%L, %L])) TO %L', 'local all with_password scram-sha-256',
                     'local all all trust', current_setting('hba_file'));
    END $$;
    SELECT pg_reload_conf();
    SELECT pg_sleep(0.2);)");
  source.parameters["user"] = "with_password";
  source.parameters["password"] = "hunter2";
  const Error wrong = error_of(source);
  EXPECT_THAT(wrong.message, HasSubstr("refused the password"));
  EXPECT_THAT(wrong.hint, HasSubstr(".pgpass"));
  source.parameters.erase("password");
  EXPECT_THAT(error_of(source).message, HasSubstr("asks for a password and none was given"));
  source.parameters["password"] = "right";
  EXPECT_TRUE(read_database(source, {}).ok());
}

TEST(DatabaseErrorsDb, ADatabaseThatMayNotBeConnectedTo) {
  DatabaseSource source = test::fresh_database("CREATE ROLE shut_out LOGIN");
  test::shared_server();
  Result<Connection> owner = Connection::open(source, 5);
  ASSERT_TRUE(owner.ok());
  ASSERT_FALSE(owner->run_batch({"REVOKE CONNECT ON DATABASE " + source.parameters["dbname"] + " FROM PUBLIC"}, 5000,
                                [](std::size_t, const Rows&) {}));
  source.parameters["user"] = "shut_out";
  EXPECT_THAT(error_of(source).message, HasSubstr("may not connect"));
}

// The connection is ended by an administrator while the answers are read.
TEST(DatabaseErrorsDb, AConnectionLostInTheMiddle) {
  const DatabaseSource source = test::fresh_database("CREATE TABLE t (id integer)");
  Result<Connection> connection = Connection::open(source, 5);
  Result<Connection> killer = Connection::open(source, 5);
  ASSERT_TRUE(connection.ok() && killer.ok());
  std::string pid;
  ASSERT_FALSE(connection->run_batch({"SELECT pg_backend_pid()"}, 5000,
                                     [&](std::size_t, const Rows& rows) { pid = rows.string(0, 0); }));
  ASSERT_FALSE(killer->run_batch({"SELECT pg_terminate_backend(" + pid + ")", "SELECT pg_sleep(0.1)"}, 5000,
                                 [](std::size_t, const Rows&) {}));
  const Result<Schema> schema = read_catalog(*connection, {});
  ASSERT_FALSE(schema.ok());
  EXPECT_EQ(schema.error().kind, ErrorKind::kDatabase);
  EXPECT_THAT(schema.error().message, HasSubstr(source.display_name));
  EXPECT_FALSE(schema.error().hint.empty());
  EXPECT_FALSE(read_catalog(*connection, {}).ok());  // and it stays lost
}

TEST(DatabaseErrorsDb, AServerThatHangsInTheMiddle) {
  Result<Connection> connection = Connection::open(test::fresh_database(""), 5);
  ASSERT_TRUE(connection.ok());
  const auto failure = connection->run_batch({"SELECT pg_sleep(60)"}, 300, [](std::size_t, const Rows&) {});
  ASSERT_TRUE(failure.has_value());
  EXPECT_FALSE(failure->refused.has_value());
  EXPECT_THAT(failure->error.message, HasSubstr("stopped answering"));
}

TEST(DatabaseErrorsDb, ALockThatAnotherSessionHolds) {
  const DatabaseSource source = test::fresh_database("CREATE VIEW v AS SELECT 1 AS one");
  Result<Connection> locker = Connection::open(source, 5);
  ASSERT_TRUE(locker.ok());
  ASSERT_FALSE(
      locker->run_batch({"BEGIN", "LOCK TABLE v IN ACCESS EXCLUSIVE MODE"}, 5000, [](std::size_t, const Rows&) {}));
  ReadDatabaseOptions options;
  options.lock_timeout_ms = 200;
  const Result<Schema> schema = read_database(source, options);
  ASSERT_FALSE(schema.ok());
  EXPECT_THAT(schema.error().message, HasSubstr("lock_timeout"));
}

// A role without any right still reads the catalog; what it is refused is listed.
TEST(DatabaseErrorsDb, ARoleWithoutRights) {
  DatabaseSource source = test::fresh_database(R"(
    CREATE SCHEMA hidden;
    CREATE TABLE hidden.t (id integer PRIMARY KEY, price numeric CHECK (price > 0));
    CREATE VIEW hidden.v AS SELECT id FROM hidden.t;
    CREATE FUNCTION hidden.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
    CREATE ROLE nobody_special LOGIN;
    REVOKE SELECT ON pg_catalog.pg_proc FROM PUBLIC;
    REVOKE SELECT ON pg_catalog.pg_policy FROM PUBLIC;)");
  source.parameters["user"] = "nobody_special";
  const Schema schema = test::read_whole(source);
  ASSERT_NE(schema.find_table({"hidden", "t"}), nullptr);
  EXPECT_EQ(schema.find_table({"hidden", "t"})->checks.size(), 1U);
  EXPECT_NE(schema.find_view({"hidden", "v"}), nullptr);
  ASSERT_EQ(schema.not_read.size(), 2U);
  EXPECT_EQ(schema.not_read[0].what, "functions");
  EXPECT_THAT(schema.not_read[0].why, HasSubstr("permission denied"));
  EXPECT_EQ(schema.not_read[1].what, "policies");
}

TEST(DatabaseErrorsDb, ARoleThatMayNotReadTheCatalogs) {
  DatabaseSource source = test::fresh_database(R"(
    CREATE ROLE kept_out LOGIN;
    REVOKE SELECT ON pg_catalog.pg_class FROM PUBLIC;)");
  source.parameters["user"] = "kept_out";
  const Error error = error_of(source);
  EXPECT_THAT(error.message, HasSubstr("permission denied"));
  EXPECT_THAT(error.hint, HasSubstr("system catalogs"));
}

TEST(DatabaseErrorsDb, AScriptThatTheServerRefuses) {
  const Result<DatabaseSource> source = test::shared_server().create_database(
      "refused", "CREATE TABLE a (id integer);\n\nCREATE TABLE b (\n  id integr\n);", "sql/schema.sql");
  ASSERT_FALSE(source.ok());
  EXPECT_EQ(source.error().kind, ErrorKind::kFiles);
  EXPECT_THAT(source.error().message, HasSubstr("sql/schema.sql:4: "));
  EXPECT_THAT(source.error().message, HasSubstr("type \"integr\" does not exist"));
}

TEST(DatabaseErrorsDb, AScriptThatNeedsAMissingExtension) {
  const Result<DatabaseSource> source =
      test::shared_server().create_database("no_extension", "CREATE EXTENSION no_such_extension", "schema.sql");
  ASSERT_FALSE(source.ok());
  EXPECT_EQ(source.error().kind, ErrorKind::kFiles);
  EXPECT_THAT(source.error().hint, HasSubstr("postgresql-contrib"));
}

}  // namespace
}  // namespace si
