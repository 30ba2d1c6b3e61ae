#include "support/json_writer.h"

#include <array>
#include <charconv>
#include <utility>

#include "support/strings.h"

namespace si {
namespace {

// What a byte of a string asks for: nothing, an escape, or a look at the whole string's encoding.
enum class Byte : unsigned char { kPlain, kEscaped, kNotAscii };

constexpr std::array<Byte, 256> classify() {
  std::array<Byte, 256> kinds = {};
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (i < 0x20 || i == '"' || i == '\\') kinds[i] = Byte::kEscaped;
    if (i >= 0x80) kinds[i] = Byte::kNotAscii;
  }
  return kinds;
}
constexpr std::array<Byte, 256> kBytes = classify();

void append_escape(std::string& out, char c) {
  constexpr std::string_view kShort = "\"\\bfnrt", kMeant = "\"\\\b\f\n\r\t";
  out += '\\';
  if (const std::size_t at = kMeant.find(c); at != std::string_view::npos) {
    out += kShort[at];
    return;
  }
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  out += "u00";
  out += kDigits[static_cast<unsigned char>(c) >> 4];
  out += kDigits[static_cast<unsigned char>(c) & 15];
}

// Enough to be worth a system call, little enough to stay in the processor's cache.
constexpr std::size_t kChunk = std::size_t{1} << 17;

}  // namespace

JsonWriter::JsonWriter(bool compact, Sink sink) : compact_(compact), sink_(std::move(sink)) {
  if (sink_) buffer_.reserve(kChunk + kChunk / 8);
}

// What stands between the last value and the next: a comma, and when indented a new line.
void JsonWriter::separate() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (filled_.empty()) return;
  if (filled_.back()) buffer_ += ',';
  filled_.back() = true;
  if (!compact_) new_line();
}

void JsonWriter::new_line() {
  buffer_ += '\n';
  buffer_.append(2 * filled_.size(), ' ');
}

JsonWriter& JsonWriter::begin(char bracket) {
  separate();
  buffer_ += bracket;
  filled_.push_back(false);
  return *this;
}

JsonWriter& JsonWriter::end(char bracket) {
  const bool filled = filled_.back();
  filled_.pop_back();
  if (filled && !compact_) new_line();
  buffer_ += bracket;
  if (sink_ && buffer_.size() >= kChunk) flush();
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  string(name);
  buffer_ += compact_ ? ":" : ": ";
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::string(std::string_view text) {
  separate();
  buffer_ += '"';
  append(text);
  buffer_ += '"';
  return *this;
}

void JsonWriter::append(std::string_view text) {
  std::size_t plain = 0;  // where the run begins that needs no change
  bool checked = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const Byte kind = kBytes[static_cast<unsigned char>(text[i])];
    if (kind == Byte::kPlain || (kind == Byte::kNotAscii && checked)) continue;
    if (kind == Byte::kNotAscii) {
      if (!is_valid_utf8(text.substr(i))) {
        buffer_.append(text, plain, i - plain);
        return append(to_valid_utf8(text.substr(i)));
      }
      checked = true;
      continue;
    }
    buffer_.append(text, plain, i - plain);
    append_escape(buffer_, text[i]);
    plain = i + 1;
  }
  buffer_.append(text, plain);
}

JsonWriter& JsonWriter::word(std::string_view text) {
  separate();
  buffer_ += text;
  return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t number) {
  char digits[24];
  return word({digits, static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, number).ptr - digits)});
}

JsonWriter& JsonWriter::number(double value) {
  char digits[32];
  return word({digits, static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, value).ptr - digits)});
}

JsonWriter& JsonWriter::member(std::string_view name, const std::vector<std::string>& texts) {
  key(name).begin_array();
  for (const std::string& text : texts) string(text);
  return end_array();
}

void JsonWriter::flush() {
  sink_(buffer_);
  buffer_.clear();
}

std::string JsonWriter::take() {
  if (!compact_) buffer_ += '\n';
  if (sink_) flush();
  return std::exchange(buffer_, {});
}

}  // namespace si
