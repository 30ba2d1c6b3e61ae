#include "fixes/ddl/order.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace si::ddl {
namespace {

// Kahn's algorithm; the ready step of the lowest phase, then of the lowest number, goes first.
class Order {
 public:
  explicit Order(std::vector<Step> steps) : steps_(std::move(steps)) {
    for (std::size_t i = 0; i < steps_.size(); ++i) enter(i);
  }

  std::vector<Step> run() {
    std::vector<Step> out;
    for (;;) {
      while (!ready_.empty()) take(ready_.begin()->second, out);
      if (out.size() == steps_.size()) return out;
      if (!loosen_one()) {
        for (std::size_t i = 0; i < steps_.size(); ++i)
          if (!done_[i]) return force(i, out);
      }
    }
  }

 private:
  void enter(std::size_t i) {
    Step& step = steps_[i];
    std::sort(step.needs.begin(), step.needs.end());
    step.needs.erase(std::unique(step.needs.begin(), step.needs.end()), step.needs.end());
    std::erase(step.needs, i);
    missing_.resize(steps_.size(), 0);
    needed_by_.resize(steps_.size());
    done_.resize(steps_.size(), false);
    missing_[i] = 0;
    for (const std::size_t need : step.needs) {
      if (done_[need]) continue;
      needed_by_[need].push_back(i);
      ++missing_[i];
    }
    if (missing_[i] == 0) ready_.emplace(step.phase, i);
  }

  void take(std::size_t i, std::vector<Step>& out) {
    ready_.erase({steps_[i].phase, i});
    done_[i] = true;
    for (const std::size_t next : needed_by_[i]) {
      if (done_[next]) continue;
      if (!steps_[i].unsaid.empty() && steps_[next].unsaid.empty())
        steps_[next].unsaid = "it needs " + steps_[i].what + ", which is not written";
      if (--missing_[next] == 0) ready_.emplace(steps_[next].phase, next);
    }
    out.push_back(std::move(steps_[i]));
    if (!out.back().unsaid.empty()) out.back().statements.clear();
  }

  // The first step of the circle that has loose parts.
  bool loosen_one() {
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      if (done_[i] || !steps_[i].loosen) continue;
      const auto loosen = std::exchange(steps_[i].loosen, nullptr);
      for (const std::size_t need : steps_[i].needs) std::erase(needed_by_[need], i);
      std::vector<Step> parts = loosen(steps_[i]);
      enter(i);
      for (Step& part : parts) {
        part.needs.push_back(i);
        steps_.push_back(std::move(part));
        enter(steps_.size() - 1);
      }
      return true;
    }
    return false;
  }

  std::vector<Step> force(std::size_t first, std::vector<Step>& out) {
    for (std::size_t i = first; i < steps_.size(); ++i)
      if (!done_[i]) take(i, out);
    return std::move(out);
  }

  std::vector<Step> steps_;
  std::vector<std::size_t> missing_;
  std::vector<std::vector<std::size_t>> needed_by_;
  std::vector<bool> done_;
  std::set<std::pair<Phase, std::size_t>> ready_;
};

}  // namespace

std::vector<Step> in_order(std::vector<Step> steps) { return Order(std::move(steps)).run(); }

}  // namespace si::ddl
