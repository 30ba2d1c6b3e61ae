#include "queries/extract.h"

#include <algorithm>
#include <atomic>
#include <cctype>
#include <map>
#include <thread>
#include <unordered_map>
#include <utility>

#include "queries/discover.h"
#include "queries/program.h"
#include "queries/sinks.h"
#include "sources/sql/split.h"
#include "support/files.h"
#include "support/strings.h"

namespace si {
namespace {

using python::Node;
using python::NodeKind;

constexpr std::size_t kMaxFileBytes = std::size_t{32} << 20;
constexpr std::size_t kMaxVariants = 64;

constexpr std::string_view kMarks[] = {"execute",  "text(",   "scalar",  "read_sql", "fetch",      "exec_driver_sql",
                                       "prepare(", "mogrify", "iterate", "stream(",  "copy_expert"};

// `text as t`, `sql = text`, `text (`: sqlalchemy.text() by another name, or called with a blank.
bool may_rename_text(std::string_view content) {
  constexpr std::string_view kText = "text", kBlanks = " \t\\\r\n";
  const auto is_word = [](char c) { return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0; };
  for (std::size_t at = content.find(kText, 1); at != std::string_view::npos; at = content.find(kText, at + 1)) {
    const std::size_t end = at + kText.size();
    if (is_word(content[at - 1]) || (end < content.size() && is_word(content[end]))) continue;
    const std::size_t before = content.find_last_not_of(kBlanks, at - 1);
    if (before != std::string_view::npos && content[before] == '=') return true;
    const std::size_t after = content.find_first_not_of(kBlanks, end);
    if (after == std::string_view::npos) return false;
    if (content[after] == '(' || (after > end && content.compare(after, 3, "as ") == 0)) return true;
  }
  return false;
}

bool may_call_a_sink(std::string_view content) {
  return std::any_of(std::begin(kMarks), std::end(kMarks),
                     [&](std::string_view mark) { return content.find(mark) != std::string_view::npos; }) ||
         may_rename_text(content);
}

struct ReadFile {
  python::ParsedFile parsed;
  std::size_t lines = 0;
  EngineEvidence evidence;
  bool read = false;
  bool done = false;  // of a second look: its module is in the graph
};

// A function of the project that takes SQL: "app.db.Database.fetch_one:0".
struct Helper {
  std::string path;  // without the position
  std::string name;  // its last part
  std::size_t position = 0;
  // Found in the code, not named by the configuration: a function that hands its parameter to a call that takes SQL.
  bool found = false;
  std::string parameter;  // its name
  Engine engine = Engine::kPostgres;
  std::string other;     // as Query::other, of what it calls
  bool is_text = false;  // it calls sqlalchemy.text()
};

std::vector<Helper> read_helpers(const std::vector<std::string>& texts) {
  std::vector<Helper> out;
  for (const std::string& text : texts) {
    Helper helper;
    const std::size_t colon = text.rfind(':');
    helper.path = text.substr(0, colon);
    if (colon != std::string::npos && colon + 2 > colon && colon + 1 < text.size())
      helper.position = static_cast<std::size_t>(std::atoi(text.c_str() + colon + 1));
    helper.name = helper.path.substr(helper.path.rfind('.') + 1);
    if (!helper.name.empty()) out.push_back(std::move(helper));
  }
  return out;
}

class Extractor {
 public:
  Extractor(const ExtractOptions& options, Extraction& out)
      : options_(options), out_(out), helpers_(read_helpers(options.helpers)) {}

  void python_files(const std::vector<std::string>& files) {
    std::vector<ReadFile> read(files.size());
    read_all(files, read, true);
    for (const ReadFile& file : read) {
      project_.ours = project_.ours || file.evidence.ours;
      project_.other = project_.other || file.evidence.other;
      out_.lines += file.lines;
    }
    out_.files += files.size();
    std::vector<std::string> imports = options_.import_paths;
    imports.insert(imports.begin(), {options_.root, options_.root + "/src"});
    out_.graph = std::make_unique<python::ModuleGraph>(options_.root, imports);
    run_modules(files, read);
    if (std::none_of(helpers_.begin(), helpers_.end(), [](const Helper& helper) { return helper.found; })) return;
    // Once more, with the calls of functions that turned out to take SQL, also in files that name no driver.
    for (ReadFile& file : read) file.done = file.read;
    read_all(files, read, false);
    run_modules(files, read);
  }

