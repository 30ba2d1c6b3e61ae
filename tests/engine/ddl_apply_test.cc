// Planned changes on a real server: proved, applied, logged; refused where the data or the schema forbid them; undone
// where a statement fails in the middle.
#include "engine/ddl_apply.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>

#include "engine/ddl_journal.h"
#include "model/snapshot.h"
#include "project/change_log.h"
#include "support/files.h"
#include "support/strings.h"
#include "tests/support/embedded_database.h"

namespace si {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

namespace fs = std::filesystem;

constexpr const char* kModels = R"(
from sqlalchemy import Column, ForeignKey, Integer, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import declarative_base
Base = declarative_base()

class Director(Base):
    __tablename__ = "directors"
    id = Column(Integer, primary_key=True)

class Fave(Base):
    __tablename__ = "users_faves_directors"
    id = Column(Integer, primary_key=True)
    director_id = Column(Integer, ForeignKey("directors.id", ondelete="CASCADE"), nullable=False)

class Channel(Base):
    __tablename__ = "tv_channels"
    id = Column(Integer, primary_key=True)
    name = Column(String(80), unique=True)
    imdb_rating = Column(Numeric(3, 1))
)";

constexpr const char* kSchema = R"(
CREATE TABLE directors (id serial PRIMARY KEY);
CREATE TABLE users_faves_directors (id serial, director_id integer);
CREATE TABLE tv_channels (id serial PRIMARY KEY, name varchar(80));
INSERT INTO directors DEFAULT VALUES;
INSERT INTO users_faves_directors (director_id) VALUES (1), (1);
INSERT INTO tv_channels (name) VALUES ('one'), (NULL), (NULL);
)";

// A project in a folder of its own, with models and a database.
class DdlApplyDb : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "ddl-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    settings_.config.root = root_;
    settings_.config.models.paths = {"models.py"};
    settings_.config.database.lock_timeout_ms = 100;
    ASSERT_TRUE(write_file_atomically(root_ + "/models.py", kModels).ok());
    use(kSchema);
  }
  void TearDown() override { fs::remove_all(root_); }

  void use(const std::string& script) {
    source_ = test::fresh_database(script);
    settings_.database.clear();
    for (const char* key : {"host", "port", "user", "dbname"})
      settings_.database += std::string(key) + "='" + source_.parameters.at(key) + "' ";
  }

  PlanReport plan(bool prove = false) {
    PlanRequest request;
    request.prove = prove;
    request.lint = false;
    Result<PlanReport> report = make_plan(settings_, request, lines_);
    if (!report) throw std::runtime_error(report.error().message);
    return std::move(*report);
  }

  std::vector<std::string> planned() {
    std::vector<std::string> out;
    for (const PlannedEntry& entry : plan().entries)
      out.push_back(entry.change.finding.rule + ' ' + to_string(entry.change.finding.object));
    return out;
  }

  std::string id_of(const std::string& rule) {
    for (const PlannedEntry& entry : plan().entries)
      if (entry.change.finding.rule == rule) return entry.change.id;
    return "";
  }

  Result<ApplyReport> apply(std::vector<std::string> ids, bool really = true, int attempts = 2) {
    ApplyRequest request;
    request.only = std::move(ids);
    request.apply = really;
    request.attempts = attempts;
    return apply_plan(settings_, request, lines_);
  }

  std::string fingerprint() { return schema_fingerprint(test::read_whole(source_)); }
  std::string log() {
    const Result<std::string> text = read_file(root_ + "/docs/pgdb_changes.md");
    return text ? *text : "";
  }
  static std::vector<std::string> states(const ApplyReport& report) {
    std::vector<std::string> out;
    for (const AppliedChange& change : report.changes) out.push_back(change.state);
    return out;
  }

  std::string root_;
  Settings settings_;
  DatabaseSource source_;
  SourceLines lines_{"."};
};

