#include <cstdint>
#include <type_traits>
#include <utility>

#include "model/index_definition.h"
#include "model/snapshot.h"
#include "model/snapshot_fields.h"
#include "support/json_writer.h"

namespace si {
namespace snapshot {
namespace {

template <typename T>
inline constexpr bool kIsOptional = false;
template <typename T>
inline constexpr bool kIsOptional<std::optional<T>> = true;
template <typename T>
inline constexpr bool kIsKnown = false;
template <typename T>
inline constexpr bool kIsKnown<Known<T>> = true;

// True for what `rare` leaves out.
template <typename T>
bool is_default(const T& value) {
  if constexpr (kIsOptional<T>)
    return !value.has_value();
  else if constexpr (kIsKnown<T>)
    return value.known() && is_default(*value);
  else if constexpr (std::is_same_v<T, bool>)
    return !value;
  else
    return value.empty();
}

class Writer {
 public:
  template <typename T>
  using Ref = const T&;
  static constexpr bool kReads = false;

  // `leave_out_empty`: a key without a value is left out rather than null. `with_places`: locations are written.
  Writer(bool leave_out_empty, bool with_places, bool compact, JsonWriter::Sink sink = {})
      : leave_out_empty_(leave_out_empty), with_places_(with_places), json_(compact, std::move(sink)) {}

  void document(const Schema& schema, bool with_source) {
    json_.begin_object().member("format", kFormat);
    if (with_source) source(schema.source);
    describe(*this, schema);
    json_.end_object();
  }
  std::string take() { return json_.take(); }

  template <typename T>
  void always(std::string_view key, const T& value) {
    if (leave_out_empty_ && is_empty(value)) return;
    json_.key(key);
    put(value);
  }
  template <typename T>
  void rare(std::string_view key, const T& value) {
    if (is_default(value)) return;
    json_.key(key);
    put(value);
  }
  void rare(std::string_view key, bool value, bool usual) {
    if (value != usual) json_.member(key, value);
  }
  void rare(std::string_view key, const Known<bool>& value, bool usual) {
    if (!value.known() || *value != usual) always(key, value);
  }

  void location(const Location& place) {
    if (!with_places_ || !place.known()) return;
    json_.key("location").begin_object().member("file", place.file);
    json_.member("line", std::int64_t{place.span.line}).member("column", std::int64_t{place.span.column});
    json_.member("end_line", std::int64_t{place.span.end_line});
    json_.member("end_column", std::int64_t{place.span.end_column}).end_object();
  }

  void identity(const Known<std::optional<Identity>>& identity) {
    if (leave_out_empty_ && is_empty(identity)) return;
    json_.key("identity");
    if (!identity.known()) return unresolved(identity.reason());
    if (!*identity) {
      json_.null();
      return;
    }
    json_.string((*identity)->always ? "always" : "by default");
    if ((*identity)->options == SequenceOptions{}) return;
    json_.key("identity_options").begin_object();
    describe(*this, (*identity)->options);
    json_.end_object();
  }

  void generated(const Known<std::optional<Generated>>& generated) {
    if (leave_out_empty_ && is_empty(generated)) return;
    json_.key("generated");
    if (!generated.known()) return unresolved(generated.reason());
    if (!*generated) {
      json_.null();
      return;
    }
    json_.string((*generated)->expression);
    json_.member("generated_kind", (*generated)->stored ? "stored" : "virtual");
  }

  void references(const ForeignKey& key) {
    json_.key("references");
    if (!key.unresolved.empty()) return unresolved(key.unresolved);
    json_.begin_object();
    if (!key.referenced_table.schema.empty()) json_.member("schema", key.referenced_table.schema);
    json_.member("table", key.referenced_table.name).member("columns", key.referenced_columns).end_object();
  }

  // Of a constraint or index; of an index without one nothing is written.
  template <typename Object>
  void object_name(const Object& object) {
    if (!object.unresolved_name.empty()) {
      json_.key("name");
      unresolved(object.unresolved_name);
    } else if constexpr (std::is_same_v<Object, Index>) {
      rare("name", object.name);
    } else {
      always("name", object.name);
    }
  }

  void index_key(const IndexKey& key) {
    if (!key.column.empty()) return always("column", key.column);
    always("expression", key.expression);
  }
  // The definition needs the table's name, which only the caller knows.
  void indexes(const std::string& table, bool partitioned, const std::vector<Index>& indexes) {
    table_ = {schema_, table};
    partitioned_ = partitioned;
    always("indexes", indexes);
  }
  void index_definition(const Index& index) {
    const std::string definition = si::index_definition(index, table_, partitioned_);
    if (!definition.empty()) json_.member("definition", definition);
  }

  void table_kind(TableKind kind) { json_.member("kind", to_string(kind)); }
  void function_kind(FunctionKind kind) { json_.member("kind", to_string(kind)); }

  void mapped_classes(const std::vector<MappedClass>& classes) {
    if (classes.empty()) return;
    json_.member("class", classes.front().name);
    always("classes", classes);
  }