  void sql_file(const std::string& path) {
    const std::string label = out_.graph->label(path);
    ++out_.files;
    Result<std::string> content = read_file(path, kMaxFileBytes);
    if (!content) {
      out_.unread.push_back({label, content.error().message});
      return;
    }
    if (!is_valid_utf8(*content)) {
      out_.unread.push_back({label, "not UTF-8"});
      return;
    }
    for (const std::string_view mark : {"{{", "{%", "${", "<%", "{#"})
      if (content->find(mark) != std::string::npos) {
        out_.unread.push_back({label, "a template, not SQL: it holds " + std::string(mark)});
        return;
      }
    const Document& document = out_.documents.emplace_back(label, std::move(*content));
    out_.lines += document.line_count();
    const std::string other = names_other_engine(label) ? "its name says that it is for another database" : "";
    for (const ScriptStatement& statement : split_statements(document.content())) {
      if (statement.has_copy_data) continue;
      Query query;
      TextPiece piece;
      piece.text = std::string(statement.text);
      piece.document = &document;
      piece.begin = static_cast<std::uint32_t>(statement.begin);
      piece.end = static_cast<std::uint32_t>(statement.end);
      query.place = {label, document.span(statement.begin, statement.end)};
      query.style = style_of(piece.text, ParameterStyle::kNamed);
      query.variants.push_back({std::move(piece)});
      query.callee = "script";
      query.certain = true;
      query.other = other.empty() ? other_dialect(statement.text) : other;
      query.number = out_.queries.size();
      out_.queries.push_back(std::move(query));
    }
    tell();
  }

 private:
  void run_modules(const std::vector<std::string>& files, std::vector<ReadFile>& read) {
    std::vector<const python::Module*> modules;
    for (std::size_t i = 0; i < files.size(); ++i) {
      if (!read[i].read) continue;
      if (read[i].done) {
        if (const python::Module* module = out_.graph->load(files[i]); module != nullptr && module->tree != nullptr)
          modules.push_back(module);
        continue;
      }
      if (!read[i].parsed.problem.empty()) out_.unread.push_back({out_.graph->label(files[i]), read[i].parsed.problem});
      read[i].parsed.problem.clear();
      const bool there = read[i].parsed.tree != nullptr;
      const python::Module* module = out_.graph->add(files[i], std::move(read[i].parsed));
      if (!there || module == nullptr) continue;
      evidence_[module] = read[i].evidence;
      modules.push_back(module);
    }
    program_ = std::make_unique<Program>(*out_.graph);
    program_->on_call = [&](const CallSite& site) { on_call(site); };
    program_->on_row = [&](const python::Module& module, const Node& call, const Node& names) {
      // The SQL is the call's own or within text(…).
      for (const Node* each : {&call, Program::argument(call, 0)})
        if (const auto found = by_call_.find(each); found != by_call_.end())
          out_.queries[found->second].row = FixedRow{names.children().size(), {module.file, module.tree->span(names)}};
    };
    program_->is_sink = [](std::string_view method) { return find_sink(method).has_value(); };
    program_->is_wanted = [](const BuiltText& text) { return looks_like_sql(text); };
    for (const python::Module* module : modules) {
      program_->run(*module);
      tell();
    }
    for (Helper& helper : found_)
      if (std::none_of(helpers_.begin(), helpers_.end(), [&](const Helper& each) { return each.path == helper.path; }))
        helpers_.push_back(std::move(helper));
    found_.clear();
  }

