// How the steps of a change are run: those that PostgreSQL allows in one transaction share it, those that work long
// start a new one so that locks are let go of, CONCURRENTLY stands alone. A lock that does not come in time is tried
// again, a few times. When a step fails for good, its transaction is gone, and what the change committed before is
// undone in reverse order; what cannot be is said. Changes that were finished before stand.
#include "engine/ddl_apply.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>
#include <thread>

#include "engine/ddl_journal.h"
#include "model/snapshot.h"
#include "project/change_log.h"
#include "project/paths.h"
#include "support/files.h"
#include "support/strings.h"
#include "support/utc_time.h"

namespace si {
namespace {

using Steps = std::vector<const ddl::PlanStep*>;

class Runner {
 public:
  Runner(DatabaseSession& session, int lock_timeout_ms, int attempts)
      : session_(session), lock_timeout_(std::to_string(lock_timeout_ms)), attempts_(std::max(attempts, 1)) {}

  // Empty: done. Else why it failed, and what stands.
  std::string run(const Steps& steps) {
    Steps committed;
    for (std::size_t begin = 0; begin < steps.size();) {
      std::size_t end = begin + 1;
      const bool alone = steps[begin]->transaction == ddl::Transaction::kNone;
      while (!alone && end < steps.size() && steps[end]->transaction == ddl::Transaction::kShared) ++end;
      const Steps group(steps.begin() + static_cast<std::ptrdiff_t>(begin),
                        steps.begin() + static_cast<std::ptrdiff_t>(end));
      if (const std::string why = alone ? run_alone(*group.front()) : run_together(group); !why.empty())
        return why + undo(committed);
      committed.insert(committed.end(), group.begin(), group.end());
      begin = end;
    }
    return "";
  }

  // Takes away what an interrupted run of the same change left, last step first: each constraint, index and NOT NULL
  // that a step made, unless an earlier step drops it, as it was there before the change then. What is not there is no
  // failure.
  void clear(const Steps& steps) {
    for (std::size_t i = steps.size(); i-- > 0;) {
      const std::string& undo = steps[i]->undo;
      const bool drops = undo.starts_with("DROP INDEX ") || undo.find(" DROP CONSTRAINT ") != std::string::npos ||
                         undo.ends_with(" DROP NOT NULL");
      const auto earlier_end = steps.begin() + static_cast<std::ptrdiff_t>(i);
      if (!drops || std::any_of(steps.begin(), earlier_end, [&](const auto* earlier) { return earlier->sql == undo; }))
        continue;
      session_.run("SET lock_timeout = " + lock_timeout_);
      session_.run(undo);
    }
  }

  bool lost() const { return lost_; }

 private:
  std::string run_together(const Steps& group) {
    return with_retries([&]() -> std::optional<StatementFailure> {
      if (auto failure = session_.run("BEGIN")) return failure;
      auto failure = session_.run("SET LOCAL lock_timeout = " + lock_timeout_);
      for (const ddl::PlanStep* step : group) {
        if (failure) break;
        failed_sql_ = step->sql;
        failure = session_.run(step->sql);
      }
      if (!failure) failure = session_.run("COMMIT");
      if (failure) session_.run("ROLLBACK");
      return failure;
    });
  }

  // An index that could not be built is left behind, invalid: its undo takes it away before the next attempt.
  std::string run_alone(const ddl::PlanStep& step) {
    return with_retries([&]() -> std::optional<StatementFailure> {
      failed_sql_ = step.sql;
      if (auto failure = session_.run("SET lock_timeout = " + lock_timeout_)) return failure;
      auto failure = session_.run(step.sql);
      if (failure && !failure->lost && step.undo.find(" IF EXISTS ") != std::string::npos) session_.run(step.undo);
      return failure;
    });
  }

