// The phases of the campaign, in their order.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "docgen/agent_docs.h"
#include "docgen/document.h"
#include "engine/agent_docs.h"
#include "engine/campaign_change_log.h"
#include "engine/campaign_inventory.h"
#include "engine/campaign_models.h"
#include "engine/campaign_queries.h"
#include "engine/campaign_run.h"
#include "engine/ddl_apply.h"
#include "engine/ddl_plan.h"
#include "engine/pipeline.h"
#include "engine/query_plans.h"
#include "engine/validation.h"
#include "model/snapshot.h"
#include "project/archive.h"
#include "project/paths.h"
#include "reports/formats.h"
#include "reports/inventory_report.h"
#include "support/files.h"
#include "support/json_writer.h"
#include "support/strings.h"
#include "support/utc_time.h"

namespace si {
namespace {

// ---- words and figures
// ---------------------------------------------------------------------------------------------

void figure(PhaseReport& phase, std::string what, std::size_t value, std::string evidence) {
  phase.figures.push_back({std::move(what), std::to_string(value), std::move(evidence)});
}

void add_counts(PhaseReport& phase, const std::string& what, const FindingsReport& report, const std::string& proof) {
  for (const Severity severity : {Severity::kCritical, Severity::kWarning, Severity::kInfo})
    figure(phase, what + std::string(to_string(severity)), report.count(severity), proof);
  figure(phase, what + "not resolved", report.unresolved.size(), proof);
  if (report.suppressed > 0) figure(phase, what + "suppressed", report.suppressed, proof);
}

std::string place(const Finding& finding) {
  if (!finding.location.known()) return "";
  return fmt::format("{}:{}: ", finding.location.file, finding.location.span.line);
}

std::string queries_words(const std::string& coverage) {
  if (coverage == "queries") return "queries found";
  if (coverage == "checked") return "checked whole";
  return replace_all(coverage, "_", " ");
}

std::set<std::string> ids_of(const FindingsReport& report) {
  std::set<std::string> ids;
  for (const Finding& finding : report.findings) ids.insert(finding.id());
  return ids;
}

std::size_t count_only(const std::set<std::string>& a, const std::set<std::string>& b) {
  return static_cast<std::size_t>(
      std::count_if(a.begin(), a.end(), [&](const std::string& id) { return b.count(id) == 0; }));
}

// What is gone, by rule.
void add_gone(PhaseReport& phase, const FindingsReport& before, const std::set<std::string>& after) {
  std::map<std::string, std::size_t> gone;
  for (const Finding& finding : before.findings)
    if (after.count(finding.id()) == 0) ++gone[finding.rule];
  for (const auto& [rule, count] : gone) figure(phase, "gone: " + rule, count, "3_models_after.json");
}

std::string change_log_json(const ChangeLogCheck& check) {
  JsonWriter json;
  json.begin_object().member("path", check.path).member("lines", check.lines).member("said_before", check.repeated);
  json.member("not_in_the_database", check.not_there).member("told_of_by_nobody", check.unlogged);
  return json.end_object().take();
}

}  // namespace

Status CampaignRun::write_inventory(const std::string& name) {
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

Status CampaignRun::inventory(PhaseReport& phase) {
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

// Chosen changes of the database, planned, proved on a scratch copy, checked against the data, applied and logged.
Status CampaignRun::database_changes(PhaseReport& phase) {
  SourceLines lines(config_.root);
  PlanRequest wanted;
  wanted.only = options_.ddl;
  const Result<PlanReport> plan = make_plan(settings_, wanted, lines);
  if (!plan) return plan.error();
  for (const char* format : {"json", "markdown"})
    if (Status written = put(std::string("2_ddl_plan") + (format[0] == 'j' ? ".json" : ".md"),
                             render_plan(*plan, format, "", false));
        !written)
      return written;
  ApplyRequest request;
  request.only = options_.ddl;
  request.apply = options_.apply;
  request.fingerprint = plan->fingerprint;
  const Result<ApplyReport> applied = apply_plan(settings_, request, lines);
  if (!applied) return applied.error();
  if (Status written = put("2_ddl_applied.json", render_applied(*applied, "json")); !written) return written;
  const std::string proof = "2_ddl_applied.json";
  figure(phase, "changes asked for", options_.ddl.size(), "2_ddl_plan.json");
  std::size_t checks = 0;
  for (const PlannedEntry& entry : plan->entries) checks += entry.answers.size();
  figure(phase, "checks of the data", checks, "2_ddl_plan.json");
  for (const char* state : {"applied", "would be applied", "applied before", "failed", "not run"})
    if (const std::size_t count = applied->count(state); count > 0) figure(phase, state, count, proof);
  for (const AppliedChange& change : applied->changes) {
    phase.details.push_back(fmt::format("{} {}: {}", change.id, change.state, replace_all(change.sql, "\n", " ")));
    if (change.state == "failed" || change.state == "not run")
      phase.remains.push_back(fmt::format("{} {}: {}", change.id, change.state, change.message));
  }
  const Result<DatabaseSource> source = database_source(settings_);
  const bool writes = !plan->entries.empty();
  if (writes && source && source->form == DatabaseForm::kScript)
    phase.changed.push_back(relative_to(config_.root, source->path));
  if (writes) phase.changed.push_back(applied->log.empty() ? config_.changes.log : applied->log);
  if (!writes) phase.outcome = PhaseOutcome::kNothingToDo;
  if (applied->failed)
    return Error{ErrorKind::kDatabase, "a change of the database failed; 2_ddl_applied.json says what stands", ""};
  return options_.apply ? read_truth() : Status(Done{});
}

// What the log says against what the last snapshot and the database show. What nobody logged is entered as such, since
// the snapshot is about to be new.
Status CampaignRun::read_change_log(PhaseReport& phase, SourceLines& lines) {
  const ChangeLogCheck changes = check_change_log(settings_, database_, lines);
  for (const std::string& change : changes.unlogged)
    report_.warnings.push_back("a change of the database that no log names: " + change);
  const std::string proof = "2_change_log.json";
  if (Status written = put(proof, change_log_json(changes)); !written) return written;
  figure(phase, "changes of the database that no log names", changes.unlogged.size(), proof);
  if (changes.path.empty()) return Done{};
  figure(phase, "lines of the change log that tell of a change", changes.lines, proof);
  figure(phase, "of these, said before", changes.repeated, proof);
  figure(phase, "told of, and not in the database", changes.not_there.size(), proof);
  for (const std::string& entry : changes.not_there)
    phase.remains.push_back(fmt::format("{} tells of the {}, which the database does not have", changes.path, entry));
  if (changes.new_changes.empty()) return Done{};
  const Result<std::string> log = read_file(absolute(changes.path));
  if (!log) return log.error();
  return change(phase, changes.path, with_unexplained(*log, changes, report_.fingerprint));
}

// What is accepted on purpose stands above every figure, once.
void CampaignRun::warn_of_policy(const FindingsReport& report) {
  for (const std::string& note : report.policy_notes)
    if (const std::string line = "policy: " + note;
        std::find(report_.warnings.begin(), report_.warnings.end(), line) == report_.warnings.end())
      report_.warnings.push_back(line);
}

Status CampaignRun::compare_baseline(SourceLines& lines) {
  const Result<Source> models = load_models(settings_);
  if (!models) return models.error();
  Witnesses witnesses(settings_);
  baseline_ = compare_sources("compare-db-models", database_, *models, config_, {}, lines, witnesses);
  return Done{};
}

Status CampaignRun::ground_truth(PhaseReport& phase) {
  SourceLines lines(config_.root);
  if (Status read = read_change_log(phase, lines); !read) return read;
  const std::string document = write_document(database_.schema), snapshot = write_snapshot(database_.schema);
  if (Status written = put("2_database_schema.md", document); !written) return written;
  if (Status written = put("2_schema_snapshot.json", snapshot); !written) return written;
  if (Status written = change(phase, config_.docs.schema, document); !written) return written;
  if (Status written = change(phase, config_.docs.snapshot, snapshot); !written) return written;
  if (Status compared = compare_baseline(lines); !compared) return compared;
  if (Status written = put_report("2_baseline", *baseline_); !written) return written;
  add_counts(phase, "baseline: ", *baseline_, "2_baseline.json");
  warn_of_policy(*baseline_);
  report_.not_compared.insert(report_.not_compared.end(), baseline_->not_compared.begin(),
                              baseline_->not_compared.end());
  return Done{};
}

Status CampaignRun::models(PhaseReport& phase) {
  SourceLines lines(config_.root);
  Result<ModelsWork> work = reconcile_models(settings_, database_, options_.apply, lines);
  if (!work) return work.error();
  if (Status written = put_report("3_models_before", work->before); !written) return written;
  if (Status written = put_report("3_models_after", work->after); !written) return written;
  if (!work->diff.empty())
    if (Status written = put("3_models.diff", work->diff); !written) return written;
  phase.changed = work->changed;
  planned_models_ = std::move(work->planned);
  phase.outcome = work->changed.empty() ? PhaseOutcome::kNothingToDo : PhaseOutcome::kDone;
  phase.reason = work->note;
  const std::set<std::string> before = ids_of(work->before), after = ids_of(work->after);
  figure(phase, "model files changed", work->changed.size(),
         work->diff.empty() ? "3_models_after.json" : "3_models.diff");
  figure(phase, "findings before", before.size(), "3_models_before.json");
  figure(phase, "findings gone", count_only(before, after), "3_models_after.json");
  figure(phase, "findings new", count_only(after, before), "3_models_after.json");
  add_counts(phase, "after: ", work->after, "3_models_after.json");
  add_gone(phase, work->before, after);
  add_model_facts(phase, work->before, work->after);
  for (const std::string& line : work->remains) phase.remains.push_back(line);
  for (const Finding& finding : work->after.findings)
    if (finding.severity != Severity::kInfo) phase.remains.push_back(place(finding) + finding.message);
  return Done{};
}

// Time stamps, and attributes that are called otherwise than their column, as the models have them now.
void CampaignRun::add_model_facts(PhaseReport& phase, const FindingsReport& before, const FindingsReport& after) {
  const Result<Source> models = load_models(settings_);
  if (!models) return;
  std::size_t stamps = 0, with_default = 0, renamed = 0, made = 0;
  const std::set<std::string> left = ids_of(after);
  for (const Finding& finding : before.findings) {
    if (finding.rule != "table-missing" || left.count(finding.id()) != 0) continue;
    ++made;
    const Table* table = models->schema.find_table({finding.object.schema, finding.object.table});
    phase.details.push_back(
        fmt::format("a new model for {}{}", finding.object.table,
                    table == nullptr || !table->location.known() ? "" : " in " + table->location.file));
  }
  figure(phase, "new models", made, "3_models_after.json");
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
        report_.lessons.push_back(fmt::format("{} is the attribute {} of its class",
                                              escape_markdown(name + '.' + column.name),
                                              markdown_code(column.attribute)));
      }
  figure(phase, "creation times in the models", stamps, "3_models_after.json");
  figure(phase, "creation times with a server default", with_default, "3_models_after.json");
  figure(phase, "attributes called otherwise than their column", renamed, "3_models_after.json");
  for (const auto& [old_name, new_name] : inventory_.names.renamed_columns)
    report_.lessons.push_back(fmt::format("{} is called {} now", markdown_code(old_name), markdown_code(new_name)));
}

// What the models call otherwise or called so before this run, and what a text tells of and the database confirms.
Result<std::vector<SchemaChange>> CampaignRun::renames() {
  SourceLines lines(config_.root);
  if (!baseline_)
    if (Status compared = compare_baseline(lines); !compared) return compared.error();
  std::vector<SchemaChange> changes = renames_of(*baseline_);
  const Result<Source> models = load_models(settings_);
  if (!models) return models.error();
  std::vector<SchemaChange> mapped = renames_in_models(models->schema, database_.schema);
  changes.insert(changes.end(), mapped.begin(), mapped.end());
  for (const auto& [old_name, new_name] : inventory_.names.renamed_columns)
    if (Result<SchemaChange> change = parse_change(ChangeKind::kRename, fmt::format("{}={}", old_name, new_name)))
      changes.push_back(std::move(*change));
  std::set<std::string> seen;
  std::erase_if(changes, [&](const SchemaChange& change) { return !seen.insert(to_string(change)).second; });
  return changes;
}

Status CampaignRun::queries(PhaseReport& phase) {
  const Result<std::vector<SchemaChange>> changes = renames();
  if (!changes) return changes.error();
  SourceLines lines(config_.root);
  Result<QueriesWork> work =
      reconcile_queries(live_, database_.schema, *changes, options_.apply, planned_models_, lines);
  if (!work) return work.error();
  work->name_truth(database_.side);
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
  warn_of_policy(after);
  phase.changed = work->changed;
  if (work->changed.empty() && after.findings.empty()) phase.outcome = PhaseOutcome::kNothingToDo;
  report_.not_compared.insert(report_.not_compared.end(), after.not_compared.begin(), after.not_compared.end());
  for (const std::string& line : work->remains) phase.remains.push_back(line);
  for (const Finding& finding : after.findings)
    if (finding.severity != Severity::kInfo) phase.remains.push_back(place(finding) + finding.message);
  if (options_.apply) drop_followed(work->changed);
  return Done{};
}

// "file:line: code (follows: …)" of an earlier phase needs nobody once that code is gone from the file.
void CampaignRun::drop_followed(const std::vector<std::string>& changed) {
  for (const std::string& file : changed) {
    const Result<std::string> content = read_file(resolve_path(config_.root, file));
    if (!content) continue;
    for (PhaseReport& earlier : report_.phases)
      std::erase_if(earlier.remains, [&](const std::string& line) {
        if (!line.starts_with(file + ":")) return false;
        const std::size_t begin = line.find(": ", file.size() + 1), end = line.rfind(" (follows: ");
        if (begin == std::string::npos || end == std::string::npos || end < begin + 2) return false;
        return content->find(line.substr(begin + 2, end - begin - 2)) == std::string::npos;
      });
  }
}

Status CampaignRun::write_agent_docs(PhaseReport& phase, const std::string& name) {
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

Status CampaignRun::agent_docs(PhaseReport& phase) {
  if (inventory_.artifacts.empty())
    if (Status written = write_inventory("5_inventory"); !written) return written;
  if (Status written = write_agent_docs(phase, "5_agent_docs"); !written) return written;
  if (phase.changed.empty()) phase.outcome = PhaseOutcome::kNothingToDo;
  return Done{};
}

Status CampaignRun::cleanup(PhaseReport& phase) {
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
  if (Status written = write_lessons(phase); !written) return written;
  if (Status written = write_log_summary(phase); !written) return written;
  if (phase.changed.empty()) phase.outcome = PhaseOutcome::kNothingToDo;
  return Done{};
}

// The patterns that were met, in a managed block of the file of lessons, where there is one.
Status CampaignRun::write_lessons(PhaseReport& phase) {
  if (report_.lessons.empty()) return Done{};
  std::string text = "## Patterns of this schema\n\n";
  for (const std::string& lesson : report_.lessons) text += "- " + lesson + '\n';
  for (const char* candidate : {"docs/useful.md", "useful.md"}) {
    std::error_code failure;
    if (std::filesystem::is_regular_file(absolute(candidate), failure)) return write_block(phase, candidate, text);
  }
  return Done{};
}

// What the log holds, in a managed block of the log.
Status CampaignRun::write_log_summary(PhaseReport& phase) {
  SourceLines lines(config_.root);
  const ChangeLogCheck check = check_change_log(settings_, database_, lines);
  return check.path.empty() ? Status(Done{}) : write_block(phase, check.path, change_log_summary(check));
}

Status CampaignRun::write_block(PhaseReport& phase, const std::string& path, const std::string& text) {
  const Result<std::string> before = read_file(absolute(path));
  if (!before) return before.error();
  const BlockSearch found = find_managed_block(*before);
  if (found.broken.empty() && (!found.block || !found.block->edited))
    return change(phase, path, with_managed_block(*before, text));
  phase.remains.push_back(path + ": its managed block was edited by hand; it is left alone");
  return Done{};
}

Status CampaignRun::validation(PhaseReport& phase) {
  if (Status written = write_inventory("7_inventory"); !written) return written;
  SourceLines lines(config_.root);
  ValidationReport validation = validate_against(live_, database_, lines, options_.commands);
  for (ValidationPart& part : validation.parts)
    if (part.report) part.failed = options_.fails(part.report->findings);
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

}  // namespace si
