// Every phase has the same shape: read afresh what it needs, write what it saw into the run folder, change what may be
// changed, and say with a figure and a file what came of it. Nothing is carried over from an earlier run, so every
// phase can be run again.

#include "engine/campaign.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>
#include <optional>
#include <set>

#include "docgen/agent_docs.h"
#include "docgen/document.h"
#include "engine/agent_docs.h"
#include "engine/campaign_change_log.h"
#include "engine/campaign_inventory.h"
#include "engine/campaign_models.h"
#include "engine/campaign_queries.h"
#include "engine/pipeline.h"
#include "engine/query_plans.h"
#include "engine/validation.h"
#include "model/snapshot.h"
#include "project/archive.h"
#include "project/git.h"
#include "project/paths.h"
#include "reports/formats.h"
#include "reports/inventory_report.h"
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
    {"inventory", "Inventory"},   {"ground-truth", "Ground truth and baseline"}, {"models", "Models"},
    {"queries", "Queries"},       {"agent-docs", "Agent documentation"},         {"cleanup", "Cleanup"},
    {"validation", "Validation"},
};

class Campaign {
 public:
  Campaign(const Settings& settings, const CampaignOptions& options)
      : settings_(settings), config_(settings.config), options_(options) {}

  Result<CampaignReport> run() {
    if (Status ready = prepare(); !ready) return ready.error();
    Status (Campaign::*const steps[])(PhaseReport&) = {
        &Campaign::inventory,  &Campaign::ground_truth, &Campaign::models,    &Campaign::queries,
        &Campaign::agent_docs, &Campaign::cleanup,      &Campaign::validation};
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

 private:
  bool wanted(const std::string& name) const {
    return options_.phases.empty() ||
           std::find(options_.phases.begin(), options_.phases.end(), name) != options_.phases.end();
  }

  std::string absolute(const std::string& path) const { return resolve_path(config_.root, path); }

  // ---- before and after
  // -----------------------------------------------------------------------------------------------

  Status prepare() {
    for (const std::string& phase : options_.phases) {
      const std::vector<std::string>& known = campaign_phases();
      if (std::find(known.begin(), known.end(), phase) == known.end())
        return Error{ErrorKind::kUsage, "there is no phase " + printable(phase), "they are: " + join(known, ", ")};
    }
    const std::string reports = relative_to(config_.root, absolute(config_.reports.folder));
    if (options_.apply) git_ = Git::find(config_.root);
    if (git_ && !options_.allow_dirty) {
      const std::vector<std::string> changed = git_->changed_files({reports});
      if (!changed.empty())
        return Error{ErrorKind::kUsage,
                     fmt::format("{} {} not what the last commit has, {} for one", counted(changed.size(), "file"),
                                 changed.size() == 1 ? "is" : "are", printable(changed.front())),
                     "commit or stash them, so that the campaign's changes can be told apart, or say --allow-dirty"};
    }
    const long long now = utc_now();
    report_.started = utc_iso(now);
    report_.applied = options_.apply;
    report_.run = reports + "/reconcile_" + utc_stamp(now);
    Result<Source> database = load_database(settings_);
    if (!database) return database.error();
    database_ = std::move(*database);
    report_.database = database_.side;
    report_.fingerprint = schema_fingerprint(database_.schema);
    for (const NotRead& entry : database_.schema.not_read) report_.not_compared.push_back(entry);
    if (database_.side.kind == "snapshot")
      report_.warnings.push_back("a snapshot stands for the database: what changed since it was taken is not seen");
    return Done{};
  }

  Status finish() {
    for (const auto& [extension, format] : {std::pair{".json", Format::kJson}, std::pair{".md", Format::kMarkdown}}) {
      const std::string text = render_campaign(report_, format, false);
      if (Status written = put(std::string("final_report") + extension, text); !written) return written;
    }
    return Done{};
  }

  // A file of the run folder.
  Status put(const std::string& name, std::string_view content) const {
    return write_file_atomically(absolute(report_.run + '/' + name), content);
  }

  Status put_report(const std::string& name, const FindingsReport& report) const {
    for (const auto& [extension, format] : {std::pair{".json", Format::kJson}, std::pair{".md", Format::kMarkdown}})
      if (Status written = put(name + extension, render(report, format, {})); !written) return written;
    return Done{};
  }

  Status log(const PhaseReport& phase) const {
    const std::string path = absolute(report_.run + "/run.log");
    Result<std::string> before = read_file(path);
    std::string text = before ? *before : "";
    text += fmt::format("{} {}: {} in {:.2f} s, {}{}\n", utc_iso(utc_now()), phase.name, to_string(phase.outcome),
                        phase.seconds, counted(phase.changed.size(), "file"),
                        phase.reason.empty() ? "" : ": " + printable(phase.reason));
    return write_file_atomically(path, text);
  }

  void commit(PhaseReport& phase) {
    if (!git_ || phase.changed.empty()) return;
    std::vector<std::string> paths = phase.changed;
    paths.insert(paths.end(), moved_away_.begin(), moved_away_.end());
    moved_away_.clear();
    const Result<bool> done = git_->commit("schema-inspector: " + phase.title, paths);
    if (!done) phase.remains.push_back(done.error().message + "; " + done.error().hint);
  }

  // A file of the project; only where it says something else.
  Status change(PhaseReport& phase, const std::string& path, const std::string& content) const {
    const Result<std::string> before = read_file(absolute(path));
    if (before && *before == content) return Done{};
    phase.changed.push_back(path);
    return options_.apply ? write_file_atomically(absolute(path), content) : Status(Done{});
  }

  static void figure(PhaseReport& phase, std::string what, std::size_t value, std::string evidence) {
    phase.figures.push_back({std::move(what), std::to_string(value), std::move(evidence)});
  }

  // ---- the phases
  // -----------------------------------------------------------------------------------------------------

  Status write_inventory(const std::string& name) {
    const Result<Source> models = load_models(settings_);
    inventory_ = inventory_of(settings_, database_, models);
    for (const auto& [extension, format] : {std::pair{".json", Format::kJson}, std::pair{".md", Format::kMarkdown}}) {
      const std::string text = render_inventory(inventory_, database_.side, format, false);
      if (Status written = put(name + extension, text); !written) return written;
      const std::string latest = absolute(config_.reports.folder) + '/' + kInventoryName + extension;
      if (Status written = write_file_atomically(latest, text); !written) return written;
    }
    return Done{};
  }

  Status inventory(PhaseReport& phase) {
    if (Status written = write_inventory("1_inventory"); !written) return written;
    const std::string proof = "1_inventory.json";
    for (const auto& [kind, names] : inventory_.objects)
      figure(phase, kind == "table" || kind == "view" ? kind + "s of the database" : kind + "s", names.size(), proof);
    figure(phase, "model files", inventory_.models.size(), proof);
    figure(phase, "tables without a model", inventory_.tables_without_model.size(), proof);
    figure(phase, "models without a table", inventory_.models_without_table.size(), proof);
    for (const Standing standing :
         {Standing::kCanonical, Standing::kCurrent, Standing::kRedundant, Standing::kObsolete}) {
      const auto count = std::count_if(inventory_.artifacts.begin(), inventory_.artifacts.end(),
                                       [&](const Artifact& a) { return a.standing == standing; });
      figure(phase, fmt::format("files classed {}", to_string(standing)), static_cast<std::size_t>(count), proof);
    }
    figure(phase, "references between them", inventory_.references.size(), proof);
    for (const NotRead& entry : inventory_.not_read) report_.not_compared.push_back(entry);
    for (const Artifact& artifact : inventory_.artifacts)
      for (const Evidence& evidence : artifact.evidence)
        if (evidence.text == "holds a password")
          phase.remains.push_back(fmt::format("{}:{} holds a password: change it, and keep it out of the repository",
                                              artifact.path, evidence.line));
    return Done{};
  }

  Status ground_truth(PhaseReport& phase) {
    SourceLines lines(config_.root);
    const ChangeLogCheck changes = check_change_log(settings_, database_, lines);
    for (const std::string& change : changes.unlogged)
      report_.warnings.push_back("a change of the database that no log names: " + change);
    unlogged_ = changes.unlogged.size();
    const std::string document = write_document(database_.schema), snapshot = write_snapshot(database_.schema);
    if (Status written = put("2_database_schema.md", document); !written) return written;
    if (Status written = put("2_schema_snapshot.json", snapshot); !written) return written;
    if (Status written = change(phase, config_.docs.schema, document); !written) return written;
    if (Status written = change(phase, config_.docs.snapshot, snapshot); !written) return written;
    figure(phase, "changes since the snapshot that no log names", unlogged_, "2_schema_snapshot.json");
    for (const std::string& entry : changes.not_there)
      phase.remains.push_back(fmt::format("{} tells of the {}, which the database does not have", changes.path, entry));
    const Result<Source> models = load_models(settings_);
    if (!models) return models.error();
    baseline_ = compare_sources("compare-db-models", database_, *models, config_, {}, lines);
    if (Status written = put_report("2_baseline", *baseline_); !written) return written;
    add_counts(phase, "baseline: ", *baseline_, "2_baseline.json");
    for (const std::string& note : baseline_->policy_notes) report_.warnings.push_back("the configuration: " + note);
    report_.not_compared.insert(report_.not_compared.end(), baseline_->not_compared.begin(),
                                baseline_->not_compared.end());
    return Done{};
  }

  static void add_counts(PhaseReport& phase, const std::string& what, const FindingsReport& report,
                         const std::string& proof) {
    for (const Severity severity : {Severity::kCritical, Severity::kWarning, Severity::kInfo})
      figure(phase, what + std::string(to_string(severity)), report.count(severity), proof);
    figure(phase, what + "not resolved", report.unresolved.size(), proof);
    if (report.suppressed > 0) figure(phase, what + "suppressed", report.suppressed, proof);
  }

  Status models(PhaseReport& phase) {
    SourceLines lines(config_.root);
    Result<ModelsWork> work = reconcile_models(settings_, database_, options_.apply, lines);
    if (!work) return work.error();
    if (Status written = put_report("3_models_before", work->before); !written) return written;
    if (Status written = put_report("3_models_after", work->after); !written) return written;
    if (!work->diff.empty())
      if (Status written = put("3_models.diff", work->diff); !written) return written;
    phase.changed = work->changed;
    phase.outcome = work->changed.empty() ? PhaseOutcome::kNothingToDo : PhaseOutcome::kDone;
    phase.reason = work->note;
    std::set<std::string> before, after;
    for (const Finding& finding : work->before.findings) before.insert(finding.id());
    for (const Finding& finding : work->after.findings) after.insert(finding.id());
    const auto only = [](const std::set<std::string>& a, const std::set<std::string>& b) {
      return static_cast<std::size_t>(
          std::count_if(a.begin(), a.end(), [&](const auto& id) { return b.count(id) == 0; }));
    };
    figure(phase, "model files changed", work->changed.size(),
           work->diff.empty() ? "3_models_after.json" : "3_models.diff");
    figure(phase, "findings before", before.size(), "3_models_before.json");
    figure(phase, "findings gone", only(before, after), "3_models_after.json");
    figure(phase, "findings new", only(after, before), "3_models_after.json");
    add_counts(phase, "after: ", work->after, "3_models_after.json");
    add_model_facts(phase);
    for (const std::string& line : work->remains) phase.remains.push_back(line);
    for (const Finding& finding : work->after.findings)
      if (finding.severity != Severity::kInfo) phase.remains.push_back(place(finding) + finding.message);
    return Done{};
  }

  static std::string place(const Finding& finding) {
    if (!finding.location.known()) return "";
    return fmt::format("{}:{}: ", finding.location.file, finding.location.span.line);
  }

  // Time stamps, and attributes that are called otherwise than their column, as the models have them now.
  void add_model_facts(PhaseReport& phase) {
    const Result<Source> models = load_models(settings_);
    if (!models) return;
    std::size_t stamps = 0, with_default = 0, renamed = 0;
    for (const auto& [schema, space] : models->schema.schemas)
      for (const auto& [name, table] : space.tables)
        for (const Column& column : table.columns) {
          const auto& created = config_.conventions.created_at_columns;
          if (std::find(created.begin(), created.end(), column.name) != created.end()) {
            ++stamps;
            with_default += column.default_value.known() && column.default_value->has_value() ? 1 : 0;
          }
          if (column.attribute.empty() || column.attribute == column.name) continue;
          ++renamed;
          report_.lessons.push_back(
              fmt::format("{} is the attribute {} of its class: the column's own name is reserved "
                          "or taken",
                          escape_markdown(name + '.' + column.name), markdown_code(column.attribute)));
        }
    figure(phase, "creation times in the models", stamps, "3_models_after.json");
    figure(phase, "creation times with a server default", with_default, "3_models_after.json");
    figure(phase, "attributes called otherwise than their column", renamed, "3_models_after.json");
    for (const auto& [old_name, new_name] : inventory_.names.renamed_columns)
      report_.lessons.push_back(fmt::format("{} is called {} now", markdown_code(old_name), markdown_code(new_name)));
  }

  // What the models called otherwise, and what a text tells of and the database confirms.
  Result<std::vector<SchemaChange>> renames() {
    if (!baseline_) {
      const Result<Source> models = load_models(settings_);
      if (!models) return models.error();
      SourceLines lines(config_.root);
      baseline_ = compare_sources("compare-db-models", database_, *models, config_, {}, lines);
    }
    std::vector<SchemaChange> changes = renames_of(*baseline_);
    for (const auto& [old_name, new_name] : inventory_.names.renamed_columns)
      if (Result<SchemaChange> change = parse_change(ChangeKind::kRename, old_name + '=' + new_name))
        changes.push_back(std::move(*change));
    return changes;
  }

  Status queries(PhaseReport& phase) {
    const Result<std::vector<SchemaChange>> changes = renames();
    if (!changes) return changes.error();
    SourceLines lines(config_.root);
    const Result<QueriesWork> work = reconcile_queries(settings_, database_.schema, *changes, options_.apply, lines);
    if (!work) return work.error();
    const FindingsReport &before = work->before.report, &after = work->last().report;
    if (Status written = put_report("4_queries_before", before); !written) return written;
    if (Status written = put_report("4_queries_after", after); !written) return written;
    if (!work->diff.empty())
      if (Status written = put("4_queries.diff", work->diff); !written) return written;
    const std::string date = utc_stamp(utc_now()).substr(0, 8);
    const std::vector<QueryPlan> plans = plan_queries(work->last(), lines);
    for (const QueryPlan& plan : plans) {
      const std::string name = query_plan_name(config_, plan, date);
      if (Status written = put(name + ".md", render_markdown(plan)); !written) return written;
      if (Status written = put(name + ".json", render_json(plan)); !written) return written;
    }
    for (const auto& [what, count] : after.coverage) figure(phase, queries_words(what), count, "4_queries_after.json");
    add_counts(phase, "before: ", before, "4_queries_before.json");
    figure(phase, "files with queries changed", work->changed.size(),
           work->diff.empty() ? "4_queries_after.json" : "4_queries.diff");
    add_counts(phase, "after: ", after, "4_queries_after.json");
    for (const QueryPlan& plan : plans) {
      std::size_t places = 0;
      for (const QueryPlanFile& file : plan.files) places += file.items.size();
      figure(phase, fmt::format("places to change in {}", plan.area), places,
             query_plan_name(config_, plan, date) + ".json");
    }
    phase.changed = work->changed;
    if (work->changed.empty() && after.findings.empty()) phase.outcome = PhaseOutcome::kNothingToDo;
    report_.not_compared.insert(report_.not_compared.end(), after.not_compared.begin(), after.not_compared.end());
    for (const std::string& line : work->remains) phase.remains.push_back(line);
    for (const Finding& finding : after.findings)
      if (finding.severity != Severity::kInfo) phase.remains.push_back(place(finding) + finding.message);
    return Done{};
  }

  static std::string queries_words(const std::string& coverage) {
    if (coverage == "queries") return "queries found";
    if (coverage == "checked") return "checked whole";
    return replace_all(coverage, "_", " ");
  }

  Status write_agent_docs(PhaseReport& phase, const std::string& name) {
    const AgentDocsPlan plan = plan_agent_docs(settings_, database_, inventory_, {false, options_.commands});
    const FindingsReport report = report_agent_docs("update-agent-docs", plan, settings_, database_);
    if (Status written = put_report(name, report); !written) return written;
    for (const AgentFile& file : plan.files)
      if (file.before != file.fixed)
        if (Status written = change(phase, file.path, file.fixed); !written) return written;
    std::size_t mended = 0;
    for (const Finding& finding : plan.findings) {
      if (finding.fixable) ++mended;
      if (finding.fixable && finding.rule == "agent-doc-name" && !finding.expected)
        phase.remains.push_back(place(finding) + finding.message + "; marked there");
      if (!finding.fixable) phase.remains.push_back(place(finding) + finding.message);
    }
    if (name.starts_with("5")) {
      figure(phase, "files that instruct agents", plan.files.size(), name + ".json");
      figure(phase, "stale blocks, references and names", plan.findings.size(), name + ".json");
    }
    figure(phase, options_.apply ? "of these put right" : "of these can be put right", mended, name + ".json");
    return Done{};
  }

  Status agent_docs(PhaseReport& phase) {
    if (inventory_.artifacts.empty())
      if (Status written = write_inventory("5_inventory"); !written) return written;
    if (Status written = write_agent_docs(phase, "5_agent_docs"); !written) return written;
    if (phase.changed.empty()) phase.outcome = PhaseOutcome::kNothingToDo;
    return Done{};
  }

  Status cleanup(PhaseReport& phase) {
    if (Status written = write_inventory("6_inventory"); !written) return written;
    const Result<ArchivePlan> plan = plan_archive(config_, inventory_, utc_now());
    if (!plan) return plan.error();
    if (options_.apply) {
      const Result<std::string> manifest = apply_archive(config_, *plan);
      if (!manifest) return manifest.error();
      if (!plan->moves.empty()) phase.changed.push_back(*manifest);
    }
    for (const ArchiveMove& move : plan->moves) {
      phase.changed.push_back(options_.apply ? move.to : move.from);
      moved_away_.push_back(move.from);
    }
    figure(phase, options_.apply ? "files archived" : "files to archive", plan->moves.size(), "6_inventory.json");
    figure(phase, "outdated files that stay because something needs them", plan->stays.size(), "6_inventory.json");
    for (const auto& [path, why] : plan->stays) phase.remains.push_back(fmt::format("{} stays: {}", path, why));
    if (options_.apply && !plan->moves.empty()) {
      if (Status written = write_inventory("6_inventory_after"); !written) return written;
      if (Status written = write_agent_docs(phase, "6_agent_docs"); !written) return written;
    }
    if (phase.changed.empty()) phase.outcome = PhaseOutcome::kNothingToDo;
    return write_lessons(phase);
  }

  // The patterns that were met, in a managed block of the file of lessons, where there is one.
  Status write_lessons(PhaseReport& phase) {
    for (const char* candidate : {"docs/useful.md", "useful.md"}) {
      const Result<std::string> before = read_file(absolute(candidate));
      if (!before) continue;
      const BlockSearch found = find_managed_block(*before);
      if (!found.broken.empty() || (found.block && found.block->edited)) {
        phase.remains.push_back(std::string(candidate) + ": its managed block was edited by hand; it is left alone");
        return Done{};
      }
      std::string text = "## Patterns of this schema\n\n";
      for (const std::string& lesson : report_.lessons) text += "- " + lesson + '\n';
      if (report_.lessons.empty()) return Done{};
      return change(phase, candidate, with_managed_block(*before, text));
    }
    return Done{};
  }

  Status validation(PhaseReport& phase) {
    if (Status written = write_inventory("7_inventory"); !written) return written;
    SourceLines lines(config_.root);
    ValidationReport validation = validate_against(settings_, database_, lines, options_.commands);
    for (ValidationPart& part : validation.parts) {
      if (part.report) part.failed = options_.fails(part.report->findings);
      // The snapshot is new: what no log names is known from the one before.
      if (part.name == "changes" && unlogged_ > 0) {
        part.failed = true;
        part.reason = fmt::format("{} since the last snapshot that no log names", counted(unlogged_, "change"));
        part.skipped = false;
      }
    }
    for (const auto& [extension, format] : {std::pair{".json", Format::kJson}, std::pair{".md", Format::kMarkdown}})
      if (Status written = put(std::string("7_validation") + extension, render_validation(validation, format, {}));
          !written)
        return written;
    std::size_t failed = 0;
    for (const ValidationPart& part : validation.parts) {
      failed += part.failed ? 1 : 0;
      if (part.skipped) report_.not_compared.push_back({part.name, part.reason});
    }
    figure(phase, "parts that pass or are not there", validation.parts.size() - failed, "7_validation.json");
    figure(phase, "parts that fail", failed, "7_validation.json");
    report_.validation = std::move(validation);
    return Done{};
  }

  const Settings& settings_;
  const Config& config_;
  const CampaignOptions& options_;
  CampaignReport report_;
  std::optional<Git> git_;
  Source database_;
  Inventory inventory_;
  std::optional<FindingsReport> baseline_;
  std::size_t unlogged_ = 0;
  std::vector<std::string> moved_away_;
};

}  // namespace

const std::vector<std::string>& campaign_phases() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out;
    for (const PhaseName& phase : kPhases) out.emplace_back(phase.name);
    return out;
  }();
  return names;
}

Result<CampaignReport> run_campaign(const Settings& settings, const CampaignOptions& options) {
  return Campaign(settings, options).run();
}

}  // namespace si
