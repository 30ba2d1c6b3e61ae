// Result<T>: a value, or what went wrong in the outside world, as something a user can act on.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace si {

// What kind of thing failed; each kind is one exit status of the program.
enum class ErrorKind {
  kUsage = 2,     // the command line or the configuration is wrong
  kDatabase = 3,  // the database cannot be reached, read or changed
  kFiles = 4,     // input cannot be read, or an output cannot be written
  kBug = 70,      // a mistake of ours
};

// One failure of the outside world. `message` says what failed and where; `hint` says what to do (may be empty).
// Neither ever holds a password.
struct Error {
  ErrorKind kind = ErrorKind::kBug;
  std::string message;
  std::string hint;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}
  Result(Error error) : state_(std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() {
    assert(ok());
    return std::get<0>(state_);
  }
  const T& value() const {
    assert(ok());
    return std::get<0>(state_);
  }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  Error& error() {
    assert(!ok());
    return std::get<1>(state_);
  }
  const Error& error() const {
    assert(!ok());
    return std::get<1>(state_);
  }

 private:
  std::variant<T, Error> state_;
};

// The result of something that is done rather than computed.
struct Done {};
using Status = Result<Done>;

}  // namespace si
