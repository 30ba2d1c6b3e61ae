#include "fixes/words.h"

#include <algorithm>
#include <cctype>

#include "sources/sqlalchemy/type_spelling.h"
#include "support/strings.h"
#include "support/word_chars.h"

namespace si::fixes {
namespace {

using python::Node;
using python::NodeKind;

// What a walk through the file counts.
struct Habits {
  int nullable_true = 0;
  int text_defaults = 0, literal_defaults = 0, func_now = 0;
  std::map<std::string, int> callees;        // "db.Column"
  std::map<std::string, int> relationships;  // "orm.relationship"
};

void count(const ModelFile& file, const Node& node, Habits& habits) {
  const python::SyntaxTree& tree = file.tree();
  if (node.kind == NodeKind::kKeyword && node.child(0) != nullptr) {
    const Node& value = *node.child(0);
    if (node.text == "nullable" && value.kind == NodeKind::kTrue) ++habits.nullable_true;
    if (node.text == "server_default") {
      if (value.kind == NodeKind::kString) ++habits.literal_defaults;
      if (value.kind == NodeKind::kCall) {
        const std::string_view callee = tree.source(*value.child(0));
        if (callee.ends_with("func.now")) ++habits.func_now;
        if (last_name(callee) == "text") ++habits.text_defaults;
      }
    }
  }
  if (node.kind == NodeKind::kCall && node.child(0) != nullptr) {
    const std::string callee(tree.source(*node.child(0)));
    if (!file.column_maker(callee).empty()) ++habits.callees[callee];
    if (last_name(callee) == "relationship") ++habits.relationships[callee];
  }
  for (const Node* child : node.children())
    if (child != nullptr) count(file, *child, habits);
}

// SQLAlchemy reads ":name" in text() as a parameter; a backslash keeps it text.
std::string escape_parameters(const std::string& sql) {
  std::string out;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    const bool before = i == 0 || (sql[i - 1] != ':' && sql[i - 1] != '\\' && !is_word_char(sql[i - 1]));
    if (sql[i] == ':' && before && i + 1 < sql.size() && is_word_char(sql[i + 1])) out += '\\';
    out += sql[i];
  }
  return out;
}

// Arguments of a type as this file quotes: fields="day to second".
std::string arguments_text(const std::vector<std::string>& arguments, const FileStyle& style) {
  std::string out = join(arguments, ", ");
  if (style.quote == '\'' && out.find('\'') == std::string::npos) std::replace(out.begin(), out.end(), '"', '\'');
  return out;
}

// The server writes a literal with its column's type, 'x'::character varying, '-1'::integer; nobody else does. Anything
// else as it is.
std::string plain_literal(const std::string& expression) {
  if (expression.size() < 2 || expression[0] != '\'') return expression;
  std::size_t end = 1;
  while (end < expression.size() && (expression[end] != '\'' || expression.substr(end, 2) == "\'\'"))
    end += expression[end] == '\'' ? 2 : 1;
  if (end >= expression.size()) return expression;
  const std::string value = expression.substr(0, end + 1), cast = expression.substr(end + 1);
  if (!cast.starts_with("::") || cast.find('\'') != std::string::npos) return expression;
  const Type type = parse_type(cast.substr(2));
  const bool number = value.size() > 2 && value.find_first_not_of("-0123456789.'") == std::string::npos;
  switch (type_family(type)) {
    case TypeFamily::kInteger:
    case TypeFamily::kNumber: return number && !type.is_array ? value.substr(1, value.size() - 2) : expression;
    case TypeFamily::kString: return type.is_array ? expression : value;
    default: return expression;
  }
}

}  // namespace

std::optional<std::string> literal_text(const std::string& expression) {
  if (expression.empty()) return std::nullopt;
  if (expression[0] == '\'') {
    std::string out;
    std::size_t i = 1;
    for (; i < expression.size(); ++i) {
      if (expression[i] != '\'') {
        out += expression[i];
      } else if (i + 1 < expression.size() && expression[i + 1] == '\'') {
        out += expression[i++];
      } else {
        break;
      }
    }
    const std::string_view rest = std::string_view(expression).substr(std::min(i + 1, expression.size()));
    if (!rest.empty() && !rest.starts_with("::")) return std::nullopt;
    return out;
  }
  if (expression == "true" || expression == "false") return expression;
  const bool number = std::all_of(expression.begin(), expression.end(),
                                  [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '.'; });
  return number ? std::optional(expression) : std::nullopt;
}

