#include "project/path_mentions.h"

#include <algorithm>
#include <filesystem>

#include "support/strings.h"

namespace si {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kExtensions[] = {
    "md",  "mdx",  "mdc",  "rst", "txt", "adoc", "html", "htm", "py",  "pyi", "sql", "sh",  "bash", "json",  "jsonc",
    "yml", "toml", "yaml", "ini", "cfg", "conf", "ps1",  "bat", "csv", "tsv", "xml", "env", "mako", "ipynb", "j2",
};

bool is_path_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.' || c == '/' || c == '\\' || c == '*' || c == '@' || c == '~' || c == '+' ||
         (static_cast<unsigned char>(c) & 0x80) != 0;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view extension_of(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
}

bool has_known_extension(std::string_view path) {
  const std::string extension = to_lower_ascii(extension_of(path));
  return std::find(std::begin(kExtensions), std::end(kExtensions), extension) != std::end(kExtensions);
}

// Backslashes, also doubled ones, as single slashes; without '@' and a leading "./".
std::string normalised(std::string_view raw) {
  if (raw.starts_with('@')) raw.remove_prefix(1);
  std::string out;
  for (const char c : raw) {
    const char plain = c == '\\' ? '/' : c;
    if (plain == '/' && out.ends_with('/')) continue;
    out += plain;
  }
  while (out.starts_with("./")) out.erase(0, 2);
  return out;
}

// Text that is only an example, or the address of something elsewhere.
bool is_foreign(std::string_view raw, std::string_view path) {
  for (const std::string_view placeholder : {"...", "path/to/", "YYYY", "XXX", "xxx", "foo/", "example/path"})
    if (path.find(placeholder) != std::string_view::npos) return true;
  if (raw.find('@', 1) != std::string_view::npos) return true;  // user@host
  if (path.starts_with('~')) return true;
  if (path.starts_with('/') && !raw.starts_with('@') && !raw.starts_with('\\')) return true;
  const std::string_view first = path.substr(0, path.find('/'));
  if (first.size() < path.size())
    for (const std::string_view domain : {".com", ".org", ".io", ".net", ".dev", ".app", ".sh"})
      if (first.ends_with(domain) && first.size() > domain.size()) return true;
  return false;
}

class Finder {
 public:
  Finder(std::string_view text, TextForm form) : text_(text), form_(form) {}

  std::vector<PathMention> run() {
    std::size_t begin = 0;
    while (begin < text_.size()) {
      std::size_t end = text_.find('\n', begin);
      if (end == std::string_view::npos) end = text_.size();
      ++line_;
      if (form_ == TextForm::kMarkdown)
        markdown_line(begin, end);
      else
        words(begin, end, form_ == TextForm::kData ? PathForm::kString : PathForm::kWord);
      begin = end + 1;
    }
    return std::move(out_);
  }

 private:
  void markdown_line(std::size_t begin, std::size_t end) {
    const std::string_view start = trim(text_.substr(begin, end - begin));
    if (start.starts_with("```") || start.starts_with("~~~")) {
      fenced_ = !fenced_;
      return;
    }
    if (fenced_) return words(begin, end, PathForm::kWord);
    std::size_t plain = begin;
    for (std::size_t at = begin; at < end;) {
      if (text_[at] == '`') {
        words(plain, at, PathForm::kWord);
        plain = at = span(at, end);
      } else if (text_[at] == '[' && link_target(at, end) != 0) {
        words(plain, at, PathForm::kWord);
        plain = at = link(link_target(at, end), end);
      } else {
        ++at;
      }
    }
    words(plain, end, PathForm::kWord);
  }

  // Past a code span that opens at `at`; what it holds is looked at.
  std::size_t span(std::size_t at, std::size_t end) {
    std::size_t ticks = at;
    while (ticks < end && text_[ticks] == '`') ++ticks;
    const std::string fence(ticks - at, '`');
    const std::size_t close = text_.substr(0, end).find(fence, ticks);
    if (close == std::string_view::npos) return ticks;
    words(ticks, close, PathForm::kSpan);
    return close + fence.size();
  }

