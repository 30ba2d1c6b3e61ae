// The reading as a whole: find files, parse them in parallel, map classes, finish tables, put them into a Schema.
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>

#include "sources/python/read_ahead.h"
#include "sources/sqlalchemy/assumed_objects.h"
#include "sources/sqlalchemy/collect_attributes.h"
#include "sources/sqlalchemy/collect_declared.h"
#include "sources/sqlalchemy/continuum.h"
#include "sources/sqlalchemy/discover.h"
#include "sources/sqlalchemy/finish.h"
#include "sources/sqlalchemy/hidden.h"
#include "sources/sqlalchemy/identity.h"
#include "sources/sqlalchemy/live_models.h"
#include "sources/sqlalchemy/mapper.h"
#include "sources/sqlalchemy/models.h"
#include "sources/sqlalchemy/prefilter.h"
#include "sources/sqlalchemy/refusals.h"
#include "sources/sqlalchemy/relationship_refusals.h"
#include "sources/sqlalchemy/sql_text.h"
#include "support/files.h"
#include "support/strings.h"

namespace si {
namespace {

namespace fs = std::filesystem;
using sqlalchemy::Context;
using sqlalchemy::Finisher;
using sqlalchemy::Mapper;
using sqlalchemy::Mapping;
using sqlalchemy::Role;
using sqlalchemy::TableBuild;

constexpr std::size_t kMaxFileBytes = std::size_t{64} << 20;

// Runs `work(i)` for i in [0, count) on several threads.
template <typename Work>
void in_parallel(std::size_t count, unsigned threads, const Work& work) {
  if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
  threads = static_cast<unsigned>(std::min<std::size_t>(threads, std::max<std::size_t>(1, count / 2)));
  std::atomic<std::size_t> next = 0;
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::thread> others;
  for (unsigned i = 1; i < threads; ++i) others.emplace_back(run);
  run();
  for (std::thread& thread : others) thread.join();
}

// A file of tests by its name and its content: `connection_test.py` may well hold a model.
bool is_test_file(const std::string& path, const std::string& content) {
  const std::string name = path.substr(path.rfind('/') + 1);
  if (!name.starts_with("test_") && !name.ends_with("_test.py") && name != "conftest.py") return false;
  return content.find("import pytest") != std::string::npos || content.find("unittest") != std::string::npos ||
         content.find("def test_") != std::string::npos;
}

// Reads and parses the files that may hold models; the order of the result is that of `files`.
std::vector<const python::Module*> parse_files(const ReadModelsOptions& options, const std::vector<std::string>& files,
                                               python::ModuleGraph& graph, std::vector<NotRead>& unread) {
  std::vector<std::string> contents(files.size());
  std::vector<std::string> problems(files.size());
  std::vector<sqlalchemy::FileLook> looks(files.size());
  in_parallel(files.size(), options.threads, [&](std::size_t i) {
    const auto instead = options.contents.find(files[i]);
    Result<std::string> content =
        instead != options.contents.end() ? Result<std::string>(instead->second) : read_file(files[i], kMaxFileBytes);
    if (content) {
      if (is_test_file(files[i], *content)) return;
      contents[i] = std::move(*content);
      looks[i] = sqlalchemy::look_at(contents[i]);
    } else {
      problems[i] = content.error().message;
    }
  });
  const std::vector<bool> chosen = sqlalchemy::may_hold_models(contents, looks);
  std::vector<python::ParsedFile> parsed(files.size());
  // The largest first, so that none is left to one thread at the end.
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < files.size(); ++i)
    if (chosen[i] && problems[i].empty()) order.push_back(i);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return contents[a].size() > contents[b].size(); });
  in_parallel(order.size(), options.threads, [&](std::size_t at) {
    const std::size_t i = order[at];
    parsed[i] = python::parse_content(std::move(contents[i]), graph.label(files[i]), python::FunctionBodies::kNow);
  });
  if (options.progress) options.progress(files.size(), files.size());
  std::vector<const python::Module*> modules;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!problems[i].empty()) {
      unread.push_back({graph.label(files[i]), problems[i]});
    } else if (chosen[i]) {
      if (const python::Module* module = graph.add(files[i], std::move(parsed[i]))) modules.push_back(module);
    }
  }
  return modules;
}

void read_version(Context& context, const std::string& version) {
  const auto dot = version.find('.');
  context.major = std::atoi(version.c_str());
  context.minor = dot == std::string::npos ? 0 : std::atoi(version.c_str() + dot + 1);
  if (context.major == 0) context.major = 2;
}