  template <typename Attempt>
  std::string with_retries(Attempt attempt) {
    for (int i = 1;; ++i) {
      const std::optional<StatementFailure> failure = attempt();
      if (!failure) return "";
      lost_ = lost_ || failure->lost;
      if (failure->may_pass && i < attempts_) {
        std::this_thread::sleep_for(std::chrono::milliseconds(std::min(4000, 250 << std::min(i, 4))));
        continue;
      }
      std::string why = failure->message;
      if (failure->may_pass) why += " (tried " + std::to_string(i) + " times)";
      return "the server refused " + printable(failed_sql_) + ": " + why;
    }
  }

  std::string undo(const Steps& committed) {
    if (lost_) return "; the connection is lost: what the change did before stands";
    std::string stands;
    bool undone = false;
    for (auto step = committed.rbegin(); step != committed.rend(); ++step) {
      if ((*step)->undo.empty()) continue;
      session_.run("SET lock_timeout = " + lock_timeout_);
      if (session_.run((*step)->undo))
        stands += (stands.empty() ? "; this stands, undo it by hand: " : "; ") + printable((*step)->sql);
      else
        undone = true;
    }
    if (!stands.empty()) return stands;
    return undone ? "; its earlier steps were undone" : "; nothing of it stands";
  }

  DatabaseSession& session_;
  std::string lock_timeout_;
  int attempts_;
  std::string failed_sql_;
  bool lost_ = false;
};

Steps steps_of(const PlannedEntry& entry) {
  Steps steps;
  for (const ddl::PlanStep& step : entry.change.steps) steps.push_back(&step);
  return steps;
}

Steps steps_of(const BegunChange& begun) {
  Steps steps;
  for (const ddl::PlanStep& step : begun.steps) steps.push_back(&step);
  return steps;
}

// Held until the session ends; ten attempts take 4.5 seconds. The number is the program's own, as good as any other.
Status take_lock(DatabaseSession& session, const Config& config, int attempts) {
  for (int i = 1;; ++i) {
    const Result<long long> free =
        session.count("SELECT pg_try_advisory_lock(727007421)::integer", config.database.statement_timeout_ms);
    if (!free) return free.error();
    if (*free != 0) return Done{};
    if (i >= attempts) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(100 * i));
  }
  return Error{ErrorKind::kDatabase, "another apply-ddl is changing this database; nothing was changed",
               "wait until it has ended, and look at what plan-ddl says then"};
}

// The server goes on with the statement of a program that was killed: what it leaves is known when it has ended.
Status wait_for_interrupted(const Settings& settings) {
  const Result<DatabaseSource> source = database_source(settings);
  if (!source) return source.error();
  if (source->form != DatabaseForm::kServer) return Done{};
  Result<DatabaseSession> session = DatabaseSession::open(*source, settings.config.database.connect_timeout_s);
  if (!session) return session.error();
  return take_lock(*session, settings.config, 10);
}

class Application {
 public:
  Application(const Settings& settings, const ApplyRequest& request) : settings_(settings), request_(request) {
    log_path_ = resolve_path(settings.config.root, settings.config.changes.log);
  }

