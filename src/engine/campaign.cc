#include "engine/campaign.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "engine/campaign_run.h"
#include "engine/ddl_plan.h"
#include "model/snapshot.h"
#include "project/paths.h"
#include "project/query_decisions.h"
#include "reports/formats.h"
#include "support/files.h"
#include "support/strings.h"
#include "support/utc_time.h"

namespace si {
namespace {

struct PhaseName {
  const char* name;
  const char* title;
};
constexpr PhaseName kPhases[] = {
    {"inventory", "Inventory"},
    {"database-changes", "Direct database changes"},
    {"ground-truth", "Ground truth and baseline"},
    {"models", "Models"},
    {"queries", "Queries"},
    {"agent-docs", "Agent documentation"},
    {"cleanup", "Cleanup"},
    {"validation", "Validation"},
};

// What libpq takes (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING).
std::string keywords(const DatabaseSource& source) {
  std::string out;
  for (const auto& [key, value] : source.parameters)
    out += fmt::format("{}='{}' ", key, replace_all(replace_all(value, "\\", "\\\\"), "'", "\\'"));
  return out;
}

}  // namespace

Result<CampaignReport> CampaignRun::run() {
  // A mistake in the file of decisions is said before any file is changed.
  if (const auto decisions = read_query_decisions(config_); wanted("queries") && !decisions) return decisions.error();
  if (Status ready = prepare(); !ready) return ready.error();
  Status (CampaignRun::*const steps[])(PhaseReport&) = {
      &CampaignRun::inventory, &CampaignRun::database_changes, &CampaignRun::ground_truth, &CampaignRun::models,
      &CampaignRun::queries,   &CampaignRun::agent_docs,       &CampaignRun::cleanup,      &CampaignRun::validation};
  bool stopped = false;
  for (std::size_t i = 0; i < std::size(kPhases) && !stopped; ++i) {
    if (!wanted(kPhases[i].name)) continue;
    PhaseReport phase;
    phase.name = kPhases[i].name;
    phase.title = kPhases[i].title;
    if (settings_.progress != nullptr) settings_.progress->show(phase.title);
    const auto begin = std::chrono::steady_clock::now();
    const Status done = (this->*steps[i])(phase);
    phase.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (!done) {
      phase.outcome = PhaseOutcome::kStopped;
      phase.reason = done.error().message + (done.error().hint.empty() ? "" : "; " + done.error().hint);
      report_.warnings.push_back(fmt::format("stopped in the phase {}: {}", phase.name, phase.reason));
      stopped = true;
    } else if (phase.outcome == PhaseOutcome::kDone && !phase.changed.empty() && !options_.apply) {
      phase.outcome = PhaseOutcome::kWouldChange;
    }
    if (Status logged = log(phase); !logged) return logged.error();
    if (!stopped && options_.commit && options_.apply) commit(phase);
    report_.phases.push_back(std::move(phase));
  }
  if (Status written = finish(); !written) return written.error();
  return std::move(report_);
}

// Database changes are never made unasked: naming the phase is not enough.
bool CampaignRun::wanted(const std::string& name) const {
  if (name == "database-changes" && options_.ddl.empty()) return false;
  return options_.phases.empty() ||
         std::find(options_.phases.begin(), options_.phases.end(), name) != options_.phases.end();
}

std::string CampaignRun::absolute(const std::string& path) const { return resolve_path(config_.root, path); }

Status CampaignRun::prepare() {
  for (const std::string& phase : options_.phases) {
    const std::vector<std::string>& known = campaign_phases();
    if (std::find(known.begin(), known.end(), phase) == known.end())
      return Error{ErrorKind::kUsage, "there is no phase " + printable(phase), "they are: " + join(known, ", ")};
    if (phase == "database-changes" && options_.ddl.empty())
      return Error{ErrorKind::kUsage, "the phase database-changes changes nothing that is not named",
                   "name changes with --ddl; plan-ddl lists them"};
  }
  if (!options_.ddl.empty() && !wanted("database-changes"))
    return Error{ErrorKind::kUsage, "--ddl names changes, and --phases leaves out database-changes", ""};
  const std::string reports = relative_to(config_.root, absolute(config_.reports.folder));
  if (Status clean = check_tree(reports); !clean) return clean;
  const long long now = utc_now();
  report_.started = utc_iso(now);
  report_.applied = options_.apply;
  if (Status read = read_truth(); !read) return read;
  if (Status made = make_folder(reports, now); !made) return made;
  for (const NotRead& entry : database_.schema.not_read) report_.not_compared.push_back(entry);
  if (database_.side.kind == "snapshot")
    report_.warnings.push_back("a snapshot stands for the database: what changed since it was taken is not seen");
  return Done{};
}

Status CampaignRun::check_tree(const std::string& reports) {
  if (options_.apply) git_ = Git::find(config_.root);
  if (!git_ || options_.allow_dirty) return Done{};
  const std::vector<std::string> changed = git_->changed_files({reports});
  if (changed.empty()) return Done{};
  return Error{ErrorKind::kUsage,
               fmt::format("{} {} not what the last commit has, {} for one", counted(changed.size(), "file"),
                           changed.size() == 1 ? "is" : "are", printable(changed.front())),
               "commit or stash them, so that the campaign's changes can be told apart, or say --allow-dirty"};
}

// A folder of its own, also when another run began in the same second.
Status CampaignRun::make_folder(const std::string& reports, long long now) {
  const std::string name = reports + "/reconcile_" + utc_stamp(now);
  std::error_code failure;
  std::filesystem::create_directories(absolute(reports), failure);
  for (int i = 1; !failure; ++i) {
    report_.run = i == 1 ? name : fmt::format("{}_{}", name, i);
    if (std::filesystem::create_directory(absolute(report_.run), failure)) return Done{};
  }
  return Error{ErrorKind::kFiles, fmt::format("cannot make the folder {}: {}", printable(name), failure.message()),
               "[reports] folder says where reports go"};
}

// A script is loaded once for the whole run: the schema and the queries are asked of one server.
Status CampaignRun::read_truth() {
  live_ = settings_;
  open_.reset();
  const Result<DatabaseSource> source = database_source(settings_);
  const bool is_script = source && source->form == DatabaseForm::kScript;
  if (is_script) {
    Result<OpenDatabase> open = open_database(*source);
    if (!open) return open.error();
    open_ = std::move(*open);
    live_.database = keywords(open_->source);
    live_.config.queries.exclude.push_back(relative_to(config_.root, source->path));
  }
  Result<Source> database = load_database(live_);
  if (!database) return database.error();
  database_ = std::move(*database);
  if (is_script) {
    database_.schema.source.name = database_.side.name = source->display_name;
    database_.default_file = relative_to(config_.root, source->path);
  }
  report_.database = database_.side;
  report_.fingerprint = schema_fingerprint(database_.schema);
  return Done{};
}

Status CampaignRun::finish() {
  for (const auto& [extension, format] : {std::pair{".json", Format::kJson}, std::pair{".md", Format::kMarkdown}}) {
    const std::string text = render_campaign(report_, format, false);
    if (Status written = put(std::string("final_report") + extension, text); !written) return written;
  }
  return Done{};
}

Status CampaignRun::put(const std::string& name, std::string_view content) const {
  return write_file_atomically(absolute(report_.run + '/' + name), content);
}

Status CampaignRun::put_report(const std::string& name, const FindingsReport& report) const {
  for (const auto& [extension, format] : {std::pair{".json", Format::kJson}, std::pair{".md", Format::kMarkdown}})
    if (Status written = put(name + extension, render(report, format, {})); !written) return written;
  return Done{};
}

Status CampaignRun::log(const PhaseReport& phase) const {
  const std::string path = absolute(report_.run + "/run.log");
  Result<std::string> before = read_file(path);
  std::string text = before ? *before : "";
  text += fmt::format("{} {}: {} in {:.2f} s, {}{}\n", utc_iso(utc_now()), phase.name, to_string(phase.outcome),
                      phase.seconds, counted(phase.changed.size(), "file"),
                      phase.reason.empty() ? "" : ": " + printable(phase.reason));
  return write_file_atomically(path, text);
}

void CampaignRun::commit(PhaseReport& phase) {
  if (!git_ || phase.changed.empty()) return;
  std::vector<std::string> paths = phase.changed;
  paths.insert(paths.end(), moved_away_.begin(), moved_away_.end());
  moved_away_.clear();
  const Result<bool> done = git_->commit("schema-inspector: " + phase.title, paths);
  if (!done) phase.remains.push_back(done.error().message + "; " + done.error().hint);
}

Status CampaignRun::change(PhaseReport& phase, const std::string& path, const std::string& content) const {
  const Result<std::string> before = read_file(absolute(path));
  if (before && *before == content) return Done{};
  if (std::find(phase.changed.begin(), phase.changed.end(), path) == phase.changed.end()) phase.changed.push_back(path);
  return options_.apply ? write_file_atomically(absolute(path), content) : Status(Done{});
}

const std::vector<std::string>& campaign_phases() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out;
    for (const PhaseName& phase : kPhases) out.emplace_back(phase.name);
    return out;
  }();
  return names;
}

Result<CampaignReport> run_campaign(const Settings& settings, const CampaignOptions& options) {
  return CampaignRun(settings, options).run();
}

}  // namespace si
