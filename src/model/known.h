// Known<T>: a value, or the reason why a static reading cannot tell it.
#pragma once

#include <memory>
#include <string>
#include <utility>

namespace si {

// Holds a T that is certain, or the reason why it is not. Rules compare only what is known on both sides; what is not
// goes to the list of the unresolved. A default-constructed Known is a known, default value.
template <typename T>
class Known {
 public:
  Known() = default;
  Known(T value) : value_(std::move(value)) {}
  Known(const Known& other)
      : value_(other.value_), reason_(other.reason_ ? std::make_unique<std::string>(*other.reason_) : nullptr) {}
  Known(Known&&) noexcept = default;
  Known& operator=(Known other) noexcept {
    value_ = std::move(other.value_);
    reason_ = std::move(other.reason_);
    return *this;
  }
  ~Known() = default;

  static Known unresolved(std::string reason) {
    Known result;
    result.reason_ = std::make_unique<std::string>(std::move(reason));
    return result;
  }

  bool known() const { return reason_ == nullptr; }
  // The value; default-constructed when not known.
  const T& value() const { return value_; }
  T& value() { return value_; }
  const T* operator->() const { return &value_; }
  const T& operator*() const { return value_; }
  // Why it is not known; empty when it is.
  std::string reason() const { return reason_ ? *reason_ : std::string(); }

  friend bool operator==(const Known& a, const Known& b) {
    return a.known() == b.known() && (a.known() ? a.value_ == b.value_ : *a.reason_ == *b.reason_);
  }

 private:
  T value_{};
  std::unique_ptr<std::string> reason_;
};

}  // namespace si
