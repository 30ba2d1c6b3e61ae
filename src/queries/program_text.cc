// What Python's own ways of building text do to text with places: +, %, .format, join, and psycopg's sql module.
#include <algorithm>
#include <optional>

#include "model/names.h"
#include "queries/literal_text.h"
#include "queries/program.h"
#include "support/strings.h"

namespace si {

using python::Node;
using python::NodeKind;

TextPiece Program::hole(const Node& node, const Frame& frame, HoleOrigin origin) {
  TextPiece piece;
  piece.hole = true;
  piece.origin = origin;
  if (frame.module != nullptr && frame.module->tree != nullptr) {
    piece.document = &frame.module->tree->document();
    piece.begin = node.begin;
    piece.end = node.end;
  }
  return piece;
}

// Text that stands for an expression as a whole.
TextPiece Program::written(std::string text, const Node& node, const Frame& frame) {
  TextPiece piece = hole(node, frame, HoleOrigin::kUnknown);
  piece.hole = false;
  piece.exact = false;
  piece.text = std::move(text);
  return piece;
}

const Thing* Program::literal(const Node& node, const Frame& frame) {
  const auto [entry, added] = literals_.try_emplace(&node, nullptr);
  if (!added) return entry->second;
  Thing& thing = make(ThingKind::kText);
  if (frame.module != nullptr && frame.module->tree != nullptr)
    thing.text = read_literal(*frame.module->tree, node, [](const Node&) { return BuiltText(); });
  return literals_[&node] = &thing;
}

BuiltText Program::pieces_of(const Thing& thing, const Node& node, const Frame& frame) const {
  if (thing.kind == ThingKind::kText || thing.kind == ThingKind::kStatement) return thing.text;
  if (thing.kind == ThingKind::kConstant) return {written(thing.name, node, frame)};
  return {hole(node, frame, thing.origin)};
}

const Thing* Program::concatenate(const std::vector<const Thing*>& things, const std::vector<const Node*>& nodes,
                                  const Frame& frame) {
  const Thing &a = *things[0], &b = *things[1];
  if (a.kind == ThingKind::kList && b.kind == ThingKind::kList) {
    Thing& list = make(ThingKind::kList);
    list.items = a.items;
    list.items.insert(list.items.end(), b.items.begin(), b.items.end());
    list.open = a.open || b.open;
    list.sample = a.sample || b.sample;
    return &list;
  }
  if (a.kind == ThingKind::kList) {
    Thing& list = make(ThingKind::kList);
    list.items = a.items;
    list.open = true;
    return &list;
  }
  const auto textual = [](const Thing& thing) { return thing.kind == ThingKind::kText; };
  if (!textual(a) && !textual(b)) return unknown();
  Thing& out = make(ThingKind::kText);
  out.text = pieces_of(a, *nodes[0], frame);
  append(out.text, pieces_of(b, *nodes[1], frame));
  return &out;
}

// printf-style formatting. What stands for a value is a piece or a hole; %% is one character.
const Thing* Program::percent(const Thing& format, const Thing& values, const Node& values_node, const Frame& frame) {
  if (format.kind != ThingKind::kText) return unknown();
  const std::string text = plain_text(format.text);
  BuiltText out;
  std::size_t from = 0, next = 0;
  const auto value_of = [&](const Thing* value, std::size_t index) {
    const Node* at = &values_node;
    if (values_node.kind == NodeKind::kTuple && values_node.child(index) != nullptr) at = values_node.child(index);
    append(out, pieces_of(value != nullptr ? *value : *unknown(), *at, frame));
  };
  for (std::size_t i = text.find('%'); i != std::string::npos; i = text.find('%', i)) {
    append(out, slice(format.text, from, i));
    const std::size_t begin = i++;
    std::string key;
    if (i < text.size() && text[i] == '(') {
      const std::size_t close = text.find(')', i);
      if (close == std::string::npos) return unknown();
      key = text.substr(i + 1, close - i - 1);
      i = close + 1;
    }
    while (i < text.size() && std::string_view("-+ #0123456789.").find(text[i]) != std::string_view::npos) ++i;
    if (i >= text.size()) return unknown();
    const char conversion = text[i++];
    from = i;
    if (conversion == '%') {
      append(out, slice(format.text, i - 1, i));
      continue;
    }
    const Thing* value = nullptr;
    if (!key.empty()) {
      if (values.kind == ThingKind::kDict)
        for (std::size_t k = 0; k + 1 < values.items.size(); k += 2)
          if (values.items[k]->kind == ThingKind::kText && plain_text(values.items[k]->text) == key)
            value = values.items[k + 1];
    } else if (values.kind == ThingKind::kList) {
      value = next < values.items.size() && !values.open && !values.sample ? values.items[next] : nullptr;
    } else if (values.kind != ThingKind::kDict && next == 0) {
      value = &values;
    }
    if (conversion != 's' && (value == nullptr || value->kind != ThingKind::kConstant))
      value = unknown(HoleOrigin::kSafe);
    value_of(value, next++);
    (void)begin;
  }
  append(out, slice(format.text, from, text.size()));
  Thing& made = make(ThingKind::kText);
  made.text = std::move(out);
  return &made;
}

// str.format, and psycopg's SQL.format (`sql`): {}, {0}, {name}, {name!r:>8}, {{ and }}.
const Thing* Program::format(const Thing& format, const std::vector<const Thing*>& values, const Node& call,
                             const Frame& frame, bool sql) {
  const std::string text = plain_text(format.text);
  BuiltText out;
  std::size_t from = 0, automatic = 0;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c != '{' && c != '}') {
      ++i;
      continue;
    }
    append(out, slice(format.text, from, i));
    if (i + 1 < text.size() && text[i + 1] == c) {
      append(out, slice(format.text, i, i + 1));
      i += 2;
      from = i;
      continue;
    }
    const std::size_t close = text.find('}', i);
    if (c == '}' || close == std::string::npos) return unknown();
    std::string field = text.substr(i + 1, close - i - 1);
    const bool plain = field.find_first_of("!:.[") == std::string::npos;
    field = field.substr(0, field.find_first_of("!:.["));
    i = close + 1;
    from = i;
    const bool numbered =
        !field.empty() && std::all_of(field.begin(), field.end(), [](char d) { return d >= '0' && d <= '9'; });
    std::size_t wanted = numbered && field.size() < 4 ? static_cast<std::size_t>(std::stoi(field)) : automatic++;
    // Which argument of the call it is.
    std::size_t position = 0;
    const Node* node = nullptr;
    const Thing* value = nullptr;
    for (std::size_t a = 1; a < call.children().size(); ++a) {
      const Node* child = call.children()[a];
      if (child == nullptr) continue;
      if (child->kind == NodeKind::kStar || child->kind == NodeKind::kDoubleStar) break;
      const bool keyword = child->kind == NodeKind::kKeyword;
      if (keyword ? !numbered && !field.empty() && child->text == field
                  : (field.empty() || numbered) && position++ == wanted) {
        node = child;
        value = values[a - 1];
        break;
      }
    }
    if (value == nullptr) {
      out.push_back(hole(call, frame, HoleOrigin::kUnknown));
    } else if (!plain) {
      out.push_back(hole(*node, frame, value->origin));
    } else {
      append(out, pieces_of(*value, *node, frame));
      if (sql && out.back().hole) out.back().origin = HoleOrigin::kSafe;
    }
  }
  append(out, slice(format.text, from, text.size()));
  Thing& made = make(ThingKind::kText);
  made.text = std::move(out);
  return &made;
}

