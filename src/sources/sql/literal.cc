#include "sources/sql/literal.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <utility>

#include "model/names.h"
#include "support/strings.h"

namespace si {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Digits from `at` on; moves `at` past them.
std::string_view take_digits(std::string_view text, std::size_t& at) {
  const std::size_t begin = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  return text.substr(begin, at - begin);
}

constexpr std::size_t kMaxDigits = 200;

void write_json(const simdjson::dom::element& element, std::string& out, int depth) {
  if (element.is_object()) {
    std::map<std::string, simdjson::dom::element, std::less<>> members;
    for (const auto member : simdjson::dom::object(element))
      members.insert_or_assign(std::string(member.key), member.value);
    out += '{';
    for (const auto& [key, value] : members) {
      if (out.back() != '{') out += ',';
      out += quote_literal(key) + ':';
      write_json(value, out, depth + 1);
    }
    out += '}';
  } else if (element.is_array()) {
    out += '[';
    for (const simdjson::dom::element item : simdjson::dom::array(element)) {
      if (out.back() != '[') out += ',';
      write_json(item, out, depth + 1);
    }
    out += ']';
  } else {
    out += simdjson::minify(element);
  }
}

struct Unit {
  std::string_view name;  // singular; a plural "s" is taken off before
  double months, days, seconds;
};
constexpr Unit kUnits[] = {
    {"microsecond", 0, 0, 1e-6},
    {"us", 0, 0, 1e-6},
    {"usec", 0, 0, 1e-6},
    {"millisecond", 0, 0, 1e-3},
    {"ms", 0, 0, 1e-3},
    {"msec", 0, 0, 1e-3},
    {"second", 0, 0, 1},
    {"sec", 0, 0, 1},
    {"minute", 0, 0, 60},
    {"min", 0, 0, 60},
    {"hour", 0, 0, 3600},
    {"hr", 0, 0, 3600},
    {"h", 0, 0, 3600},
    {"day", 0, 1, 0},
    {"d", 0, 1, 0},
    {"week", 0, 7, 0},
    {"w", 0, 7, 0},
    {"month", 1, 0, 0},
    {"mon", 1, 0, 0},
    {"year", 12, 0, 0},
    {"yr", 12, 0, 0},
    {"y", 12, 0, 0},
    {"decade", 120, 0, 0},
    {"century", 1200, 0, 0},
    {"centurie", 1200, 0, 0},
};

const Unit* find_unit(std::string word) {
  for (int attempt = 0; attempt < 2; ++attempt) {
    for (const Unit& unit : kUnits)
      if (unit.name == word && unit.months + unit.days + unit.seconds > 0) return &unit;
    if (!word.ends_with('s')) return nullptr;
    word.pop_back();
  }
  return nullptr;
}

// "[-]h:mm[:ss[.fraction]]" as seconds.
std::optional<double> read_clock(std::string_view word) {
  const double sign = word.starts_with('-') ? -1 : 1;
  if (word.starts_with('-') || word.starts_with('+')) word.remove_prefix(1);
  const std::vector<std::string> parts = split(word, ':');
  if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
  double seconds = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].empty() || !is_digit(parts[i][0])) return std::nullopt;
    char* end = nullptr;
    const double part = std::strtod(parts[i].c_str(), &end);
    if (*end != '\0' || (i < 2 && parts[i].find('.') != std::string::npos)) return std::nullopt;
    seconds += part * (i == 0 ? 3600 : i == 1 ? 60 : 1);
  }
  return sign * seconds;
}

}  // namespace

std::optional<std::string> normal_number(std::string_view text) {
  text = trim(text);
  std::size_t at = 0;
  bool negative = false;
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) negative = text[at++] == '-';
  std::string whole(take_digits(text, at));
  std::string fraction;
  if (at < text.size() && text[at] == '.') fraction = take_digits(text, ++at);
  if (whole.empty() && fraction.empty()) return std::nullopt;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    const std::size_t begin = ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    const std::string_view digits = take_digits(text, at);
    if (digits.empty() || digits.size() > 3) return std::nullopt;
    for (int exponent = std::atoi(std::string(text.substr(begin)).c_str()); exponent != 0;
         exponent += exponent > 0 ? -1 : 1) {
      if (exponent > 0) {
        whole += fraction.empty() ? '0' : fraction[0];
        if (!fraction.empty()) fraction.erase(0, 1);
      } else {
        fraction.insert(0, 1, whole.empty() ? '0' : whole.back());
        if (!whole.empty()) whole.pop_back();
      }
    }
  }
  if (at != text.size() || whole.size() + fraction.size() > kMaxDigits) return std::nullopt;
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
  fraction.erase(fraction.find_last_not_of('0') + 1);
  if (whole.empty()) whole = "0";
  if (!fraction.empty()) whole += '.' + fraction;
  return negative && whole != "0" ? '-' + whole : whole;
}

std::optional<bool> read_boolean(std::string_view text) {
  const std::string word = to_lower_ascii(trim(text));
  if (word.empty()) return std::nullopt;
  for (const std::string_view full : {"true", "yes", "on", "1"})
    if (full.starts_with(word) && word != "o") return true;
  for (const std::string_view full : {"false", "no", "off", "0"})
    if (full.starts_with(word) && word != "o") return false;
  return std::nullopt;
}

