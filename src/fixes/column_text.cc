#include "fixes/column_text.h"

#include <algorithm>
#include <cctype>
#include <iterator>

#include "fixes/table_site.h"
#include "model/names.h"
#include "support/strings.h"
#include "support/word_chars.h"

namespace si::fixes {
namespace {

constexpr std::string_view kReserved[] = {
    "False",    "None",   "True",  "and",  "as",     "assert",   "async",    "await", "break",      "class",
    "continue", "def",    "del",   "elif", "else",   "except",   "finally",  "for",   "from",       "global",
    "if",       "import", "in",    "is",   "lambda", "nonlocal", "not",      "or",    "pass",       "raise",
    "return",   "try",    "while", "with", "yield",  "metadata", "registry", "query", "query_class"};

bool is_identifier(std::string_view name) {
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) != 0) return false;
  return std::all_of(name.begin(), name.end(), is_word_char);
}

std::string identity_text(const Identity& identity, Words& words, const std::string& prefix) {
  std::vector<std::string> arguments;
  if (identity.always) arguments.emplace_back("always=True");
  const auto number = [&](std::string_view name, const std::optional<std::int64_t>& value, std::int64_t plain) {
    if (value && *value != plain) arguments.push_back(std::string(name) + "=" + std::to_string(*value));
  };
  number("start", identity.options.start, 1);
  number("increment", identity.options.increment, 1);
  if (identity.options.minimum && *identity.options.minimum != 1)
    arguments.push_back("minvalue=" + std::to_string(*identity.options.minimum));
  if (identity.options.maximum) arguments.push_back("maxvalue=" + std::to_string(*identity.options.maximum));
  number("cache", identity.options.cache, 1);
  if (identity.options.cycle) arguments.emplace_back("cycle=True");
  return words.name("Identity", prefix) + "(" + join(arguments, ", ") + ")";
}

// nextval('public.orders_number_seq'::regclass) → orders_number_seq; empty: another expression, or in another schema.
std::string sequence_name(const std::string& expression) {
  constexpr std::string_view kHead = "nextval('", kTail = "'::regclass)";
  if (!expression.starts_with(kHead) || !expression.ends_with(kTail) || expression.size() < kHead.size() + kTail.size())
    return {};
  const std::string inner = expression.substr(kHead.size(), expression.size() - kHead.size() - kTail.size());
  const QualifiedName name = parse_qualified_name(replace_all(inner, "''", "'"));
  return name.schema.empty() || name.schema == "public" ? name.name : std::string();
}

}  // namespace

std::string attribute_name(const std::string& column, const std::string& suffix, const std::set<std::string>& taken,
                           ColumnForm form) {
  std::string name;
  for (const char c : column) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
    name += plain ? c : '_';
  }
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) != 0) name = "column_" + name;
  // Two leading underscores would be mangled, and one hides a SQLModel field.
  while (name.starts_with("__")) name.erase(0, 1);
  // Pydantic takes a leading underscore for a private attribute.
  while (form == ColumnForm::kSqlModel && name.size() > 1 && name.starts_with('_')) name.erase(0, 1);
  const auto bad = [&] {
    return taken.contains(name) || std::find(std::begin(kReserved), std::end(kReserved), name) != std::end(kReserved) ||
           !is_identifier(name);
  };
  for (int i = 0; i < 20 && bad(); ++i) name += suffix.empty() ? "_" : suffix;
  return name;
}

