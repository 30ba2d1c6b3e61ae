#include "queries/read_ahead.h"

#include <algorithm>
#include <utility>

#include "queries/prepare.h"
#include "queries/resolve.h"
#include "queries/server_words.h"
#include "sources/sql/parse_tree.h"

namespace si {
namespace {

bool is_same(const Query& a, const Query& b) {
  return a.style == b.style && a.other == b.other &&
         std::equal(a.variants.begin(), a.variants.end(), b.variants.begin(), b.variants.end(), same_text);
}

}  // namespace

ReadAhead::~ReadAhead() { stop(); }

void ReadAhead::add(std::vector<Query> found) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.insert(waiting_.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  }
  changed_.notify_one();
}

void ReadAhead::start(const Schema& schema, const AskServer& ask) {
  schema_ = &schema;
  if (ask) queue_.emplace(ask);
  thread_ = std::thread([this] { run(); });
}

void ReadAhead::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void ReadAhead::run() {
  for (;;) {
    std::vector<Query> queries;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopped_ || !waiting_.empty(); });
      if (stopped_) return;
      queries.swap(waiting_);
    }
    for (Query& query : queries) {
      Done done{{}, read_now(query)};
      const std::size_t number = query.number;
      done.query = std::move(query);
      done_.insert_or_assign(number, std::move(done));
      const std::lock_guard lock(mutex_);
      if (stopped_) return;
    }
  }
}

std::vector<StatementReading> ReadAhead::read(const Query& query, std::size_t index) {
  const auto ahead = done_.find(query.number);
  std::vector<StatementReading> readings =
      ahead != done_.end() && is_same(ahead->second.query, query) ? std::move(ahead->second.readings) : read_now(query);
  for (StatementReading& reading : readings) reading.statement.query = index;
  return readings;
}

std::vector<StatementReading> ReadAhead::read_now(const Query& query) {
  std::vector<StatementReading> out;
  if (!query.other.empty()) return out;
  for (std::size_t v = 0; v < query.variants.size(); ++v)
    for (PreparedSql& sql : prepare(query.variants[v], query.style)) {
      StatementReading& reading = out.emplace_back();
      reading.statement.variant = v;
      reading.statement.sql = std::move(sql);
      read_statement(reading);
      const PreparedSql& read = reading.statement.sql;
      if (!queue_ || read.has_holes() || !read.problem.empty()) continue;
      InnerQuery inner = inner_query(read.sql, reading.tag);
      reading.shift = inner.offset;
      reading.asked = queue_->put(std::move(inner.text));
    }
  return out;
}

void ReadAhead::read_statement(StatementReading& reading) const {
  CheckedStatement& statement = reading.statement;
  const PreparedSql& sql = statement.sql;
  if (!sql.problem.empty()) {
    statement.reason = sql.problem;
    return;
  }
  const ParseTree tree(sql.sql);
  if (!tree.ok()) {
    reading.syntax_offset = tree.error_offset();
    reading.too_long = !tree.is_syntax_error();
    statement.reason = sql.has_holes() ? "it cannot be read around what only the run knows" : tree.error();
    return;
  }
  if (tree.statements().empty()) {
    statement.reason = "it is empty";
    return;
  }
  statement.resolved = resolve_statement(*tree.statements()[0], *schema_);
  reading.tag = std::string(tree.statements()[0]->tag);
  statement.state = sql.has_holes() ? CheckState::kAroundHoles : CheckState::kFull;
}

}  // namespace si