  // What was found since the last time.
  void tell() {
    const std::size_t from = std::exchange(told_, out_.queries.size());
    if (options_.on_found && from < told_)
      options_.on_found({out_.queries.begin() + static_cast<std::ptrdiff_t>(from), out_.queries.end()});
  }

  void read_all(const std::vector<std::string>& files, std::vector<ReadFile>& read, bool first) const {
    std::vector<std::string> names;
    for (const Helper& helper : helpers_) names.push_back(helper.name);
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
      for (std::size_t i = next++; i < files.size(); i = next++) {
        if (read[i].read) continue;
        Result<std::string> content = si::read_file(files[i], kMaxFileBytes);
        if (!content) {
          read[i].read = true;
          read[i].parsed.problem = content.error().message;
          continue;
        }
        read[i].lines = static_cast<std::size_t>(std::count(content->begin(), content->end(), '\n'));
        read[i].evidence = engine_evidence(*content);
        const bool calls = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
          return content->find(name) != std::string::npos;
        });
        if (!calls && (!first || !may_call_a_sink(*content))) continue;
        read[i].read = true;
        const std::string prefix = options_.root + "/";
        const std::string label = files[i].starts_with(prefix) ? files[i].substr(prefix.size()) : files[i];
        read[i].parsed = python::parse_content(std::move(*content), label);
      }
    };
    const unsigned threads =
        options_.threads != 0 ? options_.threads : std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::thread> workers;
    for (unsigned i = 1; i < std::min<std::size_t>(threads, files.size()); ++i) workers.emplace_back(work);
    work();
    for (std::thread& worker : workers) worker.join();
  }

  // By what it holds, where the callee leaves it open.
  static ParameterStyle style_of(std::string_view text, ParameterStyle otherwise) {
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
      if (text[i] == '%' && (text[i + 1] == 's' || text[i + 1] == '(')) return ParameterStyle::kFormat;
      if (text[i] == '$' && text[i + 1] >= '1' && text[i + 1] <= '9') return ParameterStyle::kNumeric;
    }
    return otherwise;
  }

  void on_call(const CallSite& site) {
    direct_call(site);
    // to_thread(cursor.execute, "SELECT …", values): what calls it for us is not asked.
    const auto& parts = site.call->children();
    for (std::size_t i = 1; i + 1 < parts.size(); ++i) {
      if (parts[i] == nullptr || parts[i]->kind != NodeKind::kAttribute || parts[i + 1] == nullptr) continue;
      const std::optional<Sink> sink = find_sink(parts[i]->text);
      if (!sink || sink->position != 0 || parts[i + 1]->kind == NodeKind::kKeyword) continue;
      const Variants values = program_->evaluate(parts[i + 1], *site.frame);
      const bool sql = std::any_of(values.begin(), values.end(), [](const Variant& variant) {
        return variant.thing->kind == ThingKind::kText && looks_like_sql(variant.thing->text);
      });
      if (!sql || site.traced) continue;
      const std::string callee = program_->describe(parts[i], *site.frame);
      const Engine engine = engine_of(callee);
      if (!sink->needs_library || engine == Engine::kPostgres || engine == Engine::kAny)
        record(site, values, callee, engine, nullptr);
    }
  }

  void direct_call(const CallSite& site) {
    const auto helper =
        std::find_if(helpers_.begin(), helpers_.end(), [&](const Helper& each) { return each.name == site.method; });
    const std::optional<Sink> sink = find_sink(site.method);
    if (!sink && helper == helpers_.end()) return;
    const Node& callee_node = *site.call->child(0);
    const Node* given = nullptr;
    std::string callee;
    const Helper* is_helper = nullptr;
    if (helper != helpers_.end()) {
      callee = replace_all(program_->describe(&callee_node, *site.frame), "()", "");
      for (const Helper& each : helpers_)
        if (callee == each.path || callee.ends_with("." + each.path)) {
          is_helper = &each;
          given = Program::argument(*site.call, each.position, each.parameter);
        }
    }
    if (is_helper == nullptr && !sink) return;
    if (is_helper == nullptr) {
      given = Program::argument(*site.call, sink->position);
      for (const Node* child : site.call->children())
        if (given == nullptr && child != nullptr && child->kind == NodeKind::kKeyword && is_sql_keyword(child->text))
          given = child->child(0);
    }
    if (given == nullptr) return;
    const Variants values = program_->evaluate(given, *site.frame);
    const bool textual = std::any_of(values.begin(), values.end(), [](const Variant& variant) {
      return variant.thing->kind == ThingKind::kText && !variant.thing->text.empty();
    });
    const bool handed_on = given->kind == NodeKind::kName && values.size() == 1 &&
                           values[0].thing->kind == ThingKind::kUnknown &&
                           values[0].thing->origin == HoleOrigin::kArgument;
    if (!textual && !handed_on) return;
    if (callee.empty()) callee = program_->describe(&callee_node, *site.frame);
    const Engine engine = is_helper != nullptr ? is_helper->engine : engine_of(callee);
    const bool is_text = site.method == "text" && is_helper == nullptr;
    if (is_text && !(callee.starts_with("sqlalchemy.") && callee.ends_with("text"))) return;
    if (is_helper == nullptr && sink->needs_library && engine != Engine::kPostgres && engine != Engine::kAny) return;
    if (!textual) return note_helper(site, *given, callee, engine, is_helper);
    // What a traced function does with texts of its own is seen without the trace.
    const bool by_trace = std::any_of(values.begin(), values.end(), [&](const Variant& variant) {
      return variant.thing->kind == ThingKind::kText && program_->is_traced(variant.thing->text);
    });
    if (site.outer != nullptr ? !by_trace : site.traced && callee_node.kind != NodeKind::kName) return;
    record(site, values, callee, engine, is_helper);
  }

  // The function that stands around a call hands its parameter `given` to it.
  void note_helper(const CallSite& site, const Node& given, const std::string& callee, Engine engine,
                   const Helper* inner) {
    const Frame& frame = *site.frame;
    if (frame.function == nullptr || frame.function->kind != NodeKind::kFunction) return;
    const Node* parameters = frame.function->child(0);
    if (parameters == nullptr) return;
    Helper helper;
    helper.found = true;
    helper.name = frame.function->text;
    helper.path =
        site.module->name + "." + (frame.owner != nullptr ? std::string(frame.owner->text) + "." : "") + helper.name;
    const auto same = [&](const Helper& each) { return each.path == helper.path; };
    if (helper.name.starts_with("__") || std::any_of(helpers_.begin(), helpers_.end(), same)) return;
    for (std::size_t i = 0; i < parameters->children().size(); ++i)
      if (parameters->children()[i]->text == given.text) {
        helper.parameter = given.text;
        const bool bound = frame.owner != nullptr && i > 0;  // after self
        helper.position = bound ? i - 1 : i;
      }
    if (helper.parameter.empty()) return;
    helper.engine = engine;
    helper.other = inner != nullptr ? inner->other : other_engine(site, callee, engine);
    helper.is_text = inner != nullptr ? inner->is_text : site.method == "text";
    found_.push_back(std::move(helper));
  }

  void record(const CallSite& site, const Variants& values, const std::string& callee, Engine engine,
              const Helper* is_helper) {
    const Node& call = site.outer != nullptr ? *site.outer : *site.call;
    const python::Module& module = site.outer != nullptr ? *site.outer_module : *site.module;
    const auto [entry, added] = by_call_.try_emplace(&call, out_.queries.size());
    if (added) {
      Query query;
      query.number = out_.queries.size();
      query.place = {module.file, module.tree->span(call)};
      query.callee = callee;
      query.certain = engine == Engine::kPostgres || engine == Engine::kAny;
      query.other = is_helper != nullptr ? is_helper->other : other_engine(site, callee, engine);
      out_.queries.push_back(std::move(query));
    }
    Query& query = out_.queries[entry->second];
    bool foreign_arm = false;
    std::string dialect;
    const Frame& frame = *site.frame;
    const bool certain_turn = frame.turn == frame.path.size() && values.size() == 1 && values[0].conditions.empty();
    for (const Variant& variant : values) {
      if (variant.thing->kind != ThingKind::kText || variant.thing->text.empty()) continue;
      const BuiltText& text = variant.thing->text;
      if (!looks_like_sql(text)) continue;
      // The arm of a test for another database.
      if (std::any_of(variant.conditions.begin(), variant.conditions.end(), [&](const auto& condition) {
            return is_for_other_engine(program_->test(condition.first), condition.second);
          })) {
        foreign_arm = true;
        continue;
      }
      if (std::string other = other_dialect(plain_text(text)); !other.empty()) {
        dialect = std::move(other);
        continue;
      }
      const auto known = std::find_if(query.variants.begin(), query.variants.end(),
                                      [&](const BuiltText& other) { return same_text(other, text); });
      const auto at = static_cast<std::size_t>(known - query.variants.begin());
      if (known == query.variants.end()) {
        if (query.variants.size() >= kMaxVariants) continue;
        query.variants.push_back(text);
      }
      query.certain_variants.resize(query.variants.size());
      if (certain_turn) query.certain_variants[at] = true;
    }
    if (query.variants.empty()) {
      if (query.other.empty() && !dialect.empty()) query.other = dialect;
      if (query.other.empty() && foreign_arm) query.other = "it is for another database";
      return;
    }
    const std::string plain = plain_text(query.variants[0]);
    query.style = is_helper != nullptr && is_helper->is_text ? ParameterStyle::kNamed : style_for(site, callee, plain);
  }

  ParameterStyle style_for(const CallSite& site, const std::string& callee, std::string_view plain) const {
    if (site.method == "text" || callee.starts_with("databases.")) return ParameterStyle::kNamed;
    if (callee.starts_with("asyncpg.")) return ParameterStyle::kNumeric;
    const Engine engine = engine_of(callee);
    const ParameterStyle found = style_of(plain, ParameterStyle::kNone);
    const bool psycopg = callee.starts_with("psycopg");
    // Without arguments a driver leaves the text alone.
    if (site.call->children().size() <= 2 && found == ParameterStyle::kFormat &&
        (psycopg || engine == Engine::kUnknown))
      return plain.find("%s") != std::string_view::npos || plain.find("%(") != std::string_view::npos
                 ? ParameterStyle::kFormat
                 : ParameterStyle::kNone;
    if (found == ParameterStyle::kNone && !psycopg && site.call->children().size() > 2 &&
        plain.find(':') != std::string_view::npos)
      return ParameterStyle::kNamed;
    return found;
  }

  // Why a statement is not for this database, or cannot be known to be; empty: it is.
  std::string other_engine(const CallSite& site, const std::string& callee, Engine engine) {
    if (engine == Engine::kOther) return "it goes to another database (" + callee + ")";
    for (const auto& [condition, taken] : site.frame->path)
      if (is_for_other_engine(program_->test(condition), taken)) return "it stands where another database is used";
    const Frame& frame = *site.frame;
    if (engine != Engine::kPostgres) {
      if (names_other_engine(site.module->file)) return "the file's name says that it is for another database";
      if (frame.owner != nullptr && names_other_engine(frame.owner->text))
        return "the class's name says that it is for another database";
      if (frame.function != nullptr && frame.function->kind == NodeKind::kFunction &&
          names_other_engine(frame.function->text))
        return "the function's name says that it is for another database";
    }
    if (engine != Engine::kUnknown) return "";
    const auto found = evidence_.find(site.module);
    const EngineEvidence file = found == evidence_.end() ? EngineEvidence() : found->second;
    if (file.other) return "the file uses drivers of other databases, and which one this goes to is not known";
    if (file.ours || (project_.ours && !project_.other)) return "";
    return "which database it goes to is not known";
  }

  const ExtractOptions& options_;
  Extraction& out_;
  std::vector<Helper> helpers_;
  std::vector<Helper> found_;  // in the run that goes on
  EngineEvidence project_;
  std::unordered_map<const python::Module*, EngineEvidence> evidence_;
  std::unordered_map<const Node*, std::size_t> by_call_;
  std::unique_ptr<Program> program_;
  std::size_t told_ = 0;  // of the queries
};

}  // namespace

