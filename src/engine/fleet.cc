// Each connection lives on a thread of its own, which spends nearly all of its life in poll(): the wait for many
// servers costs no more than the wait for the slowest of them, and the comparisons share the processors.
#include "engine/fleet.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <mutex>
#include <thread>

#include "engine/pipeline.h"
#include "engine/policy.h"
#include "project/database_url.h"
#include "sources/postgres/connection.h"
#include "support/files.h"
#include "support/strings.h"

namespace si {
namespace {

constexpr std::string_view kQuery = "query:";
constexpr std::size_t kMaxDatabases = 1'000'000;

// One value of a keyword string, as libpq reads it.
std::string keyword_value(const std::string& value) {
  return '\'' + replace_all(replace_all(value, "\\", "\\\\"), "'", "\\'") + '\'';
}

// The same server, another database.
Result<DatabaseSource> other_database(const DatabaseSource& server, const std::string& name) {
  std::string text = "dbname=" + keyword_value(name);
  for (const auto& [keyword, value] : server.parameters)
    if (keyword != "dbname") text.append(" ").append(keyword).append("=").append(keyword_value(value));
  return parse_database_source(text, "");
}

bool is_source(const std::string& text) {
  return text.find("://") != std::string::npos || text.find('=') != std::string::npos || text.starts_with("file:") ||
         text.starts_with("snapshot:");
}

Error at_line(const Error& error, const std::string& path, std::size_t line) {
  return {error.kind, printable(path) + ':' + std::to_string(line) + ": " + error.message, error.hint};
}

// The rows of a query, which is asked in a transaction that cannot write.
Result<std::vector<DatabaseSource>> ask(const Settings& settings, const std::string& query) {
  const Result<DatabaseUrl> url = find_database_url(settings.config, settings.database);
  if (!url) return url.error();
  const Result<DatabaseSource> server = parse_database_source(url->source, url->base_folder);
  if (!server) return server.error();
  if (server->form != DatabaseForm::kServer)
    return Error{ErrorKind::kUsage, "a query: line needs a server to ask, and --db names none", ""};
  Result<Connection> connection = Connection::open(*server, settings.config.database.connect_timeout_s);
  if (!connection) return connection.error();
  const int limit = settings.config.database.statement_timeout_ms;
  std::vector<std::string> values;
  const std::vector<std::string> statements = {
      "BEGIN READ ONLY", "SET LOCAL statement_timeout = " + std::to_string(limit), query, "ROLLBACK"};
  const auto failure = connection->run_batch(statements, limit > 0 ? limit + 5000 : 24 * 3600 * 1000,
                                             [&](std::size_t statement, const Rows& rows) {
                                               if (statement != 2) return;
                                               for (int i = 0; i < rows.size(); ++i)
                                                 if (!rows.is_null(i, 0)) values.push_back(rows.string(i, 0));
                                             });
  if (failure) return failure->error;
  std::vector<DatabaseSource> fleet;
  for (const std::string& value : values) {
    Result<DatabaseSource> source =
        is_source(value) ? parse_database_source(value, "") : other_database(*server, value);
    if (!source) return source.error();
    fleet.push_back(std::move(*source));
  }
  return fleet;
}

// What the threads share.
class Run {
 public:
  Run(const std::string& command, const Settings& settings, const Source& models, const std::set<std::string>& known)
      : command_(command), settings_(settings), models_(models), known_(known), witnesses_(settings) {
    settings_.progress = nullptr;  // it shows one line, and here many are at work
  }

  void compare(const DatabaseSource& source, FleetDatabase database, FleetReport& report) {
    Result<Source> truth = read(source);
    if (!truth) {
      database.error = truth.error().message;
      const std::lock_guard lock(report_mutex_);
      report.databases.push_back(std::move(database));
      return;
    }
    SourceLines lines(settings_.config.root);
    const FindingsReport found =
        compare_sources(command_, *truth, models_, settings_.config, known_, lines, witnesses_);
    database.tables_compared = found.tables_compared;
    database.columns_compared = found.columns_compared;
    database.unresolved = found.unresolved.size();
    database.suppressed = found.suppressed;
    const std::lock_guard lock(report_mutex_);
    report.add(database, found);
  }