const Thing* Program::join_list(const Thing& separator, const Thing& list, const Node& node, const Frame& frame) {
  Thing& out = make(ThingKind::kText);
  if (list.kind != ThingKind::kList || separator.kind != ThingKind::kText || list.items.empty()) {
    out.text = {hole(node, frame, list.kind == ThingKind::kUnknown ? list.origin : HoleOrigin::kUnknown)};
    return &out;
  }
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    if (i > 0) append(out.text, separator.text);
    append(out.text, pieces_of(*list.items[i], node, frame));
  }
  if (list.open) out.text.push_back(hole(node, frame, HoleOrigin::kUnknown));
  if (list.sample && !out.text.empty()) out.text.back().sample = true;
  return &out;
}

const Thing* Program::quoted_identifier(const std::vector<const Thing*>& parts, const Node& node, const Frame& frame) {
  Thing& out = make(ThingKind::kText);
  for (const Thing* part : parts) {
    if (!out.text.empty()) out.text.push_back(written(".", node, frame));
    if (part->kind != ThingKind::kText || count_holes(part->text) > 0) {
      out.text.push_back(hole(node, frame, HoleOrigin::kSafe));
      continue;
    }
    out.text.push_back(written("\"", node, frame));
    append(out.text, part->text);
    out.text.push_back(written("\"", node, frame));
  }
  return &out;
}