void add_classes(Context& context, const Mapper& mapper) {
  for (const Mapping* mapping : mapper.mappings()) {
    if (mapping->table == nullptr || !mapper.is_inside(&mapping->klass->scope)) continue;
    mapping->table->table.classes.push_back({mapping->klass->name, mapping->klass->module->name,
                                             context.place(mapping->klass->outer, mapping->klass->node)});
  }
}

void report_unresolved_columns(Context& context, const TableBuild& build) {
  for (const Column& column : build.table.columns) {
    const auto say = [&](const std::string& what, const std::string& reason) {
      context.unresolved(build.name, column.name, std::string(what).append(": ").append(reason), column.location);
    };
    if (!column.type.known()) say("type", column.type.reason());
    if (!column.nullable.known()) say("nullable", column.nullable.reason());
    if (!column.default_value.known()) say("server_default", column.default_value.reason());
    if (!column.identity.known()) say("identity", column.identity.reason());
    if (!column.generated.known()) say("generated", column.generated.reason());
    if (!column.comment.known()) say("comment", column.comment.reason());
  }
}

// Whether a stretch that does not parse lies in a class statement, or behind it on a line that is still indented.
bool is_broken(const python::ClassInfo& klass) {
  const python::SyntaxTree* tree = klass.module->tree.get();
  if (tree == nullptr) return false;
  const std::string_view text = tree->document().content();
  return std::any_of(tree->errors().begin(), tree->errors().end(), [&](const python::SyntaxError& error) {
    if (error.begin < klass.node->begin) return false;
    if (error.begin <= klass.node->end) return true;
    const std::size_t line = text.rfind('\n', error.begin) + 1;
    const std::string_view between = text.substr(klass.node->end, line - std::min<std::size_t>(line, klass.node->end));
    return trim(between).empty() && line < text.size() && is_space(text[line]);
  });
}

// A class that does not parse may have columns that were not read.
void mark_broken_classes(Context& context, Mapper& mapper) {
  for (TableBuild& build : mapper.tables()) {
    if (build.outside || build.klass == nullptr || !build.table.unresolved_columns.empty()) continue;
    if (!is_broken(*build.klass)) continue;
    build.table.unresolved_columns = "class " + build.klass->name + " has a syntax error";
    context.unresolved(build.name, "", build.table.unresolved_columns, build.table.location);
  }
}

// Leaves in `table` what another declaration of it says too: nothing tells which of them the database has.
void keep_common(Table& table, const Table& other, const std::string& reason) {
  const auto same = [](const Column& a, const Column& b) {
    return a.name == b.name && a.type == b.type && a.nullable == b.nullable && a.default_value == b.default_value &&
           a.identity == b.identity && a.generated == b.generated && a.collation == b.collation && a.serial == b.serial;
  };
  const std::size_t before = std::max(table.columns.size(), other.columns.size());
  std::erase_if(table.columns, [&](const Column& column) {
    return std::none_of(other.columns.begin(), other.columns.end(), [&](const Column& c) { return same(column, c); });
  });
  if (table.columns.size() != before && table.unresolved_columns.empty()) table.unresolved_columns = reason;
  const auto keep = [&](auto& own, const auto& others, const auto& alike) {
    const std::size_t most = std::max(own.size(), others.size());
    std::erase_if(own, [&](const auto& each) {
      return std::none_of(others.begin(), others.end(), [&](const auto& o) { return alike(each, o); });
    });
    if (own.size() != most && table.unresolved_constraints.empty()) table.unresolved_constraints = reason;
  };
  keep(table.foreign_keys, other.foreign_keys, [](const ForeignKey& a, const ForeignKey& b) {
    return a.name == b.name && a.columns == b.columns && a.referenced_table == b.referenced_table &&
           a.referenced_columns == b.referenced_columns && a.on_delete == b.on_delete && a.on_update == b.on_update &&
           a.match == b.match && a.deferrable == b.deferrable && a.initially_deferred == b.initially_deferred;
  });
  keep(table.uniques, other.uniques, [](const Unique& a, const Unique& b) {
    return a.name == b.name && a.columns == b.columns && a.nulls_not_distinct == b.nulls_not_distinct &&
           a.deferrable == b.deferrable && a.include == b.include;
  });
  keep(table.checks, other.checks,
       [](const Check& a, const Check& b) { return a.name == b.name && a.expression == b.expression; });
  keep(table.exclusions, other.exclusions,
       [](const Exclusion& a, const Exclusion& b) { return a.name == b.name && a.definition == b.definition; });
  keep(table.indexes, other.indexes, [](const Index& a, const Index& b) {
    const auto same_key = [](const IndexKey& x, const IndexKey& y) {
      return x.column == y.column && x.expression == y.expression && x.operator_class == y.operator_class &&
             x.descending == y.descending && x.nulls_first == y.nulls_first;
    };
    return a.name == b.name && a.unique == b.unique && a.method == b.method && a.predicate == b.predicate &&
           a.include == b.include && a.keys.size() == b.keys.size() &&
           std::equal(a.keys.begin(), a.keys.end(), b.keys.begin(), same_key);
  });
  if (table.primary_key.has_value() != other.primary_key.has_value() ||
      (table.primary_key && table.primary_key->columns != other.primary_key->columns)) {
    table.primary_key.reset();
    if (table.unresolved_constraints.empty()) table.unresolved_constraints = reason;
  }
}

