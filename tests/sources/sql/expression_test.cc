// Expressions in canonical form, by lists: tests/cases/expressions/forms.txt says what is equal and what is not.
#include "sources/sql/expression.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace si {
namespace {

std::string file_of(const std::string& name) { return std::string(SI_SOURCE_DIR "/tests/cases/expressions/") + name; }

TEST(Expression, FormsAreEqualOrDifferentAsListed) {
  std::ifstream file(file_of("forms.txt"));
  ASSERT_TRUE(file);
  std::string first;
  int number = 0, pairs = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.starts_with('#')) continue;
    if (line.empty()) {
      first.clear();
      continue;
    }
    ASSERT_TRUE(line.starts_with("= ") || line.starts_with("! ")) << "line " << number;
    const std::string text = line.substr(2);
    if (first.empty()) {
      ASSERT_EQ(line[0], '=') << "line " << number;
      first = text;
    }
    const auto a = canonical_expression(first), b = canonical_expression(text);
    ASSERT_TRUE(a && b) << "line " << number << ": does not parse: " << text;
    const ExpressionMatch expected = line[0] == '=' ? ExpressionMatch::kEqual : ExpressionMatch::kDifferent;
    EXPECT_EQ(compare_expressions(a, b), expected)
        << "line " << number << ": " << first << "  |  " << text << "\n  " << a->exact << "\n  " << b->exact;
    ++pairs;
  }
  EXPECT_GT(pairs, 200);
}

TEST(Expression, ArithmeticDependsOnTypes) {
  EXPECT_EQ(compare_expressions("a * b > 1", "(a)::numeric * b > 1"), ExpressionMatch::kUnknown);
  const Type integer = parse_type("integer"), numeric = parse_type("numeric");
  ExpressionContext context;
  context.column_type = [&](std::string_view name) { return name == "a" ? &integer : &numeric; };
  EXPECT_EQ(compare_expressions("a * b > 1", "(a)::numeric * b > (1)::numeric", context), ExpressionMatch::kEqual);
  EXPECT_EQ(compare_expressions("a / 2 > 1", "a::numeric / 2 > 1", context), ExpressionMatch::kDifferent);
  EXPECT_EQ(compare_expressions("a / 2 > 1", "(a / 2) > 1", context), ExpressionMatch::kEqual);
}

TEST(Expression, TheColumnsTypeSettlesAConstant) {
  const auto match = [](const char* type, const char* a, const char* b) {
    const Type target = parse_type(type);
    ExpressionContext context;
    context.target = &target;
    return compare_expressions(a, b, context);
  };
  EXPECT_EQ(match("integer", "'1'", "1"), ExpressionMatch::kEqual);
  EXPECT_EQ(match("boolean", "'0'", "false"), ExpressionMatch::kEqual);
  EXPECT_EQ(match("text", "'0'", "false"), ExpressionMatch::kDifferent);
  EXPECT_EQ(match("text", "'1'::text", "'1'::character varying"), ExpressionMatch::kEqual);
  EXPECT_EQ(match("text", "'1.0'", "'1'"), ExpressionMatch::kDifferent);
  EXPECT_EQ(match("numeric", "1.0", "'1'"), ExpressionMatch::kEqual);
  EXPECT_EQ(match("jsonb", "'{\"a\":1}'", "'{\"a\": 1}'::jsonb"), ExpressionMatch::kEqual);
  EXPECT_EQ(match("text", "'{\"a\":1}'", "'{\"a\": 1}'"), ExpressionMatch::kDifferent);
  EXPECT_EQ(match("timestamp", "now()", "(now())::timestamp without time zone"), ExpressionMatch::kEqual);
  EXPECT_EQ(match("uuid", "'A0000000-0000-0000-0000-000000000000'", "'a0000000-0000-0000-0000-000000000000'::uuid"),
            ExpressionMatch::kEqual);
}

TEST(Expression, WhatIsNoExpressionIsNotJudged) {
  for (const char* text : {"", " ", "1; DROP TABLE users", "1 FROM users", "a AS b", "a, b", "*", "(", "'", "%s", ":x",
                           "a b c", "$1 $2", "SELECT", "1 WHERE true", "\"", "/*"}) {
    EXPECT_FALSE(canonical_expression(text)) << text;
    EXPECT_EQ(compare_expressions(text, "a"), ExpressionMatch::kUnknown) << text;
    EXPECT_EQ(compare_expressions(text, text), ExpressionMatch::kEqual) << text;
  }
  EXPECT_FALSE(canonical_expression(std::string_view("a\0b", 3)));
  EXPECT_TRUE(canonical_expression("a -- a comment"));
}

TEST(Expression, HostileSizesNeverCrash) {
  const auto repeated = [](const std::string& text, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += text;
    return out;
  };
  const std::vector<std::string> texts = {repeated("(", 20000) + "a" + repeated(")", 20000),
                                          repeated("NOT ", 16000) + "a",
                                          repeated("- ", 30000) + "a",
                                          "a" + repeated("||a", 21000),
                                          "a" + repeated(" AND a", 10000),
                                          "a" + repeated("[1]", 20000),
                                          "f" + repeated("(f", 20000),
                                          repeated("ARRAY[", 9000) + "1" + repeated("]", 9000),
                                          repeated("a::text", 1) + repeated("::text", 10000),
                                          "'" + repeated("x", 1 << 20) + "'",
                                          repeated("CASE WHEN a THEN ", 3000) + "1" + repeated(" END", 3000),
                                          "1e999999999",
                                          "'1e999'::numeric",
                                          repeated("9", 60000),
                                          "'" + repeated("[", 20000) + repeated("]", 20000) + "'::jsonb",
                                          "'" + repeated("9", 30000) + " days'::interval"};
  const auto run = [&] {
    for (const std::string& text : texts) canonical_expression(text);
  };
  run();
  std::thread(run).join();
}

}  // namespace
}  // namespace si
