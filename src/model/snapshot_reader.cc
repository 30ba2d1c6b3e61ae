// A snapshot read back. simdjson checks that the text is JSON (also UTF-8, and not nested deeper than 1,024); what the
// keys hold is checked here, and the first thing that is wrong is reported with its path: `schemas.public.tables.users.
// columns[3].nullable`. simdjson does not say where a syntax error is, so RapidJSON's reader looks for it then.
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#include <simdjson.h>

#include <array>
#include <cstdint>
#include <type_traits>

#include "model/snapshot.h"
#include "model/snapshot_fields.h"
#include "support/strings.h"
#include "text/document.h"

namespace si {
namespace snapshot {
namespace {

namespace dom = simdjson::dom;

class Reader {
 public:
  template <typename T>
  using Ref = T&;
  static constexpr bool kReads = true;

  // What is wrong, with its path; empty when nothing is.
  const std::string& error() const { return error_; }

  void document(const dom::element& root, Schema& schema) {
    if (!enter(root)) return;
    std::string format;
    always("format", format);
    if (error_.empty() && format != kFormat) fail_format(format);
    if (!error_.empty()) return;
    nested(
        "source",
        [&](SourceInfo& source) {
          always("server_version", source.server_version);
          std::int64_t files = 0;
          always("files", files);
          source.files = files > 0 ? static_cast<std::size_t>(files) : 0;
          always("sqlalchemy_version", source.sqlalchemy_version);
        },
        schema.source);
    describe(*this, schema);
    if (schema.search_path.empty()) schema.search_path = {"public"};
  }

  template <typename T>
  void always(std::string_view key, T& value) {
    dom::element found;
    if (!error_.empty() || object_.at_key(key).get(found) != simdjson::SUCCESS) return;
    path_.push_back({key, 0});
    get(found, value);
    path_.pop_back();
  }
  template <typename T>
  void rare(std::string_view key, T& value) {
    always(key, value);
  }
  template <typename T>
  void rare(std::string_view key, T& value, bool usual) {
    value = usual;
    always(key, value);
  }

  void location(Location& place) {
    nested(
        "location",
        [&](Location& l) {
          always("file", l.file);
          always("line", l.span.line);
          always("column", l.span.column);
          always("end_line", l.span.end_line);
          always("end_column", l.span.end_column);
        },
        place);
  }

  void identity(Known<std::optional<Identity>>& identity) {
    Known<std::optional<std::string>> kind;
    always("identity", kind);
    if (!kind.known()) {
      identity = Known<std::optional<Identity>>::unresolved(kind.reason());
    } else if (*kind) {
      Identity found;
      found.always = **kind == "always";
      if (!found.always && **kind != "by default") fail_at("identity", "expected \"always\", \"by default\" or null");
      nested(
          "identity_options", [&](SequenceOptions& o) { describe(*this, o); }, found.options);
      identity = std::optional<Identity>(found);
    }
  }

  void generated(Known<std::optional<Generated>>& generated) {
    Known<std::optional<std::string>> expression;
    always("generated", expression);
    if (!expression.known()) {
      generated = Known<std::optional<Generated>>::unresolved(expression.reason());
    } else if (*expression) {
      std::string kind = "stored";
      always("generated_kind", kind);
      if (kind != "stored" && kind != "virtual") fail_at("generated_kind", "expected \"stored\" or \"virtual\"");
      generated = std::optional<Generated>(Generated{**expression, kind == "stored"});
    }
  }

  void references(ForeignKey& key) {
    nested(
        "references",
        [&](ForeignKey& k) {
          always("unresolved", k.unresolved);
          always("schema", k.referenced_table.schema);
          always("table", k.referenced_table.name);
          always("columns", k.referenced_columns);
        },
        key);
    if (!key.referenced_columns.empty() && key.referenced_columns.size() != key.columns.size())
      fail_at("references", "expected as many columns as the key has");
  }

  template <typename Object>
  void object_name(Object& object) {
    Known<std::optional<std::string>> name;
    always("name", name);
    object.unresolved_name = name.reason();
    if constexpr (std::is_same_v<Object, Index>)
      object.name = name->value_or("");
    else
      object.name = *name;
  }

  void index_key(IndexKey& key) {
    always("column", key.column);
    always("expression", key.expression);
  }
  void indexes(const std::string&, bool, std::vector<Index>& indexes) { always("indexes", indexes); }
  void index_definition(const Index&) {}  // made from the parts

  void table_kind(TableKind& kind) {
    word("kind", kind, std::array{TableKind::kTable, TableKind::kPartitioned, TableKind::kForeign});
  }
  void function_kind(FunctionKind& kind) {
    word(
        "kind", kind,
        std::array{FunctionKind::kFunction, FunctionKind::kProcedure, FunctionKind::kAggregate, FunctionKind::kWindow});
  }

