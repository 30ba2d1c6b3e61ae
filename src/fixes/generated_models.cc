// A package has a module for each cluster of tables: those whose names begin with the same word, and with them the ones
// that refer to them and share a name with nobody. What is left stands in common.py.
#include "fixes/generated_models.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <memory>

#include "fixes/class_text.h"
#include "fixes/relation_plan.h"
#include "support/strings.h"

namespace si {
namespace fixes {
namespace {

struct Hand {
  ClassStyle style;
  std::string base_imports, base;  // of the module that has the base
  std::string imports;             // of any module with classes
  std::string base_name;           // what the others import from base.py
  std::string metadata;
};

Hand hand_of(ModelStyle style) {
  Hand hand;
  switch (style) {
    case ModelStyle::kMapped:
      hand.base_imports = "from sqlalchemy.orm import DeclarativeBase";
      hand.base = "class Base(DeclarativeBase):\n    pass\n";
      hand.imports = "from sqlalchemy.orm import Mapped, mapped_column\n";
      hand.style.columns = {ColumnForm::kMapped, "mapped_column", false};
      break;
    case ModelStyle::kClassic:
      hand.base_imports = "from sqlalchemy.orm import declarative_base";
      hand.base = "Base = declarative_base()\n";
      hand.imports = "from sqlalchemy import Column\n";
      hand.style.columns = {ColumnForm::kColumn, "Column", false};
      break;
    case ModelStyle::kFlask:
      hand.base_imports = "from flask_sqlalchemy import SQLAlchemy";
      hand.base = "db = SQLAlchemy()\n";
      hand.style.columns = {ColumnForm::kColumn, "db.Column", false};
      break;
    case ModelStyle::kSqlModel:
      hand.imports = "from sqlmodel import Field, SQLModel\n";
      hand.style.columns = {ColumnForm::kSqlModel, "Field", false};
      break;
  }
  const bool flask = style == ModelStyle::kFlask, field = style == ModelStyle::kSqlModel;
  hand.style.bases = flask ? "db.Model" : field ? "SQLModel, table=True" : "Base";
  hand.base_name = flask ? "db" : field ? "" : "Base";
  hand.metadata = flask ? "db.metadata" : field ? "SQLModel.metadata" : "Base.metadata";
  return hand;
}

std::string module_name(const std::string& word) {
  std::string out;
  for (const char c : to_lower_ascii(word))
    out += std::isalnum(static_cast<unsigned char>(c)) != 0 && (c & 0x80) == 0 ? c : '_';
  if (out.empty() || std::isdigit(static_cast<unsigned char>(out[0])) != 0) out = "tables_" + out;
  static const std::set<std::string> kTaken = {"base", "class", "import", "from", "global", "return", "is",
                                               "in",   "or",    "and",    "not",  "if",     "for",    "def",
                                               "del",  "pass",  "try",    "with", "as",     "lambda"};
  return kTaken.contains(out) ? out + "_models" : out;
}

std::string first_word(const std::string& table) {
  const std::string lower = to_lower_ascii(table);
  const std::size_t begin = std::min(lower.find_first_not_of('_'), lower.size());
  return lower.substr(begin, lower.find('_', begin) - begin);
}

// Table to module.
std::map<QualifiedName, std::string> clusters_of(const Schema& truth, const std::vector<QualifiedName>& tables) {
  std::map<std::string, std::vector<std::string>> by_word;  // singular -> the words as they are
  for (const QualifiedName& name : tables) by_word[singular(first_word(name.name))].push_back(first_word(name.name));
  std::map<QualifiedName, std::string> out;
  const auto module_of = [&](const QualifiedName& name) -> std::string {
    const std::vector<std::string>& words = by_word[singular(first_word(name.name))];
    if (words.size() < 2) return {};
    return module_name(*std::max_element(
        words.begin(), words.end(), [](const std::string& a, const std::string& b) { return a.size() < b.size(); }));
  };
  for (const QualifiedName& name : tables) out[name] = module_of(name);
  for (const QualifiedName& name : tables) {
    if (!out[name].empty()) continue;
    std::map<std::string, int> targets;
    if (const Table* table = truth.find_table(name); table != nullptr)
      for (const ForeignKey& key : table->foreign_keys)
        if (const auto found = out.find(key.referenced_table); found != out.end() && !found->second.empty())
          ++targets[found->second];
    int most = 0;
    for (const auto& [module, count] : targets)
      if (count > most) {
        most = count;
        out[name] = module;
      }
  }
  for (auto& [name, module] : out)
    if (module.empty()) module = "common";
  return out;
}

class Generator {
 public:
  Generator(const Schema& truth, const std::vector<QualifiedName>& tables, const GenerateOptions& options)
      : truth_(truth), tables_(tables), options_(options), hand_(hand_of(options.style)) {
    project_.models = options.models != nullptr ? options.models : &none_;
    project_.truth = &truth;
    project_.sqlalchemy_major = options.sqlalchemy_major;
    project_.pipe_optional = true;
  }

