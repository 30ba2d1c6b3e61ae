#include "commands/command.h"
#include "commands/session.h"
#include "reports/rule_list.h"

namespace si {
namespace {

class Rules : public Command {
 public:
  Rules()
      : Command({
            "rules",
            "The list of all rules",
            "With --format markdown: the whole reference, as in docs/rules.md.",
            R"(
# which rules there are
schema-inspector rules

# the reference
schema-inspector rules --format markdown
)",
            {"text", "json", "markdown"},
        }) {}

  Result<int> run(Session& session) override {
    const Format format = parse_format(session.format_name()).value_or(Format::kText);
    const Status written = session.write(render_rules(format, session.color()));
    if (!written) return written.error();
    return kExitDone;
  }
};

}  // namespace

std::unique_ptr<Command> make_rules() { return std::make_unique<Rules>(); }

}  // namespace si
