#include "engine/agent_docs.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "docgen/agent_docs.h"
#include "engine/campaign_change_log.h"
#include "engine/policy.h"
#include "project/archive.h"
#include "project/paths.h"
#include "project/tree.h"
#include "support/files.h"
#include "support/strings.h"
#include "text/document.h"
#include "text/edit.h"

namespace si {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kNotThere = " (not in the database)";

// What the block tells about the program. A test holds each command against the program's own list.
const std::vector<std::pair<std::string, std::string>> kCommands = {
    {"schema-inspector introspect --tables NAME", "shows tables of the live database"},
    {"schema-inspector compare-db-models", "what differs between the database and the models"},
    {"schema-inspector check-queries", "what SQL and model references in the code get wrong"},
    {"schema-inspector fix-models --apply", "edits the models so that they agree with the database"},
    {"schema-inspector fix-queries --rename OLD=NEW --apply", "carries a renamed column or table into the queries"},
    {"schema-inspector impact --rename OLD=NEW", "what a change of the schema would touch: ask before you make one"},
    {"schema-inspector plan-ddl", "statements for the database, to be shown to a person; never run your own DDL"},
    {"schema-inspector generate-docs", "writes the schema document and the snapshot anew"},
    {"schema-inspector update-agent-docs", "writes this block anew and mends stale references"},
    {"schema-inspector validate", "PASS or FAIL: everything that follows the database"},
};

std::string base_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

// "docs/database_schema.md" -> "database_schema"
std::string stem_of(const std::string& path) {
  const std::string name = base_name(path);
  return name.substr(0, name.rfind('.'));
}

bool is_document_name(const std::string& path) {
  const std::string lower = to_lower_ascii(path);
  return lower.ends_with(".md") || lower.ends_with(".txt") || lower.ends_with(".rst");
}

// ---- the text around the block
// ----------------------------------------------------------------------------------------

class HandWritten {
 public:
  HandWritten(const std::string& path, const std::string& content, const Config& config, const Inventory& inventory,
              const Tree& tree, const std::vector<ArchiveMove>& archived, const AgentDocsOptions& options)
      : document_(path, content),
        text_(document_.content()),
        config_(config),
        inventory_(inventory),
        tree_(tree),
        archived_(archived),
        options_(options),
        block_(find_managed_block(text_).block) {
    std::error_code failure;
    has_canonical_ = fs::exists(resolve_path(config.root, config.docs.schema), failure);
  }

  void run() {
    const TextForm form = text_form(document_.path());
    const std::vector<PathMention> mentions = find_path_mentions(text_, form);
    for (const PathMention& mention : mentions)
      if (mention.form == PathForm::kCommand && !in_block(mention.offset)) command(mention);
    for (const PathMention& mention : mentions)
      if (!in_block(mention.offset) && !consumed(mention.offset)) reference(mention);
    if (form == TextForm::kMarkdown) names();
    if (form == TextForm::kMarkdown && !options_.commands.empty()) own_commands();
  }

  std::vector<Edit> edits;
  std::vector<Finding> findings;

 private:
  bool in_block(std::size_t offset) const { return block_ && offset >= block_->begin && offset < block_->end; }

  bool consumed(std::size_t offset) const {
    return std::any_of(edits.begin(), edits.end(),
                       [&](const Edit& edit) { return offset >= edit.begin && offset < edit.end; });
  }

  Finding& add(const char* rule, std::size_t begin, std::size_t length, std::string message) {
    Finding finding;
    finding.rule = rule;
    finding.object.kind = "reference";
    finding.object.name = text_.substr(begin, length);
    finding.actual = finding.object.name;
    finding.message = std::move(message);
    finding.location = {document_.path(), document_.span(begin, begin + length)};
    findings.push_back(std::move(finding));
    return findings.back();
  }

