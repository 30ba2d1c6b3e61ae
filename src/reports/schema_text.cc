#include "reports/schema_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/finding.h"
#include "support/strings.h"

namespace si {
namespace {

using Row = std::vector<std::string>;

std::string column_list(const std::vector<std::string>& columns) { return '(' + join(columns, ", ") + ')'; }

std::string name_of(const std::optional<std::string>& name) { return name ? quote_identifier(*name) : "-"; }

template <typename T>
std::string unknown(const Known<T>& value) {
  return "unresolved: " + value.reason();
}

std::string type_of(const Column& column) {
  return column.type.known() ? to_string(column.type.value()) : unknown(column.type);
}

std::string rest_of(const Column& column) {
  std::vector<std::string> parts;
  const auto& expression = column.default_value;
  if (!expression.known()) parts.push_back("default " + unknown(expression));
  if (expression.known() && *expression) parts.push_back("default " + **expression);
  if (column.serial && expression.known() && !*expression) parts.emplace_back("serial");
  if (column.identity.known() && *column.identity)
    parts.emplace_back((**column.identity).always ? "identity always" : "identity by default");
  if (column.generated.known() && *column.generated) parts.push_back("generated " + (**column.generated).expression);
  if (column.collation) parts.push_back("collate " + quote_identifier(*column.collation));
  if (column.comment.known() && *column.comment) parts.push_back("-- " + **column.comment);
  return join(parts, "  ");
}

Row column_row(const Column& column) {
  const std::string null = !column.nullable.known() ? "?" : (column.nullable.value() ? "" : "not null");
  return {column.name, type_of(column), null, rest_of(column)};
}

std::string actions_of(const ForeignKey& key) {
  std::string out;
  if (key.on_delete != "no action") out += " on delete " + key.on_delete;
  if (key.on_update != "no action") out += " on update " + key.on_update;
  if (key.match != "simple") out += " match " + key.match;
  if (key.deferrable) out += key.initially_deferred ? " initially deferred" : " deferrable";
  if (!key.validated) out += " not valid";
  return out;
}

std::string keys_of(const Index& index) {
  std::vector<std::string> keys;
  for (const IndexKey& key : index.keys) {
    std::string text = !key.column.empty()      ? key.column
                       : key.expression.known() ? key.expression.value()
                                                : unknown(key.expression);
    if (key.descending) text += " desc";
    keys.push_back(std::move(text));
  }
  std::string out = column_list(keys);
  if (index.method != "btree") out = index.method + ' ' + out;
  if (!index.include.empty()) out += " include " + column_list(index.include);
  if (index.predicate.known() && *index.predicate) out += " where " + **index.predicate;
  return out;
}

std::vector<Row> index_rows(const std::vector<Index>& indexes) {
  std::vector<Row> rows;
  rows.reserve(indexes.size());
  for (const Index& index : indexes)
    rows.push_back({index.unique ? "unique index" : "index", index.name.empty() ? "-" : quote_identifier(index.name),
                    keys_of(index)});
  return rows;
}

// Without its schema where that is the default one.
std::string short_name(QualifiedName name, const std::string& default_schema) {
  if (name.schema == default_schema) name.schema.clear();
  return to_string(name);
}

std::vector<Row> constraint_rows(const Table& table, const std::string& default_schema) {
  std::vector<Row> rows;
  if (table.primary_key)
    rows.push_back({"primary key", name_of(table.primary_key->name), column_list(table.primary_key->columns)});
  for (const Unique& unique : table.uniques)
    rows.push_back({"unique", name_of(unique.name),
                    column_list(unique.columns) + (unique.nulls_not_distinct ? " nulls not distinct" : "")});
  for (const ForeignKey& key : table.foreign_keys)
    rows.push_back({"foreign key", name_of(key.name),
                    column_list(key.columns) + " -> " + short_name(key.referenced_table, default_schema) +
                        column_list(key.referenced_columns) + actions_of(key)});
  for (const Check& check : table.checks)
    rows.push_back({"check", name_of(check.name),
                    check.expression.known() ? check.expression.value() : unknown(check.expression)});
  for (const Exclusion& exclusion : table.exclusions)
    rows.push_back({"exclusion", name_of(exclusion.name), exclusion.definition});
  for (Row& row : index_rows(table.indexes)) rows.push_back(std::move(row));
  for (const Definition& trigger : table.triggers) rows.push_back({"trigger", quote_identifier(trigger.name), ""});
  for (const Policy& policy : table.policies) rows.push_back({"policy", quote_identifier(policy.name), policy.command});
  return rows;
}

// Columns of text side by side, two blanks between, nothing behind the last.
std::string aligned(const std::vector<Row>& rows) {
  constexpr std::size_t kWidest = 40;  // one long name must not push all the others away
  std::vector<std::size_t> widths;
  std::vector<Row> clean;
  for (const Row& row : rows) {
    Row& shown = clean.emplace_back();
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      shown.push_back(printable(row[i]));
      widths[i] = std::max(widths[i], std::min(kWidest, count_code_points(shown[i])));
    }
  }
  std::string out;
  for (const Row& row : clean) {
    std::string line = "  ";
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::size_t length = count_code_points(row[i]);
      line += row[i] + std::string(length < widths[i] ? widths[i] - length + 2 : 2, ' ');
    }
    while (line.ends_with(' ')) line.pop_back();
    out += line + '\n';
  }
  return out;
}

