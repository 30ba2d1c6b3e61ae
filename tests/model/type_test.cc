#include "model/type.h"

#include <gtest/gtest.h>

namespace si {
namespace {

std::string canonical(std::string_view spelling) { return to_string(parse_type(spelling)); }

TEST(Type, AliasesBecomeFormatTypesSpelling) {
  EXPECT_EQ(canonical("INT4"), "integer");
  EXPECT_EQ(canonical("bigserial"), "bigint");
  EXPECT_EQ(canonical("varchar ( 50 )"), "character varying(50)");
  EXPECT_EQ(canonical("timestamptz(3)[]"), "timestamp(3) with time zone[]");
  EXPECT_EQ(canonical("TIMESTAMP WITHOUT TIME ZONE"), "timestamp without time zone");
  EXPECT_EQ(canonical("timestamp (3) with time zone"), "timestamp(3) with time zone");
  EXPECT_EQ(canonical("decimal(3, 1)"), "numeric(3,1)");
  EXPECT_EQ(canonical("numeric(5)"), "numeric(5,0)");
  EXPECT_EQ(canonical("float(24)"), "real");
  EXPECT_EQ(canonical("float(25)"), "double precision");
  EXPECT_EQ(canonical("char"), "character(1)");
  EXPECT_EQ(canonical("bpchar"), "bpchar");
  EXPECT_EQ(canonical("\"char\""), "\"char\"");
  EXPECT_EQ(canonical("interval day to second(3)"), "interval day to second(3)");
  EXPECT_EQ(canonical("bit varying(5)"), "bit varying(5)");
  EXPECT_EQ(canonical("integer[3][3]"), "integer[]");
  EXPECT_EQ(canonical("integer ARRAY"), "integer[]");
  EXPECT_EQ(canonical("pg_catalog.int8"), "bigint");
}

TEST(Type, UsersTypesKeepTheirNames) {
  EXPECT_EQ(canonical("public.mood"), "public.mood");
  EXPECT_EQ(canonical("\"My Type\"[]"), "\"My Type\"[]");
  EXPECT_EQ(canonical("other.\"we\"\"ird\""), "other.\"we\"\"ird\"");
  EXPECT_EQ(canonical("geometry(Point, 4326)"), "geometry(Point,4326)");
  EXPECT_EQ(canonical("vector(384)"), "vector(384)");
}

TEST(Type, PrintingReadsBack) {
  for (const char* spelling : {"numeric(3,1)", "numeric(5,-2)", "time(6) without time zone[]", "character(3)", "uuid"})
    EXPECT_EQ(canonical(spelling), spelling);
}

}  // namespace
}  // namespace si