 private:
  Result<Source> read(const DatabaseSource& source) {
    if (source.form != DatabaseForm::kScript) return load_database_source(settings_, source);
    const std::lock_guard lock(script_mutex_);  // one private server at a time
    return load_database_source(settings_, source);
  }

  const std::string& command_;
  Settings settings_;
  const Source& models_;
  const std::set<std::string>& known_;
  Witnesses witnesses_;
  std::mutex report_mutex_, script_mutex_;
};

}  // namespace

Status parse_shard(const std::string& text, FleetOptions& options) {
  const std::vector<std::string> parts = split(text, '/');
  const auto number = [](const std::string& digits, std::size_t& value) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc() && end == digits.data() + digits.size();
  };
  if (parts.size() == 2 && number(parts[0], options.shard) && number(parts[1], options.shards) && options.shard >= 1 &&
      options.shard <= options.shards)
    return Done{};
  return Error{ErrorKind::kUsage, "--shard " + printable(text) + " is no share of a fleet",
               "write I/N with 1 <= I <= N, for example --shard 2/8"};
}

Result<std::vector<DatabaseSource>> read_fleet(const Settings& settings, const std::string& path) {
  const Result<std::string> text = read_file(path);
  if (!text) return text.error();
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash + 1);
  std::vector<DatabaseSource> fleet;
  std::size_t number = 0;
  for (const std::string& raw : split(*text, '\n')) {
    ++number;
    const std::string line(trim(raw));
    if (line.empty() || line.starts_with('#')) continue;
    if (line.starts_with(kQuery)) {
      Result<std::vector<DatabaseSource>> found = ask(settings, line.substr(kQuery.size()));
      if (!found) return at_line(found.error(), path, number);
      fleet.insert(fleet.end(), found->begin(), found->end());
    } else {
      Result<DatabaseSource> source = parse_database_source(line, folder);
      if (!source) return at_line(source.error(), path, number);
      fleet.push_back(std::move(*source));
    }
    if (fleet.size() > kMaxDatabases)
      return Error{ErrorKind::kUsage, printable(path) + " names more than a million databases", ""};
  }
  if (fleet.empty())
    return Error{ErrorKind::kUsage, printable(path) + " names no database",
                 "write one SOURCE a line, or \"query: SELECT datname FROM pg_database WHERE …\""};
  return fleet;
}

FleetReport compare_fleet(const std::string& command, const Settings& settings,
                          const std::vector<DatabaseSource>& fleet, const Source& models,
                          const std::set<std::string>& known, const FleetOptions& options) {
  FleetReport report;
  report.command = command;
  report.follower = models.side;
  report.total = fleet.size();
  report.policy_hash = make_policy(settings.config).hash();
  report.policy_notes = describe_policy(settings.config);
  std::vector<std::size_t> share;
  for (std::size_t i = options.shard - 1; i < fleet.size(); i += options.shards) share.push_back(i);

  Run run(command, settings, models, known);
  std::atomic<std::size_t> next = 0, done = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < share.size(); i = next++) {
      FleetDatabase database;
      database.number = share[i] + 1;
      database.name = fleet[share[i]].display_name;
      run.compare(fleet[share[i]], std::move(database), report);
      ++done;
    }
  };
  std::vector<std::thread> threads;
  const std::size_t count = std::min(std::max<std::size_t>(options.connections, 1), share.size());
  threads.reserve(count);
  for (std::size_t i = 0; i < count; ++i) threads.emplace_back(work);
  while (settings.progress != nullptr && done < share.size()) {
    settings.progress->show("comparing databases", done, share.size());
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  for (std::thread& thread : threads) thread.join();
  report.finish();
  return report;
}

}  // namespace si
