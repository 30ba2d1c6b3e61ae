#include "project/archive.h"

#include <gtest/gtest.h>

namespace si {
namespace {

TEST(Archive, NamesHaveOneStampOfOneForm) {
  const auto name = [](const char* path) { return archive_name(path, "20251027T194802Z"); };
  EXPECT_EQ(name("scripts/look.py"), "look_20251027T194802Z.py");
  EXPECT_EQ(name("inventory_20251026_1548_20251027_193132.md"), "inventory_20251027T194802Z.md");
  EXPECT_EQ(name("inventory_20251026T154800Z.md"), "inventory_20251027T194802Z.md");
  EXPECT_EQ(name("inventory_20251026-1548.md"), "inventory_20251027T194802Z.md");
  EXPECT_EQ(name("report_2024.md"), "report_2024_20251027T194802Z.md");
  EXPECT_EQ(name("_20251026.md"), "_20251026_20251027T194802Z.md");
  EXPECT_EQ(name("a/.hidden"), ".hidden_20251027T194802Z");
  EXPECT_EQ(name("Makefile"), "Makefile_20251027T194802Z");
}

}  // namespace
}  // namespace si