// Without the given characters at its ends. At a hole there is no telling what it takes off.
const Thing* Program::strip(const Thing& text, const std::string& characters, bool front, bool back) {
  const std::string plain = plain_text(text.text);
  std::size_t begin = 0, end = plain.size();
  const auto is_one = [&](char c) { return characters.find(c) != std::string::npos; };
  const auto hole_at = [&](std::size_t at, bool last) {
    return !text.text.empty() &&
           (last ? text.text.back().hole && at == plain.size() : text.text.front().hole && at == 0);
  };
  if (back && !hole_at(end, true))
    while (end > begin && is_one(plain[end - 1])) --end;
  if (front && !hole_at(begin, false))
    while (begin < end && is_one(plain[begin])) ++begin;
  Thing& out = make(ThingKind::kText);
  out.text = slice(text.text, begin, end);
  return &out;
}

// The parts between a separator, where there is no hole that may hold another one.
const Thing* Program::split(const Thing& text, const std::string& separator) {
  constexpr std::size_t kMaxParts = 500;
  if (separator.empty()) return unknown();
  Thing& list = make(ThingKind::kList);
  const std::string plain = plain_text(text.text);
  list.open = count_holes(text.text) > 0;
  for (std::size_t from = 0; from <= plain.size() && list.items.size() < kMaxParts;) {
    const std::size_t at = std::min(plain.find(separator, from), plain.size());
    Thing& part = make(ThingKind::kText);
    part.text = slice(text.text, from, at);
    list.items.push_back(&part);
    from = at + separator.size();
  }
  return &list;
}

