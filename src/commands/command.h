// A command of the program: what its help says, the arguments it takes, and what it does.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "support/result.h"

namespace si {

class Session;

// The program's exit statuses besides those of ErrorKind.
inline constexpr int kExitDone = 0;
inline constexpr int kExitFindings = 1;

// One option or positional argument; help, parsing, completion and the manual page all come from it.
struct Argument {
  // What it fills in decides what it takes: a bool is a flag, a vector one or more values, an optional a value that
  // may be left out (given without one: empty text).
  using Target = std::variant<bool*, std::string*, std::vector<std::string>*, std::optional<std::string>*>;

  std::string name;   // "--tables", "-o,--output"; of a positional its place: "RULE"
  std::string value;  // what stands for the value in help: "GLOB"; empty for a flag or positional
  std::string help;   // one or two sentences
  Target target;
  std::vector<std::string> choices = {};  // the only values it takes; empty: any
  bool required = false;                  // a positional that must be there

  bool positional() const { return name.front() != '-'; }
  // "--output" of "-o,--output".
  std::string long_name() const;
};

// What help says of a command. `formats` are what --format may be, the default first; empty: it has no --format.
struct CommandText {
  std::string_view name;
  std::string_view summary;      // one line
  std::string_view description;  // paragraphs
  std::string_view example;      // shell lines, a comment above each
  std::vector<std::string> formats;
};

class Command {
 public:
  explicit Command(CommandText text) : text_(std::move(text)) {}
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;
  virtual ~Command() = default;

  const CommandText& text() const { return text_; }
  // Their targets are members of this object.
  virtual std::vector<Argument> arguments() { return {}; }
  // The exit status.
  virtual Result<int> run(Session& session) = 0;

 private:
  CommandText text_;
};

// The visible list: commands/commands.def.
std::vector<std::unique_ptr<Command>> all_commands();

}  // namespace si