  void mapped_classes(std::vector<MappedClass>& classes) {
    always("classes", classes);
    std::string first;
    always("class", first);
    if (classes.empty() && !first.empty()) classes.push_back({first, "", {}});
  }

  void lean_columns(std::vector<Column>& columns) { always("columns", columns); }

  void owned_by(Sequence& sequence) {
    nested(
        "owned_by",
        [&](Sequence& s) {
          s.owned_by_table.emplace();
          members(*s.owned_by_table);
          always("column", s.owned_by_column);
        },
        sequence);
  }

  void enums(std::map<std::string, Enum>& enums) {
    std::map<std::string, Known<std::vector<std::string>>> labels;
    always("enums", labels);
    for (auto& [name, list] : labels) {
      Enum& item = enums[name];
      item.name = name;
      item.labels = std::move(list);
    }
    details("enum_details", enums, [&](Enum& item) {
      always("extension", item.extension);
      always("comment", item.comment);
      location(item.location);
    });
  }

  void extensions(std::map<std::string, Extension>& extensions) {
    std::map<std::string, std::string> versions;
    always("extensions", versions);
    for (auto& [name, version] : versions) extensions[name].version = std::move(version);
    details("extension_details", extensions, [&](Extension& item) {
      always("schema", item.schema);
      always("comment", item.comment);
    });
  }

  void unresolved_object(Unresolved& item) {
    nested(
        "object",
        [&](Unresolved& u) {
          members(u.table);
          always("column", u.column);
        },
        item);
  }

 private:
  struct Step {
    std::string_view key;
    std::size_t index;  // of an array's element, where `key` is empty
  };

  void fail(const std::string& problem) {
    if (!error_.empty()) return;
    for (const Step& step : path_) {
      if (step.key.data() == nullptr)
        error_ += '[' + std::to_string(step.index) + ']';
      else
        error_ += (error_.empty() ? "" : ".") + printable(step.key);
    }
    error_ += (error_.empty() ? "" : ": ") + problem;
  }
  void fail_at(std::string_view key, const std::string& problem) {
    path_.push_back({key, 0});
    fail(problem);
    path_.pop_back();
  }
  void fail_format(const std::string& format) {
    static constexpr std::string_view kFamily = "schema-inspector/snapshot/";
    if (format.starts_with(kFamily))
      fail_at("format", "this program reads version 1 of the snapshot format, the file has version " +
                            printable(std::string_view(format).substr(kFamily.size())));
    else
      fail_at("format", "expected \"" + std::string(kFormat) + "\"" +
                            (format.empty() ? "" : ", found \"" + printable(format.substr(0, 80)) + '"'));
  }

  bool enter(const dom::element& element) {
    dom::object object;
    if (element.get(object) != simdjson::SUCCESS) {
      fail(expected("an object", element));
      return false;
    }
    object_ = object;
    return true;
  }
  static std::string expected(const char* what, const dom::element& found) {
    const char* kind = "a number";
    if (found.is_null()) kind = "null";
    if (found.is_bool()) kind = "true or false";
    if (found.is_string()) kind = "a string";
    if (found.is_array()) kind = "a list";
    if (found.is_object()) kind = "an object";
    return std::string("expected ") + what + ", found " + kind;
  }

  // Reads the object below `key`, where there is one, with `read`.
  template <typename Read, typename T>
  void nested(std::string_view key, Read read, T& value) {
    dom::element found;
    if (!error_.empty() || object_.at_key(key).get(found) != simdjson::SUCCESS) return;
    const dom::object outer = object_;
    path_.push_back({key, 0});
    if (enter(found)) read(value);
    path_.pop_back();
    object_ = outer;
  }
  // Adds the facts below `key` to the objects that are there already.
  template <typename T, typename Read>
  void details(std::string_view key, std::map<std::string, T>& objects, Read read) {
    dom::element found;
    dom::object members;
    if (!error_.empty() || object_.at_key(key).get(found) != simdjson::SUCCESS) return;
    if (found.get(members) != simdjson::SUCCESS) return fail_at(key, expected("an object", found));
    const dom::object outer = object_;
    path_.push_back({key, 0});
    for (const auto& [name, value] : members) {
      const auto object = objects.find(std::string(name));
      path_.push_back({name, 0});
      if (object != objects.end() && enter(value)) read(object->second);
      path_.pop_back();
    }
    path_.pop_back();
    object_ = outer;
  }
  template <typename T, std::size_t kCount>
  void word(std::string_view key, T& value, const std::array<T, kCount>& choices) {
    std::string text(to_string(value));
    always(key, text);
    for (const T choice : choices) {
      if (text != to_string(choice)) continue;
      value = choice;
      return;
    }
    fail_at(key, "unknown kind \"" + printable(text) + '"');
  }

