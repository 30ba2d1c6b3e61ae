#include "sources/sqlalchemy/prefilter.h"

#include <algorithm>
#include <bitset>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <span>

#include "support/word_chars.h"

namespace si::sqlalchemy {
namespace {

// Words that say by themselves that something is declared here.
constexpr std::string_view kDeclares[] = {
    "mapped_column", "__tablename__",    "Mapped[",       "eclarative",     "SQLModel",
    "SQLAlchemy(",   ".Model)",          ".Model,",       "db.Table(",      "db.Column(",
    "__table__ =",   "__table__=",       "automap_base",  "append_column(", "append_constraint(",
    "TypeDecorator", "map_imperatively", "declared_attr", "alembic_utils"};
// Words that others use too: they count where the file also speaks of SQLAlchemy or of metadata.
constexpr std::string_view kMayDeclare[] = {"Column(",
                                            "Column,",
                                            "Column as",
                                            "Table(",
                                            "Table as",
                                            "registry(",
                                            "mapper(",
                                            "Index(",
                                            "table=True",
                                            "UniqueConstraint(",
                                            "CheckConstraint(",
                                            "ForeignKeyConstraint(",
                                            "PrimaryKeyConstraint(",
                                            "ExcludeConstraint(",
                                            "MetaData(",
                                            "relationship(",
                                            "column_property(",
                                            "association_proxy(",
                                            "DDL("};
// What the body of a class has that others may inherit.
constexpr std::string_view kInherited[] = {"Column(",       "_column",  "Mapped[",    "__table",        "relationship(",
                                           "eclarative",    "Field(",   "metadata =", "metadata: ",     "__abstract__",
                                           "declared_attr", "registry", "Column,",    "__mapper_args__"};

std::size_t find(std::string_view text, std::string_view word, std::size_t from = 0) {
  if (from >= text.size()) return std::string_view::npos;
  const void* at = memmem(text.data() + from, text.size() - from, word.data(), word.size());
  return at == nullptr ? std::string_view::npos : static_cast<std::size_t>(static_cast<const char*>(at) - text.data());
}
bool has(std::string_view text, std::string_view word) { return find(text, word) != std::string_view::npos; }

// Finds which of up to 64 words stand in a text, in one pass: most places are told apart by their first four bytes.
class WordSet {
 public:
  // `whole`: from that word on, only where no word character stands before: `Table(` is no part of `PrettyTable(`.
  WordSet(std::initializer_list<std::span<const std::string_view>> lists, std::size_t whole) : whole_(whole) {
    for (const auto& list : lists) words_.insert(words_.end(), list.begin(), list.end());
    for (const std::string_view word : words_) starts_.set(slot(word.data()));
  }

  // A bit for each word, in the order of the lists.
  std::uint64_t in(std::string_view text) const {
    std::uint64_t found = 0;
    if (text.size() < kStart) return found;
    for (std::size_t at = 0; at + kStart <= text.size(); ++at) {
      if (!starts_.test(slot(text.data() + at))) continue;
      for (std::size_t i = 0; i < words_.size(); ++i)
        if (text.substr(at).starts_with(words_[i]) && (i < whole_ || at == 0 || !is_word_char(text[at - 1])))
          found |= std::uint64_t{1} << i;
    }
    return found;
  }

 private:
  static constexpr std::size_t kStart = 4, kSlots = std::size_t{1} << 14;
  static std::size_t slot(const char* at) {
    std::uint32_t start = 0;
    std::memcpy(&start, at, kStart);
    return (start * 2654435761U) >> 18;
  }

