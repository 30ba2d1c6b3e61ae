// SOURCE texts: every form, and that none of their secrets comes back out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "sources/postgres/database.h"

namespace si {
namespace {

using testing::HasSubstr;
using testing::Not;
using Parameters = std::map<std::string, std::string>;

Parameters parameters_of(std::string_view text) {
  const Result<DatabaseSource> source = parse_database_source(text, "/base");
  EXPECT_TRUE(source.ok()) << text << ": " << (source.ok() ? "" : source.error().message);
  return source.ok() ? source->parameters : Parameters();
}

TEST(DatabaseSource, ReadsUrls) {
  const Parameters whole = {
      {"user", "reader"}, {"password", "s3cret"}, {"host", "db.example"}, {"port", "5433"}, {"dbname", "app"}};
  EXPECT_EQ(parameters_of("postgresql://reader:s3cret@db.example:5433/app"), whole);
  EXPECT_EQ(parameters_of("postgres://reader:s3cret@db.example:5433/app"), whole);
  EXPECT_EQ(parameters_of("  postgresql+psycopg2://reader:s3cret@db.example:5433/app\n"), whole);
  EXPECT_EQ(parameters_of("PostgreSQL+asyncpg://reader:s3cret@db.example:5433/app?prepared_statement_cache_size=0"),
            whole);
  EXPECT_EQ(parameters_of("postgresql://"), Parameters());
  EXPECT_EQ(parameters_of("postgresql:///app"), (Parameters{{"dbname", "app"}}));
  EXPECT_EQ(parameters_of("postgresql://host"), (Parameters{{"host", "host"}}));
  EXPECT_EQ(parameters_of("postgresql://host:5432/db@x"),
            (Parameters{{"host", "host"}, {"port", "5432"}, {"dbname", "db@x"}}));
}

TEST(DatabaseSource, DecodesPercentSigns) {
  EXPECT_EQ(parameters_of("postgresql://us%40er:p%40ss%2Fw%3Ard%25@h/d%20b"),
            (Parameters{{"user", "us@er"}, {"password", "p@ss/w:rd%"}, {"host", "h"}, {"dbname", "d b"}}));
  EXPECT_EQ(parameters_of("postgresql://%2Fvar%2Frun:6/d"),
            (Parameters{{"host", "/var/run"}, {"port", "6"}, {"dbname", "d"}}));
  // Written without encoding, as SQLAlchemy takes them.
  EXPECT_EQ(parameters_of("postgresql://u:pa/ss:w%ord@h/d"),
            (Parameters{{"user", "u"}, {"password", "pa/ss:w%ord"}, {"host", "h"}, {"dbname", "d"}}));
  EXPECT_EQ(parameters_of("postgresql://u:p@ss@h/d"),
            (Parameters{{"user", "u"}, {"password", "p@ss"}, {"host", "h"}, {"dbname", "d"}}));
}

TEST(DatabaseSource, ReadsHosts) {
  EXPECT_EQ(parameters_of("postgresql://[::1]:5433/d"),
            (Parameters{{"host", "::1"}, {"port", "5433"}, {"dbname", "d"}}));
  EXPECT_EQ(parameters_of("postgresql://u@[fe80::1]/d"),
            (Parameters{{"user", "u"}, {"host", "fe80::1"}, {"dbname", "d"}}));
  EXPECT_EQ(
      parameters_of("postgresql://a:1,b,[::1]:3/d?target_session_attrs=read-write"),
      (Parameters{{"host", "a,b,::1"}, {"port", "1,,3"}, {"dbname", "d"}, {"target_session_attrs", "read-write"}}));
  EXPECT_EQ(parameters_of("postgresql+psycopg2:///d?host=/tmp/socket&port=7"),
            (Parameters{{"host", "/tmp/socket"}, {"port", "7"}, {"dbname", "d"}}));
  EXPECT_EQ(parameters_of("postgresql+asyncpg:///d?host=a:1&host=b:2"),
            (Parameters{{"host", "a,b"}, {"port", "1,2"}, {"dbname", "d"}}));
  EXPECT_EQ(parameters_of("postgresql+pg8000:///d?unix_sock=/run/pg/.s.PGSQL.6000"),
            (Parameters{{"host", "/run/pg"}, {"port", "6000"}, {"dbname", "d"}}));
}

TEST(DatabaseSource, TranslatesDriversParameters) {
  EXPECT_EQ(parameters_of("postgresql+asyncpg://h/d?ssl=require"),
            (Parameters{{"host", "h"}, {"dbname", "d"}, {"sslmode", "require"}}));
  EXPECT_EQ(parameters_of("postgresql://h/d?ssl=true"),
            (Parameters{{"host", "h"}, {"dbname", "d"}, {"sslmode", "require"}}));
  EXPECT_EQ(parameters_of("postgresql+asyncpg://h/d?timeout=7&command_timeout=60"),
            (Parameters{{"host", "h"}, {"dbname", "d"}, {"connect_timeout", "7"}}));
  EXPECT_EQ(parameters_of("postgresql+psycopg2://h/d?options=-c%20search_path%3Da+b"),
            (Parameters{{"host", "h"}, {"dbname", "d"}, {"options", "-c search_path=a b"}}));
}

TEST(DatabaseSource, ReadsKeywords) {
  EXPECT_EQ(parameters_of("host=h port=5 dbname='a b' user=u password='it\\'s'"),
            (Parameters{{"host", "h"}, {"port", "5"}, {"dbname", "a b"}, {"user", "u"}, {"password", "it's"}}));
  EXPECT_EQ(parameters_of("service=prod"), (Parameters{{"service", "prod"}}));
  EXPECT_EQ(parameters_of(""), Parameters());
}

TEST(DatabaseSource, ReadsFiles) {
  const Result<DatabaseSource> script = parse_database_source("file:sql/schema.sql", "/base");
  ASSERT_TRUE(script.ok());
  EXPECT_EQ(script->form, DatabaseForm::kScript);
  EXPECT_EQ(script->path, "/base/sql/schema.sql");
  EXPECT_EQ(script->display_name, "sql/schema.sql");
  const Result<DatabaseSource> snapshot = parse_database_source("snapshot:/x/s.json", "/base");
  ASSERT_TRUE(snapshot.ok());
  EXPECT_EQ(snapshot->form, DatabaseForm::kSnapshot);
  EXPECT_EQ(snapshot->path, "/x/s.json");
  EXPECT_FALSE(parse_database_source("file:", "/base").ok());
}

TEST(DatabaseSource, NamesItselfWithoutSecrets) {
  for (const char* name : {"PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGSERVICE"}) ::unsetenv(name);
  const auto name_of = [](std::string_view text) { return parse_database_source(text, "")->display_name; };
  EXPECT_EQ(name_of("postgresql://reader:hunter2@db.example/app"), "app on db.example:5432 as reader");
  EXPECT_EQ(name_of("postgresql://reader:hunter2@[::1]:7/app"), "app on [::1]:7 as reader");
  EXPECT_EQ(name_of("postgresql://reader@/app?host=/run/pg"), "app on /run/pg as reader");
  EXPECT_EQ(name_of("postgresql://reader@a:1,b:2/app"), "app on a,b as reader");
  EXPECT_EQ(name_of("service=prod password=hunter2"), "service prod");
  EXPECT_EQ(name_of("host=h dbname='a\nb' user=\x1b[31m"), "a\\nb on h:5432 as \\x1b[31m");
}

TEST(DatabaseSource, NeverRepeatsASecretInAnError) {
  for (const char* text :
       {"postgresql://u:hunter2@h:port/d", "postgresql://u:hunter2@h/d?sslmod=x", "postgresql://u:hunter2@[::1/d",
        "postgresql://u:hun&hunter2@h/d?x&hunter2=1", "password=a hunter2", "password='hunter2", "hunter2=x password=y",
        "mysql://u:hunter2@h/d", "hunter2", "postgresql://u:hunter2", "postgresql://hunter2:hunter2:hunter2@h:x"}) {
    const Result<DatabaseSource> source = parse_database_source(text, "");
    ASSERT_FALSE(source.ok()) << text;
    EXPECT_EQ(source.error().kind, ErrorKind::kUsage);
    EXPECT_THAT(source.error().message + source.error().hint, Not(HasSubstr("hunter2"))) << text;
  }
}

TEST(DatabaseSource, SuggestsWhatWasMeant) {
  const auto hint_of = [](std::string_view text) { return parse_database_source(text, "").error().hint; };
  EXPECT_THAT(hint_of("schema.sql"), HasSubstr("file:schema.sql"));
  EXPECT_THAT(hint_of("out.json"), HasSubstr("snapshot:out.json"));
  EXPECT_THAT(hint_of("postgresql://h/d?sslmod=require"), HasSubstr("sslmode"));
}

}  // namespace
}  // namespace si