TEST_F(DdlApplyDb, PlansWhatTheModelsAskForAndProvesIt) {
  const PlanReport report = plan(true);
  EXPECT_TRUE(report.proof.holds()) << testing::PrintToString(report.proof.failed)
                                    << testing::PrintToString(report.proof.remaining)
                                    << testing::PrintToString(report.proof.added);
  EXPECT_THAT(planned(), UnorderedElementsAre("column-extra tv_channels.imdb_rating",
                                              "primary-key users_faves_directors(id)", "unique-extra tv_channels(name)",
                                              "foreign-key-extra users_faves_directors(director_id)",
                                              "column-nullable users_faves_directors.director_id"));
  for (const PlannedEntry& entry : report.entries) EXPECT_EQ(entry.data_allow(), std::optional<bool>(true));
  for (const char* format : {"text", "json", "markdown", "sql", "alembic"})
    EXPECT_THAT(render_plan(report, format, "", false), HasSubstr("CREATE UNIQUE INDEX CONCURRENTLY")) << format;
}

TEST_F(DdlApplyDb, AppliesWhatIsNamedOnceAndLogsIt) {
  const std::string before = fingerprint();
  const std::string key = id_of("primary-key"), column = id_of("column-extra");
  Result<ApplyReport> dry = apply({key, column}, false);
  ASSERT_TRUE(dry.ok()) << dry.error().message;
  EXPECT_THAT(states(*dry), ElementsAre("would be applied", "would be applied"));
  EXPECT_EQ(fingerprint(), before);
  EXPECT_EQ(log(), "");

  const std::string theirs = "2025-10-23 14:02 | dev | ALTER TABLE x | no line end";
  ASSERT_TRUE(write_file_atomically(root_ + "/docs/pgdb_changes.md", theirs).ok());
  Result<ApplyReport> done = apply({key, column});
  ASSERT_TRUE(done.ok()) << done.error().message;
  EXPECT_THAT(states(*done), ElementsAre("applied", "applied"));
  EXPECT_NE(done->after, before);
  EXPECT_EQ(done->after, fingerprint());
  EXPECT_THAT(planned(), testing::Not(testing::Contains(HasSubstr("primary-key"))));
  EXPECT_TRUE(log().starts_with(theirs + "\n- 20"));
  const std::vector<LoggedChange> lines = read_change_lines(log());
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].id, column);
  EXPECT_EQ(lines[1].id, key);
  EXPECT_EQ(lines[0].before, before);
  EXPECT_EQ(lines[1].after, done->after);

  const std::string logged = log();
  Result<ApplyReport> again = apply({key, column});
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_THAT(states(*again), ElementsAre("applied before", "applied before"));
  EXPECT_EQ(log(), logged);
  EXPECT_EQ(fingerprint(), done->after);
}

TEST_F(DdlApplyDb, RefusesWhatTheDataForbid) {
  use(std::string(kSchema) +
      "INSERT INTO users_faves_directors (director_id) VALUES (7), (8);"
      "INSERT INTO tv_channels (name) VALUES ('one'); UPDATE users_faves_directors SET id = 1;");
  const std::string before = fingerprint();
  for (const char* rule : {"foreign-key-extra", "unique-extra", "primary-key"}) {
    const Result<ApplyReport> report = apply({id_of(rule)});
    ASSERT_FALSE(report.ok()) << rule;
    EXPECT_EQ(report.error().kind, ErrorKind::kDatabase);
    EXPECT_THAT(report.error().message, HasSubstr("the data do not allow"));
  }
  EXPECT_EQ(fingerprint(), before);
  EXPECT_EQ(log(), "");
}

TEST_F(DdlApplyDb, RefusesAMovedDatabaseAndUnknownIds) {
  ApplyRequest request;
  request.only = {id_of("column-extra")};
  request.apply = true;
  request.fingerprint = fingerprint();
  Result<DatabaseSession> other = DatabaseSession::open(source_, 10);
  ASSERT_TRUE(other.ok());
  ASSERT_FALSE(other->run("CREATE TABLE meanwhile (id integer)"));
  const Result<ApplyReport> moved = apply_plan(settings_, request, lines_);
  ASSERT_FALSE(moved.ok());
  EXPECT_THAT(moved.error().message, HasSubstr("has moved on"));
  const Result<ApplyReport> unknown = apply({"000000000000"});
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().kind, ErrorKind::kUsage);
}