  // `all` also holds what an earlier run began and did not log, `interrupted`, where it is still to be done.
  Result<ApplyReport> run(const PlanReport& all, const PlanReport& plan, std::vector<BegunChange> interrupted) {
    interrupted_ = std::move(interrupted);
    std::error_code failure;
    if (std::filesystem::exists(log_path_, failure)) {
      Result<std::string> log = read_file(log_path_);
      if (!log) return log.error();
      log_ = std::move(*log);
    }
    report_.before = plan.fingerprint;
    if (Status finished = finish_interrupted(all); !finished) return finished.error();
    if (const Status checked = check(plan); !checked) return checked.error();
    if (!request_.apply) {
      for (const PlannedEntry& entry : plan.entries)
        report_.changes.push_back({entry.change.id, "would be applied", "", entry.change.sql()});
      return std::move(report_);
    }
    if (plan.entries.empty() && unfinished_.empty()) {
      remove_ddl_journal(settings_.config);
      return std::move(report_);
    }
    const Result<DatabaseSource> source = database_source(settings_);
    if (!source) return source.error();
    if (source->form == DatabaseForm::kScript) {
      if (Status begun = remember(plan); !begun) return begun.error();
      if (Status done = write_to_script(plan, source->path); !done) return done.error();
      remove_ddl_journal(settings_.config);
      return std::move(report_);
    }
    if (source->form != DatabaseForm::kServer)
      return Error{ErrorKind::kUsage, "only a server's database can be changed, not " + printable(source->display_name),
                   "name it with --db"};
    Result<DatabaseSession> session = DatabaseSession::open(*source, settings_.config.database.connect_timeout_s);
    if (!session) return session.error();
    if (auto refused = session->run("SET statement_timeout = 0"))
      return Error{ErrorKind::kDatabase, refused->message, ""};
    if (const Status alone = take_lock(*session, settings_.config, 1); !alone) return alone.error();
    if (Status begun = remember(plan); !begun) return begun.error();
    Runner runner(*session, settings_.config.database.lock_timeout_ms, request_.attempts);
    if (Status done = finish_halves(runner); !done) return done.error();
    if (Status done = is_one_transaction(plan) ? apply_together(plan, runner) : apply_each(plan, runner); !done)
      return done.error();
    remove_ddl_journal(settings_.config);
    return std::move(report_);
  }

 private:
  // What an earlier run began and the plan does not hold any more is in the database, and goes into the log: as a whole
  // where it was one transaction, else finish_halves() sees to it.
  Status finish_interrupted(const PlanReport& plan) {
    if (!request_.apply || interrupted_.empty()) return Done{};
    const Result<DatabaseSource> source = database_source(settings_);
    if (!source) return source.error();
    for (const BegunChange& begun : interrupted_) {
      const bool planned = std::any_of(plan.entries.begin(), plan.entries.end(),
                                       [&](const PlannedEntry& entry) { return entry.change.id == begun.change.id; });
      const std::vector<LoggedChange> known = read_change_lines(log_);
      const bool logged = std::any_of(known.begin(), known.end(), [&](const LoggedChange& other) {
        return other.id == begun.change.id && other.result == "applied" && other.time >= begun.change.time;
      });
      if (planned || logged) continue;
      if (!begun.is_one_transaction() && source->form == DatabaseForm::kServer) {
        unfinished_.push_back(begun);
        continue;
      }
      LoggedChange change = begun.change;
      change.result = "applied";
      change.after = plan.fingerprint;
      if (Status written = append(change); !written) return written;
    }
    return Done{};
  }

  // Nobody knows how far an interrupted change of several transactions came: what it left is taken away, and it is done
  // anew.
  Status finish_halves(Runner& runner) {
    for (const BegunChange& begun : unfinished_) {
      show(begun.change.id + ", which was interrupted");
      const Steps steps = steps_of(begun);
      runner.clear(steps);
      const std::string why = runner.run(steps);
      if (Status logged = enter(begun.change, begun.change.statement, why, report_.before, fingerprint_now()); !logged)
        return logged;
      report_.before = report_.after;
    }
    return Done{};
  }

  Status remember(const PlanReport& plan) const {
    std::vector<BegunChange> begun = unfinished_;
    for (const PlannedEntry& entry : plan.entries)
      begun.push_back({{utc_iso(utc_now()), entry.change.id, "begun", replace_all(entry.change.sql(), "\n", " "),
                        entry.change.reason, plan.fingerprint, "unknown"},
                       entry.change.steps});
    return write_ddl_journal(settings_.config, begun);
  }

