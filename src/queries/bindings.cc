#include "queries/bindings.h"

#include <algorithm>

namespace si {

Conditions::Conditions(std::vector<Condition> sorted) {
  if (!sorted.empty()) list_ = std::make_shared<const std::vector<Condition>>(std::move(sorted));
}

bool operator==(const Conditions& a, const Conditions& b) {
  return a.list_ == b.list_ || std::equal(a.begin(), a.end(), b.begin(), b.end());
}

bool join_conditions(const Conditions& a, const Conditions& b, Conditions& out) {
  if (b.empty() || a.list_ == b.list_) {
    out = a;
    return true;
  }
  if (a.empty()) {
    out = b;
    return true;
  }
  std::vector<Condition> both;
  both.reserve(a.size() + b.size());
  const Condition *x = a.begin(), *y = b.begin();
  while (x != a.end() || y != b.end()) {
    if (y == b.end() || (x != a.end() && x->first < y->first)) {
      both.push_back(*x++);
    } else if (x == a.end() || y->first < x->first) {
      both.push_back(*y++);
    } else {
      if (x->second != y->second) return false;
      both.push_back(*x++);
      ++y;
    }
  }
  // Where one holds the other, it is shared.
  if (both.size() == a.size()) {
    out = a;
  } else if (both.size() == b.size()) {
    out = b;
  } else {
    out = Conditions(std::move(both));
  }
  return true;
}

const Bindings::Entry* Bindings::entry(std::string_view name) const {
  const auto at = std::lower_bound(entries_.begin(), entries_.end(), name,
                                   [](const Entry& entry, std::string_view wanted) { return entry.name < wanted; });
  return at != entries_.end() && at->name == name ? &*at : nullptr;
}

const Variants* Bindings::find(std::string_view name) const {
  const Entry* found = entry(name);
  return found == nullptr ? nullptr : found->values.get();
}

void Bindings::set(std::string_view name, Variants values) { set(name, std::move(values), 0); }

void Bindings::set(std::string_view name, Variants values, int versions) {
  auto at = std::lower_bound(entries_.begin(), entries_.end(), name,
                             [](const Entry& entry, std::string_view wanted) { return entry.name < wanted; });
  if (at == entries_.end() || at->name != name) at = entries_.insert(at, {name, nullptr, 0});
  at->values = std::make_shared<const Variants>(std::move(values));
  at->version += versions;
}

}  // namespace si
