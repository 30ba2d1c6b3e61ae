#include "commands/comparing.h"

namespace si {
namespace {

class Diff : public ComparingCommand {
 public:
  Diff()
      : ComparingCommand({
            "diff",
            "Findings between any two sources",
            "A is the truth, B follows. Each is a database (a URL, a keyword string, file:PATH.sql, "
            "snapshot:PATH.json; or db for the configured one), models, or docs for the generated document.",
            R"(
# what changed in the database since a snapshot was taken
schema-inspector diff db snapshot:before.json

# a dump against the models
schema-inspector diff file:schema.sql models --models app/models
)",
            {},
        }) {}

  std::vector<Argument> arguments() override {
    std::vector<Argument> all = {
        {"A", "", "The truth.", &truth_, {}, true},
        {"B", "", "What follows it.", &follower_, {}, true},
    };
    for (Argument& argument : ComparingCommand::arguments()) all.push_back(std::move(argument));
    return all;
  }

  Result<int> run(Session& session) override {
    const Result<Settings> settings = session.settings();
    if (!settings) return settings.error();
    const Result<Source> truth = load_source(*settings, truth_);
    if (!truth) return truth.error();
    const Result<Source> follower = load_source(*settings, follower_);
    if (!follower) return follower.error();
    return compare(session, *settings, *truth, *follower);
  }

 private:
  std::string truth_, follower_;
};

}  // namespace

std::unique_ptr<Command> make_diff() { return std::make_unique<Diff>(); }

}  // namespace si