  // Nothing was changed when this fails.
  Status check(const PlanReport& plan) {
    if (!request_.fingerprint.empty() && request_.fingerprint != plan.fingerprint)
      return Error{ErrorKind::kDatabase,
                   "the database has moved on since the plan was made: its schema was " +
                       printable(request_.fingerprint) + " and is " + plan.fingerprint + " now",
                   "look at what plan-ddl says now"};
    const std::vector<LoggedChange> logged = read_change_lines(log_);
    for (const std::string& id : request_.only) {
      const bool planned = std::any_of(plan.entries.begin(), plan.entries.end(), [&](const PlannedEntry& entry) {
        return entry.change.id == id || entry.change.finding.id() == id;
      });
      const bool unfinished = std::any_of(unfinished_.begin(), unfinished_.end(),
                                          [&](const BegunChange& begun) { return begun.change.id == id; });
      if (planned || unfinished) continue;
      const auto before = std::find_if(logged.begin(), logged.end(), [&](const LoggedChange& change) {
        return change.id == id && change.result == "applied";
      });
      if (before == logged.end())
        return Error{ErrorKind::kUsage, "no planned change has the id " + printable(id),
                     "plan-ddl lists them; a change that is not needed any more is not planned"};
      report_.changes.push_back({id, "applied before", "at " + before->time, before->statement});
    }
    for (const PlannedEntry& entry : plan.entries) {
      if (entry.data_allow() != std::optional<bool>(false)) continue;
      std::string why;
      for (std::size_t i = 0; i < entry.answers.size(); ++i)
        if (entry.answers[i].rows.value_or(0) > 0)
          why += (why.empty() ? "" : ", ") + std::to_string(*entry.answers[i].rows) + ' ' + entry.change.checks[i].what;
      return Error{ErrorKind::kDatabase, "the data do not allow " + entry.change.id + ": " + printable(why),
                   "nothing was changed; mend the rows first"};
    }
    return Done{};
  }

  static bool is_one_transaction(const PlanReport& plan) {
    return std::all_of(plan.entries.begin(), plan.entries.end(), [](const PlannedEntry& entry) {
      return std::all_of(entry.change.steps.begin(), entry.change.steps.end(),
                         [](const ddl::PlanStep& step) { return step.transaction == ddl::Transaction::kShared; });
    });
  }

  // The script as it would be must load; else it stays as it is.
  Status write_to_script(const PlanReport& plan, const std::string& path) {
    const Result<std::string> before = read_file(path);
    if (!before) return before.error();
    std::string text = *before;
    if (!text.empty() && !text.ends_with('\n')) text += '\n';
    for (const PlannedEntry& entry : plan.entries) {
      text += "\n-- " + entry.change.id + ": " + printable(entry.change.reason) + '\n';
      for (const ddl::PlanStep* step : steps_of(entry)) text += without_concurrently(*step) + ";\n";
    }
    show("the script as it would be");
    Result<EmbeddedServer> server = EmbeddedServer::start();
    if (!server) return server.error();
    const Result<DatabaseSource> loaded =
        server->create_database("applied", text, relative_to(settings_.config.root, path));
    if (loaded)
      if (Status written = write_file_atomically(path, text); !written) return written;
    const std::string why = loaded ? "" : loaded.error().message + "; nothing of it stands";
    const std::string after = fingerprint_now();
    for (const PlannedEntry& entry : plan.entries)
      if (Status logged = enter(entry.change, why, report_.before, after); !logged) return logged;
    return Done{};
  }

  // Nobody else works on the database that a script makes.
  static std::string without_concurrently(const ddl::PlanStep& step) {
    constexpr std::string_view kWord = " CONCURRENTLY";
    const std::size_t at = step.sql.find(kWord);
    if (step.transaction != ddl::Transaction::kNone || at == std::string::npos) return step.sql;
    return step.sql.substr(0, at) + step.sql.substr(at + kWord.size());
  }

  Status apply_together(const PlanReport& plan, Runner& runner) {
    Steps all;
    for (const PlannedEntry& entry : plan.entries)
      for (const ddl::PlanStep* step : steps_of(entry)) all.push_back(step);
    show(std::to_string(plan.entries.size()) + " changes in one transaction");
    const std::string why = runner.run(all);
    const std::string after = fingerprint_now();
    for (const PlannedEntry& entry : plan.entries)
      if (Status logged = enter(entry.change, why, report_.before, after); !logged) return logged;
    return Done{};
  }

