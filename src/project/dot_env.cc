#include "project/dot_env.h"

#include "support/strings.h"

namespace si {
namespace {

using Values = std::map<std::string, std::string>;

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// Walks over the text once; `at` stands on the next character to read.
class Reader {
 public:
  Reader(std::string_view text, const Values& environment) : text_(text), environment_(environment) {}

  Values read() {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    while (at_ < text_.size()) {
      read_assignment();
      while (at_ < text_.size() && text_[at_] != '\n') ++at_;
      ++at_;
    }
    return std::move(values_);
  }

 private:
  bool more() const { return at_ < text_.size(); }
  void skip_blanks() {
    while (more() && (is_blank(text_[at_]) || text_[at_] == '\r')) ++at_;
  }

  std::string word() {
    const std::size_t begin = at_;
    while (more() && !is_space(text_[at_]) && text_[at_] != '=' && text_[at_] != '#') ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  void read_assignment() {
    skip_blanks();
    std::string name = word();
    skip_blanks();
    if (name == "export" && more() && text_[at_] != '=') {
      name = word();
      skip_blanks();
    }
    if (name.empty() || !more() || text_[at_] != '=') return;
    ++at_;
    skip_blanks();
    if (more() && (text_[at_] == '\'' || text_[at_] == '"')) {
      const char quote = text_[at_];
      const std::string value = quoted(quote);
      values_[name] = quote == '"' ? expand(value) : value;
    } else {
      values_[name] = expand(plain());
    }
  }

  std::string quoted(char quote) {
    std::string out;
    for (++at_; more() && text_[at_] != quote; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size())
        out += escape(quote, text_[++at_]);
      else
        out += text_[at_];
    }
    if (more()) ++at_;
    return out;
  }

  static std::string escape(char quote, char c) {
    if (c == quote || c == '\\') return std::string(1, c);
    if (quote == '"' && c == 'n') return "\n";
    if (quote == '"' && c == 't') return "\t";
    if (quote == '"' && c == 'r') return "\r";
    return {'\\', c};
  }

  // Up to the end of the line or to a `#` after a blank.
  std::string plain() {
    const std::size_t begin = at_;
    while (more() && text_[at_] != '\n' && !(text_[at_] == '#' && (at_ == begin || is_blank(text_[at_ - 1])))) ++at_;
    return std::string(trim(text_.substr(begin, at_ - begin)));
  }

  // ${NAME} and ${NAME:-otherwise}.
  std::string expand(const std::string& value) const {
    std::string out;
    for (std::size_t i = 0; i < value.size();) {
      const std::size_t end = value.compare(i, 2, "${") == 0 ? value.find('}', i) : std::string::npos;
      if (end == std::string::npos) {
        out += value[i++];
        continue;
      }
      const std::string inside = value.substr(i + 2, end - i - 2);
      const std::size_t otherwise = inside.find(":-");
      out += look_up(inside.substr(0, otherwise), otherwise == std::string::npos ? "" : inside.substr(otherwise + 2));
      i = end + 1;
    }
    return out;
  }

  std::string look_up(const std::string& name, const std::string& otherwise) const {
    for (const Values* values : {&values_, &environment_}) {
      const auto found = values->find(name);
      if (found != values->end()) return found->second;
    }
    return otherwise;
  }

  std::string_view text_;
  const Values& environment_;
  std::size_t at_ = 0;
  Values values_;
};

}  // namespace

std::map<std::string, std::string> parse_dot_env(std::string_view text, const Values& environment) {
  return Reader(text, environment).read();
}

}  // namespace si