  void get(const dom::element& element, std::string& text) {
    std::string_view found;
    if (element.get(found) != simdjson::SUCCESS) return fail(expected("a string", element));
    text = found;
  }
  void get(const dom::element& element, bool& truth) {
    if (element.get(truth) != simdjson::SUCCESS) fail(expected("true or false", element));
  }
  void get(const dom::element& element, std::int64_t& number) {
    if (element.get(number) != simdjson::SUCCESS) fail(expected("a whole number", element));
  }
  void get(const dom::element& element, std::uint32_t& number) {
    std::int64_t found = 0;
    get(element, found);
    if (found < 0 || found > UINT32_MAX) return fail("expected a number from 0 to 4294967295");
    number = static_cast<std::uint32_t>(found);
  }
  void get(const dom::element& element, Type& type) {
    std::string spelling;
    get(element, spelling);
    type = parse_type(spelling);
  }
  void get(const dom::element& element, QualifiedName& name) {
    const dom::object outer = object_;
    if (enter(element)) members(name);
    object_ = outer;
  }
  template <typename T>
  void get(const dom::element& element, std::optional<T>& value) {
    if (element.is_null())
      value.reset();
    else
      get(element, value.emplace());
  }
  template <typename T>
  void get(const dom::element& element, Known<T>& value) {
    dom::element reason;
    if (element.is_object() && element.at_key("unresolved").get(reason) == simdjson::SUCCESS) {
      std::string text;
      path_.push_back({"unresolved", 0});
      get(reason, text);
      path_.pop_back();
      value = Known<T>::unresolved(std::move(text));
    } else {
      get(element, value.value());
    }
  }
  template <typename T>
  void get(const dom::element& element, std::vector<T>& list) {
    dom::array items;
    if (element.get(items) != simdjson::SUCCESS) return fail(expected("a list", element));
    list.clear();
    path_.push_back({{}, 0});
    for (const dom::element item : items) {
      get(item, list.emplace_back());
      ++path_.back().index;
      if (!error_.empty()) break;
    }
    path_.pop_back();
  }
  template <typename T>
  void get(const dom::element& element, std::map<std::string, T>& objects) {
    dom::object members;
    if (element.get(members) != simdjson::SUCCESS) return fail(expected("an object", element));
    for (const auto& [key, value] : members) {
      path_.push_back({key, 0});
      const auto [place, is_new] = objects.try_emplace(std::string(key));
      if (!is_new) fail("stands here twice");
      T& object = place->second;
      if constexpr (requires { object.name; }) object.name = place->first;
      get(value, object);
      path_.pop_back();
      if (!error_.empty()) return;
    }
  }
  template <typename T>
  void get(const dom::element& element, T& object) {
    const dom::object outer = object_;
    if (enter(element)) describe(*this, object);
    object_ = outer;
  }

  void members(QualifiedName& table) {
    always("schema", table.schema);
    always("table", table.name);
  }

  dom::object object_;
  std::vector<Step> path_;
  std::string error_;
};

// "line 3, column 7: …" of the first thing that is not JSON; empty when RapidJSON has no complaint.
std::string syntax_error(std::string_view json) {
  rapidjson::MemoryStream stream(json.data(), json.size());
  rapidjson::BaseReaderHandler<> nobody;
  rapidjson::Reader reader;
  reader.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag>(stream, nobody);
  if (!reader.HasParseError()) return {};
  const SourceSpan place = Document("", std::string(json)).span(reader.GetErrorOffset(), reader.GetErrorOffset());
  return "line " + std::to_string(place.line) + ", column " + std::to_string(place.column) + ": " +
         rapidjson::GetParseError_En(reader.GetParseErrorCode());
}

}  // namespace
}  // namespace snapshot

Result<Schema> read_snapshot(std::string_view json, const std::string& name) {
  const auto failure = [&](const std::string& problem) {
    return Error{ErrorKind::kFiles, name + ": not a snapshot that can be read: " + problem,
                 "a snapshot is what `schema-inspector introspect --format json` writes"};
  };
  if (json.starts_with("\xEF\xBB\xBF")) json.remove_prefix(3);
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  const simdjson::error_code code = parser.parse(simdjson::padded_string(json)).get(root);
  if (code != simdjson::SUCCESS) {
    const std::string place = snapshot::syntax_error(json);
    return failure(place.empty() ? simdjson::error_message(code) : place);
  }

  Schema schema;
  snapshot::Reader reader;
  reader.document(root, schema);
  if (!reader.error().empty()) return failure(reader.error());
  schema.source.kind = SourceKind::kSnapshot;
  schema.source.name = name;
  return schema;
}

}  // namespace si
