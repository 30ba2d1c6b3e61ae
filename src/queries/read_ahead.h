// The statements of queries, read and put before a server: also ahead, while more queries are still being found.
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
#include "queries/server_queue.h"

namespace si {

// One statement, read by itself.
struct StatementReading {
  CheckedStatement statement;
  std::string tag;  // of its parse tree
  std::optional<std::size_t> syntax_offset;
  bool too_long = false;
  // What the server was asked: the number of its answer, and where that text begins in the statement.
  std::optional<std::size_t> asked;
  std::size_t shift = 0;
};

class ReadAhead {
 public:
  ReadAhead() = default;
  ~ReadAhead();
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  // Queries as they are found, from any thread; they may still grow until `read` asks for them.
  void add(std::vector<Query> found);
  // Begins to read what was and will be added; both live as long as this.
  void start(const Schema& schema, const AskServer& ask);
  // No more is read ahead.
  void stop();

  // The statements of query number `index` of the extraction; after stop(), from several threads for different queries.
  std::vector<StatementReading> read(const Query& query, std::size_t index);
  // Waits for the server; nothing can be read after that.
  ServerQueue::Answers finish() { return queue_->finish(); }

 private:
  struct Done {
    Query query;  // as it was then
    std::vector<StatementReading> readings;
  };

  void run();
  std::vector<StatementReading> read_now(const Query& query);
  void read_statement(StatementReading& reading) const;

  const Schema* schema_ = nullptr;
  std::optional<ServerQueue> queue_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Query> waiting_;
  bool stopped_ = false;
  std::unordered_map<std::size_t, Done> done_;  // by Query::number; the thread's until it ends
  std::thread thread_;
};

}  // namespace si