// text[:-2]: its end is cut off, text[1:] its beginning.
Variants Program::cut_text(const Variants& objects, const Node& subscript, const Frame& frame) {
  if (frame.module == nullptr || frame.module->tree == nullptr) return one(unknown());
  const std::string_view source = trim(frame.module->tree->source(*subscript.child(1)));
  const std::size_t colon = source.find(':');
  const auto number = [](std::string_view digits) -> std::optional<std::size_t> {
    if (digits.empty()) return 0;
    if (digits.size() > 4 || digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    return std::stoul(std::string(digits));
  };
  const std::string_view upper = colon == std::string_view::npos ? "" : trim(source.substr(colon + 1));
  const std::optional<std::size_t> front = number(trim(source.substr(0, colon)));
  const std::optional<std::size_t> back = number(upper.starts_with('-') ? upper.substr(1) : upper);
  if (!front || !back || (!upper.empty() && !upper.starts_with('-'))) return one(unknown());
  return combine({objects}, [&](const std::vector<const Thing*>& v) -> const Thing* {
    if (v[0]->kind != ThingKind::kText || v[0]->text.empty()) return unknown();
    const BuiltText& text = v[0]->text;
    const std::size_t size = plain_text(text).size();
    if ((*front > 0 && text.front().hole) || (*back > 0 && text.back().hole) || *front + *back > size) return v[0];
    Thing& out = make(ThingKind::kText);
    out.text = slice(text, *front, size - *back);
    return &out;
  });
}

// A method of a text: format, join, strip and the like.
Variants Program::call_text_method(const Variants& objects, const Node& call, const Frame& frame) {
  const std::string_view method = call.child(0)->text;
  std::vector<Variants> parts{objects};
  for (std::size_t i = 1; i < call.children().size(); ++i) {
    const Node* child = call.children()[i];
    const bool keyword = child != nullptr && (child->kind == NodeKind::kKeyword || child->kind == NodeKind::kStar ||
                                              child->kind == NodeKind::kDoubleStar);
    parts.push_back(evaluate(keyword ? child->child(0) : child, frame));
  }
  return combine(parts, [&](const std::vector<const Thing*>& v) -> const Thing* {
    const Thing& object = *v[0];
    if (object.kind != ThingKind::kText && object.kind != ThingKind::kStatement) return unknown();
    const std::vector<const Thing*> values(v.begin() + 1, v.end());
    if (object.kind == ThingKind::kStatement) {
      // sqlalchemy.text(…).bindparams(…), .columns(…), .execution_options(…): still the same statement.
      if (object.name != "psycopg") return &object;
      if (method == "format") return format(object, values, call, frame, true);
      if (method == "join" && values.size() == 1) return join_list(object, *values[0], *call.child(1), frame);
      return method == "as_string" ? &object : unknown();
    }
    if (method == "format") return format(object, values, call, frame, false);
    if (method == "join" && values.size() == 1) return join_list(object, *values[0], *call.child(1), frame);
    if (method == "encode" || method == "decode") return &object;
    if (method == "strip" || method == "lstrip" || method == "rstrip") {
      if (values.empty()) return &object;  // white space means nothing between the words of SQL
      if (values[0]->kind != ThingKind::kText || count_holes(values[0]->text) > 0) return unknown();
      return strip(object, plain_text(values[0]->text), method != "rstrip", method != "lstrip");
    }
    if (method == "split" && values.size() == 1 && values[0]->kind == ThingKind::kText)
      return split(object, plain_text(values[0]->text));
    if (method == "replace" && values.size() == 2 && values[0]->kind == ThingKind::kText &&
        count_holes(values[0]->text) == 0) {
      const std::string wanted = plain_text(values[0]->text), text = plain_text(object.text);
      if (wanted.empty()) return unknown();
      Thing& out = make(ThingKind::kText);
      std::size_t from = 0;
      for (std::size_t at = text.find(wanted); at != std::string::npos; at = text.find(wanted, from)) {
        append(out.text, slice(object.text, from, at));
        append(out.text, pieces_of(*values[1], *call.child(2), frame));
        from = at + wanted.size();
      }
      append(out.text, slice(object.text, from, text.size()));
      return &out;
    }
    return unknown();
  });
}

// psycopg's and psycopg2's `sql` module. Empty: it is none of theirs.
Variants Program::call_sql_object(const std::string& name, const Node& call, const Frame& frame) {
  const bool psycopg = name.starts_with("psycopg.sql.") || name.starts_with("psycopg2.sql.");
  const bool statement = name == "sqlalchemy.text" || name == "sqlalchemy.sql.text" ||
                         name == "sqlalchemy.sql.expression.text" || name == "sqlalchemy.sql.elements.TextClause";
  if (!psycopg && !statement) return {};
  const Node* first = argument(call, 0, "text");
  if (statement) {
    return combine({evaluate(first, frame)}, [&](const std::vector<const Thing*>& v) -> const Thing* {
      Thing& out = make(ThingKind::kStatement);
      out.name = name;
      out.text = first != nullptr ? pieces_of(*v[0], *first, frame) : BuiltText();
      return &out;
    });
  }
  const std::string_view what = std::string_view(name).substr(name.rfind('.') + 1);
  if (what == "SQL")
    return combine({evaluate(first, frame)}, [&](const std::vector<const Thing*>& v) -> const Thing* {
      if (v[0]->kind != ThingKind::kText) return unknown();
      Thing& out = make(ThingKind::kText);
      out.text = v[0]->text;
      return &out;
    });
  if (what == "Identifier") {
    std::vector<Variants> parts;
    for (std::size_t i = 1; i < call.children().size(); ++i)
      parts.push_back(call.children()[i]->kind == NodeKind::kStar ? one(unknown())
                                                                  : evaluate(call.children()[i], frame));
    return combine(parts, [&](const auto& v) { return quoted_identifier(v, call, frame); });
  }
  if (what == "Placeholder") {
    return combine({first != nullptr ? evaluate(first, frame) : one(unknown())},
                   [&](const std::vector<const Thing*>& v) -> const Thing* {
                     Thing& out = make(ThingKind::kText);
                     const bool named = v[0]->kind == ThingKind::kText && count_holes(v[0]->text) == 0;
                     out.text = {written(named ? "%(" + plain_text(v[0]->text) + ")s" : "%s", call, frame)};
                     return &out;
                   });
  }
  if (what == "Composed")
    return combine({evaluate(first, frame)}, [&](const std::vector<const Thing*>& v) -> const Thing* {
      Thing separator;
      separator.kind = ThingKind::kText;
      return join_list(separator, *v[0], call, frame);
    });
  return one(unknown(HoleOrigin::kSafe));  // Literal
}

}  // namespace si
