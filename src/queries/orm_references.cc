#include "queries/orm_references.h"

#include <algorithm>
#include <map>

#include "queries/literal_text.h"
#include "queries/orm_walk.h"
#include "support/files.h"
#include "support/parallel.h"
#include "support/strings.h"

namespace si {
namespace {

using python::Node;
using python::NodeKind;

// Names in the strings that relationship(), synonym() and association_proxy() are given: "Order.id.desc()", "orders".
class StringReferences {
 public:
  StringReferences(LiveModels& models, OrmReferences& out) : models_(models), out_(out) {
    const auto& classes = models.reading().classes;
    for (std::size_t i = 0; i < classes.size(); ++i) {
      const auto [entry, added] = by_name_.try_emplace(classes[i].name, i);
      if (!added) entry->second = kSeveral;
    }
  }

  // `files`: as places name them; strings in others are left alone.
  void find(const std::set<std::string, std::less<>>& files) {
    const auto& classes = models_.reading().classes;
    std::set<Location> seen;
    for (std::size_t i = 0; i < classes.size(); ++i) {
      if (classes[i].outside) continue;
      for (const ModelAttribute& attribute : classes[i].attributes) {
        if (!attribute.location.known() || !files.contains(attribute.location.file)) continue;
        // The other side of a relationship, which stands at the same place.
        if (attribute.kind == AttributeKind::kBackref) continue;
        if (!seen.insert(attribute.location).second) continue;
        for (const WrittenArgument& argument : attribute.arguments)
          if (argument.string && argument.location.known()) read(i, attribute, argument);
      }
    }
  }

 private:
  void read(std::size_t owner, const ModelAttribute& attribute, const WrittenArgument& argument) {
    const bool synonym = attribute.kind == AttributeKind::kSynonym && argument.name == "name";
    const bool proxy = attribute.kind == AttributeKind::kAssociationProxy && argument.name == "target_collection";
    if (synonym || proxy) return note(owner, *argument.string, synonym ? "synonym" : "association_proxy", argument, 0);
    if (attribute.kind == AttributeKind::kAssociationProxy && argument.name == "attr") {
      const ModelAttribute* through = models_.reading().classes[owner].find(attribute.target);
      if (through != nullptr && through->target_class)
        note(*through->target_class, *argument.string, "association_proxy", argument, 0);
      return;
    }
    static constexpr std::string_view kExpressions[] = {"order_by", "primaryjoin", "secondaryjoin", "foreign_keys",
                                                        "remote_side"};
    if (attribute.kind != AttributeKind::kRelationship) return;
    for (const std::string_view name : kExpressions)
      if (argument.name == name)
        if (const Node* expression = models_.evaluator().parse_expression(*argument.string))
          read_expression(*expression, argument);
  }

  void read_expression(const Node& node, const WrittenArgument& argument) {
    if (node.kind == NodeKind::kAttribute && node.child(0) != nullptr && node.child(0)->kind == NodeKind::kName) {
      const auto found = by_name_.find(node.child(0)->text);
      if (found != by_name_.end() && found->second != kSeveral) {
        // The expression was read in brackets.
        note(found->second, node.text, argument.name, argument, node.end - node.text.size() - 1);
      }
      return;
    }
    for (const Node* child : node.children())
      if (child != nullptr) read_expression(*child, argument);
  }

  // `offset`: of the name in the string.
  void note(std::size_t index, std::string_view name, const std::string& context, const WrittenArgument& argument,
            std::size_t offset) {
    if (name == "c") return;  // Class.c is not SQL's business
    OrmReference& reference = out_.references.emplace_back();
    reference.kind = OrmReferenceKind::kString;
    reference.index = index;
    reference.name = name;
    reference.context = context;
    reference.location = argument.location;
    const std::optional<SourceSpan> span = place_in(argument, offset, name.size());
    reference.spelled = span.has_value();
    if (span) reference.location.span = *span;
  }

  // Where the source writes those bytes of the string's value, character by character.
  std::optional<SourceSpan> place_in(const WrittenArgument& argument, std::size_t offset, std::size_t size) {
    auto [entry, added] = written_.try_emplace(argument.location);
    if (added) entry->second = python::parse_python(Document("", "(" + argument.text + "\n)"));
    const python::SyntaxTree& tree = *entry->second;
    const Node* node = &tree.root();
    while (node->kind != NodeKind::kString && node->child(0) != nullptr) node = node->child(0);
    if (node->kind != NodeKind::kString || !tree.errors().empty()) return std::nullopt;
    const BuiltText text = read_literal(tree, *node, [](const Node&) { return BuiltText(); });
    const std::optional<SourceBytes> bytes = source_bytes(text, offset, offset + size);
    if (!bytes || plain_text(text) != *argument.string) return std::nullopt;
    const SourceSpan inside = tree.document().span(bytes->begin, bytes->end);
    const SourceSpan& whole = argument.location.span;
    // The bracket is one column of the first line.
    const std::uint32_t column = inside.line == 1 ? whole.column - 2 : 0;
    return SourceSpan{whole.line + inside.line - 1, inside.column + column, whole.line + inside.end_line - 1,
                      inside.end_column + column};
  }

  static constexpr std::size_t kSeveral = static_cast<std::size_t>(-1);
  LiveModels& models_;
  OrmReferences& out_;
  std::map<std::string, std::size_t, std::less<>> by_name_;
  std::map<Location, std::unique_ptr<python::SyntaxTree>> written_;  // arguments, by their places
};

// The names in a file's text, told apart without parsing it.
class Words {
 public:
  // `kinds`: names that a file about models is bound to hold.
  explicit Words(const std::set<std::string, std::less<>>& kinds) : kinds_(kinds) {}