// A table of an installed package that the models build on: it is declared, and not by them.
void set_aside_installed(Context& context, const TableBuild& build) {
  const python::Module* module = build.klass != nullptr                                  ? build.klass->module
                                 : build.core != nullptr && build.core->scope != nullptr ? build.core->scope->module
                                                                                         : nullptr;
  if (module == nullptr || build.name.name.empty()) return;
  const auto lies_in = [&](std::string_view folder) { return module->path.find(folder) != std::string::npos; };
  if (!lies_in("/site-packages/") && !lies_in("/dist-packages/")) return;
  context.schema.hidden_tables.push_back({"module " + module->name + " of an installed package declares it",
                                          build.table.location,
                                          {sqlalchemy::hidden_table_word(build.name.name)}});
}

void emit(Context& context, Mapper& mapper, std::vector<std::string>& files) {
  std::vector<TableBuild*> builds;
  for (TableBuild& build : mapper.tables()) builds.push_back(&build);
  // Those whose schema is not known take the places that are left.
  std::stable_partition(builds.begin(), builds.end(),
                        [](const TableBuild* build) { return build->table.unresolved_schema.empty(); });
  for (TableBuild* each : builds) {
    TableBuild& build = *each;
    if (build.outside) {
      set_aside_installed(context, build);
      continue;
    }
    if (!build.table.location.file.empty()) files.push_back(build.table.location.file);
    const std::string schema =
        !build.schema.known() || build.schema->empty() ? context.schema.default_schema() : *build.schema;
    auto& tables = context.schema.schemas[schema].tables;
    const std::string& unknown = build.schema.known() ? build.table.unresolved_schema : build.schema.reason();
    if (!unknown.empty()) {
      const bool taken = !build.schema.known() || tables.contains(build.name.name);
      context.unresolved({taken ? "" : schema, build.name.name}, "",
                         unknown + (taken ? "" : "; the table is looked for by its name"), build.table.location);
      if (taken) {
        context.schema.hidden_tables.push_back(
            {unknown, build.table.location, {sqlalchemy::hidden_table_word(build.name.name)}});
        continue;
      }
    }
    build.name.schema = schema;
    report_unresolved_columns(context, build);
    const auto [entry, added] = tables.try_emplace(build.name.name, std::move(build.table));
    if (!added) {
      const std::string reason = "a table of this name is declared more than once; what both say alike is compared";
      context.unresolved(build.name, "", reason, build.table.location);
      keep_common(entry->second, build.table, reason);
    }
  }
}

// What a file that could not be read whole declares is not known, only that it stands in its text. What is no regular
// file (a link to itself, a pipe) declares nothing.
void hide_tables(const fs::path& root, ModelsReading& reading) {
  for (const NotRead& unread : reading.unread_files) {
    std::error_code error;
    const fs::path path = root / unread.what;
    if (!fs::is_regular_file(path, error)) continue;
    const Result<std::string> content = read_file(path.string(), kMaxFileBytes);
    std::vector<std::string> words;
    if (content) words = sqlalchemy::hidden_table_words(*content);
    if (content && words.empty()) continue;
    reading.schema.hidden_tables.push_back(
        {unread.what + " could not be read whole", {unread.what, {1, 1, 1, 1}}, std::move(words)});
  }
}

}  // namespace

// Everything that a reading needs while it goes on, and that questions about code need after it.
struct LiveModels::State {
  State(ReadModelsOptions given, const std::vector<std::string>& import_paths)
      : options(std::move(given)),
        graph(options.root, import_paths),
        evaluator(graph),
        context{evaluator, options, 2, 0, reading.schema, reading.findings},
        mapper(context),
        assumed(evaluator) {}