  GeneratedModels run() {
    plan();
    if (options_.package)
      write_package();
    else
      write_module("models.py", tables_, start_of_one());
    std::sort(out_.files.begin(), out_.files.end(),
              [](const GeneratedFile& a, const GeneratedFile& b) { return a.name < b.name; });
    return std::move(out_);
  }

 private:
  // Names of classes, associations and relationships.
  void plan() {
    std::vector<std::pair<std::string, std::string>> known;
    for (const auto& [schema, space] : project_.models->schemas)
      for (const auto& [name, table] : space.tables)
        for (const MappedClass& klass : table.classes) known.emplace_back(name, klass.name);
    ClassNames names(known);
    if (options_.package) modules_ = clusters_of(truth_, tables_);
    std::vector<RelatedClass> classes;
    std::vector<std::pair<const Table*, std::string>> associations;
    std::set<std::string> variables;
    for (const QualifiedName& name : tables_) {
      const Table* table = truth_.find_table(name);
      if (table == nullptr) continue;
      if (options_.style != ModelStyle::kSqlModel && is_association(*table) && connects(*table)) {
        // Classes name it, so it is spelled as an attribute would be.
        const std::string variable = attribute_name(module_name(table->name), "_", variables, ColumnForm::kSqlModel);
        variables.insert(variable);
        associations_[name] = variable;
        const std::string text = name.schema == "public" ? table->name : name.schema + "." + table->name;
        associations.emplace_back(table, options_.package ? "\"" + text + "\"" : variable);
        continue;
      }
      // As the project calls it already.
      const Table* modelled = project_.models->find_table(name);
      const bool is_modelled =
          modelled != nullptr && !modelled->classes.empty() && !class_tables_.contains(modelled->classes.front().name);
      const std::string klass = is_modelled ? modelled->classes.front().name : names.name_for(table->name);
      classes_[name] = klass;
      class_tables_[klass] = name;
      classes.push_back({table, name.schema, klass, attributes_of(*table, hand_.style), {}, true});
    }
    relations_ = plan_relations(classes, associations);
  }

  // Both ends are generated, and are not the same.
  bool connects(const Table& table) const {
    const QualifiedName& a = table.foreign_keys[0].referenced_table;
    const QualifiedName& b = table.foreign_keys[1].referenced_table;
    return is_generated(a) && is_generated(b) && a != b;
  }

  bool is_generated(const QualifiedName& name) const {
    return std::find(tables_.begin(), tables_.end(), name) != tables_.end();
  }

  std::string start_of_one() const {
    std::string text = hand_.base_imports;
    if (options_.style == ModelStyle::kMapped) return text + ", Mapped, mapped_column\n\n\n" + hand_.base;
    if (options_.style == ModelStyle::kClassic) return hand_.imports + text + "\n\n" + hand_.base;
    return text.empty() ? hand_.imports : text + "\n\n" + hand_.base;
  }

  // `start`: the imports and what stands before the first class.
  void write_module(const std::string& file_name, const std::vector<QualifiedName>& tables, const std::string& start) {
    ModelFile file(file_name, python::parse_python(Document(file_name, start)), {}, false);
    file.limit_line(100);
    Words words(file, project_);
    const auto is_known = [&](const QualifiedName& name) {
      return is_generated(name) || (options_.models != nullptr && options_.models->find_table(name) != nullptr);
    };
    std::string text;
    // An association's variable stands before the classes that name it.
    for (const QualifiedName& name : tables) {
      const auto variable = associations_.find(name);
      if (variable == associations_.end()) continue;
      const ClassText made = table_text(*truth_.find_table(name), name.schema, variable->second, hand_.metadata,
                                        hand_.style, words, is_known);
      add(name, made, text);
    }
    for (const QualifiedName& name : tables) {
      const auto klass = classes_.find(name);
      if (klass == classes_.end()) continue;
      std::vector<std::string> relationships;
      for (const RelationPlan& plan : relations_[klass->second])
        relationships.push_back(relation_text(plan, hand_.style.columns, words, file.style().indent));
      const ClassText made =
          class_text(*truth_.find_table(name), name.schema, klass->second, hand_.style, words, is_known, relationships);
      add(name, made, text);
    }
    file.append(text);
    if (auto edits = file.edits())
      if (auto whole = apply_edits(start, std::move(*edits))) out_.files.push_back({file_name, std::move(*whole)});
  }

  void add(const QualifiedName& name, const ClassText& made, std::string& text) {
    for (const std::string& each : made.left_out) out_.left_out.push_back({to_string(name), each});
    if (made.problem.empty())
      text += "\n\n" + made.text;
    else
      out_.problems.push_back({to_string(name), made.problem});
  }

