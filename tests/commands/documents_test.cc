// Documents that the program prints of itself are held against it; SI_ACCEPT=1 writes them anew.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "commands/help.h"
#include "reports/rule_list.h"

namespace si {
namespace {

void expect_document(const std::string& name, const std::string& printed) {
  const std::string path = std::string(SI_SOURCE_DIR "/docs/") + name;
  if (std::getenv("SI_ACCEPT") != nullptr) std::ofstream(path, std::ios::binary) << printed;
  std::ifstream file(path, std::ios::binary);
  EXPECT_EQ(printed, std::string(std::istreambuf_iterator<char>(file), {})) << name;
}

TEST(Documents, RulesAreAsTheProgramPrintsThem) { expect_document("rules.md", render_rules(Format::kMarkdown, false)); }

TEST(Documents, CommandsAreAsTheProgramPrintsThem) {
  const Commands commands = all_commands();
  std::string text = "# Commands\n\n```text\n" + program_help(commands) + "```\n";
  for (const auto& command : commands)
    text += "\n## " + std::string(command->text().name) + "\n\n```text\n" + command_help(*command) + "```\n";
  expect_document("commands.md", text);
}

}  // namespace
}  // namespace si