  ReadModelsOptions options;
  ModelsReading reading;
  python::ModuleGraph graph;
  python::Evaluator evaluator;
  Context context;
  Mapper mapper;
  sqlalchemy::AssumedObjects assumed;
  sqlalchemy::CollectedAttributes attributes;
  std::unordered_map<const TableBuild*, std::size_t> tables;
};

namespace {

// Every table with the keys of its columns.
void add_model_tables(Mapper& mapper, ModelsReading& reading,
                      std::unordered_map<const TableBuild*, std::size_t>& index) {
  for (const TableBuild& build : mapper.tables()) {
    index.emplace(&build, reading.model_tables.size());
    ModelTable& table = reading.model_tables.emplace_back();
    table.name = build.name;
    table.bind_key = build.table.bind_key;
    table.outside = build.outside;
    table.any_column = build.table.unresolved_columns;
    table.location = build.table.location;
    for (const sqlalchemy::ColumnBuild& column : build.columns) table.columns[column.key] = column.column.name;
  }
}

void sort_reading(ModelsReading& reading) {
  const auto by_what = [](const NotRead& a, const NotRead& b) {
    return std::tie(a.what, a.why) < std::tie(b.what, b.why);
  };
  std::sort(reading.unread_files.begin(), reading.unread_files.end(), by_what);
  std::sort(reading.files.begin(), reading.files.end());
  reading.files.erase(std::unique(reading.files.begin(), reading.files.end()), reading.files.end());
  std::vector<Unresolved>& unresolved = reading.schema.unresolved;
  std::sort(unresolved.begin(), unresolved.end(), [](const Unresolved& a, const Unresolved& b) {
    return std::tie(a.location, a.table, a.column, a.reason) < std::tie(b.location, b.table, b.column, b.reason);
  });
  unresolved.erase(std::unique(unresolved.begin(), unresolved.end()), unresolved.end());
  reading.schema.source.files = reading.files.size();
  sort_findings(reading.findings);
}

}  // namespace

LiveModels::LiveModels(std::unique_ptr<State> state) : state_(std::move(state)) {}
LiveModels::~LiveModels() = default;
const ModelsReading& LiveModels::reading() const { return state_->reading; }
ModelsReading LiveModels::take_reading() { return std::move(state_->reading); }
python::ModuleGraph& LiveModels::graph() { return state_->graph; }
python::Evaluator& LiveModels::evaluator() { return state_->evaluator; }

ModelMeaning LiveModels::meaning(const python::Value* value) {
  using Kind = ModelMeaning::Kind;
  using python::ValueKind;
  const auto through = [](const python::Value* of) {
    return of->is(ValueKind::kAttribute) && !of->items.empty() ? of->items[0] : of;
  };
  const auto class_of = [&](const python::Value* of, Kind kind) -> ModelMeaning {
    of = through(of);
    if (!of->is(ValueKind::kClass)) return {};
    const auto found = state_->attributes.index.find(of->klass);
    return found == state_->attributes.index.end() ? ModelMeaning{} : ModelMeaning{kind, found->second};
  };
  const auto table_of = [&](const python::Value* of, Kind kind) -> ModelMeaning {
    const TableBuild* build = nullptr;
    if (of->is(ValueKind::kAttribute) && of->text == "__table__") {
      if (const ModelMeaning owner = class_of(of->base, Kind::kClass); owner.kind == Kind::kClass)
        build = state_->attributes.mappings[owner.index]->table;
    } else if (of = through(of); sqlalchemy::called_name(of) == "Table") {
      build = state_->mapper.core_table(of);
    }
    const auto found = state_->tables.find(build);
    return found == state_->tables.end() ? ModelMeaning{} : ModelMeaning{kind, found->second};
  };
  if (value == nullptr) return {};
  if (value->is(ValueKind::kAttribute) && (value->text == "c" || value->text == "columns"))
    if (const ModelMeaning columns = table_of(value->base, Kind::kColumns); columns.kind != Kind::kNothing)
      return columns;
  if (const ModelMeaning table = table_of(value, Kind::kTable); table.kind != Kind::kNothing) return table;
  value = through(value);
  if (value->is(ValueKind::kCall)) return class_of(value->base, Kind::kInstance);
  return class_of(value, Kind::kClass);
}

