#include "commands/help.h"
#include "commands/session.h"

namespace si {
namespace {

class Man : public Command {
 public:
  Man()
      : Command({
            "man",
            "The manual page, in roff",
            "",
            R"(
# read it
schema-inspector man | man -l -
)",
            {},
        }) {}

  Result<int> run(Session& session) override {
    const Status written = session.write(manual_page(all_commands()));
    if (!written) return written.error();
    return kExitDone;
  }
};

}  // namespace

std::unique_ptr<Command> make_man() { return std::make_unique<Man>(); }

}  // namespace si