  void read(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      if (!is_letter(text[at])) {
        ++at;
        continue;
      }
      const std::size_t begin = at;
      while (at < text.size() && (is_letter(text[at]) || is_digit(text[at]))) ++at;
      const std::string_view word = text.substr(begin, at - begin);
      const char before = begin == 0 ? '\n' : text[begin - 1];
      about_models = about_models || kinds_.contains(word);
      if (before == '.') {
        const char next = at < text.size() ? text[at] : '\n';
        about_models = about_models || ((word == "c" || word == "columns") && (next == '.' || next == '['));
        (is_stored(text.substr(at)) ? stored : read_names).insert(word);
      } else if (before == '"' || before == '\'') {
        read_names.insert(word);
        stored.insert(word);  // setattr(x, "name", …)
      }
    }
  }

  bool about_models = false;
  std::set<std::string_view> read_names, stored;

 private:
  static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
  }
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  // Whether what follows a name gives it a value: = += : …
  static bool is_stored(std::string_view rest) {
    std::size_t at = 0;
    while (at < rest.size() && rest[at] == ' ') ++at;
    if (at < rest.size() && rest[at] == ':') return true;
    const std::size_t sign = at;
    while (at < rest.size() && std::string_view("+-*/%|&^@<>").find(rest[at]) != std::string_view::npos) ++at;
    if (at - sign > 2 || at >= rest.size() || rest[at] != '=') return false;
    const bool comparison = at - sign == 1 && (rest[sign] == '<' || rest[sign] == '>');
    return !comparison && (at + 1 >= rest.size() || rest[at + 1] != '=');
  }

  const std::set<std::string, std::less<>>& kinds_;
};

// The last part of a file's module name: "a/models/__init__.py" gives "models".
std::string module_word(std::string path) {
  if (path.ends_with(".py")) path.resize(path.size() - 3);
  if (path.ends_with("/__init__")) path.resize(path.size() - 9);
  return path.substr(path.rfind('/') + 1);
}

// Names at least one of which stands in every file that speaks of a model or of a table outside of one.
std::set<std::string, std::less<>> telling_names(const ModelsReading& reading) {
  std::set<std::string, std::less<>> out;
  for (const ModelClass& model : reading.classes) out.insert(model.name);
  std::set<std::string> with_classes;
  for (const ModelClass& model : reading.classes) with_classes.insert(model.location.file);
  for (const ModelTable& table : reading.model_tables)
    if (!table.outside && table.location.known() && !with_classes.contains(table.location.file))
      out.insert(module_word(table.location.file));
  return out;
}

constexpr std::size_t kMaxFileBytes = std::size_t{32} << 20;

// The modules that may speak of models; of the others only the names that they read and set.
std::vector<const python::Module*> read_modules(LiveModels& models, const std::vector<std::string>& files,
                                                unsigned threads, OrmReferences& out) {
  struct Read {
    python::ParsedFile parsed;
    std::set<std::string, std::less<>> read_names, stored;
    bool chosen = false, fills_columns = false;
  };
  const std::set<std::string, std::less<>> telling = telling_names(models.reading());
  std::vector<Read> read(files.size());
  in_parallel(files.size(), threads, [&](std::size_t i) {
    Read& file = read[i];
    if (models.graph().has(files[i])) {
      file.chosen = true;
      return;
    }
    Result<std::string> content = read_file(files[i], kMaxFileBytes);
    if (!content) return;
    Words words(telling);
    words.read(*content);
    file.chosen = words.about_models;
    file.fills_columns =
        content->find("before_flush") != std::string::npos || content->find("before_insert") != std::string::npos;
    if (file.chosen) {
      file.parsed = python::parse_content(std::move(*content), models.graph().label(files[i]));
    } else {
      file.read_names.insert(words.read_names.begin(), words.read_names.end());
      file.stored.insert(words.stored.begin(), words.stored.end());
    }
  });
  std::vector<const python::Module*> modules;
  for (std::size_t i = 0; i < files.size(); ++i) {
    out.read_names.merge(read[i].read_names);
    out.stored_names.merge(read[i].stored);
    out.fills_columns = out.fills_columns || read[i].fills_columns;
    if (!read[i].chosen) continue;
    const python::Module* module = models.graph().add(files[i], std::move(read[i].parsed));
    if (module != nullptr && module->tree != nullptr) modules.push_back(module);
  }
  return modules;
}

}  // namespace

OrmReferences find_orm_references(LiveModels& models, const std::vector<std::string>& files, unsigned threads) {
  OrmReferences out;
  out.files = files.size();
  if (models.reading().classes.empty() && models.reading().model_tables.empty()) return out;
  const std::vector<const python::Module*> modules = read_modules(models, files, threads, out);
  // Names imported from elsewhere are no models: their packages need not be read.
  std::set<std::string, std::less<>> packages;
  const auto add = [&](const std::string& name, std::string_view file) {
    packages.insert(name.substr(0, name.find('.')));
    // Folders above it without an __init__.py are packages too, and no part of its name here.
    const bool is_package = file.ends_with("/__init__.py");
    const auto below = std::count(name.begin(), name.end(), '.') + (is_package ? 1 : 0);
    for (auto folders = std::count(file.begin(), file.end(), '/'); folders > below; --folders) {
      packages.emplace(file.substr(0, file.find('/')));
      file.remove_prefix(file.find('/') + 1);
    }
  };
  for (const python::Module* module : modules) add(module->name, module->file);
  for (const ModelClass& model : models.reading().classes) add(model.module, model.location.file);
  OrmWalk walk(models, out, packages);
  for (const python::Module* module : modules) walk.walk(*module);
  std::set<std::string, std::less<>> labels;
  for (const python::Module* module : modules) labels.insert(module->file);
  StringReferences(models, out).find(labels);
  return out;
}

}  // namespace si