  std::vector<std::string_view> words_;
  std::size_t whole_;
  std::bitset<kSlots> starts_;
};

template <std::size_t N>
bool has_any(std::string_view text, const std::string_view (&words)[N]) {
  return std::any_of(std::begin(words), std::end(words), [&](std::string_view word) { return has(text, word); });
}

std::vector<FileLook::ClassLine> class_lines(std::string_view text) {
  std::vector<FileLook::ClassLine> out;
  for (std::size_t at = find(text, "class "); at != std::string_view::npos; at = find(text, "class ", at + 6)) {
    if (at > 0 && is_word_char(text[at - 1])) continue;
    std::size_t i = at + 6;
    while (i < text.size() && text[i] == ' ') ++i;
    const std::size_t begin = i;
    while (i < text.size() && is_word_char(text[i])) ++i;
    if (i == begin || i >= text.size()) continue;
    FileLook::ClassLine line{text.substr(begin, i - begin), {}};
    if (text[i] != '(' && text[i] != '[') {
      if (text[i] == ':') out.push_back(line);
      continue;
    }
    int depth = 0;
    std::size_t word = i;
    for (; i < text.size() && i < begin + 2000; ++i) {
      if (text[i] == '(') ++depth;
      if (text[i] == ')' && --depth == 0) break;
      if (!is_word_char(text[i])) continue;
      word = i;
      while (i < text.size() && is_word_char(text[i])) ++i;
      line.bases.push_back(text.substr(word, i - word));
      --i;
    }
    out.push_back(std::move(line));
  }
  return out;
}

// `from x import A as B` where a class derives from B.
std::vector<FileLook::Alias> base_aliases(std::string_view text, const std::vector<FileLook::ClassLine>& classes) {
  std::vector<FileLook::Alias> out;
  for (std::size_t at = find(text, " as "); at != std::string_view::npos; at = find(text, " as ", at + 4)) {
    std::size_t end = at + 4, begin = at;
    while (end < text.size() && is_word_char(text[end])) ++end;
    while (begin > 0 && is_word_char(text[begin - 1])) --begin;
    const std::string_view name = text.substr(at + 4, end - at - 4);
    if (std::any_of(classes.begin(), classes.end(), [&](const FileLook::ClassLine& line) {
          return std::find(line.bases.begin(), line.bases.end(), name) != line.bases.end();
        }))
      out.push_back({text.substr(begin, at - begin), name});
  }
  return out;
}

using Names = std::unordered_set<std::string_view>;

// The functions of a file that make tables or add to them: what stands before each word of it.
void add_makers(std::string_view text, Names& out) {
  static constexpr std::string_view kMakes[] = {"Table(", "append_column(", "append_constraint("};
  for (const std::string_view word : kMakes) {
    for (std::size_t at = find(text, word); at != std::string_view::npos; at = find(text, word, at + word.size())) {
      const std::size_t def = text.rfind("def ", at);
      if (def == std::string_view::npos) continue;
      std::size_t end = def + 4;
      while (end < text.size() && is_word_char(text[end])) ++end;
      const std::string_view name = text.substr(def + 4, end - def - 4);
      if (!name.empty() && end < text.size() && text[end] == '(' && !name.starts_with("__")) out.insert(name);
    }
  }
}

struct Line {
  std::size_t begin = 0, indent = 0;
};

// The nearest line above that stands further left; npos: none.
Line line_above(std::string_view text, const Line& line) {
  Line above{line.begin, line.indent};
  while (above.begin > 0) {
    const std::size_t end = above.begin - 1;
    above.begin = end == 0 ? 0 : text.rfind('\n', end - 1) + 1;  // npos + 1: the beginning
    const std::size_t first = text.find_first_not_of(' ', above.begin);
    if (first >= end || text[first] == '#' || text[first] == ')') continue;
    above.indent = first - above.begin;
    if (above.indent < line.indent) return above;
  }
  return {std::string_view::npos, 0};
}

std::string_view name_behind(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_word_char(text[end])) ++end;
  return text.substr(at, end - at);
}

// The function whose body a place is in, or, where that is a method, its class.
void add_maker_around(std::string_view text, std::size_t at, Names& functions, Names& classes) {
  const std::size_t begin = text.rfind('\n', at) + 1;
  Line line{begin, std::min(text.find_first_not_of(' ', begin), at) - begin};
  std::string_view function;
  while ((line = line_above(text, line)).begin != std::string_view::npos) {
    const std::string_view code = text.substr(line.begin + line.indent);
    if (code.starts_with("def ")) {
      function = name_behind(code, 4);
    } else if (code.starts_with("class ") && !function.empty()) {
      classes.insert(name_behind(code, 6));
      return;
    }
  }
  if (!function.empty()) functions.insert(function);
}

// type("Name", (Base,), {…}): a call of three arguments.
bool is_making_call(std::string_view text, std::size_t open) {
  int depth = 0, commas = 0;
  for (std::size_t i = open; i < text.size() && i < open + 2000; ++i) {
    const char c = text[i];
    if (c == '(' || c == '[' || c == '{') ++depth;
    if ((c == ')' || c == ']' || c == '}') && --depth == 0) return commas >= 2;
    if (c == ',' && depth == 1) ++commas;
  }
  return false;
}

// The functions and classes of a file that make classes.
void add_class_makers(std::string_view text, Names& functions, Names& classes) {
  for (std::size_t at = find(text, " class "); at != std::string_view::npos; at = find(text, " class ", at + 7)) {
    const std::size_t begin = text.rfind('\n', at) + 1;
    if (text.find_first_not_of(' ', begin) == at + 1) add_maker_around(text, at + 1, functions, classes);
  }
  for (std::size_t at = find(text, "type("); at != std::string_view::npos; at = find(text, "type(", at + 5))
    if (at > 0 && !is_word_char(text[at - 1]) && text[at - 1] != '.' && is_making_call(text, at + 4))
      add_maker_around(text, at, functions, classes);
}

// Whether a file calls one of these functions on a line at its margin.
bool calls_one_of(const Names& makers, std::string_view text) {
  if (makers.empty()) return false;
  for (std::size_t at = 0; at < text.size(); at = std::min(text.find('\n', at), text.size() - 1) + 1) {
    if (!is_word_char(text[at])) continue;
    const std::string_view line = text.substr(at, text.find('\n', at) - at);
    for (std::size_t open = line.find('('); open != std::string_view::npos; open = line.find('(', open + 1)) {
      std::size_t begin = open;
      while (begin > 0 && is_word_char(line[begin - 1])) --begin;
      if (begin < open && makers.count(line.substr(begin, open - begin)) != 0) return true;
    }
  }
  return false;
}

// Whether a line of it is `Name.attribute = …` or `setattr(Name, …` for a class of that name. What sets it need not
// speak of SQLAlchemy at all.
bool sets_attribute(const Names& classes, std::string_view text) {
  for (std::size_t at = find(text, " = "); at != std::string_view::npos; at = find(text, " = ", at + 3)) {
    std::size_t begin = at;
    while (begin > 0 && (is_word_char(text[begin - 1]) || text[begin - 1] == '.')) --begin;
    const std::string_view target = text.substr(begin, at - begin);
    const std::size_t dot = target.rfind('.');
    if (dot == std::string_view::npos) continue;
    const std::string_view owner = target.substr(0, dot);
    if (classes.count(owner.substr(owner.rfind('.') + 1)) != 0) return true;
  }
  for (std::size_t at = find(text, "setattr("); at != std::string_view::npos; at = find(text, "setattr(", at + 8)) {
    std::size_t end = at + 8;
    while (end < text.size() && is_word_char(text[end])) ++end;
    if (classes.count(text.substr(at + 8, end - at - 8)) != 0) return true;
  }
  return false;
}

}  // namespace

