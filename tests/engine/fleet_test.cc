// Many databases against the same models: one result each, the matrix of what differs where, shares that merge to the
// whole, and servers that are dead or never answer, which hold nobody up.
#include "engine/fleet.h"

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>

#include "support/files.h"
#include "support/strings.h"
#include "tests/support/embedded_database.h"

namespace si {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace fs = std::filesystem;

constexpr const char* kModels = R"(
from sqlalchemy import CheckConstraint, Column, Integer, String
from sqlalchemy.orm import declarative_base
Base = declarative_base()

class Account(Base):
    __tablename__ = "accounts"
    id = Column(Integer, primary_key=True)
    name = Column(String(80), nullable=False)
    __table_args__ = (CheckConstraint("name NOT LIKE 'x%'", name="no_x"),)
)";

constexpr const char* kSchema =
    "CREATE TABLE accounts (id serial PRIMARY KEY, name varchar(80) NOT NULL, CONSTRAINT no_x CHECK (name NOT LIKE "
    "'x%'));";

std::string keywords(const DatabaseSource& source) {
  std::string text;
  for (const char* key : {"host", "port", "user", "dbname"})
    if (source.parameters.contains(key)) text += std::string(key) + "='" + source.parameters.at(key) + "' ";
  return text;
}

class FleetDb : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "fleet-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    settings_.config.root = root_;
    settings_.config.models.paths = {"models.py"};
    settings_.config.database.connect_timeout_s = 1;
    ASSERT_TRUE(write_file_atomically(root_ + "/models.py", kModels).ok());
  }
  void TearDown() override { fs::remove_all(root_); }

  // The fleet as its file names it.
  std::vector<DatabaseSource> fleet(const std::string& lines) {
    EXPECT_TRUE(write_file_atomically(root_ + "/fleet.txt", lines).ok());
    Result<std::vector<DatabaseSource>> read = read_fleet(settings_, root_ + "/fleet.txt");
    EXPECT_TRUE(read.ok()) << (read.ok() ? "" : read.error().message);
    return read.ok() ? *read : std::vector<DatabaseSource>{};
  }

  FleetReport compare(const std::vector<DatabaseSource>& databases, std::size_t connections, std::size_t shard = 1,
                      std::size_t shards = 1) {
    const Result<Source> models = load_models(settings_);
    EXPECT_TRUE(models.ok());
    return compare_fleet("compare-db-models", settings_, databases, *models, {}, {shard, shards, connections});
  }

  Error refused(const std::string& lines) {
    EXPECT_TRUE(write_file_atomically(root_ + "/fleet.txt", lines).ok());
    const Result<std::vector<DatabaseSource>> read = read_fleet(settings_, root_ + "/fleet.txt");
    return read.ok() ? Error{} : read.error();
  }

  std::string root_;
  Settings settings_;
};

// A server that takes connections and never says a word.
class SilentServer {
 public:
  explicit SilentServer(const std::string& folder) : socket_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = folder + "/.s.PGSQL.5432";
    std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
    EXPECT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    EXPECT_EQ(::listen(socket_, 16), 0);
  }
  ~SilentServer() { ::close(socket_); }

 private:
  int socket_;
};

TEST_F(FleetDb, TwentyDatabasesADeadAndASilentOne) {
  const SilentServer silent(root_);
  std::string lines = "# tenants\n\nhost='" + root_ + "' dbname=silent user=u\nhost='" + root_ +
                      "/nowhere' dbname=dead user=u password=geheim\n";
  for (int i = 0; i < 18; ++i) {
    std::string script = kSchema;
    if (i % 6 == 1) script += "ALTER TABLE accounts ALTER name TYPE varchar(60);";
    if (i % 9 == 2) script += "ALTER TABLE accounts DROP CONSTRAINT no_x;";
    lines += keywords(test::fresh_database(script)) + '\n';
  }
  const std::vector<DatabaseSource> databases = fleet(lines);
  ASSERT_EQ(databases.size(), 20U);
  const FleetReport report = compare(databases, 8);

  ASSERT_EQ(report.databases.size(), 20U);
  EXPECT_EQ(report.failed(), 2U);
  EXPECT_THAT(report.databases[0].error, HasSubstr("silent"));
  EXPECT_THAT(report.databases[1].error, HasSubstr("dead"));
  EXPECT_EQ(report.databases[2].tables_compared, 1U);
  ASSERT_EQ(report.findings.size(), 2U);
  EXPECT_EQ(report.findings[1].finding.rule, "column-type");
  EXPECT_THAT(report.findings[1].databases, ElementsAre(4, 10, 16));
  EXPECT_EQ(report.findings[0].finding.rule, "check-extra");
  EXPECT_THAT(report.findings[0].databases, ElementsAre(5, 14));

  const std::string json = render_fleet(report, "json");
  EXPECT_THAT(json, HasSubstr("\"equal\": 13,\n    \"different\": 5,\n    \"failed\": 2"));
  for (const char* format : {"json", "text", "markdown"})
    EXPECT_THAT(render_fleet(report, format), Not(HasSubstr("geheim")));
  // However many at a time, and in whatever order they answer: the same bytes.
  EXPECT_EQ(render_fleet(compare(databases, 1), "json"), json);
  // Shares on different machines, merged in any order, are the whole.
  FleetReport whole;
  for (const std::size_t shard : {3, 1, 2})
    ASSERT_TRUE(merge_fleet(whole, render_fleet(compare(databases, 8, shard, 3), "json"), "share").ok());
  whole.finish();
  EXPECT_EQ(render_fleet(whole, "json"), json);
  EXPECT_EQ(render_fleet(whole, "markdown"), render_fleet(report, "markdown"));
}

TEST_F(FleetDb, AQueryListsTheDatabases) {
  const DatabaseSource first = test::fresh_database(kSchema);
  settings_.database = keywords(first);
  const std::string name = first.parameters.at("dbname");
  const std::vector<DatabaseSource> databases =
      fleet("query: SELECT datname FROM pg_database WHERE datname = '" + name + "'\n");
  ASSERT_EQ(databases.size(), 1U);
  EXPECT_EQ(databases[0].parameters.at("dbname"), name);
  EXPECT_THAT(compare(databases, 4).findings, IsEmpty());
  // It cannot write, and its error names the line.
  const Error error = refused("# one\nquery: CREATE TABLE t ()\n");
  EXPECT_EQ(error.kind, ErrorKind::kDatabase);
  EXPECT_THAT(error.message, HasSubstr("fleet.txt:2: "));
  EXPECT_THAT(error.message, HasSubstr("read-only"));
}

TEST_F(FleetDb, MistakesAreNamed) {
  EXPECT_THAT(refused("# nothing\n").message, HasSubstr("names no database"));
  const Error error = refused("dbname=a\nnonsense\n");
  EXPECT_EQ(error.kind, ErrorKind::kUsage);
  EXPECT_THAT(error.message, HasSubstr("fleet.txt:2: "));
  FleetOptions options;
  for (const char* bad : {"", "0/2", "3/2", "1", "1/2/3", "a/b", "-1/2", "1/0"})
    EXPECT_FALSE(parse_shard(bad, options));
  EXPECT_TRUE(parse_shard("2/8", options).ok());
  EXPECT_EQ(options.shard, 2U);
  FleetReport whole;
  EXPECT_FALSE(merge_fleet(whole, "{}", "x.json").ok());
  EXPECT_FALSE(merge_fleet(whole, "not json", "x.json").ok());
}

}  // namespace
}  // namespace si
