#include "commands/help.h"
#include "commands/session.h"

namespace si {
namespace {

class Completion : public Command {
 public:
  Completion()
      : Command({
            "completion",
            "The completion script for bash, zsh or fish",
            "",
            R"(
# for this shell
source <(schema-inspector completion bash)

# for good, with fish
schema-inspector completion fish > ~/.config/fish/completions/schema-inspector.fish
)",
            {},
        }) {}

  std::vector<Argument> arguments() override {
    return {{"SHELL", "", "bash, zsh or fish.", &shell_, {"bash", "zsh", "fish"}, true}};
  }

  Result<int> run(Session& session) override {
    const Status written = session.write(completion_script(all_commands(), shell_));
    if (!written) return written.error();
    return kExitDone;
  }

 private:
  std::string shell_;
};

}  // namespace

std::unique_ptr<Command> make_completion() { return std::make_unique<Completion>(); }

}  // namespace si
