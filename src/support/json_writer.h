// A streaming JSON writer (RFC 8259), indented by two spaces; keys stand in the order they are written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace si {

// Text that is not valid UTF-8 is written with U+FFFD in place of each invalid byte. `compact` puts no white space in.
class JsonWriter {
 public:
  explicit JsonWriter(bool compact = false);
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;
  ~JsonWriter();

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);
  JsonWriter& string(std::string_view text);
  JsonWriter& integer(std::int64_t number);
  JsonWriter& number(double value);
  JsonWriter& boolean(bool truth);
  JsonWriter& null();

  // A key with its value in one call.
  JsonWriter& member(std::string_view name, std::string_view text) { return key(name).string(text); }
  JsonWriter& member(std::string_view name, const char* text) { return key(name).string(text); }
  JsonWriter& member(std::string_view name, const std::string& text) { return key(name).string(text); }
  JsonWriter& member(std::string_view name, bool truth) { return key(name).boolean(truth); }
  JsonWriter& member(std::string_view name, int number) { return key(name).integer(number); }
  JsonWriter& member(std::string_view name, std::int64_t number) { return key(name).integer(number); }
  JsonWriter& member(std::string_view name, std::size_t number) {
    return key(name).integer(static_cast<std::int64_t>(number));
  }
  JsonWriter& member(std::string_view name, const std::optional<std::string>& text) {
    key(name);
    return text ? string(*text) : null();
  }
  JsonWriter& member(std::string_view name, const std::vector<std::string>& texts);

  // The document so far, with a line end when not compact.
  std::string take();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace si