// One transaction: the second change fails, so the first is gone too.
TEST_F(DdlApplyDb, FailureInOneTransactionLeavesNothing) {
  use(std::string(kSchema) +
      "ALTER TABLE directors ADD COLUMN note text; ALTER TABLE tv_channels ALTER COLUMN name TYPE text;"
      "CREATE VIEW shown AS SELECT name FROM tv_channels;");
  const std::string before = fingerprint();
  Result<ApplyReport> report = apply({id_of("column-extra"), id_of("column-type")});
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_TRUE(report->failed);
  EXPECT_THAT(states(*report), ElementsAre("failed", "failed"));
  EXPECT_THAT(report->changes[1].message, HasSubstr("nothing of it stands"));
  EXPECT_EQ(fingerprint(), before);
  EXPECT_EQ(report->after, before);
  for (const LoggedChange& line : read_change_lines(log())) EXPECT_EQ(line.result, "failed");
}

// Its first step is committed when the second fails: that is undone.
TEST_F(DdlApplyDb, FailureInTheMiddleIsUndone) {
  use(std::string(kSchema) + R"(
    CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$
    BEGIN IF current_query() LIKE '%VALIDATE%' THEN RAISE EXCEPTION 'not today'; END IF; END $$;
    CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION refuse();)");
  const std::string before = fingerprint();
  for (const char* rule : {"column-nullable", "foreign-key-extra"}) {
    Result<ApplyReport> report = apply({id_of(rule)});
    ASSERT_TRUE(report.ok()) << report.error().message;
    ASSERT_THAT(states(*report), ElementsAre("failed")) << rule;
    EXPECT_THAT(report->changes[0].message, HasSubstr("not today")) << rule;
    EXPECT_THAT(report->changes[0].message, HasSubstr("its earlier steps were undone")) << rule;
    EXPECT_EQ(fingerprint(), before) << rule;
  }
}

// What was finished before stands, what comes after is not begun, and both are said.
TEST_F(DdlApplyDb, FailureBetweenChangesLeavesWhatWasFinished) {
  use(std::string(kSchema) + R"(
    CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$
    BEGIN IF current_query() LIKE '%VALIDATE%' THEN RAISE EXCEPTION 'not today'; END IF; END $$;
    CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION refuse();)");
  std::vector<std::string> ids;
  for (const PlannedEntry& entry : plan().entries) ids.push_back(entry.change.id);
  Result<ApplyReport> report = apply(ids);
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_TRUE(report->failed);
  const std::vector<std::string> said = states(*report);
  const auto failed = std::find(said.begin(), said.end(), "failed");
  ASSERT_NE(failed, said.end());
  EXPECT_NE(failed, said.begin()) << "nothing was finished before";
  EXPECT_NE(failed + 1, said.end()) << "nothing comes after";
  EXPECT_TRUE(std::all_of(said.begin(), failed, [](const std::string& state) { return state == "applied"; }));
  EXPECT_TRUE(std::all_of(failed + 1, said.end(), [](const std::string& state) { return state == "not run"; }));
  EXPECT_EQ(report->after, fingerprint());
  // The plan of the database as it is now asks for the rest and for nothing that was finished.
  std::vector<std::string> left;
  for (const PlannedEntry& entry : plan().entries) left.push_back(entry.change.finding.rule);
  EXPECT_EQ(left.size(), static_cast<std::size_t>(said.end() - failed));
  EXPECT_EQ(read_change_lines(log()).size(), static_cast<std::size_t>(failed - said.begin()) + 1);
}