FileLook look_at(std::string_view text) {
  static constexpr std::string_view kAsks[] = {"qlalchemy", "sqlmodel", "QLAlchemy"};
  static constexpr std::string_view kSpeaks[] = {"etadata"};
  constexpr std::size_t kWhole = std::size(kAsks) + std::size(kSpeaks) + std::size(kDeclares);
  static const WordSet words({kAsks, kSpeaks, kDeclares, kMayDeclare}, kWhole);
  static_assert(kWhole + std::size(kMayDeclare) <= 64);
  const std::uint64_t found = words.in(text);
  const auto any = [&](std::size_t from, std::size_t to) {
    return (found >> from & ((std::uint64_t{1} << (to - from)) - 1)) != 0;
  };
  constexpr std::size_t kSpeaksEnd = std::size(kAsks) + std::size(kSpeaks);
  FileLook look;
  look.asks = any(0, std::size(kAsks));
  look.declares = any(kSpeaksEnd, kWhole) || (any(0, kSpeaksEnd) && any(kWhole, kWhole + std::size(kMayDeclare)));
  look.classes = class_lines(text);
  if (!look.classes.empty()) look.aliases = base_aliases(text, look.classes);
  if (!look.declares) return look;
  for (std::size_t i = 0; i < look.classes.size(); ++i) {
    const char* begin = look.classes[i].name.data();
    const char* end = i + 1 < look.classes.size() ? look.classes[i + 1].name.data() : text.data() + text.size();
    look.classes[i].is_material = has_any({begin, static_cast<std::size_t>(end - begin)}, kInherited);
  }
  return look;
}

std::vector<bool> may_hold_models(const std::vector<std::string>& contents, const std::vector<FileLook>& looks) {
  std::vector<bool> chosen(contents.size(), false);
  Names names;                 // of classes that have something of a table to pass on
  Names makers, class_makers;  // functions; classes whose methods make classes
  for (std::size_t i = 0; i < contents.size(); ++i) {
    if (!looks[i].declares) continue;
    chosen[i] = true;
    add_makers(contents[i], makers);
    add_class_makers(contents[i], makers, class_makers);
    for (const FileLook::ClassLine& line : looks[i].classes)
      if (line.is_material) names.insert(line.name);
  }
  const auto derives = [&](const FileLook& look, const FileLook::ClassLine& line) {
    return std::any_of(line.bases.begin(), line.bases.end(), [&](std::string_view base) {
      return names.count(base) != 0 || std::any_of(look.aliases.begin(), look.aliases.end(), [&](const auto& alias) {
               return alias.name == base && names.count(alias.of) != 0;
             });
    });
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < contents.size(); ++i) {
      for (const FileLook::ClassLine& line : looks[i].classes) {
        if (names.count(line.name) != 0 && chosen[i]) continue;
        if (!derives(looks[i], line)) continue;
        chosen[i] = true;
        changed |= names.insert(line.name).second;
      }
    }
  }
  for (std::size_t i = 0; i < contents.size(); ++i)
    if (!chosen[i] && ((looks[i].asks && calls_one_of(makers, contents[i])) ||
                       calls_one_of(class_makers, contents[i]) || sets_attribute(names, contents[i])))
      chosen[i] = true;
  return chosen;
}

}  // namespace si::sqlalchemy
