#include "sources/python/module_graph.h"

#include <algorithm>
#include <filesystem>

#include "support/files.h"
#include "support/strings.h"

namespace si::python {
namespace {

namespace fs = std::filesystem;

// Packages whose meaning is built in: their source is never read.
constexpr std::string_view kOpaque[] = {
    "sqlalchemy",
    "sqlmodel",
    "flask_sqlalchemy",
    "flask_sqlalchemy_lite",
    "typing",
    "typing_extensions",
    "enum",
    "functools",
    "datetime",
    "uuid",
    "decimal",
    "dataclasses",
    "pydantic",
    "alembic",
    "geoalchemy2",
    "pgvector",
    "citext",
    "sqlalchemy_utils",
    "os",
    "sys",
    "re",
    "json",
    "collections",
    "builtins",
    "abc",
    "ipaddress",
    "pathlib",
    "itertools",
    "operator",
    "string",
    "sqlalchemy_json",
};

bool is_opaque(std::string_view dotted) {
  const std::string_view top = dotted.substr(0, dotted.find('.'));
  return std::find(std::begin(kOpaque), std::end(kOpaque), top) != std::end(kOpaque);
}

std::string parent_of(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return "";
  return slash == 0 ? "/" : path.substr(0, slash);
}
std::string base_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }

// PEP 263: a comment in one of the first two lines names the encoding.
bool declares_latin1(std::string_view content) {
  std::size_t at = 0;
  for (int i = 0; i < 2; ++i) {
    const std::size_t end = std::min(content.find('\n', at), content.size());
    const std::string line = to_lower_ascii(content.substr(at, end - at));
    if (line.starts_with('#') && line.find("coding") != std::string::npos)
      return line.find("latin") != std::string::npos || line.find("8859-1") != std::string::npos ||
             line.find("1252") != std::string::npos;
    if (end == content.size()) break;
    at = end + 1;
  }
  return false;
}

// Few functions of a module that an import names are ever looked into.
constexpr FunctionBodies kImported = FunctionBodies::kWhenAsked;

constexpr std::size_t kMaxFileBytes = std::size_t{64} << 20;

}  // namespace

ParsedFile parse_file(const std::string& path, const std::string& label, FunctionBodies bodies) {
  Result<std::string> content = read_file(path, kMaxFileBytes);
  if (!content) return {nullptr, content.error().message};
  return parse_content(std::move(*content), label, bodies);
}

ParsedFile parse_content(std::string content, const std::string& label, FunctionBodies bodies) {
  ParsedFile parsed;
  if (content.find('\0') != std::string::npos) return {nullptr, "not Python: it holds null bytes"};
  if (!is_valid_utf8(content)) {
    if (!declares_latin1(content)) parsed.problem = "not UTF-8, and no coding line says what it is: read as Latin-1";
    content = from_latin1(content);
  }
  const bool maybe_template = content.find("{%") != std::string::npos || content.find("{{") != std::string::npos;
  parsed.tree = parse_python(Document(label, std::move(content)), bodies);
  const auto& errors = parsed.tree->errors();
  if (errors.empty()) return parsed;
  const SourceSpan place = parsed.tree->document().span(errors.front().begin, errors.front().end);
  const std::string_view text = parsed.tree->document().content();
  const bool is_template =
      maybe_template && std::any_of(errors.begin(), errors.end(), [&](const SyntaxError& error) {
        const std::size_t from =
            text.rfind('\n', error.begin) == std::string_view::npos ? 0 : text.rfind('\n', error.begin);
        const std::string_view line =
            text.substr(from, std::min<std::size_t>(text.find('\n', error.begin + 1), text.size()) - from);
        return line.find("{%") != std::string_view::npos || line.find("{{") != std::string_view::npos;
      });
  if (is_template) return {nullptr, "a template, not Python (line " + std::to_string(place.line) + ")"};
  parsed.problem = "syntax error at line " + std::to_string(place.line) + "; the rest of the file was read";
  return parsed;
}

ModuleGraph::ModuleGraph(std::string root, std::vector<std::string> import_paths)
    : root_(std::move(root)), import_paths_(std::move(import_paths)) {}

std::string ModuleGraph::label(const std::string& path) const {
  if (path.size() > root_.size() + 1 && path.starts_with(root_) && path[root_.size()] == '/')
    return path.substr(root_.size() + 1);
  return path;
}

bool ModuleGraph::has_entry(const std::string& folder, const std::string& name) {
  auto [entry, added] = listings_.try_emplace(folder);
  if (added) {
    std::error_code error;
    for (fs::directory_iterator at(folder, fs::directory_options::skip_permission_denied, error), end;
         !error && at != end; at.increment(error))
      entry->second.insert(at->path().filename().string());
  }
  return entry->second.contains(name);
}