  void fix(Finding& finding, std::size_t begin, std::size_t length, std::string replacement) {
    finding.fixable = true;
    finding.expected = replacement;
    edits.push_back({begin, begin + length, std::move(replacement)});
  }

  // The entry of the archive for a path that is gone; nullptr: it never was one.
  const ArchiveMove* archived(const std::string& path) const {
    const std::string wanted = '/' + to_lower_ascii(path);
    for (auto it = archived_.rbegin(); it != archived_.rend(); ++it)
      if (('/' + to_lower_ascii(it->from)).ends_with(wanted)) return &*it;
    return nullptr;
  }

  bool is_outdated(const Artifact* artifact) const {
    return artifact != nullptr &&
           (artifact->standing == Standing::kRedundant || artifact->standing == Standing::kObsolete);
  }

  // ---- commands -----------------------------------------------------------------------------------------------------

  // `python PATH ARGUMENTS` alone in a code span, of a script whose work this program does.
  void command(const PathMention& mention) {
    const std::size_t tick = text_.rfind('`', mention.offset);
    const std::size_t close = text_.find_first_of("`\n", mention.offset + mention.length);
    if (tick == std::string_view::npos || close == std::string_view::npos || text_[close] != '`') return;
    const std::string_view head = trim(text_.substr(tick + 1, mention.offset - tick - 1));
    if (head != "python" && head != "python3") return;
    const Resolved resolved = resolve_mention(mention, document_.path(), tree_);
    const Artifact* artifact = inventory_.find(resolved.target);
    const bool gone = resolved.state == PathState::kDangling;
    const std::size_t after = mention.offset + mention.length;
    const std::string rest(trim(text_.substr(after, close - after)));

    if (gone && base_name(mention.path) == "schema_inspector.py") {
      const std::string word = rest.substr(0, rest.find(' '));
      const bool known = std::find(options_.commands.begin(), options_.commands.end(), word) != options_.commands.end();
      if (!options_.commands.empty() && !known) return;
      Finding& finding = add("agent-doc-reference", tick + 1, after - tick - 1,
                             fmt::format("{} is not there; the program does it", printable(mention.path)));
      return fix(finding, tick + 1, after - tick - 1, "schema-inspector");
    }
    const bool replaced = (gone && archived(mention.path) != nullptr) ||
                          (is_outdated(artifact) && artifact->kind == ArtifactKind::kScript);
    if (!replaced) return;
    const std::string command = own_command(base_name(mention.path), rest);
    if (command.empty()) return;
    Finding& finding = add("agent-doc-reference", tick + 1, close - tick - 1,
                           fmt::format("{} is {}; the program does it", printable(mention.path),
                                       gone ? "in the archive" : std::string(to_string(artifact->standing))));
    fix(finding, tick + 1, close - tick - 1, command);
  }

  // What does the work of the script with these arguments; "" when that is not certain.
  std::string own_command(const std::string& script, const std::string& arguments) const {
    if (arguments.empty())
      return script.find("compare") != std::string::npos ? "schema-inspector compare-db-models"
                                                         : "schema-inspector introspect";
    if (arguments.front() == '>') {
      const std::vector<PathMention> target = find_path_mentions(arguments, TextForm::kCode);
      return target.size() == 1 && is_document_name(target.front().path) ? "schema-inspector generate-docs" : "";
    }
    for (const std::string& word : split(arguments, ' '))
      if (inventory_.names.columns.count(word) == 0) return "";
    return "schema-inspector introspect --tables " + arguments;
  }

  // `schema-inspector WORD` where the program has no such command.
  void own_commands() {
    constexpr std::string_view kStart = "`schema-inspector ";
    for (std::size_t at = text_.find(kStart); at != std::string_view::npos; at = text_.find(kStart, at + 1)) {
      const std::size_t begin = at + kStart.size();
      const std::size_t end = std::min(text_.find_first_of(" `\n", begin), text_.size());
      const std::string word(text_.substr(begin, end - begin));
      if (in_block(at) || word.empty() || word.front() == '-' || word.find_first_of("<[{.…A") == 0) continue;
      if (std::find(options_.commands.begin(), options_.commands.end(), word) != options_.commands.end()) continue;
      add("agent-doc-reference", at + 1, end - at - 1, fmt::format("the program has no command {}", printable(word)));
    }
  }

