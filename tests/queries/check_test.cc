// What the check of statements says beyond names, on small programs.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "queries/check.h"
#include "tests/support/embedded_database.h"

namespace si {
namespace {

constexpr std::string_view kSchema =
    "CREATE TABLE users (id integer PRIMARY KEY, name varchar(5) NOT NULL, deleted boolean);"
    "CREATE TABLE orders (id integer PRIMARY KEY, code char(3));";

// The findings on one file, as "line rule".
std::vector<std::string> findings(const std::string& body) {
  static const Schema schema = test::schema_of(kSchema);
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "si_check_test";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "app.py") << "from sqlalchemy import text\n" << body;
  ExtractOptions options;
  options.root = folder.string();
  const Result<Extraction> extraction = extract_queries(options);
  const QueryCheck check = check_queries(*extraction, schema, nullptr).value();
  std::vector<std::string> out;
  for (const Finding& finding : check.findings)
    out.push_back(std::to_string(finding.location.span.line) + " " + finding.rule);
  return out;
}

using Lines = std::vector<std::string>;

TEST(CheckDb, EveryTurnOfALoopRuns) {
  // `deleted` is a column of one of the two tables only.
  EXPECT_EQ(findings("def f(session):\n"
                     "    for table in ('users', 'orders'):\n"
                     "        session.execute(text(f'SELECT id FROM {table} WHERE deleted'))\n"),
            Lines{"4 query-unknown-column"});
  // An arm that may be meant for one of them, and a statement that may fail.
  EXPECT_EQ(findings("def f(session, some):\n"
                     "    for table in ('users', 'orders'):\n"
                     "        if some(table):\n"
                     "            session.execute(text(f'SELECT id FROM {table} WHERE deleted'))\n"),
            Lines{});
  EXPECT_EQ(findings("def f(session):\n"
                     "    for table in ('users', 'orders'):\n"
                     "        try:\n"
                     "            session.execute(text(f'SELECT id FROM {table} WHERE deleted'))\n"
                     "        except Exception:\n"
                     "            pass\n"),
            Lines{});
}

TEST(CheckDb, AVariantThatCannotBeReadHasNoSay) {
  EXPECT_EQ(findings("def f(session, more):\n"
                     "    sql = 'SELECT nothing FROM users WHERE'\n"
                     "    if more:\n"
                     "        sql += ' id = 1'\n"
                     "    session.execute(text(sql))\n"),
            (Lines{"3 query-unknown-column"}));
}

TEST(CheckDb, LiteralsThatAreTooLong) {
  EXPECT_EQ(
      findings(
          "text(\"INSERT INTO users (id, name) VALUES (1, 'abcdef')\")\n"
          "text(\"INSERT INTO users (id, name) VALUES (1, 'abcde   '), (2, 'àéîõü')\")\n"
          "text(\"UPDATE users SET name = 'abcdef'\")\n"
          "text(\"UPDATE orders SET code = 'abcd' WHERE id = 1\")\n"
          "text(\"UPDATE users SET name = left('abcdef', 3), id = 'abcdef'::varchar(3)::int WHERE id = 1\")\n"
          "text(\"SELECT 1 FROM users WHERE name = 'abcdef'\")\n"
          "text(\"INSERT INTO users (id, name) VALUES (1, 'a') ON CONFLICT (id) DO UPDATE SET name = 'abcdef'\")\n"),
      (Lines{"2 query-type", "4 query-type", "4 query-without-where", "5 query-type", "8 query-type"}));
}

TEST(CheckDb, RowsOfAnotherWidth) {
  EXPECT_EQ(findings("def f(cursor, connection, text):\n"
                     "    cursor.execute('SELECT * FROM users')\n"
                     "    a, b = cursor.fetchone()\n"
                     "    cursor.execute('SELECT * FROM users')\n"
                     "    a, b, c = cursor.fetchone()\n"
                     "    for a, b, c in connection.execute('SELECT * FROM orders').fetchall():\n"
                     "        pass\n"
                     "    a, b, *c = connection.execute('SELECT * FROM orders').fetchone()\n"
                     "    a, b, c = connection.execute('SELECT *, 1 FROM orders').fetchone()\n"
                     "    result = connection.execute('SELECT * FROM orders o JOIN users u ON u.id = o.id')\n"
                     "    for a, b in result:\n"
                     "        pass\n"
                     "    cursor.execute('SELECT * FROM users')\n"
                     "    cursor.nextset()\n"
                     "    a, b = cursor.fetchone()\n"),
            (Lines{"3 query-fixed-row", "7 query-fixed-row", "11 query-fixed-row"}));
}

}  // namespace
}  // namespace si
