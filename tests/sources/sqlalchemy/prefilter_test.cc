// Which files are parsed at all: none that can declare a table may be left out, and few others are let in.
#include "sources/sqlalchemy/prefilter.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "sources/sqlalchemy/models.h"

namespace si::sqlalchemy {
namespace {

std::vector<bool> chosen(const std::vector<std::string>& texts) {
  std::vector<FileLook> looks;
  for (const std::string& text : texts) looks.push_back(look_at(text));
  return may_hold_models(texts, looks);
}

TEST(Prefilter, TakesWhatDeclaresUnderAnySpelling) {
  for (const char* text :
       {"import sqlalchemy as sa\nt = sa.Table('t', m, sa.Column('a'))\n", "class A(db.Model):\n  pass\n",
        "from sqlalchemy import Column as C\n", "class A(Base):\n  x: Mapped[int]\n",
        "class A(SQLModel, table=True): pass\n", "from x import *\nt = Table('t', metadata)\n",
        "Base = declarative_base()\n", "t.append_column(c)\n", "import sqlalchemy\nUniqueConstraint(T.a)\n"})
    EXPECT_THAT(chosen({text}), testing::ElementsAre(true)) << text;
}

TEST(Prefilter, LeavesOutWhatOnlyAsks) {
  for (const char* text : {"from sqlalchemy import select\nrows = session.execute(select(User))\n",
                           "from prettytable import PrettyTable\nt = PrettyTable(metadata)\n", "x = 1\n"})
    EXPECT_THAT(chosen({text}), testing::ElementsAre(false)) << text;
}

TEST(Prefilter, FollowsBasesMakersAndAttributesFromFileToFile) {
  const std::string base = "class Own(DeclarativeBase): pass\nclass Error(Exception): pass\n";
  EXPECT_THAT(chosen({base, "class A(Own): pass\n", "class B(A): pass\n", "class C(Error): pass\n"}),
              testing::ElementsAre(true, true, true, false));
  EXPECT_THAT(chosen({base, "from x import Own as Parent\nclass A(Parent): pass\n"}), testing::ElementsAre(true, true));
  EXPECT_THAT(chosen({"import sqlalchemy\ndef make(name):\n  return Table(name, metadata)\n",
                      "import sqlalchemy\nt = make('t')\n"}),
              testing::ElementsAre(true, true));
  EXPECT_THAT(chosen({base, "import sqlalchemy\nOwn.late = 1\n"}), testing::ElementsAre(true, true));
}

TEST(Prefilter, AFolderThatLinksToItselfEnds) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / ("si-links-" + std::to_string(getpid()));
  fs::remove_all(folder);
  fs::create_directories(folder / "app" / "inner");
  fs::create_directory_symlink("..", folder / "app" / "inner" / "up");
  fs::create_directory_symlink(folder, folder / "app" / "root");
  fs::create_symlink("self.py", folder / "app" / "self.py");
  std::ofstream(folder / "app" / "models.py")
      << "from sqlalchemy import Column, Integer, MetaData, Table\nt = Table('t', MetaData(), Column('a', Integer))\n";
  ReadModelsOptions options;
  options.root = folder.string();
  options.paths = {"app"};
  const Result<ModelsReading> reading = read_models(options);
  fs::remove_all(folder);
  ASSERT_TRUE(reading);
  EXPECT_EQ(reading->schema.schemas.at("public").tables.size(), 1U);
  EXPECT_EQ(reading->files, std::vector<std::string>{"app/models.py"});
}

}  // namespace
}  // namespace si::sqlalchemy
