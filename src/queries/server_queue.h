// Statements on their way to a server: asked in order on a thread of its own, while the caller reads the next.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "queries/check.h"

namespace si {

class ServerQueue {
 public:
  using Answers = Result<std::vector<std::optional<StatementError>>>;

  explicit ServerQueue(const AskServer& ask);
  ~ServerQueue();
  ServerQueue(const ServerQueue&) = delete;
  ServerQueue& operator=(const ServerQueue&) = delete;

  void put(std::vector<std::string> statements);
  // Waits for the answers to all that was put, in that order. Nothing can be put after that.
  Answers finish();

 private:
  void run();

  const AskServer& ask_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> waiting_;
  bool closed_ = false;
  Answers answers_ = std::vector<std::optional<StatementError>>();  // the thread's until it ends
  std::thread thread_;
};

}  // namespace si
