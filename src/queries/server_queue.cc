#include "queries/server_queue.h"

#include <iterator>
#include <utility>

namespace si {

ServerQueue::ServerQueue(const AskServer& ask) : ask_(ask), thread_([this] { run(); }) {}

ServerQueue::~ServerQueue() {
  if (thread_.joinable()) (void)finish();
}

void ServerQueue::put(std::vector<std::string> statements) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.insert(waiting_.end(), std::make_move_iterator(statements.begin()),
                    std::make_move_iterator(statements.end()));
  }
  changed_.notify_one();
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
      changed_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
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
