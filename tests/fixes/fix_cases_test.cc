// tests/cases/fixes: models before and the database's DDL; expected is the diff that fix-models prints and what it
// leaves. A second run must find nothing to do. In fixes-rename attributes are renamed too. SI_ACCEPT=1 writes expected
// files anew.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "engine/mend.h"
#include "support/files.h"
#include "tests/support/embedded_database.h"
#include "text/unified_diff.h"

namespace si {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Folder {
  explicit Folder(const fs::path& source)
      : path(fs::temp_directory_path() / ("fixes-" + std::to_string(getpid()) + "-" + source.filename().string())) {
    fs::remove_all(path);
    fs::create_directories(path);
    for (const auto& entry : fs::directory_iterator(source))
      if (entry.path().extension() == ".py") fs::copy(entry.path(), path / entry.path().filename());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path); }
  fs::path path;
};

void check_cases(const std::string& cases, const MendOptions& options) {
  for (const auto& entry : fs::directory_iterator(fs::path(SI_SOURCE_DIR) / "tests/cases" / cases)) {
    SCOPED_TRACE(entry.path().filename().string());
    const Folder folder(entry.path());
    Source database;
    database.schema = test::schema_of(content_of(entry.path() / "database.sql"));
    Settings settings;
    settings.config.root = folder.path.string();
    settings.config.models.paths = {"."};
    settings.config.conventions.updated_at_server_default = "none";
    const Result<Mending> plan = plan_mending(settings, database, options);
    ASSERT_TRUE(plan.ok()) << plan.error().message;
    std::string printed;
    for (const ChangedFile& file : plan->files) printed += unified_diff(file.name, file.before, file.after);
    for (const Fix& fix : plan->fixes) {
      if (fix.applicability == Applicability::kShowOnly) printed += "left: " + fix.title + ": " + fix.cost + "\n";
      if (options.rename_attributes)
        for (const std::string& use : fix.uses) printed += "may use it: " + use + "\n";
    }
    const fs::path expected = entry.path() / "expected.diff";
    if (std::getenv("SI_ACCEPT") != nullptr) std::ofstream(expected, std::ios::binary) << printed;
    EXPECT_EQ(printed, content_of(expected));
    const Status applied = apply_mending(settings, database, *plan);
    ASSERT_TRUE(applied.ok()) << applied.error().message;
    const Result<Mending> again = plan_mending(settings, database, options);
    ASSERT_TRUE(again.ok()) << again.error().message;
    EXPECT_TRUE(again->files.empty()) << "a second run changes files again";
  }
}

TEST(FixCasesDb, AreMendedAsExpected) { check_cases("fixes", {Applicability::kUnsafe, {}, false}); }

TEST(FixCasesDb, AttributesAreRenamedWithTheirUses) { check_cases("fixes-rename", {Applicability::kUnsafe, {}, true}); }

TEST(MendDb, RefusesAFileThatChangedMeanwhileAndOneOutsideOfTheProject) {
  const Folder folder(fs::path(SI_SOURCE_DIR) / "tests/cases/fixes/classic");
  Source database;
  database.schema = test::schema_of(content_of(fs::path(SI_SOURCE_DIR) / "tests/cases/fixes/classic/database.sql"));
  Settings settings;
  settings.config.root = folder.path.string();
  settings.config.models.paths = {"."};
  Result<Mending> plan = plan_mending(settings, database, {});
  ASSERT_TRUE(plan.ok());
  ASSERT_FALSE(plan->files.empty());
  const std::string path = plan->files[0].path, before = content_of(path);
  std::ofstream(path, std::ios::app) << "# somebody else was here\n";
  const Status refused = apply_mending(settings, database, *plan);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("meanwhile"), std::string::npos) << refused.error().message;
  EXPECT_EQ(content_of(path), before + "# somebody else was here\n");
  std::ofstream(path, std::ios::binary | std::ios::trunc) << before;
  settings.config.root = (folder.path / "inner").string();
  const Status outside = apply_mending(settings, database, *plan);
  ASSERT_FALSE(outside.ok());
  EXPECT_NE(outside.error().message.find("outside"), std::string::npos) << outside.error().message;
  EXPECT_EQ(content_of(path), before);
}

}  // namespace
}  // namespace si
