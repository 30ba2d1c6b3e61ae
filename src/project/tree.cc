#include "project/tree.h"

#include <algorithm>
#include <filesystem>
#include <memory>

#include "project/ignore_rules.h"
#include "support/files.h"
#include "support/strings.h"

namespace si {
namespace {

namespace fs = std::filesystem;

// Never a project's own text, whatever .gitignore says.
constexpr std::string_view kSkippedFolders[] = {".git",        ".hg",           ".svn",        "node_modules",
                                                "__pycache__", "site-packages", ".tox",        ".nox",
                                                ".mypy_cache", ".pytest_cache", ".ruff_cache", ".eggs"};

bool is_skipped_folder(const std::string& name) {
  return std::find(std::begin(kSkippedFolders), std::end(kSkippedFolders), name) != std::end(kSkippedFolders);
}

class Walk {
 public:
  Walk(const std::string& root, const std::vector<std::string>& skip) : root_(root), skip_(skip) { read_above(); }

  void folder(const fs::path& path, const std::string& relative) {
    std::error_code failure;
    fs::directory_iterator at(path, failure);
    if (failure) {
      not_read.push_back({relative.empty() ? "." : relative, failure.message()});
      return;
    }
    std::vector<fs::directory_entry> entries;
    bool environment = false, rules = false;
    for (const fs::directory_iterator end; !failure && at != end; at.increment(failure)) {
      const std::string name = at->path().filename().string();
      environment = environment || name == "pyvenv.cfg";
      rules = rules || name == ".gitignore";
      entries.push_back(*at);
    }
    if (environment) return;
    const std::size_t depth = active_.size();
    if (rules) add_rules(path / ".gitignore", relative, "");
    for (const fs::directory_entry& entry : entries) visit(entry, relative);
    active_.resize(depth);
  }

  std::vector<TreeFile> files;
  std::vector<NotRead> not_read;
  std::vector<std::string> ignored;

 private:
  void visit(const fs::directory_entry& entry, const std::string& folder_path) {
    std::error_code failure;
    const std::string name = entry.path().filename().string();
    const std::string path = folder_path.empty() ? name : folder_path + '/' + name;
    const bool link = entry.is_symlink(failure);
    const bool is_folder = entry.is_directory(failure);
    if (is_folder && (link || is_skipped_folder(name))) return;
    if (is_ignored(active_, path, is_folder) || std::find(skip_.begin(), skip_.end(), path) != skip_.end()) {
      ignored.push_back(path);
      return;
    }
    if (is_folder) return folder(entry.path(), path);
    if (!entry.is_regular_file(failure)) return;
    if (link && !inside(entry.path())) return;
    const std::uintmax_t size = entry.file_size(failure);
    files.push_back({path, failure ? 0 : static_cast<std::size_t>(size)});
  }

  bool inside(const fs::path& link) const {
    std::error_code failure;
    const std::string real = fs::canonical(link, failure).string();
    const std::string root = fs::canonical(root_, failure).string();
    return !failure && real.starts_with(root + '/');
  }

  void add_rules(const fs::path& file, const std::string& folder_path, const std::string& above) {
    const Result<std::string> content = read_file(file.string(), std::size_t{1} << 20);
    if (!content) return;
    rules_.push_back(std::make_unique<IgnoreFile>(*content, folder_path, above));
    active_.push_back(rules_.back().get());
  }

  // The root may lie inside a repository: then the files above it count too, from the repository's top downwards.
  void read_above() {
    std::error_code failure;
    std::vector<fs::path> ancestors;
    for (fs::path at = root_; !at.empty(); at = at.parent_path()) {
      ancestors.push_back(at);
      if (fs::exists(at / ".git", failure)) break;
      if (at == at.root_path()) return;  // no repository
    }
    if (ancestors.empty()) return;
    const std::string from_top = fs::path(root_).lexically_relative(ancestors.back()).generic_string();
    add_rules(ancestors.back() / ".git/info/exclude", "", ancestors.size() > 1 ? from_top : "");
    for (std::size_t i = ancestors.size() - 1; i > 0; --i)
      add_rules(ancestors[i] / ".gitignore", "", fs::path(root_).lexically_relative(ancestors[i]).generic_string());
  }

  const std::string& root_;
  const std::vector<std::string>& skip_;
  std::vector<std::unique_ptr<IgnoreFile>> rules_;
  std::vector<const IgnoreFile*> active_;  // borrowed from rules_, the outermost first
};

std::string base_name(std::string_view path) { return std::string(path.substr(path.rfind('/') + 1)); }

}  // namespace

Tree Tree::read(const std::string& root, const std::vector<std::string>& skip) {
  Walk walk(root, skip);
  walk.folder(root, "");
  Tree tree;
  tree.files_ = std::move(walk.files);
  tree.not_read_ = std::move(walk.not_read);
  tree.ignored_ = std::move(walk.ignored);
  std::sort(tree.ignored_.begin(), tree.ignored_.end());
  tree.index();
  return tree;
}

Tree::Tree(std::vector<TreeFile> files) : files_(std::move(files)) { index(); }

void Tree::index() {
  std::sort(files_.begin(), files_.end(), [](const TreeFile& a, const TreeFile& b) { return a.path < b.path; });
  for (std::size_t i = 0; i < files_.size(); ++i) {
    const std::string& path = files_[i].path;
    by_path_.emplace(path, i);
    by_name_[to_lower_ascii(base_name(path))].push_back(i);
    for (std::size_t slash = path.rfind('/'); slash != std::string::npos && slash > 0;
         slash = path.rfind('/', slash - 1))
      if (!folders_.emplace(to_lower_ascii(path.substr(0, slash)), i).second) break;
  }
}

bool Tree::has_folder(std::string_view path) const { return folders_.count(to_lower_ascii(path)) > 0; }

bool Tree::has_name(std::string_view name) const { return by_name_.count(to_lower_ascii(name)) > 0; }

bool Tree::ignores(const std::string& path) const {
  for (std::string at = path; !at.empty();) {
    if (std::binary_search(ignored_.begin(), ignored_.end(), at)) return true;
    const std::size_t slash = at.rfind('/');
    at = slash == std::string::npos ? "" : at.substr(0, slash);
  }
  return false;
}

std::string Tree::find_in_any_case(std::string_view path) const {
  const auto found = by_name_.find(to_lower_ascii(base_name(path)));
  if (found == by_name_.end()) return "";
  const std::string wanted = to_lower_ascii(path);
  for (const std::size_t i : found->second)
    if (to_lower_ascii(files_[i].path) == wanted) return files_[i].path;
  return "";
}

std::vector<std::string> Tree::find_by_suffix(std::string_view suffix) const {
  std::vector<std::string> out;
  const auto found = by_name_.find(to_lower_ascii(base_name(suffix)));
  if (found == by_name_.end()) return out;
  const std::string wanted = '/' + to_lower_ascii(suffix);
  for (const std::size_t i : found->second)
    if (('/' + to_lower_ascii(files_[i].path)).ends_with(wanted)) out.push_back(files_[i].path);
  return out;
}

}  // namespace si