std::string last_name(std::string_view dotted) { return std::string(dotted.substr(dotted.rfind('.') + 1)); }
std::string prefix_of(std::string_view dotted) { return std::string(dotted.substr(0, dotted.rfind('.') + 1)); }

Words::Words(ModelFile& file, const ProjectWords& project) : file_(file), project_(project) {
  Habits habits;
  count(file, file.tree().root(), habits);
  literal_defaults_ = habits.literal_defaults > habits.text_defaults;
  func_now_ = habits.func_now > 0;
  int most = 0;
  for (const auto& [callee, times] : habits.callees)
    if (times > most) {
      most = times;
      column_prefix_ = prefix_of(callee);
      column_name_ = last_name(callee);
    }
  most = 0;
  for (const auto& [callee, times] : habits.relationships)
    if (times > most) {
      most = times;
      relationship_ = callee;
    }
  int silent = 0;
  for (const auto& [schema, space] : project.models->schemas)
    for (const auto& [name, table] : space.tables)
      for (const Column& column : table.columns) {
        if (column.location.file != file.name()) continue;
        if (column.type.known() && !column.python_type.empty()) ++written_[to_string(*column.type)][column.python_type];
        if (column.nullable.known() && *column.nullable) ++silent;
      }
  silent -= habits.nullable_true;
  says_nullable_true_ = habits.nullable_true > silent;
}

bool Words::says(const std::string& whole) const {
  const std::string_view text = file_.text();
  for (std::size_t at = text.find(whole); at != std::string_view::npos; at = text.find(whole, at + 1)) {
    const std::size_t end = at + whole.size();
    if ((at == 0 || !is_word_char(text[at - 1])) && (end == text.size() || !is_word_char(text[end]))) return true;
  }
  return false;
}

// Flask-SQLAlchemy's object has all names of SQLAlchemy.
bool Words::is_flask_object(const std::string& object) const {
  return says(object + ".Model") || file_.text().find(object + " = SQLAlchemy(") != std::string_view::npos ||
         (file_.imports().origin(object).ends_with("base.db") && object == "db");
}

bool Words::prefix_gives(const std::string& prefix, const std::string& name) const {
  if (prefix.empty()) return false;
  const std::string object = prefix.substr(0, prefix.size() - 1);
  const std::string origin = file_.imports().origin(object);
  if (origin == "sqlalchemy" || origin == "sqlmodel") return true;
  if (origin.starts_with("sqlalchemy.")) return origin == "sqlalchemy.schema" ? name != "text" : false;
  // Another module surely has those that are used of it.
  return is_flask_object(object) || says(prefix + name);
}

std::string Words::relationship(const std::string& prefix) {
  if (!relationship_.empty()) return relationship_;
  if (!prefix.empty() && is_flask_object(prefix.substr(0, prefix.size() - 1))) return prefix + "relationship";
  return file_.imports().spelled("sqlalchemy.orm", "relationship");
}

std::string Words::name(const std::string& name, const std::string& prefix) {
  for (const std::string& each : {prefix, column_prefix_})
    if (prefix_gives(each, name)) return file_.imports().spelled("sqlalchemy", name, each);
  return file_.imports().spelled("sqlalchemy", name);
}

std::string Words::dialect_name(const std::string& name) {
  return file_.imports().spelled(std::string(sqlalchemy::kDialectModule), name);
}

std::string Words::sql(const std::string& text) const { return quoted(escape_parameters(text)); }

std::string Words::text(const std::string& sql_text, const std::string& prefix) {
  return name("text", prefix) + "(" + sql(sql_text) + ")";
}

std::string Words::server_default(const std::string& expression, const std::string& prefix) {
  if (func_now_ && (expression == "now()" || expression == "CURRENT_TIMESTAMP")) return name("func", prefix) + ".now()";
  if (literal_defaults_)
    if (const auto literal = literal_text(expression)) return quoted(*literal);
  return text(plain_literal(expression), prefix);
}