TEST_F(DdlApplyDb, ALockThatDoesNotComeIsTriedAgainAndGivenUp) {
  Result<DatabaseSession> other = DatabaseSession::open(source_, 10);
  ASSERT_TRUE(other.ok());
  const std::string id = id_of("column-extra");
  ASSERT_FALSE(other->run("BEGIN"));
  ASSERT_FALSE(other->run("LOCK TABLE tv_channels IN ROW SHARE MODE"));
  Result<ApplyReport> report = apply({id});
  ASSERT_TRUE(report.ok()) << report.error().message;
  ASSERT_THAT(states(*report), ElementsAre("failed"));
  EXPECT_THAT(report->changes[0].message, HasSubstr("tried 2 times"));
  ASSERT_FALSE(other->run("COMMIT"));
  report = apply({id});
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_THAT(states(*report), ElementsAre("applied"));
}

// As if the program had been killed after each of the steps: the next run does the whole change and logs it once.
TEST_F(DdlApplyDb, AnInterruptedChangeIsFinished) {
  for (const std::string rule : {"primary-key", "unique-extra", "foreign-key-extra", "column-nullable"}) {
    use(kSchema);
    ASSERT_TRUE(apply({id_of(rule)}).ok());
    const std::string wanted = fingerprint();
    for (std::size_t done = 1;; ++done) {
      use(kSchema);
      const PlanReport report = plan();
      const auto entry = std::find_if(report.entries.begin(), report.entries.end(),
                                      [&](const PlannedEntry& each) { return each.change.finding.rule == rule; });
      ASSERT_NE(entry, report.entries.end()) << rule;
      const ddl::PlannedChange& change = entry->change;
      if (done > change.steps.size()) break;
      Result<DatabaseSession> killed = DatabaseSession::open(source_, 10);
      ASSERT_TRUE(killed.ok());
      for (std::size_t i = 0; i < done; ++i) ASSERT_FALSE(killed->run(change.steps[i].sql)) << change.steps[i].sql;
      fs::remove_all(root_ + "/docs");
      const LoggedChange begun{
          "2026-11-22T15:40:00Z", change.id,          "begun",  replace_all(change.sql(), "\n", " "),
          change.reason,          report.fingerprint, "unknown"};
      ASSERT_TRUE(write_ddl_journal(settings_.config, {{begun, change.steps}}).ok());
      const Result<ApplyReport> again = apply({change.id});
      ASSERT_TRUE(again.ok()) << again.error().message;
      EXPECT_FALSE(again->failed) << rule << " after " << done << ": " << again->changes[0].message;
      const std::vector<LoggedChange> lines = read_change_lines(log());
      ASSERT_EQ(lines.size(), 1U) << rule << " after " << done;
      EXPECT_EQ(lines[0].id, change.id);
      EXPECT_EQ(lines[0].result, "applied");
      EXPECT_EQ(fingerprint(), wanted) << rule << " after " << done;
      EXPECT_FALSE(fs::exists(root_ + "/reports/apply-ddl.begun"));
    }
  }
}

TEST(ChangeLog, KeepsWhatStandsThereAndNoDuplicate) {
  const LoggedChange change{
      "2026-11-22T15:40:00Z", "1a2b3c4d5e6f", "applied", "ALTER TABLE \"a | b\"\nADD x", "it | is", "aa", "bb"};
  const std::string line = change_line(change);
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 0);
  const std::string once = append_change("theirs\r\nand this", change);
  EXPECT_EQ(once, "theirs\r\nand this\r\n" + line + "\r\n");
  EXPECT_EQ(append_change(once, change), once);
  const std::vector<LoggedChange> read = read_change_lines(once);
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0].statement, "ALTER TABLE \"a | b\"\\nADD x");
  EXPECT_EQ(read[0].reason, "it | is");
  EXPECT_EQ(read[0].after, "bb");
  LoggedChange later = change;
  later.before = "bb";
  EXPECT_NE(append_change(once, later), once);
  EXPECT_THAT(read_change_lines("- [2025] old | x | y\n- a | b | c | d | e | f\n"), IsEmpty());
}

}  // namespace
}  // namespace si