Result<std::unique_ptr<LiveModels>> LiveModels::read(const ReadModelsOptions& given) {
  ReadModelsOptions options = given;
  std::error_code error;
  const fs::path root = fs::weakly_canonical(fs::absolute(options.root.empty() ? "." : options.root, error), error);
  options.root = root.string();
  if (options.root.size() > 1 && options.root.ends_with('/')) options.root.pop_back();
  Result<sqlalchemy::Discovery> discovery = sqlalchemy::discover(options);
  if (!discovery) return discovery.error();
  auto state = std::make_unique<State>(std::move(options), discovery->import_paths);
  const ReadModelsOptions& settings = state->options;
  ModelsReading& reading = state->reading;
  Context& context = state->context;
  Mapper& mapper = state->mapper;
  reading.unread_files = std::move(discovery->unread);
  Schema& schema = reading.schema;
  schema.source.kind = SourceKind::kModels;
  schema.source.name = root.filename().string();
  schema.schemas[schema.default_schema()];
  schema.source.sqlalchemy_version = sqlalchemy::find_sqlalchemy_version(settings, discovery->import_paths);

  for (const auto& [path, content] : settings.contents)
    if (!std::binary_search(discovery->files.begin(), discovery->files.end(), path))
      discovery->files.insert(std::upper_bound(discovery->files.begin(), discovery->files.end(), path), path);
  state->graph.set_contents(&settings.contents);
  const auto modules = parse_files(settings, discovery->files, state->graph, reading.unread_files);
  if (!discovery->files.empty() && reading.unread_files.size() >= discovery->files.size() && modules.empty())
    return Error{
        ErrorKind::kFiles,
        "no model file can be read; the first: " + reading.unread_files[0].what + ": " + reading.unread_files[0].why,
        "check the files' permissions"};
  std::optional<python::ReadAhead> ahead;
  if (settings.threads != 1) ahead.emplace(state->graph);
  read_version(context, schema.source.sqlalchemy_version);
  // Until 0.0.44 SQLModel made datetime columns without a time zone.
  const std::string sqlmodel = sqlalchemy::find_package_version(settings, discovery->import_paths, "sqlmodel");
  if (sqlmodel.starts_with("0.0.")) context.sqlmodel_zone = std::atoi(sqlmodel.c_str() + 4) >= 45;

  state->evaluator.external_call = [at = state.get()](const std::string& name,
                                                      const std::vector<python::Argument>& arguments) {
    if (const python::Value* text = sqlalchemy::processed_text(at->context, name, arguments)) return text;
    return sqlalchemy::run_time_question(at->mapper, at->evaluator, name, arguments);
  };
  state->evaluator.constructs = [at = state.get()](const python::ClassInfo& klass) {
    return sqlalchemy::schema_item_of(at->evaluator, klass);
  };
  state->evaluator.chooses = [at = state.get()](const python::Value& choice) { return at->assumed.choose(choice); };
  state->assumed.assume(modules);
  mapper.set_inside(modules);
  for (const python::Module* module : modules) mapper.add_module(*module);
  // What foreign keys may refer to although no class of the models derives from it.
  const std::vector<const python::Module*> loaded = state->graph.modules();
  for (const python::Module* module : loaded)
    if (!mapper.is_inside(&module->scope)) mapper.add_module(*module);
  for (const python::Module* module : modules) state->evaluator.run_statements(*module);
  mapper.add_effects();
  mapper.report_uncalled();
  mapper.merge_redeclared();
  mapper.doubt_schemas();
  sqlalchemy::Listeners listeners(context, mapper);
  listeners.collect(loaded);
  Finisher finisher(context, mapper, listeners);
  for (const python::Module* module : modules) finisher.attach_late(*module);
  finisher.attach_effects();
  for (const python::Module* module : modules) finisher.attach_loose(*module);
  for (TableBuild& build : mapper.tables())
    if (!build.outside) finisher.finish(build);
  listeners.mark();
  reading.declared = sqlalchemy::collect_declared(context, mapper, modules);
  add_classes(context, mapper);
  mark_broken_classes(context, mapper);
  sqlalchemy::find_refusals(context, mapper);
  state->attributes = sqlalchemy::AttributeCollector(context, mapper).collect(loaded);
  add_model_tables(mapper, reading, state->tables);
  reading.classes = state->attributes.classes;
  sqlalchemy::RelationshipRules(context, mapper, state->attributes, loaded, discovery->files).check();
  sqlalchemy::hide_version_tables(context, mapper, loaded);
  context.report_shared();
  emit(context, mapper, reading.files);

  for (const python::FileProblem& problem : state->graph.problems())
    reading.unread_files.push_back({problem.file, problem.reason});
  sort_reading(reading);
  hide_tables(root, reading);
  return std::unique_ptr<LiveModels>(new LiveModels(std::move(state)));
}

Result<ModelsReading> read_models(const ReadModelsOptions& options) {
  Result<std::unique_ptr<LiveModels>> models = LiveModels::read(options);
  if (!models) return models.error();
  return (*models)->take_reading();
}

}  // namespace si
