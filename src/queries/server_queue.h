// Statements on their way to a server: asked on a thread of its own, equal ones once, while others are still read.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
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

  // From any thread; the number of the text's answer.
  std::size_t put(std::string text);
  // Waits for all answers, by number. Nothing can be put after that.
  Answers finish();

 private:
  void run();

  const AskServer& ask_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::unordered_map<std::string, std::size_t> numbers_;
  std::vector<std::string> waiting_;
  bool closed_ = false;
  Answers answers_ = std::vector<std::optional<StatementError>>();  // the thread's until it ends
  std::thread thread_;
};

}  // namespace si