bool looks_like_sql(const BuiltText& text) {
  std::string flat;
  for (const TextPiece& piece : text) {
    flat += piece.hole ? std::string("\x01") : piece.text;
    if (flat.size() > 4000) break;
  }
  std::size_t at = 0;
  for (;;) {  // blanks, comments, brackets
    while (at < flat.size() && (is_space(flat[at]) || flat[at] == '(')) ++at;
    if (flat.compare(at, 2, "--") == 0) {
      at = std::min(flat.find('\n', at), flat.size());
    } else if (flat.compare(at, 2, "/*") == 0) {
      const std::size_t close = flat.find("*/", at);
      if (close == std::string::npos) return false;
      at = close + 2;
    } else {
      break;
    }
  }
  std::vector<std::string> words;
  for (std::size_t i = at; i < flat.size() && words.size() < 3;) {
    const std::size_t begin = i;
    while (i < flat.size() && !is_space(flat[i]) && flat[i] != '(' && flat[i] != ';') ++i;
    if (i > begin) words.push_back(to_lower_ascii(flat.substr(begin, i - begin)));
    while (i < flat.size() && (is_space(flat[i]) || flat[i] == '(')) ++i;
    if (i < flat.size() && flat[i] == ';') break;
  }
  if (words.empty()) return false;
  const auto word = [&](std::size_t i) { return i < words.size() ? std::string_view(words[i]) : std::string_view(); };
  if (word(0) == "select" || word(0) == "with" || word(0) == "values") return words.size() > 1;
  if (word(0) == "insert") return word(1) == "into";
  if (word(0) == "delete") return word(1) == "from";
  if (word(0) == "update") return words.size() > 2;
  if (word(0) == "merge") return word(1) == "into";
  if (word(0) == "create" || word(0) == "alter" || word(0) == "drop") return words.size() > 2;
  if (word(0) == "do") return words.size() > 1 && (word(1).starts_with('$') || word(1) == "language");
  static constexpr std::string_view kAlone[] = {"begin",  "commit", "rollback",   "abort",
                                                "vacuum", "end",    "checkpoint", "analyze"};
  if (words.size() == 1) return std::find(std::begin(kAlone), std::end(kAlone), word(0)) != std::end(kAlone);
  static constexpr std::string_view kOthers[] = {
      "truncate", "explain",   "copy",     "refresh", "declare",  "lock",       "grant",  "revoke",   "vacuum",
      "analyze",  "comment",   "notify",   "listen",  "set",      "reindex",    "show",   "reset",    "discard",
      "call",     "savepoint", "release",  "cluster", "reassign", "start",      "begin",  "rollback", "commit",
      "close",    "move",      "unlisten", "prepare", "execute",  "deallocate", "import", "security"};
  return std::find(std::begin(kOthers), std::end(kOthers), word(0)) != std::end(kOthers);
}

Result<Extraction> extract_queries(const ExtractOptions& options) {
  Extraction out;
  Result<QueryFiles> files = find_query_files(options);
  if (!files) return files.error();
  out.unread = std::move(files->unread);
  Extractor extractor(options, out);
  extractor.python_files(files->python);
  for (const std::string& file : files->sql) extractor.sql_file(file);
  std::erase_if(out.queries, [](const Query& query) { return query.variants.empty() && query.other.empty(); });
  std::stable_sort(out.queries.begin(), out.queries.end(),
                   [](const Query& a, const Query& b) { return a.place < b.place; });
  return out;
}

}  // namespace si