std::optional<std::string> normal_json(std::string_view text) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (parser.parse(text).get(root) != simdjson::SUCCESS) return std::nullopt;
  std::string out;
  write_json(root, out, 0);
  return out;
}

std::optional<std::string> normal_interval(std::string_view text) {
  double months = 0, days = 0, seconds = 0;
  bool any = false;
  std::string spaced;  // "1day" as "1 day"
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i > 0 && is_digit(text[i - 1]) && ((text[i] | 32) >= 'a' && (text[i] | 32) <= 'z')) spaced += ' ';
    spaced += is_space(text[i]) ? ' ' : text[i];
  }
  std::vector<std::string> words;
  for (const std::string& word : split(to_lower_ascii(spaced), ' '))
    if (!word.empty() && word != "@" && word != "and") words.push_back(word);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].find(':') != std::string::npos) {
      const std::optional<double> clock = read_clock(words[i]);
      if (!clock) return std::nullopt;
      seconds += *clock;
    } else {
      const std::optional<std::string> number = normal_number(words[i]);
      if (!number || number->size() > 15) return std::nullopt;
      const double value = std::atof(number->c_str());
      const Unit* unit = i + 1 < words.size() ? find_unit(words[i + 1]) : find_unit("second");
      // A fraction of a month or day spills into smaller units by rules of its own.
      if (unit == nullptr || (unit->seconds == 0 && value != std::floor(value))) return std::nullopt;
      if (i + 1 < words.size()) ++i;
      months += value * unit->months;
      days += value * unit->days;
      seconds += value * unit->seconds;
    }
    any = true;
  }
  if (!any || std::abs(months) + std::abs(days) > 1e9 || std::abs(seconds) > 1e12) return std::nullopt;
  return std::to_string(std::llround(months)) + " mons " + std::to_string(std::llround(days)) + " days " +
         std::to_string(std::llround(seconds * 1e6)) + " us";
}

std::optional<std::string> normal_timestamp(std::string_view text) {
  text = trim(text);
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  for (const std::size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U})
    if (!is_digit(text[i])) return std::nullopt;
  std::string date(text.substr(0, 10));
  if (text.size() == 10) return date;
  if (text[10] != ' ' && text[10] != 'T' && text[10] != 't') return std::nullopt;
  std::string_view clock = text.substr(11);
  std::string zone;
  if (const std::size_t at = clock.find_first_of("+-zZ"); at != std::string_view::npos) {
    zone = to_lower_ascii(trim(clock.substr(at)));
    clock = trim(clock.substr(0, at));
  }
  for (const std::string_view utc : {"z", "+00", "+00:00", "-00", "+0000"})
    if (zone == utc) zone = "+00";
  const std::optional<double> seconds = read_clock(clock);
  if (!seconds) return std::nullopt;
  if (*seconds != 0) date += " " + std::to_string(std::llround(*seconds * 1e6)) + "us";
  // Without a zone the session's counts: the servers and containers that write UTC are the ones to hold equal.
  return zone == "+00" ? date : date + zone;
}

std::optional<std::string> normal_time(std::string_view text) {
  const std::string word(trim(text));
  if (word.empty() || !is_digit(word[0])) return std::nullopt;
  const std::optional<double> seconds = read_clock(word);
  if (!seconds || *seconds > 24 * 3600) return std::nullopt;
  const long long us = std::llround(*seconds * 1e6), whole = us / 1'000'000;
  const auto two = [](long long n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  std::string out = two(whole / 3600) + ':' + two(whole / 60 % 60) + ':' + two(whole % 60);
  return us % 1'000'000 == 0 ? out : out + '.' + std::to_string(us % 1'000'000);
}

std::optional<std::vector<ArrayElement>> read_array(std::string_view text) {
  text = trim(text);
  if (text.size() < 2 || text.front() != '{' || text.back() != '}') return std::nullopt;
  text = text.substr(1, text.size() - 2);
  std::vector<ArrayElement> elements;
  if (trim(text).empty()) return elements;
  std::size_t at = 0;
  for (;;) {
    while (at < text.size() && is_space(text[at])) ++at;
    ArrayElement element;
    if (at < text.size() && text[at] == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\' && at + 1 < text.size()) ++at;
        element.text += text[at];
      }
      if (at++ >= text.size()) return std::nullopt;
      while (at < text.size() && is_space(text[at])) ++at;
    } else {
      for (; at < text.size() && text[at] != ','; ++at) {
        if (text[at] == '{' || text[at] == '}' || text[at] == '"') return std::nullopt;
        if (text[at] == '\\' && at + 1 < text.size()) ++at;
        element.text += text[at];
      }
      element.text = trim(element.text);
      if (element.text.empty()) return std::nullopt;
      element.is_null = to_lower_ascii(element.text) == "null";
    }
    elements.push_back(std::move(element));
    if (at >= text.size()) return elements;
    if (text[at++] != ',') return std::nullopt;
  }
}

}  // namespace si
