// A streaming JSON writer (RFC 8259), indented by two spaces; keys stand in the order they are written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace si {

// Text that is not valid UTF-8 is written with U+FFFD in place of each invalid byte. `compact` puts no white space in.
// With a sink the text goes there in pieces as it is made, so that a document may be larger than what memory holds.
class JsonWriter {
 public:
  using Sink = std::function<void(std::string_view piece)>;
  explicit JsonWriter(bool compact = false, Sink sink = {});

  JsonWriter& begin_object() { return begin('{'); }
  JsonWriter& end_object() { return end('}'); }
  JsonWriter& begin_array() { return begin('['); }
  JsonWriter& end_array() { return end(']'); }
  JsonWriter& key(std::string_view name);
  JsonWriter& string(std::string_view text);
  JsonWriter& integer(std::int64_t number);
  JsonWriter& number(double value);  // finite
  JsonWriter& boolean(bool truth) { return word(truth ? "true" : "false"); }
  JsonWriter& null() { return word("null"); }

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

  // Ends the document, with a line end when not compact: all of it, or nothing where a sink has it.
  std::string take();

 private:
  JsonWriter& begin(char bracket);
  JsonWriter& end(char bracket);
  JsonWriter& word(std::string_view text);
  void separate();
  void new_line();
  void append(std::string_view text);
  void flush();

  bool compact_;
  bool after_key_ = false;
  Sink sink_;
  std::string buffer_;
  std::vector<bool> filled_;  // of each object and array around the next value: whether it holds one already
};

}  // namespace si
