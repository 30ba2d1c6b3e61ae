// The canonical form held to the server: what a person writes, and what pg_get_expr() makes of it, must be equal; and
// no two entries of a list may be, unless the server prints them alike or one is marked (~) as saying the same.
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "sources/sql/expression.h"
#include "support/strings.h"
#include "tests/support/embedded_database.h"

namespace si::test {
namespace {

std::string file_of(const std::string& name) { return std::string(SI_SOURCE_DIR "/tests/cases/expressions/") + name; }

std::string read(const std::string& name) {
  std::ifstream file(file_of(name));
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> lines_of(const std::string& name) {
  std::vector<std::string> lines;
  for (std::string& line : split(read(name), '\n'))
    if (!line.empty()) lines.push_back(std::move(line));
  return lines;
}

// One expression as written, and as the server prints it, with the type of the column that it fills.
struct Entry {
  std::string written, deparsed;
  std::optional<Type> target;
  bool repeats = false;  // says the same as another one
};

// Takes the mark off a line.
std::string unmarked(const std::string& line) { return line.starts_with("~ ") ? line.substr(2) : line; }

// Holds every entry to both claims.
void judge(const std::vector<Entry>& entries, const Table& things) {
  std::vector<CanonicalExpression> forms;
  for (const Entry& entry : entries) {
    ExpressionContext context;
    context.column_type = [&](std::string_view name) -> const Type* {
      const Column* column = find_column(things.columns, name);
      return column == nullptr ? nullptr : &*column->type;
    };
    if (entry.target) context.target = &*entry.target;
    const auto written = canonical_expression(entry.written, context);
    const auto deparsed = canonical_expression(entry.deparsed, context);
    ASSERT_TRUE(written) << entry.written;
    ASSERT_TRUE(deparsed) << entry.deparsed;
    EXPECT_EQ(compare_expressions(written, deparsed), ExpressionMatch::kEqual)
        << entry.written << "  |  " << entry.deparsed << "\n  " << written->exact << "\n  " << deparsed->exact;
    // Without knowledge of the columns less can be proved, but nothing wrong is said.
    ExpressionContext bare;
    bare.target = context.target;
    EXPECT_NE(compare_expressions(entry.written, entry.deparsed, bare), ExpressionMatch::kDifferent)
        << entry.written << "  |  " << entry.deparsed << "\n  " << canonical_expression(entry.written, bare)->exact
        << "\n  " << canonical_expression(entry.deparsed, bare)->exact;
    forms.push_back(*deparsed);
  }
  for (std::size_t i = 0; i < entries.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (entries[i].repeats || entries[j].repeats || entries[i].target != entries[j].target) continue;
      if (entries[i].deparsed == entries[j].deparsed) continue;
      EXPECT_NE(compare_expressions(forms[i], forms[j]), ExpressionMatch::kEqual)
          << entries[i].deparsed << "  |  " << entries[j].deparsed << "\n  " << forms[i].exact;
    }
  }
}

// A table like things for each line: `statement` makes the DDL for line number `n` on the table of that number.
Schema load(const std::vector<std::string>& lines,
            const std::function<std::string(const std::string& table, const std::string& line)>& statement) {
  std::string script = read("table.sql");
  for (std::size_t n = 0; n < lines.size(); ++n) {
    const std::string table = "t" + std::to_string(n);
    script += "CREATE TABLE " + table + " (LIKE things);\n" + statement(table, unmarked(lines[n])) + ";\n";
  }
  return schema_of(script);
}

const Table& table_of(const Schema& schema, std::size_t n) {
  return schema.schemas.at("public").tables.at("t" + std::to_string(n));
}

TEST(ServerExpressionsDb, ChecksAreWhatWasWritten) {
  const std::vector<std::string> lines = lines_of("checks.txt");
  const Schema schema = load(lines, [](const std::string& table, const std::string& line) {
    return "ALTER TABLE " + table + " ADD CHECK (" + replace_all(line, "things.", table + ".") + ")";
  });
  std::vector<Entry> entries;
  for (std::size_t n = 0; n < lines.size(); ++n) {
    ASSERT_EQ(table_of(schema, n).checks.size(), 1U) << lines[n];
    entries.push_back(
        {unmarked(lines[n]), *table_of(schema, n).checks[0].expression, std::nullopt, lines[n][0] == '~'});
  }
  EXPECT_GE(entries.size(), 200U);
  judge(entries, schema.schemas.at("public").tables.at("things"));
}

TEST(ServerExpressionsDb, DefaultsAreWhatWasWritten) {
  const std::vector<std::string> lines = lines_of("defaults.txt");
  const Schema schema = load(lines, [](const std::string& table, const std::string& line) {
    const std::size_t tab = line.find('\t');
    return "ALTER TABLE " + table + " ALTER COLUMN " + line.substr(0, tab) + " SET DEFAULT " + line.substr(tab + 1);
  });
  std::vector<Entry> entries;
  for (std::size_t n = 0; n < lines.size(); ++n) {
    const std::string line = unmarked(lines[n]);
    const std::size_t tab = line.find('\t');
    const Column* column = find_column(table_of(schema, n).columns, line.substr(0, tab));
    ASSERT_NE(column, nullptr);
    if (line.substr(tab + 1) == "NULL") {
      EXPECT_FALSE(column->default_value->has_value());
      continue;
    }
    ASSERT_TRUE(column->default_value->has_value()) << lines[n];
    entries.push_back({line.substr(tab + 1), **column->default_value, *column->type, lines[n][0] == '~'});
  }
  judge(entries, schema.schemas.at("public").tables.at("things"));
}

TEST(ServerExpressionsDb, GeneratedColumnsAreWhatWasWritten) {
  const std::vector<std::string> lines = lines_of("generated.txt");
  std::map<std::string, std::string> types;
  const Schema schema = load(lines, [](const std::string& table, const std::string& line) {
    const std::size_t tab = line.find('\t');
    static const std::map<std::string, std::string> kTypes = {{"amount", "numeric"},
                                                              {"quantity", "integer"},
                                                              {"big", "bigint"},
                                                              {"title", "text"},
                                                              {"active", "boolean"},
                                                              {"name", "varchar(50)"},
                                                              {"ratio", "double precision"}};
    return "ALTER TABLE " + table + " ADD COLUMN made " + kTypes.at(line.substr(0, tab)) + " GENERATED ALWAYS AS (" +
           line.substr(tab + 1) + ") STORED";
  });
  std::vector<Entry> entries;
  for (std::size_t n = 0; n < lines.size(); ++n) {
    const Column& made = table_of(schema, n).columns.back();
    ASSERT_TRUE(made.generated->has_value()) << lines[n];
    entries.push_back({lines[n].substr(lines[n].find('\t') + 1), (*made.generated)->expression, *made.type, false});
  }
  judge(entries, schema.schemas.at("public").tables.at("things"));
}

TEST(ServerExpressionsDb, IndexKeysAreWhatWasWritten) {
  const std::vector<std::string> lines = lines_of("index_keys.txt");
  const Schema schema = load(lines, [](const std::string& table, const std::string& line) {
    const bool vector = line.starts_with("to_tsvector");
    return "CREATE INDEX ON " + table + (vector ? " USING gin (" : " (") + line + ")";
  });
  std::vector<Entry> entries;
  for (std::size_t n = 0; n < lines.size(); ++n) {
    ASSERT_EQ(table_of(schema, n).indexes.size(), 1U) << lines[n];
    const IndexKey& key = table_of(schema, n).indexes[0].keys.at(0);
    ASSERT_TRUE(key.column.empty()) << lines[n];
    entries.push_back({lines[n], *key.expression, std::nullopt, false});
  }
  judge(entries, schema.schemas.at("public").tables.at("things"));
}

}  // namespace
}  // namespace si::test