class SchemaText {
 public:
  SchemaText(const Schema& schema, bool color) : schema_(schema), color_(color) {}

  std::string write(const std::string& title) {
    out_ = printable(title) + '\n';
    for (const auto& [name, space] : schema_.schemas) write_namespace(name, space);
    if (!schema_.extensions.empty()) {
      heading("extensions");
      for (const auto& [name, extension] : schema_.extensions) line(name + ' ' + extension.version);
    }
    if (!schema_.unresolved.empty()) {
      heading("unresolved");
      for (const Unresolved& entry : schema_.unresolved)
        line(to_string(ObjectRef{entry.table.schema, entry.table.name, entry.column, "", "", {}}) + ": " +
             entry.reason);
    }
    if (!schema_.not_read.empty()) {
      heading("not read");
      for (const NotRead& entry : schema_.not_read) line(entry.what + ": " + entry.why);
    }
    return std::move(out_);
  }

 private:
  void heading(std::string_view text) {
    const std::string shown = printable(text);
    out_ += '\n' + (color_ ? "\x1b[1m" + shown + "\x1b[0m" : shown) + '\n';
  }
  void line(std::string_view text) { out_ += "  " + printable(text) + '\n'; }

  std::string qualified(const std::string& schema, const std::string& name) const {
    return short_name({schema, name}, schema_.default_schema());
  }

  void write_namespace(const std::string& name, const Namespace& space) {
    for (const auto& [table_name, table] : space.tables) write_table(qualified(name, table_name), table);
    for (const auto& [view_name, view] : space.views) write_view("view", qualified(name, view_name), view);
    for (const auto& [view_name, view] : space.materialized_views)
      write_view("materialized view", qualified(name, view_name), view);
    if (!space.enums.empty()) {
      heading("enums" + (name == schema_.default_schema() ? "" : " of " + quote_identifier(name)));
      for (const auto& [enum_name, type] : space.enums)
        line(quote_identifier(enum_name) + ": " +
             (type.labels.known() ? join(type.labels.value(), ", ") : unknown(type.labels)));
    }
    write_names(name, "domains", space.domains);
    write_names(name, "composite types", space.composite_types);
    write_names(name, "range types", space.range_types);
    write_names(name, "sequences", space.sequences);
    write_names(name, "functions", space.functions);
  }

  void write_table(const std::string& name, const Table& table) {
    std::string title = std::string(to_string(table.kind)) + ' ' + name;
    if (table.partition_of) title += "  partition of " + short_name(*table.partition_of, schema_.default_schema());
    if (!table.extension.empty()) title += "  of extension " + quote_identifier(table.extension);
    if (table.comment.known() && *table.comment) title += "  -- " + **table.comment;
    heading(title);
    std::vector<Row> rows;
    for (const Column& column : table.columns) rows.push_back(column_row(column));
    out_ += aligned(rows) + aligned(constraint_rows(table, schema_.default_schema()));
    if (!table.unresolved_columns.empty()) line("unresolved: " + table.unresolved_columns);
    if (!table.unresolved_constraints.empty()) line("unresolved: " + table.unresolved_constraints);
  }

  void write_view(std::string_view kind, const std::string& name, const View& view) {
    heading(fmt::format("{} {}{}", kind, name, view.comment ? "  -- " + *view.comment : ""));
    std::vector<Row> rows;
    for (const Column& column : view.columns) rows.push_back({column.name, type_of(column)});
    out_ += aligned(rows) + aligned(index_rows(view.indexes));
  }

  template <typename Map>
  void write_names(const std::string& schema, std::string_view kind, const Map& map) {
    if (map.empty()) return;
    heading(std::string(kind) + (schema == schema_.default_schema() ? "" : " of " + quote_identifier(schema)));
    for (const auto& entry : map) line(entry.first);
  }

  const Schema& schema_;
  bool color_;
  std::string out_;
};

}  // namespace

std::string render_schema(const Schema& schema, const std::string& title, bool color) {
  return SchemaText(schema, color).write(title);
}

}  // namespace si
