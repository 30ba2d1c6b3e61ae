#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "commands/command.h"
#include "commands/session.h"
#include "engine/queries.h"
#include "project/paths.h"
#include "queries/orm_change.h"
#include "queries/schema_change.h"
#include "reports/formats.h"
#include "support/files.h"
#include "support/json_writer.h"
#include "support/strings.h"

namespace si {
namespace {

struct Impact {
  SchemaChange change;
  std::vector<TouchedPlace> places;
};

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1))
    if ((at == 0 || !is_word(text[at - 1])) && (at + word.size() >= text.size() || !is_word(text[at + word.size()])))
      return true;
  return false;
}

Grade model_grade(const SchemaChange& change) {
  return change.kind == ChangeKind::kRetype ? Grade::kMayBreak : Grade::kBreaks;
}

void touched_models(const Schema& models, const SchemaChange& change, std::vector<TouchedPlace>& out) {
  const Grade grade = model_grade(change);
  const auto is_it = [&](const QualifiedName& name) {
    return name.name == change.table.name &&
           (name.schema.empty() || change.table.schema.empty() || name.schema == change.table.schema);
  };
  const auto holds = [&](const std::vector<std::string>& columns) {
    return std::find(columns.begin(), columns.end(), change.column) != columns.end();
  };
  for (const auto& [schema_name, space] : models.schemas)
    for (const auto& entry : space.tables) {
      const std::string& table_name = entry.first;  // no structured binding: a lambda below needs it
      const Table& table = entry.second;
      const bool same = is_it({schema_name == models.default_schema() ? "" : schema_name, table_name});
      for (const ForeignKey& key : table.foreign_keys)
        if (is_it(key.referenced_table) && (change.column.empty() || holds(key.referenced_columns)))
          out.push_back({grade, "model", key.location.known() ? key.location : table.location,
                         "foreign key of " + table_name + " refers to it"});
      if (!same) continue;
      if (change.column.empty()) {
        out.push_back({grade, "model", table.location, "declares table " + table_name});
        continue;
      }
      for (const Column& column : table.columns)
        if (column.name == change.column)
          out.push_back({grade, "model", column.location,
                         "declares " + table_name + "." + column.name +
                             (column.attribute.empty() ? "" : " as attribute " + column.attribute)});
      const auto part = [&](const std::vector<std::string>& columns, const Location& place, std::string_view what) {
        if (holds(columns) && place.known())
          out.push_back({grade, "model", place, fmt::format("{} of {} holds it", what, table_name)});
      };
      if (table.primary_key) part(table.primary_key->columns, table.primary_key->location, "primary key");
      for (const Unique& unique : table.uniques) part(unique.columns, unique.location, "unique constraint");
      for (const ForeignKey& key : table.foreign_keys) part(key.columns, key.location, "foreign key");
      for (const Index& index : table.indexes) {
        std::vector<std::string> columns = index.include;
        for (const IndexKey& key : index.keys) columns.push_back(key.column);
        part(columns, index.location, "index");
      }
    }
}

// Lines of the schema document and of other Markdown that name the object.
void touched_document(const std::string& label, std::string_view content, const SchemaChange& change,
                      std::vector<TouchedPlace>& out) {
  bool in_section = false;
  std::uint32_t number = 0;
  for (const std::string& line : split(content, '\n')) {
    ++number;
    if (line.starts_with('#')) in_section = has_word(line, change.table.name);
    const bool table = has_word(line, change.table.name);
    const bool touched = change.column.empty() ? table : has_word(line, change.column) && (table || in_section);
    if (!touched) continue;
    SourceSpan span{number, 1, number, static_cast<std::uint32_t>(count_code_points(line)) + 1};
    out.push_back({Grade::kReads, "document", {label, span}, std::string(trim(line)).substr(0, 120)});
  }
}