  void lean_columns(const std::vector<Column>& columns) {
    json_.key("columns").begin_array();
    for (const Column& column : columns) {
      json_.begin_object();
      describe_lean_column(*this, column);
      json_.end_object();
    }
    json_.end_array();
  }

  void owned_by(const Sequence& sequence) {
    if (!sequence.owned_by_table) return;
    json_.key("owned_by").begin_object();
    members(*sequence.owned_by_table);
    json_.member("column", sequence.owned_by_column).end_object();
  }

  void enums(const std::map<std::string, Enum>& enums) {
    json_.key("enums").begin_object();
    for (const auto& [name, item] : enums) always(name, item.labels);
    json_.end_object();
    bool open = false;
    for (const auto& [name, item] : enums) {
      if (item.extension.empty() && !item.comment && !(with_places_ && item.location.known())) continue;
      if (!open) json_.key("enum_details").begin_object();
      open = true;
      json_.key(name).begin_object();
      rare("extension", item.extension);
      rare("comment", item.comment);
      location(item.location);
      json_.end_object();
    }
    if (open) json_.end_object();
  }

  void extensions(const std::map<std::string, Extension>& extensions) {
    json_.key("extensions").begin_object();
    for (const auto& [name, extension] : extensions) json_.member(name, extension.version);
    json_.end_object();
    bool open = false;
    for (const auto& [name, extension] : extensions) {
      if (extension.schema.empty() && !extension.comment) continue;
      if (!open) json_.key("extension_details").begin_object();
      open = true;
      json_.key(name).begin_object();
      rare("schema", extension.schema);
      rare("comment", extension.comment);
      json_.end_object();
    }
    if (open) json_.end_object();
  }

  void unresolved_object(const Unresolved& item) {
    json_.key("object").begin_object();
    if (!item.table.empty()) members(item.table);
    rare("column", item.column);
    json_.end_object();
  }

 private:
  template <typename T>
  static bool is_empty(const T& value) {
    if constexpr (kIsOptional<T> || kIsKnown<T>) return is_default_optional(value);
    return false;
  }
  template <typename T>
  static bool is_default_optional(const std::optional<T>& value) {
    return !value.has_value();
  }
  template <typename T>
  static bool is_default_optional(const Known<T>& value) {
    return value.known() && is_empty(*value);
  }

  void put(const std::string& text) { json_.string(text); }
  void put(bool truth) { json_.boolean(truth); }
  void put(std::int64_t number) { json_.integer(number); }
  void put(const Type& type) { json_.string(to_string(type)); }
  void put(const QualifiedName& name) {
    json_.begin_object();
    members(name);
    json_.end_object();
  }
  template <typename T>
  void put(const std::optional<T>& value) {
    if (value)
      put(*value);
    else
      json_.null();
  }
  template <typename T>
  void put(const Known<T>& value) {
    if (value.known())
      put(*value);
    else
      unresolved(value.reason());
  }
  template <typename T>
  void put(const std::vector<T>& list) {
    json_.begin_array();
    for (const T& item : list) put(item);
    json_.end_array();
  }
  template <typename T>
  void put(const std::map<std::string, T>& objects) {
    json_.begin_object();
    for (const auto& [name, object] : objects) {
      if constexpr (std::is_same_v<T, Namespace>) schema_ = name;
      json_.key(name);
      put(object);
    }
    json_.end_object();
  }
  template <typename T>
  void put(const T& object) {
    json_.begin_object();
    describe(*this, object);
    json_.end_object();
  }

  void members(const QualifiedName& table) {
    if (!table.schema.empty()) json_.member("schema", table.schema);
    json_.member("table", table.name);
  }
  void unresolved(const std::string& reason) { json_.begin_object().member("unresolved", reason).end_object(); }

  void source(const SourceInfo& source) {
    json_.key("source").begin_object();
    json_.member("kind", to_string(source.kind)).member("name", source.name);
    rare("server_version", source.server_version);
    if (source.files != 0) json_.member("files", source.files);
    rare("sqlalchemy_version", source.sqlalchemy_version);
    json_.end_object();
  }

  bool leave_out_empty_;
  bool with_places_;
  JsonWriter json_;
  std::string schema_;
  QualifiedName table_;
  bool partitioned_ = false;
};

}  // namespace
}  // namespace snapshot

std::string write_snapshot(const Schema& schema) {
  snapshot::Writer writer(schema.source.kind == SourceKind::kModels, true, false);
  writer.document(schema, true);
  return writer.take();
}

void write_snapshot(const Schema& schema, JsonWriter::Sink sink) {
  snapshot::Writer writer(schema.source.kind == SourceKind::kModels, true, false, std::move(sink));
  writer.document(schema, true);
  writer.take();
}

std::string schema_fingerprint(const Schema& schema) {
  std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a, 64 bit
  snapshot::Writer writer(false, false, true, [&](std::string_view piece) {
    for (const char c : piece) {
      hash ^= static_cast<unsigned char>(c);
      hash *= 1099511628211ULL;
    }
  });
  writer.document(schema, false);
  writer.take();
  std::string digits(16, '0');
  for (std::size_t i = 16; i-- > 0; hash >>= 4) digits[i] = "0123456789abcdef"[hash & 15];
  return digits;
}

}  // namespace si