  // Where the target of a link that opens at `at` begins; 0: it is none.
  std::size_t link_target(std::size_t at, std::size_t end) const {
    int depth = 0;
    for (std::size_t i = at; i < end; ++i) {
      if (text_[i] == '[') ++depth;
      if (text_[i] == ']' && --depth == 0) return i + 1 < end && text_[i + 1] == '(' ? i + 2 : 0;
    }
    return 0;
  }

  std::size_t link(std::size_t at, std::size_t end) {
    const bool angled = at < end && text_[at] == '<';
    if (angled) ++at;
    const std::size_t close = std::min(text_.find(angled ? '>' : ')', at), end);
    std::size_t stop = std::min(close, end);
    if (!angled) stop = std::min(stop, std::min(text_.find_first_of(" \t", at), stop));  // a title follows
    const std::string_view target = text_.substr(at, stop - at);
    const bool elsewhere = target.find("://") != std::string_view::npos || target.starts_with('#') ||
                           target.starts_with("mailto:") || target.starts_with('/');
    if (!elsewhere) {
      std::size_t length = std::min(target.find_first_of("#?"), target.size());
      // ":12" or ":12:3", a place in the file
      for (std::size_t cut = length; cut > 0 && (is_digit(target[cut - 1]) || target[cut - 1] == ':');)
        if (target[--cut] == ':') length = cut;
      add(at, length, PathForm::kLink);
    }
    return std::min(close + 1, end);
  }

  void words(std::size_t begin, std::size_t end, PathForm form) {
    std::string_view before;  // the word before this one
    for (std::size_t at = begin; at < end;) {
      if (!is_path_byte(text_[at])) {
        ++at;
        continue;
      }
      std::size_t stop = at;
      while (stop < end && is_path_byte(text_[stop])) ++stop;
      const std::string_view word = text_.substr(at, stop - at);
      if (text_.substr(stop, 3) == "://") {
        while (stop < end && !is_space(text_[stop]) && text_[stop] != ')' && text_[stop] != '"' && text_[stop] != '`')
          ++stop;
      } else {
        std::size_t length = word.size();
        while (length > 0 && word[length - 1] == '.') --length;
        const bool runs = before == "python" || before == "python3" || before == "bash" || before == "sh";
        const bool placeholder =
            (at > begin && (text_[at - 1] == '<' || text_[at - 1] == '{' || text_[at - 1] == '$')) ||
            (stop < end && (text_[stop] == '<' || text_[stop] == '{' || text_[stop] == '$'));
        if (!placeholder) add(at, length, word_form(word, runs, form));
      }
      before = word;
      at = stop;
    }
  }

  static PathForm word_form(std::string_view word, bool runs, PathForm form) {
    if (runs) return PathForm::kCommand;
    if (word.starts_with("@\\") || word.starts_with("@/")) return PathForm::kAt;
    return form;
  }

  void add(std::size_t offset, std::size_t length, PathForm form) {
    const std::string_view raw = text_.substr(offset, length);
    if (raw.find_first_of("./\\") == std::string_view::npos) return;
    std::string path = normalised(raw);
    if (form == PathForm::kAt && path.starts_with('/')) path.erase(0, 1);
    if (form == PathForm::kLink) path = replace_all(std::move(path), "%20", " ");
    if (path.empty() || path == "." || path == ".." || path.ends_with('/') || is_foreign(raw, path)) return;
    // Without an extension only a path of several parts can be one, and only if there is such a file.
    if (form != PathForm::kLink && !has_known_extension(path)) {
      if (path.find('/') == std::string::npos) return;
      form = PathForm::kWord;
    }
    out_.push_back({std::move(path), offset, length, line_, form});
  }