std::optional<std::string> Words::enum_type(const Enum& type, const Type& use, const std::string& prefix) {
  // As the file writes this enum elsewhere.
  if (const auto found = written_.find(to_string(use)); found != written_.end()) return found->second.begin()->first;
  if (!type.labels.known()) return std::nullopt;
  std::vector<std::string> arguments;
  for (const std::string& label : *type.labels) arguments.push_back(quoted(label));
  arguments.push_back("name=" + quoted(type.name));
  if (!use.schema.empty()) arguments.push_back("schema=" + quoted(use.schema));
  return name("Enum", prefix) + "(" + join(arguments, ", ") + ")";
}

std::optional<std::string> Words::type(const Type& type, const std::string& prefix, const std::string& now) {
  // The same class with other arguments.
  const std::size_t open = now.find('(');
  const std::string callee = now.substr(0, open);
  if (!callee.empty() && sqlalchemy::is_type_name(last_name(callee))) {
    std::vector<std::string> arguments;
    if (sqlalchemy::class_makes(last_name(callee), type, &arguments))
      return callee + (arguments.empty() ? "" : "(" + arguments_text(arguments, file_.style()) + ")");
  }
  // As the file writes it elsewhere, where that is a plain type of SQLAlchemy's.
  if (const auto found = written_.find(to_string(type)); found != written_.end()) {
    const std::string* best = nullptr;
    int most = 0;
    for (const auto& [text, times] : found->second) {
      const std::string name = last_name(text.substr(0, text.find('(')));
      if (text.find(").") != std::string::npos) continue;  // String(9).with_variant(…)
      const bool plain = sqlalchemy::is_type_name(name) || (name == "ARRAY" && text.find('(') != std::string::npos);
      if (plain && times > most && text.find('\n') == std::string::npos) {
        best = &text;
        most = times;
      }
    }
    if (best != nullptr) return *best;
  }
  if (const Enum* known = project_.truth->find_enum({type.schema, type.name}); known != nullptr) {
    Type element = type;
    element.is_array = false;
    const auto written = enum_type(*known, element, prefix);
    if (!written || !type.is_array) return written;
    return dialect_name("ARRAY") + "(" + *written + ")";
  }
  const auto spelling = sqlalchemy::spell_type(type, project_.sqlalchemy_major);
  if (!spelling) return std::nullopt;
  if (spelling->name == "ARRAY" && !spelling->element.empty()) {
    Type element = type;
    element.is_array = false;
    const auto inner = this->type(element, prefix);
    if (!inner) return std::nullopt;
    return dialect_name("ARRAY") + "(" + *inner + ")";
  }
  const bool dialect = spelling->module == sqlalchemy::kDialectModule;
  const std::string written = dialect ? dialect_name(spelling->name) : name(spelling->name, prefix);
  return written + (spelling->arguments.empty() ? "" : "(" + arguments_text(spelling->arguments, file_.style()) + ")");
}

std::optional<std::string> Words::annotation(const Type& type, const std::set<std::string>& hidden) {
  const auto spelled = [&](const std::string& module, const std::string& name) {
    if (file_.imports().is_hidden(module, name, hidden)) return file_.imports().spelled_unlike(module, name, hidden);
    return module.empty() ? name : file_.imports().spelled(module, name);
  };
  if (type.is_array) {
    Type element = type;
    element.is_array = false;
    const auto inner = annotation(element, hidden);
    return inner ? std::optional(spelled("", "list") + "[" + *inner + "]") : std::nullopt;
  }
  if (project_.truth->find_enum({type.schema, type.name}) != nullptr) return spelled("", "str");
  const auto python = sqlalchemy::python_type_of(type);
  if (!python) return std::nullopt;
  return spelled(python->module, python->name);
}

std::string Words::optional(const std::string& core) {
  const bool pipe = file_.text().find("| None") != std::string_view::npos;
  const bool word = file_.text().find("Optional[") != std::string_view::npos;
  if (pipe || (!word && project_.pipe_optional)) return core + " | None";
  return file_.imports().spelled("typing", "Optional") + "[" + core + "]";
}

bool Words::annotation_gives(const std::string& core, const Type& type) const {
  const auto found = written_.find(to_string(type));
  if (found == written_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(), [&](const auto& entry) {
    return entry.first == "Mapped[" + core + "]" || entry.first == "Mapped[Optional[" + core + "]]" ||
           entry.first == "Mapped[" + core + " | None]";
  });
}

}  // namespace si::fixes