std::optional<std::string> column_text(const ColumnParts& parts, const ColumnStyle& style, Words& words,
                                       const std::string& indent, std::string* problem) {
  const Column& column = *parts.column;
  const std::string prefix = style.form == ColumnForm::kSqlModel ? "" : prefix_of(style.callee);
  const FileStyle& file_style = words.file().style();
  const bool nullable = *column.nullable && !parts.primary_key;
  const bool renamed = !style.core && parts.attribute != column.name;
  std::vector<std::string> arguments;
  std::string core;
  if (style.form != ColumnForm::kColumn) {
    const auto annotation =
        words.annotation(*column.type, parts.hidden != nullptr ? *parts.hidden : std::set<std::string>());
    core = annotation.value_or(words.file().imports().spelled("typing", "Any"));
  }
  const bool has_default = column.default_value.known() && column.default_value->has_value() && !column.serial &&
                           !column.generated->has_value();
  const bool sequence =
      column.serial && !parts.primary_key && column.default_value.known() && column.default_value->has_value();
  const bool generated_key = parts.primary_key && (column.serial || column.identity->has_value());
  // What Field() has no word for is said by a Column() of its own.
  if (style.form == ColumnForm::kSqlModel &&
      (column.identity->has_value() || column.generated->has_value() || column.collation || sequence)) {
    ColumnStyle plain{ColumnForm::kColumn, words.name("Column", ""), true};
    auto own = column_text(parts, plain, words, indent, problem);
    if (!own) return std::nullopt;
    const bool optional = nullable || generated_key || column.generated->has_value() || sequence;
    if (!renamed) {
      // The field's name is the column's.
      const std::string name = words.quoted(column.name) + ", ";
      if (const std::size_t at = own->find(name); at != std::string::npos) own->erase(at, name.size());
    }
    return parts.attribute + ": " + (optional ? words.optional(core) : core) + " = " + style.callee + "(" +
           (optional ? "default=None, " : "") + "sa_column=" + *own + ")";
  }
  if (style.form == ColumnForm::kSqlModel) {
    std::vector<std::string> inner;
    if (parts.autoincrement_off) inner.push_back(words.quoted("autoincrement") + ": False");
    if (renamed) inner.push_back(words.quoted("name") + ": " + words.quoted(column.name));
    if (nullable || generated_key) arguments.emplace_back("default=None");
    if (parts.primary_key) arguments.emplace_back("primary_key=True");
    if (parts.foreign_key != nullptr) {
      arguments.push_back("foreign_key=" + words.quoted(parts.key_target));
      const auto options = key_options(*parts.foreign_key, file_style);
      if (options.size() == 1 && options[0].starts_with("ondelete=")) arguments.push_back(options[0]);
    }
    if (parts.unique) arguments.emplace_back("unique=True");
    if (parts.index) arguments.emplace_back("index=True");
    const Type& type = *column.type;
    if (type.name == "character varying" && !type.is_array) {
      if (!type.modifiers.empty()) arguments.push_back("max_length=" + std::to_string(type.modifiers[0]));
    } else if (!(type == parse_type("integer") || type == parse_type("boolean") || type == parse_type("date") ||
                 type == parse_type("uuid") || type == parse_type("double precision"))) {
      const auto written = words.type(type, "");
      if (!written) {
        *problem = "SQLAlchemy has no type " + to_string(type);
        return std::nullopt;
      }
      arguments.push_back("sa_type=" + *written);
    }
    if (has_default)
      inner.push_back(words.quoted("server_default") + ": " + words.server_default(**column.default_value, ""));
    if (column.comment.known() && column.comment->has_value())
      inner.push_back(words.quoted("comment") + ": " + words.quoted(**column.comment));
    if (!inner.empty()) arguments.push_back("sa_column_kwargs={" + join(inner, ", ") + "}");
    const std::string annotation = nullable || generated_key ? words.optional(core) : core;
    if (arguments.empty()) return parts.attribute + ": " + annotation;
    if (arguments.size() == 1 && arguments[0] == "default=None") return parts.attribute + ": " + annotation + " = None";
    return laid_out(parts.attribute + ": " + annotation + " = " + style.callee, arguments, indent, file_style);
  }
  if (style.core || renamed) arguments.push_back(words.quoted(column.name));
  if (style.form != ColumnForm::kMapped || !words.annotation_gives(core, *column.type)) {
    auto written = words.type(*column.type, prefix);
    if (!written) {
      *problem = "SQLAlchemy has no type " + to_string(*column.type);
      return std::nullopt;
    }
    if (column.collation) {
      const std::string argument = "collation=" + words.quoted(*column.collation);
      *written = written->ends_with(')')
                     ? written->substr(0, written->size() - 1) + (written->ends_with("()") ? "" : ", ") + argument + ")"
                     : *written + "(" + argument + ")";
    }
    arguments.push_back(*written);
  }
  if (parts.foreign_key != nullptr) {
    std::string key = words.name("ForeignKey", prefix) + "(" + words.quoted(parts.key_target);
    for (const std::string& option : key_options(*parts.foreign_key, file_style)) key += ", " + option;
    if (!parts.key_name.empty()) key += ", name=" + words.quoted(parts.key_name);
    arguments.push_back(key + ")");
  }
  if (column.identity->has_value()) arguments.push_back(identity_text(**column.identity, words, prefix));
  if (column.generated->has_value())
    arguments.push_back(words.name("Computed", prefix) + "(" +
                        words.sql(std::string(without_parentheses((*column.generated)->expression))) +
                        ", persisted=" + ((*column.generated)->stored ? "True" : "False") + ")");
  if (parts.primary_key) arguments.emplace_back("primary_key=True");
  if (parts.autoincrement_off) arguments.emplace_back("autoincrement=False");
  if (parts.unique) arguments.emplace_back("unique=True");
  if (parts.index) arguments.emplace_back("index=True");
  if (style.form == ColumnForm::kColumn && !parts.primary_key) {
    const bool identity = column.identity->has_value();
    if (!nullable && !identity) arguments.emplace_back("nullable=False");
    if (nullable && (words.says_nullable_true() || identity)) arguments.emplace_back("nullable=True");
  }
  if (has_default) arguments.push_back("server_default=" + words.server_default(**column.default_value, prefix));
  if (sequence)
    if (const std::string name = sequence_name(**column.default_value); !name.empty())
      arguments.insert(std::find_if(arguments.begin(), arguments.end(),
                                    [](const std::string& argument) {
                                      const std::size_t equals = argument.find('=');
                                      return equals != std::string::npos && equals < argument.find_first_of("(\"'");
                                    }),
                       words.name("Sequence", prefix) + "(" + words.quoted(name) + ")");
  if (sequence) arguments.push_back("server_default=" + words.text(**column.default_value, prefix));
  if (column.comment.known() && column.comment->has_value())
    arguments.push_back("comment=" + words.quoted(**column.comment));
  if (style.core) return laid_out(style.callee, arguments, indent, file_style);
  if (style.form == ColumnForm::kMapped) {
    const std::string annotation = "Mapped[" + (nullable ? words.optional(core) : core) + "]";
    const std::string head = parts.attribute + ": " + annotation;
    return arguments.empty() ? head : laid_out(head + " = " + style.callee, arguments, indent, file_style);
  }
  return laid_out(parts.attribute + " = " + style.callee, arguments, indent, file_style);
}

}  // namespace si::fixes
