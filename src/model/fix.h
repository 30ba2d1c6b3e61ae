// A Fix: edits that make one or more findings go away, how sure they are, and what they may cost.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/edit.h"

namespace si {

// Ordered: a later one asks more of whoever applies it.
enum class Applicability {
  kSafe,      // means the same to every other line of the application; applied by default
  kUnsafe,    // right for the schema, but other code may have to follow; only with --unsafe
  kShowOnly,  // a proposal: what to write needs a person
};
constexpr std::string_view to_string(Applicability applicability) {
  switch (applicability) {
    case Applicability::kSafe: return "safe";
    case Applicability::kUnsafe: return "unsafe";
    case Applicability::kShowOnly: return "show only";
  }
  return "";
}

// An edit of a named file; `file` as in Location: relative to the project root where it lies below it.
struct FileEdit {
  std::string file;
  Edit edit;
  friend bool operator==(const FileEdit&, const FileEdit&) = default;
};

struct Fix {
  std::string title;                  // "Change the type of users.ip_address to inet"
  std::vector<std::string> findings;  // ids of the findings that it mends
  std::vector<std::string> rules;     // theirs, in the same order
  Applicability applicability = Applicability::kSafe;
  std::string cost;               // what it may cost, or why it is not safe; empty: nothing
  std::vector<FileEdit> edits;    // empty: cannot be made (kShowOnly), `cost` says why
  std::vector<std::string> uses;  // "models/user.py:41: self.login_count": code that the fix would leave behind
};

}  // namespace si