class ImpactCommand : public Command {
 public:
  ImpactCommand()
      : Command({
            "impact",
            "What a change of the schema would touch in models, queries and documents",
            "For each change, every line of a model, a query or a document that it touches, graded: breaks (it fails "
            "or goes wrong), may break (it depends on what only the run knows, or on how the result is used), reads "
            "it. Nothing is changed. Where the database has a rename already, its old name is looked for.",
            R"(
# before a column is renamed
schema-inspector impact --rename users.rating_limit=user_score_limit

# several changes at once: a file of lines such as "drop users.legacy_id"
schema-inspector impact --plan changes.txt --format markdown
)",
            {"text", "json", "markdown"},
        }) {}

  std::vector<Argument> arguments() override {
    return {
        {"--rename", "OLD=NEW", "Rename a column, users.a=b, or a table, users=people.", &renames_},
        {"--drop", "OBJECT", "Drop a column, users.a, or a table.", &drops_},
        {"--retype", "COLUMN=TYPE", "Give a column another type.", &retypes_},
        {"--plan", "FILE", "Changes as lines: rename users.a=b, drop users.a, retype users.a=bigint.", &plan_},
    };
  }

  Result<int> run(Session& session) override {
    const Result<Settings> settings = session.settings();
    if (!settings) return settings.error();
    Result<std::vector<SchemaChange>> changes = read_changes();
    if (!changes) return changes.error();
    Result<Extraction> extraction = extract_project_queries(*settings, {});
    if (!extraction) return extraction.error();
    Result<QueryDatabase> database = open_query_database(*settings, QueryEngine::kOffline);
    if (!database) return database.error();
    const Result<ModelReferences> orm = read_model_references(*settings, {});
    if (!orm) return orm.error();
    std::vector<Impact> impacts;
    for (const SchemaChange& change : *changes) {
      Impact& impact = impacts.emplace_back();
      impact.change = change;
      const Schema before = schema_before(database->schema, change);
      const Table* table = changed_table(before, change);
      if (table == nullptr || (!change.column.empty() && find_column(table->columns, change.column) == nullptr))
        return Error{ErrorKind::kUsage,
                     "the database has no " + printable(to_string(change.table)) +
                         (change.column.empty() ? "" : "." + printable(change.column)),
                     "name a column as table.column, a table by its name"};
      const Result<QueryCheck> check = check_queries(*extraction, before, nullptr);
      if (!check) return check.error();
      if (orm->models != nullptr) {
        const ModelsReading& models = orm->models->reading();
        touched_models(models.schema, change, impact.places);
        for (TouchedPlace& place : touched_references(orm->references, models, change))
          impact.places.push_back(std::move(place));
      }
      for (TouchedPlace& place : touched_queries(*extraction, *check, change))
        impact.places.push_back(std::move(place));
      const Config& config = settings->config;
      const std::string document = resolve_path(config.root, config.docs.schema);
      if (const Result<std::string> text = read_file(document))
        touched_document(relative_to(config.root, document), *text, change, impact.places);
      std::stable_sort(impact.places.begin(), impact.places.end(), [](const TouchedPlace& a, const TouchedPlace& b) {
        return std::tie(a.grade, a.location, a.message) < std::tie(b.grade, b.location, b.message);
      });
    }
    if (Status written = session.write(render(session.format_name(), impacts)); !written) return written.error();
    return kExitDone;
  }

 private:
  Result<std::vector<SchemaChange>> read_changes() const {
    std::vector<SchemaChange> out;
    const std::pair<ChangeKind, const std::vector<std::string>*> given[] = {
        {ChangeKind::kRename, &renames_}, {ChangeKind::kDrop, &drops_}, {ChangeKind::kRetype, &retypes_}};
    for (const auto& [kind, texts] : given)
      for (const std::string& text : *texts) {
        Result<SchemaChange> change = parse_change(kind, text);
        if (!change) return change.error();
        out.push_back(std::move(*change));
      }
    if (!plan_.empty()) {
      const Result<std::string> text = read_file(plan_);
      if (!text) return text.error();
      Result<std::vector<SchemaChange>> planned = parse_change_plan(*text, plan_);
      if (!planned) return planned.error();
      out.insert(out.end(), planned->begin(), planned->end());
    }
    if (out.empty())
      return Error{ErrorKind::kUsage, "impact of what?", "name a change with --rename, --drop, --retype or --plan"};
    return out;
  }

  static std::size_t count(const Impact& impact, Grade grade) {
    return static_cast<std::size_t>(std::count_if(impact.places.begin(), impact.places.end(),
                                                  [&](const TouchedPlace& place) { return place.grade == grade; }));
  }

  static std::string render(const std::string& format, const std::vector<Impact>& impacts) {
    if (format == "json") return render_json(impacts);
    const bool markdown = format == "markdown";
    std::string out;
    for (const Impact& impact : impacts) {
      const std::string counts = fmt::format("{} break, {} may break, {} read it", count(impact, Grade::kBreaks),
                                             count(impact, Grade::kMayBreak), count(impact, Grade::kReads));
      const std::string title = to_string(impact.change);
      out += markdown ? fmt::format("## {}\n\n{}.\n\n", escape_markdown(title), counts)
                      : fmt::format("{}: {}\n", printable(title), counts);
      if (markdown && !impact.places.empty()) out += "| grade | what | place | why |\n| --- | --- | --- | --- |\n";
      for (const TouchedPlace& place : impact.places) {
        const std::string at =
            fmt::format("{}:{}:{}", place.location.file, place.location.span.line, place.location.span.column);
        if (markdown) {
          out += fmt::format("| {} | {} | {} | {} |\n", to_string(place.grade), place.what, markdown_code(at),
                             escape_markdown(place.message));
        } else {
          out += fmt::format("  {:<9}  {:<8}  {}  {}\n", to_string(place.grade), place.what, printable(at),
                             printable(place.message));
        }
      }
      if (impact.places.empty()) out += markdown ? "Nothing names it.\n" : "  nothing names it\n";
      out += '\n';
    }
    return out;
  }

  static std::string render_json(const std::vector<Impact>& impacts) {
    JsonWriter json;
    json.begin_object().member("format", "schema-inspector/impact/1").key("changes").begin_array();
    for (const Impact& impact : impacts) {
      json.begin_object().member("change", to_string(impact.change));
      json.member("breaks", count(impact, Grade::kBreaks)).member("may_break", count(impact, Grade::kMayBreak));
      json.member("reads", count(impact, Grade::kReads)).key("places").begin_array();
      for (const TouchedPlace& place : impact.places) {
        const SourceSpan& span = place.location.span;
        json.begin_object().member("grade", to_string(place.grade)).member("what", place.what);
        json.member("message", place.message).key("location").begin_object();
        json.member("file", place.location.file).member("line", static_cast<std::size_t>(span.line));
        json.member("column", static_cast<std::size_t>(span.column));
        json.member("end_line", static_cast<std::size_t>(span.end_line));
        json.member("end_column", static_cast<std::size_t>(span.end_column)).end_object().end_object();
      }
      json.end_array().end_object();
    }
    json.end_array().end_object();
    return json.take();
  }

  std::vector<std::string> renames_, drops_, retypes_;
  std::string plan_;
};

}  // namespace

std::unique_ptr<Command> make_impact() { return std::make_unique<ImpactCommand>(); }

}  // namespace si
