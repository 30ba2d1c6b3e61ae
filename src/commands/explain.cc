#include "commands/command.h"
#include "commands/session.h"
#include "reports/rule_list.h"
#include "rules/rule.h"
#include "support/strings.h"

namespace si {
namespace {

class Explain : public Command {
 public:
  Explain()
      : Command({
            "explain",
            "What a rule means, why it matters, what to do",
            "",
            R"(
# why is this a finding?
schema-inspector explain column-nullable
)",
            {"text", "json", "markdown"},
        }) {}

  std::vector<Argument> arguments() override {
    return {{"RULE", "", "Its name, as every report shows it.", &rule_, {}, true}};
  }

  Result<int> run(Session& session) override {
    const Rule* rule = find_rule(rule_);
    if (rule == nullptr) {
      std::vector<std::string> names;
      for (const Rule* known : all_rules()) names.emplace_back(known->name);
      const std::string nearest = nearest_name(rule_, names);
      return Error{ErrorKind::kUsage, "there is no rule \"" + printable(rule_) + '"',
                   nearest.empty() ? "schema-inspector rules lists them" : "did you mean " + nearest + "?"};
    }
    const Format format = parse_format(session.format_name()).value_or(Format::kText);
    const Status written = session.write(render_rule(*rule, format, session.color()));
    if (!written) return written.error();
    return kExitDone;
  }

 private:
  std::string rule_;
};

}  // namespace

std::unique_ptr<Command> make_explain() { return std::make_unique<Explain>(); }

}  // namespace si
