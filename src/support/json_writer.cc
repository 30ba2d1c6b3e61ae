#include "support/json_writer.h"

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include "support/strings.h"

namespace si {

using Buffer = rapidjson::StringBuffer;

struct JsonWriter::State {
  explicit State(bool is_compact) : compact(is_compact), pretty(buffer), dense(buffer) { pretty.SetIndent(' ', 2); }

  template <typename Action>
  void apply(Action action) {
    if (compact)
      action(dense);
    else
      action(pretty);
  }

  bool compact;
  Buffer buffer;
  rapidjson::PrettyWriter<Buffer> pretty;
  rapidjson::Writer<Buffer> dense;
};

JsonWriter::JsonWriter(bool compact) : state_(std::make_unique<State>(compact)) {}
JsonWriter::~JsonWriter() = default;

JsonWriter& JsonWriter::begin_object() {
  state_->apply([](auto& w) { w.StartObject(); });
  return *this;
}
JsonWriter& JsonWriter::end_object() {
  state_->apply([](auto& w) { w.EndObject(); });
  return *this;
}
JsonWriter& JsonWriter::begin_array() {
  state_->apply([](auto& w) { w.StartArray(); });
  return *this;
}
JsonWriter& JsonWriter::end_array() {
  state_->apply([](auto& w) { w.EndArray(); });
  return *this;
}
JsonWriter& JsonWriter::key(std::string_view name) { return string(name); }
JsonWriter& JsonWriter::string(std::string_view text) {
  const std::string repaired = is_valid_utf8(text) ? std::string() : to_valid_utf8(text);
  if (!repaired.empty()) text = repaired;
  state_->apply([&](auto& w) { w.String(text.data(), static_cast<rapidjson::SizeType>(text.size())); });
  return *this;
}
JsonWriter& JsonWriter::integer(std::int64_t number) {
  state_->apply([&](auto& w) { w.Int64(number); });
  return *this;
}
JsonWriter& JsonWriter::number(double value) {
  state_->apply([&](auto& w) { w.Double(value); });
  return *this;
}
JsonWriter& JsonWriter::boolean(bool truth) {
  state_->apply([&](auto& w) { w.Bool(truth); });
  return *this;
}
JsonWriter& JsonWriter::null() {
  state_->apply([](auto& w) { w.Null(); });
  return *this;
}
JsonWriter& JsonWriter::member(std::string_view name, const std::vector<std::string>& texts) {
  key(name).begin_array();
  for (const std::string& text : texts) string(text);
  return end_array();
}

std::string JsonWriter::take() {
  std::string out(state_->buffer.GetString(), state_->buffer.GetSize());
  if (!state_->compact) out += '\n';
  return out;
}

}  // namespace si