std::string ModuleGraph::dotted_name(const std::string& path, bool& is_package) {
  std::string folder = parent_of(path);
  std::string name = base_of(path);
  if (name.ends_with(".py")) name.resize(name.size() - 3);
  if (name.ends_with(".pyi")) name.resize(name.size() - 4);
  is_package = name == "__init__";
  if (is_package) name.clear();
  while (!folder.empty() && folder != "/" && has_entry(folder, "__init__.py")) {
    if (!name.empty()) name.insert(0, 1, '.');
    name.insert(0, base_of(folder));
    folder = parent_of(folder);
  }
  return name;
}

const Module* ModuleGraph::load(const std::string& path, FunctionBodies bodies) {
  if (const auto found = modules_.find(path); found != modules_.end()) return found->second.get();
  if (contents_ != nullptr)
    if (const auto instead = contents_->find(path); instead != contents_->end())
      return add(path, parse_content(instead->second, label(path), bodies));
  return add(path, parser_ ? parser_(path, bodies) : parse_file(path, label(path), bodies));
}

const Module* ModuleGraph::add(const std::string& path, ParsedFile parsed) {
  if (const auto found = modules_.find(path); found != modules_.end()) return found->second.get();
  if (!parsed.problem.empty()) problems_.push_back({label(path), parsed.problem});
  if (parsed.tree == nullptr) {
    modules_.emplace(path, nullptr);
    return nullptr;
  }
  auto module = std::make_unique<Module>();
  module->path = path;
  module->file = label(path);
  module->folder = parent_of(path);
  module->name = dotted_name(path, module->is_package);
  module->tree = std::move(parsed.tree);
  module->scope.module = module.get();
  collect_bindings(module->tree->root(), module->scope);
  order_.push_back(module.get());
  return modules_.emplace(path, std::move(module)).first->second.get();
}

const Module* ModuleGraph::namespace_package(const std::string& folder) {
  const std::string key = folder + "/";
  if (const auto found = modules_.find(key); found != modules_.end()) return found->second.get();
  auto module = std::make_unique<Module>();
  module->name = base_of(folder);
  module->folder = folder;
  module->is_package = true;
  module->scope.module = module.get();
  return modules_.emplace(key, std::move(module)).first->second.get();
}

// `dotted` below `folder`: every part but the last is a package.
const Module* ModuleGraph::find_in(const std::string& folder, std::string_view dotted) {
  std::string at = folder;
  for (;;) {
    const auto dot = dotted.find('.');
    const std::string part(dotted.substr(0, dot));
    if (part.empty()) return nullptr;
    std::string inner = at;
    inner.append("/").append(part);
    if (dot == std::string_view::npos) {
      if (has_entry(at, part) && has_entry(inner, "__init__.py")) return load(inner + "/__init__.py", kImported);
      if (has_entry(at, part + ".py")) return load(inner + ".py", kImported);
      std::error_code error;
      if (has_entry(at, part) && fs::is_directory(inner, error)) return namespace_package(inner);
      return nullptr;
    }
    if (!has_entry(at, part)) return nullptr;
    at = inner;
    dotted.remove_prefix(dot + 1);
  }
}

std::string ModuleGraph::absolute_name(std::string_view name, const Module& from) {
  std::size_t level = 0;
  while (level < name.size() && name[level] == '.') ++level;
  if (level == 0) return std::string(name);
  std::string package = from.name;
  for (std::size_t i = from.is_package ? 1 : 0; i < level; ++i) {
    const auto dot = package.rfind('.');
    package = dot == std::string::npos ? "" : package.substr(0, dot);
  }
  const std::string_view rest = name.substr(level);
  return rest.empty() ? package : package.empty() ? std::string(rest) : package + "." + std::string(rest);
}

namespace {

// What Python brings along, in some version or other.
constexpr std::string_view kStandard =
    " __future__ _thread abc aifc argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii "
    "binhex bisect builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys "
    "compileall compression concurrent configparser contextlib contextvars copy copyreg crypt csv ctypes curses "
    "dataclasses datetime dbm decimal difflib dis distutils doctest email encodings ensurepip enum errno faulthandler "
    "fcntl filecmp fileinput fnmatch formatter fractions ftplib functools gc getopt getpass gettext glob graphlib grp "
    "gzip hashlib heapq hmac html http idlelib imaplib imghdr imp importlib inspect io ipaddress itertools json "
    "keyword lib2to3 linecache locale logging lzma mailbox mailcap marshal math mimetypes mmap modulefinder msilib "
    "msvcrt multiprocessing netrc nis nntplib ntpath numbers operator optparse os ossaudiodev parser pathlib pdb "
    "pickle pickletools pipes pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd "
    "py_compile "
    "pyclbr pydoc queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors "
    "shelve shlex shutil signal site smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants "
    "sre_parse ssl stat statistics string stringprep struct subprocess sunau symbol symtable sys sysconfig syslog "
    "tabnanny tarfile telnetlib tempfile termios test textwrap this threading time timeit tkinter token tokenize "
    "tomllib trace traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uu uuid venv "
    "warnings wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib "
    "zoneinfo ";

bool is_site_folder(std::string_view folder) {
  return folder.ends_with("/site-packages") || folder.ends_with("/dist-packages");
}

// What pip and setuptools leave of a package that lies elsewhere.
bool is_link(std::string_view entry) {
  return entry.starts_with("__editable__") || entry.ends_with(".egg-link") || entry == "easy-install.pth";
}

}  // namespace

