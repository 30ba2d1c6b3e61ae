// The values that names can have at a place of a program, and the tests that each of them rests on. A frame is copied
// at every branch: values and conditions are shared by the copies.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace si {

struct Thing;

// One test with the arm taken: of an `if` 0 or 1; of a choice among several things, which of them.
using Condition = std::pair<std::uint32_t, std::uint16_t>;

// The tests that a way to a value rests on, sorted.
class Conditions {
 public:
  Conditions() = default;
  Conditions(std::initializer_list<Condition> list) : Conditions(std::vector<Condition>(list)) {}
  explicit Conditions(std::vector<Condition> sorted);

  const Condition* begin() const { return list_ == nullptr ? nullptr : list_->data(); }
  const Condition* end() const { return list_ == nullptr ? nullptr : list_->data() + list_->size(); }
  std::size_t size() const { return list_ == nullptr ? 0 : list_->size(); }
  bool empty() const { return list_ == nullptr; }
  friend bool operator==(const Conditions& a, const Conditions& b);
  // False when the two rest on opposite arms of a test; else `out` is both together.
  friend bool join_conditions(const Conditions& a, const Conditions& b, Conditions& out);

 private:
  std::shared_ptr<const std::vector<Condition>> list_;  // null: none
};

// One way to get to a value.
struct Variant {
  Conditions conditions;
  const Thing* thing = nullptr;
  friend bool operator==(const Variant&, const Variant&) = default;
};
using Variants = std::vector<Variant>;

// What names are bound to.
class Bindings {
 public:
  struct Entry {
    std::string_view name;
    std::shared_ptr<const Variants> values;  // never null
    int version = 0;                         // how often the name was bound so far
  };

  std::size_t size() const { return entries_.size(); }
  const Entry* entry(std::string_view name) const;     // null: not bound
  const Variants* find(std::string_view name) const;   // the same
  void set(std::string_view name, Variants values);    // leaves the version as it is
  void rebind(std::string_view name, Variants values)  // a new version
  {
    set(name, std::move(values), 1);
  }
  // Goes through what two frames say of each name: `join` gives the values of a name that they bind differently (null:
  // not at all). The versions are the higher of the two.
  template <typename Join>
  void merge(const Bindings& other, const Join& join);

 private:
  void set(std::string_view name, Variants values, int versions);
  std::vector<Entry> entries_;  // by name
};

template <typename Join>
void Bindings::merge(const Bindings& other, const Join& join) {
  std::vector<Entry> out;
  out.reserve(entries_.size());
  auto a = entries_.begin();
  auto b = other.entries_.begin();
  while (a != entries_.end() || b != other.entries_.end()) {
    const int order = a == entries_.end() ? 1 : b == other.entries_.end() ? -1 : a->name.compare(b->name);
    if (order < 0) {
      out.push_back({a->name, std::make_shared<const Variants>(join(a->values.get(), nullptr)), a->version});
      ++a;
    } else if (order > 0) {
      out.push_back({b->name, std::make_shared<const Variants>(join(nullptr, b->values.get())), b->version});
      ++b;
    } else {
      out.push_back(std::move(*a));
      if (out.back().values != b->values && *out.back().values != *b->values)
        out.back().values = std::make_shared<const Variants>(join(out.back().values.get(), b->values.get()));
      out.back().version = out.back().version > b->version ? out.back().version : b->version;
      ++a;
      ++b;
    }
  }
  entries_ = std::move(out);
}

}  // namespace si