  void write_package() {
    std::map<std::string, std::vector<QualifiedName>> by_module;
    for (const QualifiedName& name : tables_) by_module[modules_[name]].push_back(name);
    std::string imports, all;
    if (!hand_.base_name.empty()) {
      const bool klass = options_.style == ModelStyle::kMapped;
      out_.files.push_back({"base.py", hand_.base_imports + (klass ? "\n\n\n" : "\n\n") + hand_.base});
      imports = "from .base import " + hand_.base_name + "\n";
      all = "    \"" + hand_.base_name + "\",\n";
    }
    for (const auto& [module, tables] : by_module) {
      std::set<std::string> names, others;
      for (const QualifiedName& name : tables) {
        const auto klass = classes_.find(name);
        names.insert(klass != classes_.end() ? klass->second : associations_[name]);
        if (klass == classes_.end()) continue;
        for (const RelationPlan& plan : relations_[klass->second])
          if (modules_[class_tables_[plan.target]] != module) others.insert(plan.target);
      }
      write_module(module + ".py", tables, start_of(tables, others));
      const std::string line = fmt::format("from .{} import {}\n", module, join({names.begin(), names.end()}, ", "));
      imports += line.size() <= 100 ? line
                                    : fmt::format("from .{} import (\n    {},\n)\n", module,
                                                  join({names.begin(), names.end()}, ",\n    "));
      for (const std::string& name : names) all += "    \"" + name + "\",\n";
    }
    out_.files.push_back({"__init__.py", imports + "\n__all__ = [\n" + all + "]\n"});
  }

  std::string start_of(const std::vector<QualifiedName>& tables, const std::set<std::string>& others) {
    const bool has_classes =
        std::any_of(tables.begin(), tables.end(), [&](const QualifiedName& name) { return classes_.contains(name); });
    const bool annotated = options_.style == ModelStyle::kMapped || options_.style == ModelStyle::kSqlModel;
    std::string text;
    if (!others.empty() && annotated) text += "from typing import TYPE_CHECKING\n\n";
    if (has_classes) text += hand_.imports;
    if (!text.empty() && !text.ends_with("\n\n") && !hand_.base_name.empty()) text += "\n";
    if (!hand_.base_name.empty()) text += "from .base import " + hand_.base_name + "\n";
    if (others.empty() || !annotated) return text;
    text += "\nif TYPE_CHECKING:\n";
    std::map<std::string, std::set<std::string>> from;
    for (const std::string& name : others) from[modules_[class_tables_[name]]].insert(name);
    for (const auto& [other, names] : from)
      text += fmt::format("    from .{} import {}\n", other, join({names.begin(), names.end()}, ", "));
    return text;
  }

  const Schema& truth_;
  const std::vector<QualifiedName>& tables_;
  const GenerateOptions& options_;
  const Hand hand_;
  const Schema none_;
  ProjectWords project_;
  std::map<QualifiedName, std::string> classes_, associations_, modules_;
  std::map<std::string, QualifiedName> class_tables_;
  std::map<std::string, std::vector<RelationPlan>> relations_;
  GeneratedModels out_;
};

}  // namespace
}  // namespace fixes

ModelStyle style_of(const Schema& models, const std::map<std::string, std::string>& files) {
  using fixes::ColumnForm;
  std::map<std::string, std::unique_ptr<fixes::ModelFile>> parsed;
  std::size_t mapped = 0, classic = 0, flask = 0, field = 0;
  for (const auto& [schema, space] : models.schemas)
    for (const auto& [name, table] : space.tables)
      for (const Column& column : table.columns) {
        const auto text = files.find(column.location.file);
        if (text == files.end()) continue;
        auto& file = parsed[text->first];
        if (file == nullptr)
          file = std::make_unique<fixes::ModelFile>(
              text->first, python::parse_python(Document(text->first, text->second)), std::set<std::string>{}, false);
        const fixes::ColumnSite site = fixes::find_column_site(*file, column);
        const bool own = site.form == ColumnForm::kColumn;
        if (!site.problem.empty()) continue;
        // A field may hold a Column(…) of its own.
        if (site.form == ColumnForm::kSqlModel || (own && site.annotation != nullptr))
          ++field;
        else if (own)
          ++(site.prefix == "db." ? flask : classic);
        else
          ++mapped;
      }
  const std::size_t most = std::max({mapped, classic, flask, field});
  if (most == mapped) return ModelStyle::kMapped;
  if (most == field) return ModelStyle::kSqlModel;
  return most == flask ? ModelStyle::kFlask : ModelStyle::kClassic;
}

GeneratedModels generate_models(const Schema& truth, const std::vector<QualifiedName>& tables,
                                const GenerateOptions& options) {
  return fixes::Generator(truth, tables, options).run();
}

}  // namespace si