  Status apply_each(const PlanReport& plan, Runner& runner) {
    std::string before = report_.before;
    for (const PlannedEntry& entry : plan.entries) {
      if (report_.failed) {
        report_.changes.push_back({entry.change.id, "not run", "a change before it failed", entry.change.sql()});
        continue;
      }
      show(entry.change.id + ' ' + entry.change.finding.rule);
      const Steps steps = steps_of(entry);
      if (was_interrupted(entry.change.id)) runner.clear(steps);
      const std::string why = runner.run(steps);
      const std::string after = fingerprint_now();
      if (Status logged = enter(entry.change, why, before, after); !logged) return logged;
      before = after;
    }
    return Done{};
  }

  bool was_interrupted(const std::string& id) const {
    return std::any_of(interrupted_.begin(), interrupted_.end(),
                       [&](const BegunChange& begun) { return begun.change.id == id; });
  }

  Status enter(const ddl::PlannedChange& change, const std::string& why, const std::string& before,
               const std::string& after) {
    return enter({"", change.id, "", replace_all(change.sql(), "\n", " "), change.reason, "", ""}, change.sql(), why,
                 before, after);
  }

  // `shown`: the statements as the report has them.
  Status enter(LoggedChange change, const std::string& shown, const std::string& why, const std::string& before,
               const std::string& after) {
    report_.failed = report_.failed || !why.empty();
    report_.after = after;
    change.time = utc_iso(utc_now());
    change.result = why.empty() ? "applied" : "failed";
    if (!why.empty()) change.reason += " (" + why + ')';
    change.before = before;
    change.after = after;
    report_.changes.push_back({change.id, change.result, why, shown});
    return append(change);
  }

  Status append(const LoggedChange& change) {
    log_ = append_change(log_, change);
    if (Status written = write_file_atomically(log_path_, log_); !written) {
      Error error = written.error();
      error.hint = "the change is " + change.result + "; add this line to the log by hand: " + change_line(change);
      return error;
    }
    report_.log = relative_to(settings_.config.root, log_path_);
    return Done{};
  }

  void show(const std::string& what) const {
    if (settings_.progress != nullptr) settings_.progress->show("applying " + what);
  }

  std::string fingerprint_now() const {
    const Result<Source> database = load_database(settings_);
    return database ? schema_fingerprint(database->schema) : "unknown";
  }

  const Settings& settings_;
  const ApplyRequest& request_;
  std::string log_path_, log_;
  std::vector<BegunChange> interrupted_;
  std::vector<BegunChange> unfinished_;  // of them: in the database, perhaps by halves
  ApplyReport report_;
};

}  // namespace

Result<ApplyReport> apply_plan(const Settings& settings, const ApplyRequest& request, SourceLines& lines) {
  const std::vector<BegunChange> interrupted = read_ddl_journal(settings.config);
  if (!interrupted.empty() && request.apply)
    if (const Status ended = wait_for_interrupted(settings); !ended) return ended.error();
  PlanRequest wanted;
  wanted.only = request.only;
  for (const BegunChange& begun : interrupted) wanted.only.push_back(begun.change.id);
  wanted.drops = request.drops;
  wanted.prove = false;
  Result<PlanReport> plan = make_plan(settings, wanted, lines);
  if (!plan) return plan.error();
  Application application(settings, request);
  PlanReport asked = *plan;
  std::erase_if(asked.entries, [&](const PlannedEntry& entry) {
    return std::none_of(request.only.begin(), request.only.end(), [&](const std::string& id) {
      return id == entry.change.id || id == entry.change.finding.id();
    });
  });
  return application.run(*plan, asked, interrupted);
}

}  // namespace si
