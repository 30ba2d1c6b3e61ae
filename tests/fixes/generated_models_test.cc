// Models for whole databases: what a class, an association and a package look like. Whether they make the same database
// again is judged by tests/judge/round_trip.py.
#include "fixes/generated_models.h"

#include <gtest/gtest.h>

#include "tests/support/embedded_database.h"

namespace si {
namespace {

constexpr const char* kDatabase = R"(
CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL UNIQUE, parent_id integer REFERENCES users);
CREATE TABLE users_profiles (user_id integer PRIMARY KEY REFERENCES users ON DELETE CASCADE, bio text);
CREATE TABLE posts (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  author_id integer NOT NULL REFERENCES users, editor_id integer REFERENCES users, metadata jsonb
);
CREATE TABLE tags (id serial PRIMARY KEY, name varchar(50) NOT NULL UNIQUE);
CREATE TABLE post_tags (post_id bigint REFERENCES posts, tag_id integer REFERENCES tags, PRIMARY KEY (post_id, tag_id));
)";

GeneratedModels generate(ModelStyle style, bool package) {
  static const Schema schema = test::schema_of(kDatabase);
  std::vector<QualifiedName> tables;
  for (const auto& [name, table] : schema.schemas.at("public").tables) tables.push_back({"public", name});
  GenerateOptions options;
  options.style = style;
  options.package = package;
  return generate_models(schema, tables, options);
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(GeneratedModelsDb, RelateClassesBothWays) {
  const GeneratedModels models = generate(ModelStyle::kMapped, false);
  ASSERT_EQ(models.files.size(), 1U);
  const std::string& text = models.files[0].text;
  EXPECT_TRUE(
      has(text, R"(author: Mapped["User"] = relationship(foreign_keys=[author_id], back_populates="author_posts"))"))
      << text;
  EXPECT_TRUE(has(text, R"(foreign_keys="[Post.editor_id]", back_populates="editor")")) << text;
  EXPECT_TRUE(
      has(text, R"(parent: Mapped[Optional["User"]] = relationship(remote_side=[id], back_populates="children"))"))
      << text;
  EXPECT_TRUE(has(text, R"(users_profile: Mapped[Optional["UserProfile"]] = relationship(back_populates="user"))"))
      << text;
}

TEST(GeneratedModelsDb, MakeATableOfWhatOnlyConnectsTwoOthers) {
  const std::string text = generate(ModelStyle::kClassic, false).files.at(0).text;
  EXPECT_TRUE(has(text, "post_tags = Table(\n    \"post_tags\",\n    Base.metadata,\n")) << text;
  EXPECT_TRUE(has(text, R"(tags = relationship("Tag", secondary=post_tags, back_populates="posts"))")) << text;
  EXPECT_FALSE(has(text, "class PostTag")) << text;
}

TEST(GeneratedModelsDb, PackAModuleForEachCluster) {
  const GeneratedModels models = generate(ModelStyle::kMapped, true);
  std::vector<std::string> names;
  for (const GeneratedFile& file : models.files) names.push_back(file.name);
  EXPECT_EQ(names, (std::vector<std::string>{"__init__.py", "base.py", "common.py", "posts.py", "users.py"}));
  EXPECT_TRUE(has(models.files[0].text, "from .posts import Post, post_tags\n")) << models.files[0].text;
  EXPECT_TRUE(
      has(models.files[3].text, "if TYPE_CHECKING:\n    from .common import Tag\n    from .users import User\n"))
      << models.files[3].text;
}

TEST(GeneratedModelsDb, FollowFlask) {
  const std::string text = generate(ModelStyle::kFlask, false).files.at(0).text;
  EXPECT_TRUE(has(text, "db = SQLAlchemy()\n")) << text;
  EXPECT_TRUE(has(text, "class Post(db.Model):\n")) << text;
  EXPECT_TRUE(has(text, R"(author_id = db.Column(db.Integer, db.ForeignKey("users.id"), nullable=False))")) << text;
  EXPECT_TRUE(has(text, R"(tags = db.relationship("Tag", secondary=post_tags, back_populates="posts"))")) << text;
}

}  // namespace
}  // namespace si
