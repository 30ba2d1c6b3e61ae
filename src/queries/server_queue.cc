#include "queries/server_queue.h"

#include <iterator>
#include <utility>

namespace si {
namespace {

// Between two stretches the server waits for us.
constexpr std::size_t kStretch = 512;

}  // namespace

ServerQueue::ServerQueue(const AskServer& ask) : ask_(ask), thread_([this] { run(); }) {}

ServerQueue::~ServerQueue() {
  if (thread_.joinable()) (void)finish();
}

std::size_t ServerQueue::put(std::string text) {
  const std::lock_guard lock(mutex_);
  const auto [known, added] = numbers_.try_emplace(std::move(text), numbers_.size());
  if (added) waiting_.push_back(known->first);
  if (added && waiting_.size() == kStretch) changed_.notify_one();
  return known->second;
}

ServerQueue::Answers ServerQueue::finish() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_one();
  thread_.join();
  return std::move(answers_);
}

void ServerQueue::run() {
  for (;;) {
    std::vector<std::string> statements;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return closed_ || waiting_.size() >= kStretch; });
      if (waiting_.empty()) return;
      statements.swap(waiting_);
    }
    Answers answers = ask_(statements);
    if (!answers) {
      answers_ = answers.error();
      return;
    }
    answers_->insert(answers_->end(), std::make_move_iterator(answers->begin()),
                     std::make_move_iterator(answers->end()));
  }
}

}  // namespace si
