#include "rules/lint/time_stamps.h"

#include <algorithm>

#include "sources/sql/expression.h"
#include "support/strings.h"

namespace si::rules {
namespace {

// What cannot be known or judged is as wanted.
bool is_as_wanted(const Column& side, const Type& type, const std::string& wanted, const Schema& schema) {
  const auto& value = side.default_value;
  if (!value.known()) return true;
  if (wanted == "none") return !value->has_value();
  if (!value->has_value()) return false;
  ExpressionContext context;
  context.target = &type;
  context.search_path = schema.search_path;
  return compare_expressions(**value, wanted, context) != ExpressionMatch::kDifferent;
}

// The body of the function that a trigger calls: "… EXECUTE FUNCTION public.touch()".
std::string body_of(const Definition& trigger, const Schema& schema) {
  const std::size_t at = trigger.definition.rfind(" EXECUTE ");
  if (at == std::string::npos) return "";
  const std::size_t name = trigger.definition.find(' ', at + 9);
  const std::size_t open = trigger.definition.find('(', at);
  if (name == std::string::npos || open == std::string::npos || open < name) return "";
  const QualifiedName function = parse_qualified_name(trigger.definition.substr(name + 1, open - name - 1));
  const auto space = schema.schemas.find(function.schema);
  if (space == schema.schemas.end()) return "";
  const auto found = space->second.functions.find(function.name + "()");
  return found == space->second.functions.end() ? "" : found->second.definition;
}

bool is_set_by_trigger(const Table& table, const Column& column, const std::string& event, const Schema& schema) {
  return std::any_of(table.triggers.begin(), table.triggers.end(), [&](const Definition& trigger) {
    const std::string& text = trigger.definition;
    const std::string timing = text.substr(0, text.find(" ON "));
    if (!trigger.enabled || timing.find(" BEFORE ") == std::string::npos || timing.find(event) == std::string::npos)
      return false;
    return to_lower_ascii(body_of(trigger, schema)).find(to_lower_ascii(column.name)) != std::string::npos;
  });
}

std::string words_of(const Column& side) {
  return side.default_value->has_value() ? "has the default " + printable(**side.default_value) : "has no default";
}

}  // namespace

void check_stamps(const LintInput& input, const std::vector<std::string>& columns, const std::string& wanted,
                  const std::string& event, FindingSink& sink) {
  const Schema& schema = *input.schema;
  for (const LintTable& at : input.tables) {
    if (at.is_partition()) continue;
    for (const Column& column : at.table->columns) {
      if (std::find(columns.begin(), columns.end(), column.name) == columns.end()) continue;
      const Type type = base_type(*column.type, schema);
      if (column.inherited || !is_timestamp(type)) continue;
      const Column* model = model_column(at, column.name);
      const bool by_trigger = wanted != "none" && is_set_by_trigger(*at.table, column, event, schema);
      const bool database_is = by_trigger || is_as_wanted(column, type, wanted, schema);
      const bool model_is = model == nullptr || by_trigger || is_as_wanted(*model, type, wanted, schema);
      if (database_is && model_is) {
        // Both have the default, and the ORM never asks for it.
        if (wanted == "none" || by_trigger || model == nullptr || !model->has_python_default) continue;
        Finding& beaten = add_at_column(at, column, Severity::kInfo, sink);
        beaten.expected = wanted;
        beaten.actual = "default=";
        beaten.message = words(at, column) + " has the convention's default, but the model fills it itself (default=)";
        continue;
      }
      Finding& finding = add_at_column(at, column, Severity::kWarning, sink);
      finding.expected = wanted;
      finding.actual = (database_is ? *model : column).default_value.value();
      std::vector<std::string> sides;
      if (!database_is) sides.push_back(words_of(column) + " in the database");
      if (!model_is) sides.push_back(words_of(*model) + " in the model");
      finding.message = words(at, column) + ' ' + join(sides, " and ") + "; the convention is " +
                        (wanted == "none" ? "none" : printable(wanted));
    }
  }
}

}  // namespace si::rules
