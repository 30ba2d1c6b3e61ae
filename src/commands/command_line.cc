#include "commands/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <type_traits>

#include "support/strings.h"

namespace si {
namespace {

void declare(CLI::App& app, const Argument& argument) {
  std::visit(
      [&](auto* target) {
        using Value = std::remove_pointer_t<decltype(target)>;
        if constexpr (std::is_same_v<Value, bool>) {
          app.add_flag(argument.name, *target);
        } else if constexpr (std::is_same_v<Value, std::optional<std::string>>) {
          app.add_option_function<std::string>(argument.name, [target](const std::string& value) { *target = value; })
              ->expected(0, 1)
              ->run_callback_for_default()
              ->default_str("");
        } else if constexpr (std::is_same_v<Value, std::vector<std::string>>) {
          app.add_option(argument.name, *target)->expected(1, CLI::detail::expected_max_vector_size);
        } else {
          app.add_option(argument.name, *target)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
        }
      },
      argument.target);
}

// CLI11 takes a word in brackets for a list of its own, "[a,b]"; here it is a pattern. A byte that no word of a command
// line can begin with for another reason hides the bracket from it.
constexpr char kHidesBracket = '\x01';

std::string hide_bracket(std::string word) {
  const std::size_t value = word.starts_with("--") ? word.find('=') + 1 : 0;
  if (value < word.size() && word[value] == '[') word.insert(value, 1, kHidesBracket);
  return word;
}

void show_bracket(std::string& word) {
  if (word.size() > 1 && word[0] == kHidesBracket && word[1] == '[') word.erase(0, 1);
}

void show_brackets(const Argument& argument) {
  std::visit(
      [](auto* target) {
        using Value = std::remove_pointer_t<decltype(target)>;
        if constexpr (std::is_same_v<Value, std::vector<std::string>>)
          std::for_each(target->begin(), target->end(), show_bracket);
        else if constexpr (std::is_same_v<Value, std::string>)
          show_bracket(*target);
        else if constexpr (std::is_same_v<Value, std::optional<std::string>>)
          if (*target) show_bracket(**target);
      },
      argument.target);
}

Error usage_error(std::string message, const Command* command, std::string hint = "") {
  if (hint.empty()) {
    hint = "see schema-inspector ";
    if (command != nullptr) hint += std::string(command->text().name) + ' ';
    hint += "--help";
  }
  return Error{ErrorKind::kUsage, std::move(message), std::move(hint)};
}

// The nearest by spelling, else the first that begins alike: "compare" means "compare-db-models".
std::string suggestion(const std::string& word, const std::vector<std::string>& candidates) {
  std::string nearest = nearest_name(word, candidates);
  constexpr std::size_t kAlike = 4;
  for (const std::string& candidate : candidates)
    if (nearest.empty() && word.size() >= kAlike &&
        candidate.starts_with(word.substr(0, std::max(kAlike, word.size() - 2))))
      nearest = candidate;
  return nearest.empty() ? "" : "did you mean " + nearest + "?";
}

Error unknown_word(const std::string& word, const Command* command, const std::vector<Argument>& arguments,
                   const std::vector<std::unique_ptr<Command>>& commands) {
  std::vector<std::string> candidates;
  if (word.starts_with("-")) {
    const std::string name = word.substr(0, word.find('='));
    for (const Argument& argument : arguments)
      if (!argument.positional()) candidates.push_back(argument.long_name());
    const std::string of = command == nullptr ? "" : " of " + std::string(command->text().name);
    return usage_error("unknown option " + printable(name) + of, command, suggestion(name, candidates));
  }
  if (command != nullptr)
    return usage_error("unexpected argument \"" + printable(word) + "\" after " + std::string(command->text().name),
                       command);
  for (const auto& known : commands) candidates.emplace_back(known->text().name);
  return usage_error("unknown command \"" + printable(word) + '"', nullptr, suggestion(word, candidates));
}

// What a target holds, for those that may be checked against a list of choices.
std::string given_text(const Argument& argument) {
  const auto* text = std::get_if<std::string*>(&argument.target);
  return text == nullptr ? "" : **text;
}

Status check_values(const std::vector<Argument>& arguments, const Command* command) {
  for (const Argument& argument : arguments) {
    const std::string value = given_text(argument);
    if (!value.empty() && !argument.choices.empty() &&
        std::find(argument.choices.begin(), argument.choices.end(), value) == argument.choices.end()) {
      return usage_error(argument.long_name() + " cannot be \"" + printable(value) +
                             "\"; it is one of: " + join(argument.choices, ", "),
                         command, suggestion(value, argument.choices));
    }
    const auto* list = std::get_if<std::vector<std::string>*>(&argument.target);
    const bool absent = list == nullptr ? value.empty() : (*list)->empty();
    if (argument.required && absent)
      return usage_error(std::string(command->text().name) + " needs " + argument.name, command);
  }
  return Done{};
}

Status check_format(const GlobalOptions& options, const Command& command) {
  const std::vector<std::string>& formats = command.text().formats;
  if (options.format.empty() || std::find(formats.begin(), formats.end(), options.format) != formats.end())
    return Done{};
  const std::string name(command.text().name);
  if (formats.empty()) return usage_error(name + " takes no --format", &command);
  return usage_error(
      name + " has no format \"" + printable(options.format) + "\"; it is one of: " + join(formats, ", "), &command,
      suggestion(options.format, formats));
}

// CLI11's words for a value that is missing, put into ours.
Error parse_failure(const CLI::ParseError& error, const Command* command) {
  std::string what = error.what();
  const std::size_t colon = what.find(": ");
  if (colon != std::string::npos && what.find("required") != std::string::npos)
    return usage_error(what.substr(0, colon) + " needs a value", command);
  return usage_error(printable(what), command);
}

}  // namespace

Result<Command*> parse_command_line(const std::vector<std::string>& words,
                                    const std::vector<std::unique_ptr<Command>>& commands, GlobalOptions& options) {
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  const std::vector<Argument> global = global_arguments(options, {});
  for (const Argument& argument : global) declare(app, argument);
  std::vector<std::vector<Argument>> arguments;
  for (const auto& command : commands) {
    CLI::App* own = app.add_subcommand(std::string(command->text().name));
    own->set_help_flag();
    own->allow_extras();
    arguments.push_back(command->arguments());
    for (const Argument& argument : arguments.back()) declare(*own, argument);
    for (const Argument& argument : global) declare(*own, argument);
    arguments.back().insert(arguments.back().end(), global.begin(), global.end());
  }
  app.require_subcommand(0, 1);

  std::optional<Error> failure;
  std::vector<std::string> reversed;  // as CLI11 wants them
  std::transform(words.rbegin(), words.rend(), std::back_inserter(reversed), hide_bracket);
  const auto chosen = [&]() -> std::size_t {
    if (app.get_subcommands().empty()) return commands.size();
    const std::string name = app.get_subcommands().front()->get_name();
    return static_cast<std::size_t>(
        std::find_if(commands.begin(), commands.end(), [&](const auto& c) { return c->text().name == name; }) -
        commands.begin());
  };
  try {
    app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    failure = parse_failure(error, chosen() < commands.size() ? commands[chosen()].get() : nullptr);
  }
  const std::size_t index = chosen();
  Command* command = index < commands.size() ? commands[index].get() : nullptr;
  if (options.help || options.version) return command;
  const std::vector<Argument>& known = command == nullptr ? global : arguments[index];
  std::for_each(known.begin(), known.end(), show_brackets);
  std::vector<std::string> extras = app.remaining(true);
  std::for_each(extras.begin(), extras.end(), show_bracket);
  if (!extras.empty()) return unknown_word(extras.front(), command, known, commands);
  if (failure) return *failure;
  if (const Status checked = check_values(known, command); !checked) return checked.error();
  if (command == nullptr) return command;
  if (const Status checked = check_format(options, *command); !checked) return checked.error();
  return command;
}

}  // namespace si
