#include "project/path_mentions.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace si {
namespace {

Tree sample_tree() {
  return Tree({{"AGENTS.md", 1},
               {".roo/rules/02-database.md", 1},
               {"docs/database_schema.md", 1},
               {"scripts/look.py", 1},
               {"src/app/models.py", 1},
               {"models/models_user.py", 1}});
}

// "path [state target]" for each mention.
std::vector<std::string> resolved(std::string_view text, TextForm form, const std::string& from = "AGENTS.md") {
  std::vector<std::string> out;
  for (const PathMention& mention : find_path_mentions(text, form)) {
    const Resolved to = resolve_mention(mention, from, sample_tree());
    if (to.state == PathState::kUnclear) continue;
    out.push_back(std::to_string(mention.line) + ' ' + mention.path + " [" + std::string(to_string(to.state)) +
                  (to.target.empty() ? "" : " " + to.target) + ']');
  }
  return out;
}

using Lines = std::vector<std::string>;

TEST(PathMentions, LinksWithLineSuffixCodeSpansAndWindowsPathsAreOnePath) {
  EXPECT_EQ(resolved("[x](docs/database_schema.md:1) `docs/database_schema.md`\n@\\docs\\database_schema.md, "
                     "`@\\docs\\database_schema.md` and `docs\\database_schema.md`",
                     TextForm::kMarkdown),
            (Lines{"1 docs/database_schema.md [there docs/database_schema.md]",
                   "1 docs/database_schema.md [there docs/database_schema.md]",
                   "2 docs/database_schema.md [there docs/database_schema.md]",
                   "2 docs/database_schema.md [there docs/database_schema.md]",
                   "2 docs/database_schema.md [there docs/database_schema.md]"}));
}

TEST(PathMentions, BackslashesInJsonAreDoubled) {
  EXPECT_EQ(
      resolved(R"({"rules": [".roo\\rules\\02-database.md", "docs\\gone.md", "name.of.a.key"]})", TextForm::kData),
      (Lines{"1 .roo/rules/02-database.md [there .roo/rules/02-database.md]", "1 docs/gone.md [dangling]"}));
}

TEST(PathMentions, AnotherCaseIsSaidToBeAnotherCase) {
  EXPECT_EQ(resolved("[a](../../agents.md:1)", TextForm::kMarkdown, ".roo/rules/01-general.md"),
            (Lines{"1 ../../agents.md [other letters AGENTS.md]"}));
}

TEST(PathMentions, PathsAreLookedForBesideTheFileAtTheRootAndByTheirEnd) {
  EXPECT_EQ(resolved("`02-database.md` `.roo/rules/02-database.md` `app/models.py` `models/models_*.py`",
                     TextForm::kMarkdown, ".roo/rules/01-general.md"),
            (Lines{"1 02-database.md [there .roo/rules/02-database.md]",
                   "1 .roo/rules/02-database.md [there .roo/rules/02-database.md]",
                   "1 app/models.py [there src/app/models.py]", "1 models/models_*.py [there]"}));
}

TEST(PathMentions, OnlyWhatIsCertainlyAPathDangles) {
  EXPECT_EQ(resolved("`scripts/gone.py` `gone.py` gone/by.md `path/to/x.py` `<name>/x.md` `a/{b}/x.md` `~/x.md` "
                     "`/etc/x.conf` https://example.org/docs/x.md `example.org/x.md` `me@host.com` [x](#part) "
                     "[y](mailto:a@b.c) `and/or` `3.10/3.11` `logs/YYYYMMDD.md`",
                     TextForm::kMarkdown),
            (Lines{"1 scripts/gone.py [dangling]"}));
}

TEST(PathMentions, CommandsAreReferences) {
  EXPECT_EQ(resolved("run `python gone.py all` or\n```\npython scripts/look.py\n```\n", TextForm::kMarkdown),
            (Lines{"1 gone.py [dangling]", "3 scripts/look.py [there scripts/look.py]"}));
}

TEST(PathMentions, ASpellingIsKept) {
  const auto respell = [](const std::string& text, TextForm form, const std::string& from) {
    const PathMention mention = find_path_mentions(text, form).front();
    return spell_like(text.substr(mention.offset, mention.length), mention, from, "docs/database_schema.md");
  };
  EXPECT_EQ(respell("`@\\.roo\\docs\\old.md`", TextForm::kMarkdown, "AGENTS.md"), "@\\docs\\database_schema.md");
  EXPECT_EQ(respell("\"docs\\\\old.md\"", TextForm::kData, ".roo/settings.json"), "docs\\\\database_schema.md");
  EXPECT_EQ(respell("[x](../docs/old.md:1)", TextForm::kMarkdown, ".roo/rules/a.md"), "../../docs/database_schema.md");
  EXPECT_EQ(respell("[x](.roo/docs/old.md:1)", TextForm::kMarkdown, "AGENTS.md"), "docs/database_schema.md");
}

TEST(PathMentions, AnyBytesDoNoHarm) {
  std::string text;
  for (int i = 0; i < 4096; ++i) text += static_cast<char>((i * 2654435761U) >> 24);
  for (const TextForm form : {TextForm::kMarkdown, TextForm::kData, TextForm::kCode})
    for (const PathMention& mention : find_path_mentions(text, form))
      EXPECT_LE(mention.offset + mention.length, text.size());
  EXPECT_TRUE(find_path_mentions("[[[[[[[](`](", TextForm::kMarkdown).empty());
}

}  // namespace
}  // namespace si