  // ---- paths --------------------------------------------------------------------------------------------------------

  void reference(const PathMention& mention) {
    const Resolved resolved = resolve_mention(mention, document_.path(), tree_);
    const std::string_view raw = text_.substr(mention.offset, mention.length);
    const auto respell = [&](Finding& finding, const std::string& target) {
      fix(finding, mention.offset, mention.length, spell_like(raw, mention, document_.path(), target));
    };
    const std::string shown = printable(mention.path);
    if (resolved.state == PathState::kWrongCase)
      return respell(add("agent-doc-reference", mention.offset, mention.length,
                         fmt::format("{} is called {}", shown, printable(resolved.target))),
                     resolved.target);
    if (resolved.state == PathState::kDangling) return dangling(mention, respell);
    const Artifact* artifact = inventory_.find(resolved.target);
    if (!is_outdated(artifact)) return;
    Finding& finding = add("agent-doc-reference", mention.offset, mention.length,
                           fmt::format("{} is {}", shown, to_string(artifact->standing)));
    if (artifact->kind == ArtifactKind::kDocument && has_canonical_)
      respell(finding, config_.docs.schema);
    else
      finding.severity = Severity::kInfo;  // still there, and says what it says
  }

  template <typename Respell>
  void dangling(const PathMention& mention, const Respell& respell) {
    Finding& finding = add("agent-doc-reference", mention.offset, mention.length,
                           fmt::format("{} is not there", printable(mention.path)));
    const ArchiveMove* move = archived(mention.path);
    const bool schema_document =
        is_document_name(mention.path) && stem_of(mention.path).starts_with(stem_of(config_.docs.schema));
    if (schema_document && has_canonical_) return respell(finding, config_.docs.schema);
    if (move != nullptr) {
      finding.message = fmt::format("{} is in the archive", printable(mention.path));
      respell(finding, move->to);
    }
  }

  // ---- names --------------------------------------------------------------------------------------------------------

  void names() {
    const SchemaMentions mentions = find_schema_mentions(text_, TextForm::kMarkdown, inventory_.names);
    for (const std::vector<NameMention>* list : {&mentions.stale_columns, &mentions.former_tables})
      for (const NameMention& mention : *list) {
        const std::size_t end = mention.offset + mention.length + 1;  // behind the closing tick
        if (in_block(mention.offset) || consumed(mention.offset) || text_.substr(end).starts_with(kNotThere)) continue;
        name(mention, end);
      }
  }

  void name(const NameMention& mention, std::size_t end) {
    const bool column = !mention.column.empty();
    const std::string full = column ? mention.table + '.' + mention.column : mention.table;
    Finding& finding =
        add("agent-doc-name", mention.offset, mention.length,
            fmt::format("the {} {} is not in the database", column ? "column" : "table", printable(full)));
    finding.object = {"", mention.table, mention.column, "", "", {}};
    const auto renamed = inventory_.names.renamed_columns.find(full);
    if (renamed != inventory_.names.renamed_columns.end()) {
      finding.message += fmt::format("; it was renamed to {}", printable(renamed->second));
      return fix(finding, mention.offset, mention.length, mention.table + '.' + renamed->second);
    }
    finding.fixable = true;
    edits.push_back({end, end, std::string(kNotThere)});
  }