  std::string_view text_;
  TextForm form_;
  std::uint32_t line_ = 0;
  bool fenced_ = false;
  std::vector<PathMention> out_;
};

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

// `path` as seen from the folder of `from`; "" when that leads out of the project.
std::string beside(const std::string& from, const std::string& path) {
  const std::string joined = (fs::path(folder_of(from)) / path).lexically_normal().generic_string();
  return joined.starts_with("..") ? "" : joined;
}

bool matches_glob(const std::string& pattern, const std::string& from, const Tree& tree) {
  const std::string near = beside(from, pattern);
  return std::any_of(tree.files().begin(), tree.files().end(), [&](const TreeFile& file) {
    return glob_match(pattern, file.path) || glob_match("*/" + pattern, file.path) || glob_match(near, file.path);
  });
}

// Certainly meant as a path: it is written as one, not only as a word with a dot in it.
bool is_certain(const PathMention& mention) {
  const bool deep = mention.path.find('/') != std::string::npos;
  switch (mention.form) {
    case PathForm::kLink: return deep || has_known_extension(mention.path);
    case PathForm::kSpan: return deep;
    case PathForm::kAt:
    case PathForm::kCommand: return true;
    case PathForm::kString: return deep && to_lower_ascii(extension_of(mention.path)) == "md";
    case PathForm::kWord: return false;
  }
  return false;
}

}  // namespace

std::string_view to_string(PathState state) {
  switch (state) {
    case PathState::kThere: return "there";
    case PathState::kWrongCase: return "other letters";
    case PathState::kIgnored: return "ignored";
    case PathState::kDangling: return "dangling";
    case PathState::kUnclear: break;
  }
  return "unclear";
}

std::vector<PathMention> find_path_mentions(std::string_view text, TextForm form) { return Finder(text, form).run(); }

Resolved resolve_mention(const PathMention& mention, const std::string& from, const Tree& tree) {
  const std::string& path = mention.path;
  const std::string near = beside(from, path);
  if (path.find_first_of("*?[") != std::string::npos) {
    if (matches_glob(path, from, tree)) return {PathState::kThere, ""};
    return {is_certain(mention) ? PathState::kDangling : PathState::kUnclear, ""};
  }
  for (const std::string& candidate : {near, path})
    if (tree.has_file(candidate)) return {PathState::kThere, candidate};
  for (const std::string& candidate : {near, path})
    if (std::string found = tree.find_in_any_case(candidate); !found.empty()) return {PathState::kWrongCase, found};
  for (const std::string& candidate : {near, path}) {
    if (candidate.empty()) continue;
    if (tree.has_folder(candidate)) return {PathState::kThere, ""};
    if (tree.ignores(candidate)) return {PathState::kIgnored, ""};
  }
  std::string tail = path;
  while (tail.starts_with("../")) tail.erase(0, 3);
  if (const std::vector<std::string> found = tree.find_by_suffix(tail); !found.empty())
    return {PathState::kThere, found.size() == 1 ? found.front() : ""};
  return {is_certain(mention) && !near.empty() ? PathState::kDangling : PathState::kUnclear, ""};
}

std::string spell_like(std::string_view raw, const PathMention& mention, const std::string& from,
                       const std::string& target) {
  std::string out = target;
  const std::string near = beside(from, mention.path);
  const bool climbs = mention.path.starts_with("../");
  if (climbs && !near.empty())
    out =
        fs::path(target).lexically_relative(fs::path(folder_of(from)).empty() ? "." : folder_of(from)).generic_string();
  std::string separator = "/";
  if (raw.find("\\\\") != std::string_view::npos)
    separator = "\\\\";
  else if (raw.find('\\') != std::string_view::npos)
    separator = "\\";
  out = replace_all(std::move(out), "/", separator);
  if (raw.starts_with('@')) {
    const bool rooted = raw.size() > 1 && (raw[1] == '\\' || raw[1] == '/');
    out.insert(0, rooted ? "@" + separator : "@");
  }
  return out;
}

}  // namespace si
