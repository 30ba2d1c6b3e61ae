// One run of the campaign: what its phases share. Only engine/campaign*.cc include this.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/campaign.h"
#include "engine/query_renames.h"
#include "engine/source.h"
#include "engine/source_lines.h"
#include "project/git.h"
#include "project/inventory.h"
#include "queries/schema_change.h"
#include "sources/postgres/change_database.h"

namespace si {

// Every phase has the same shape: read afresh what it needs, write what it saw into the run folder, change what may be
// changed, and say with a figure and a file what came of it. Nothing is carried over from an earlier run, so every
// phase can be run again.
class CampaignRun {
 public:
  CampaignRun(const Settings& settings, const CampaignOptions& options)
      : settings_(settings), config_(settings.config), options_(options) {}

  Result<CampaignReport> run();

 private:
  // ---- before, between and after the phases (campaign.cc)
  bool wanted(const std::string& name) const;
  std::string absolute(const std::string& path) const;
  Status prepare();
  Status check_tree(const std::string& reports);
  Status make_folder(const std::string& reports, long long now);
  Status read_truth();
  Status finish();
  Status put(const std::string& name, std::string_view content) const;  // a file of the run folder
  Status put_report(const std::string& name, const FindingsReport& report) const;
  Status log(const PhaseReport& phase) const;
  void commit(PhaseReport& phase);
  // A file of the project; only where it says something else.
  Status change(PhaseReport& phase, const std::string& path, const std::string& content) const;

  // ---- the phases (campaign_phases.cc)
  Status inventory(PhaseReport& phase);
  Status database_changes(PhaseReport& phase);
  Status ground_truth(PhaseReport& phase);
  Status models(PhaseReport& phase);
  Status queries(PhaseReport& phase);
  Status agent_docs(PhaseReport& phase);
  Status cleanup(PhaseReport& phase);
  Status validation(PhaseReport& phase);

  Status write_inventory(const std::string& name);
  Status read_change_log(PhaseReport& phase, SourceLines& lines);
  Status write_agent_docs(PhaseReport& phase, const std::string& name);
  Status write_lessons(PhaseReport& phase);
  Status write_log_summary(PhaseReport& phase);
  Status write_block(PhaseReport& phase, const std::string& path, const std::string& text);
  void warn_of_policy(const FindingsReport& report);
  Status compare_baseline(SourceLines& lines);
  Result<std::vector<SchemaChange>> renames();
  void drop_followed(const std::vector<std::string>& changed);
  void add_model_facts(PhaseReport& phase, const FindingsReport& before, const FindingsReport& after);

  const Settings& settings_;
  Settings live_;  // the same, with the private server that stands for a script until the run ends
  std::optional<OpenDatabase> open_;
  const Config& config_;
  const CampaignOptions& options_;
  CampaignReport report_;
  std::optional<Git> git_;
  Source database_;
  Inventory inventory_;
  std::optional<FindingsReport> baseline_;  // the models before the run
  FileTexts planned_models_;                // of a run that changes nothing: the model files as they would be
  std::vector<std::string> moved_away_;
};

}  // namespace si