  Document document_;
  std::string_view text_;
  const Config& config_;
  const Inventory& inventory_;
  const Tree& tree_;
  const std::vector<ArchiveMove>& archived_;
  const AgentDocsOptions& options_;
  std::optional<ManagedBlock> block_;
  bool has_canonical_ = false;
};

// ---- which files
// ------------------------------------------------------------------------------------------------------

std::vector<std::string> names_in(const Config& config, const std::string& folder) {
  std::vector<std::string> out;
  std::error_code failure;
  for (fs::directory_iterator at(resolve_path(config.root, folder), failure), end; !failure && at != end;
       at.increment(failure))
    if (at->is_regular_file(failure) && !at->is_symlink(failure)) out.push_back(at->path().filename().string());
  std::sort(out.begin(), out.end());
  return out;
}

// Of a folder of rules, the file that is about the database, else one of our own.
std::string rule_file_of(const Config& config, const std::string& folder, const std::string& extension) {
  const std::vector<std::string> names = names_in(config, folder);
  bool any = false;
  for (const std::string& name : names) {
    if (!name.ends_with(extension)) continue;
    any = true;
    for (const std::string_view word : {"database", "schema", "sql", "db"})
      if (to_lower_ascii(name).find(word) != std::string::npos) return fmt::format("{}/{}", folder, name);
  }
  return any ? folder + "/database-schema" + extension : "";
}

std::string title_for(const std::string& path) {
  if (path.ends_with(".mdc")) return "---\ndescription: The database schema\nalwaysApply: true\n---\n";
  return path.find('/') == std::string::npos ? "# For whoever works on this code\n" : "";
}

AgentBlockFacts block_facts(const Settings& settings, const Source& database, bool with_summary) {
  const Config& config = settings.config;
  AgentBlockFacts facts{
      database.schema, config.docs.schema, config.docs.snapshot, "", std::nullopt, std::nullopt, "", kCommands, 0};
  facts.change_log = change_log_path(config);
  facts.created_at = config.conventions.created_at_server_default;
  facts.updated_at = config.conventions.updated_at_server_default;
  facts.reserved_attribute_suffix = config.conventions.reserved_attribute_suffix;
  if (with_summary) facts.summary_tokens = static_cast<std::size_t>(config.agents.summary_tokens);
  return facts;
}

void check_block(AgentFile& file, const std::string& text, bool force, std::vector<Finding>& findings) {
  const BlockSearch found = find_managed_block(file.before.value_or(""));
  const bool edited = found.block && found.block->edited;
  const bool refused = !found.broken.empty() || (edited && !force);
  const std::string base =
      file.before ? *file.before : title_for(file.path) + (title_for(file.path).empty() ? "" : "\n");
  file.with_block = refused ? base : with_managed_block(base, text);
  if (file.before && *file.before == file.with_block && !refused) return;
  Finding finding;
  finding.rule = "agent-doc-block";
  finding.object.kind = "block";
  finding.object.name = file.path;
  finding.fixable = !refused;
  finding.location = {file.path, {1, 1, 1, 1}};
  if (!found.broken.empty())
    finding.message = fmt::format("{}: {}; repair the marks by hand", printable(file.path), found.broken);
  else if (edited)
    finding.message = fmt::format("{}: the managed block was edited by hand; move your text out of it, or say --force",
                                  printable(file.path));
  else if (!file.before)
    finding.message = fmt::format("{} is not there yet", printable(file.path));
  else
    finding.message =
        fmt::format("{}: the managed block is {}", printable(file.path), found.block ? "out of date" : "missing");
  findings.push_back(std::move(finding));
}

}  // namespace