// Whether a folder holds something of this name: a package, a module, an extension in C.
bool ModuleGraph::may_hold(const std::string& folder, const std::string& name) {
  if (has_entry(folder, name) || has_entry(folder, name + ".py")) return true;
  const auto& entries = listings_[folder];
  return std::any_of(entries.begin(), entries.end(),
                     [&](const std::string& entry) { return entry.starts_with(name + '.'); });
}

std::optional<bool> ModuleGraph::is_importable(std::string_view name, const Module& from) {
  const auto [entry, added] = importable_.try_emplace(from.folder + '\n' + std::string(name));
  if (added) {
    const std::optional<bool> answer = ask_importable(name, from);
    importable_[from.folder + '\n' + std::string(name)] = answer;
    return answer;
  }
  return entry->second;
}

std::optional<bool> ModuleGraph::ask_importable(std::string_view name, const Module& from) {
  const std::string absolute = absolute_name(name, from);
  if (absolute.empty() || is_opaque(absolute)) return std::nullopt;
  if (find(name, from) != nullptr) return true;
  const auto dot = std::min(absolute.find('.'), absolute.size());
  const std::string top = absolute.substr(0, dot);
  if (kStandard.find(' ' + top + ' ') != std::string_view::npos) return std::nullopt;
  // The longest beginning that is there: what it lacks fails, unless it is no Python.
  for (std::size_t end = absolute.rfind('.'); end != std::string::npos && end > 0; end = absolute.rfind('.', end - 1)) {
    const Module* package = find(absolute.substr(0, end), from);
    if (package == nullptr) continue;
    if (!package->is_package) return std::nullopt;
    const std::size_t next = std::min(absolute.find('.', end + 1), absolute.size());
    if (may_hold(package->folder, absolute.substr(end + 1, next - end - 1))) return std::nullopt;
    return false;
  }
  bool installed = false;  // what the project needs is there to be seen
  for (const std::string& folder : import_paths_) {
    if (may_hold(folder, top)) return std::nullopt;
    const auto& entries = listings_[folder];
    if (std::any_of(entries.begin(), entries.end(), is_link)) return std::nullopt;
    installed = installed || (is_site_folder(folder) && entries.contains("sqlalchemy"));
  }
  return installed && !name.starts_with('.') ? std::optional(false) : std::nullopt;
}

const Module* ModuleGraph::find(std::string_view name, const Module& from) {
  if (name.starts_with('.')) {
    std::size_t level = 0;
    while (level < name.size() && name[level] == '.') ++level;
    std::string folder = from.folder;
    for (std::size_t i = 1; i < level; ++i) folder = parent_of(folder);
    const std::string_view rest = name.substr(level);
    if (!rest.empty()) return find_in(folder, rest);
    return has_entry(folder, "__init__.py") ? load(folder + "/__init__.py", kImported) : namespace_package(folder);
  }
  if (is_opaque(name)) return nullptr;
  // First where everybody looks, then beside the importing file and in the folders above it, up to the root: that is
  // where a project without an installed package starts Python.
  const Module* weak = nullptr;
  const auto take = [&](const Module* module) {
    if (module != nullptr && module->tree == nullptr) {
      weak = weak ? weak : module;
      return false;
    }
    return module != nullptr;
  };
  std::string top_folder = from.folder;
  for (std::size_t dots =
           static_cast<std::size_t>(std::count(from.name.begin(), from.name.end(), '.')) + (from.is_package ? 1 : 0);
       dots > 0 && !from.name.empty(); --dots)
    top_folder = parent_of(top_folder);
  // Two programs of one repository may have packages of the same name.
  std::string key = top_folder;
  key.append("\n").append(name);
  if (const auto known = found_.find(key); known != found_.end() && known->second != nullptr) return known->second;
  std::vector<std::string> folders{top_folder};
  folders.insert(folders.end(), import_paths_.begin(), import_paths_.end());
  for (const std::string& folder : folders)
    if (const Module* module = find_in(folder, name); take(module)) return found_[key] = module;
  for (std::string folder = from.folder; folder.size() >= root_.size() && folder.starts_with(root_);
       folder = parent_of(folder)) {
    if (const Module* module = find_in(folder, name); take(module)) return module;
    if (folder.size() <= 1) break;
  }
  return weak;
}

const Module* ModuleGraph::submodule(const Module& package, std::string_view name) {
  return package.is_package ? find_in(package.folder, name) : nullptr;
}

}  // namespace si::python