std::vector<std::string> agent_block_files(const Config& config) {
  if (!config.agents.files.empty()) return config.agents.files;
  std::vector<std::string> out;
  for (const std::string& name : names_in(config, ".")) {
    const std::string lower = to_lower_ascii(name);
    if (lower != "agents.md" && lower != "claude.md" && lower != "gemini.md") continue;
    // `@AGENTS.md` on a line of its own takes the other file in.
    const Result<std::string> content = read_file(resolve_path(config.root, name));
    const bool includes = content && ('\n' + *content).find("\n@AGENTS.md") != std::string::npos;
    if (!includes) out.push_back(name);
  }
  std::error_code failure;
  const std::string copilot = ".github/copilot-instructions.md";
  if (fs::is_regular_file(fs::symlink_status(resolve_path(config.root, copilot), failure))) out.push_back(copilot);
  for (const auto& [folder, extension] : {std::pair{".cursor/rules", ".mdc"}, std::pair{".roo/rules", ".md"},
                                          std::pair{".clinerules", ".md"}, std::pair{".windsurf/rules", ".md"}})
    if (const std::string file = rule_file_of(config, folder, extension); !file.empty()) out.push_back(file);
  if (out.empty()) out.emplace_back("AGENTS.md");
  return out;
}

AgentDocsPlan plan_agent_docs(const Settings& settings, const Source& database, const Inventory& inventory,
                              const AgentDocsOptions& options) {
  const Config& config = settings.config;
  const std::vector<std::string> carriers = agent_block_files(config);
  std::set<std::string> paths(carriers.begin(), carriers.end());
  for (const Artifact& artifact : inventory.artifacts)
    if (artifact.kind == ArtifactKind::kRuleFile && artifact.action != Action::kArchive) paths.insert(artifact.path);

  const std::vector<ArchiveMove> archived = read_archive_manifest(config);
  const Tree tree =
      Tree::read(config.root, {relative_to(config.root, resolve_path(config.root, config.reports.folder))});
  AgentDocsPlan plan;
  bool summarised = false;
  for (const std::string& path : carriers) summarised = summarised || path.rfind('/') == std::string::npos;
  for (const std::string& path : paths) {
    AgentFile file;
    file.path = path;
    file.carries_block = std::find(carriers.begin(), carriers.end(), path) != carriers.end();
    if (Result<std::string> content = read_file(resolve_path(config.root, path))) file.before = std::move(*content);
    const bool top = path.find('/') == std::string::npos || path.starts_with(".github/");
    const std::string text = agent_block_text(block_facts(settings, database, top || !summarised));
    HandWritten around(path, file.before.value_or(""), config, inventory, tree, archived, options);
    around.run();
    file.with_block = file.before.value_or("");
    if (file.carries_block) check_block(file, text, options.force, plan.findings);
    file.fixed = file.with_block;
    if (!around.edits.empty()) {
      AgentFile fixed = file;
      fixed.before = apply_edits(*file.before, around.edits);
      std::vector<Finding> ignored;
      if (!fixed.before)  // two of them overlap: none is sure
        for (Finding& finding : around.findings) finding.fixable = false;
      else if (file.carries_block)
        check_block(fixed, text, options.force, ignored);
      if (fixed.before) file.fixed = file.carries_block ? fixed.with_block : *fixed.before;
    }
    plan.findings.insert(plan.findings.end(), around.findings.begin(), around.findings.end());
    plan.files.push_back(std::move(file));
  }
  std::stable_sort(plan.findings.begin(), plan.findings.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.location.file, a.location.span) < std::tie(b.location.file, b.location.span);
  });
  return plan;
}

FindingsReport report_agent_docs(const std::string& command, const AgentDocsPlan& plan, const Settings& settings,
                                 const Source& database) {
  FindingsReport report;
  report.command = command;
  report.truth = database.side;
  report.follower.kind = "agent documents";
  report.follower.name = plan.files.size() == 1 ? plan.files.front().path : fmt::format("{} files", plan.files.size());
  report.findings = plan.findings;
  const RulePolicy policy = make_policy(settings.config);
  report.suppressed = apply_policy(report.findings, policy);
  report.policy_hash = policy.hash();
  report.policy_notes = describe_policy(settings.config);
  report.compared = {"managed blocks", "paths", "commands", "names of tables and columns"};
  return report;
}

}  // namespace si
