// The rarer kinds, which a schema keeps as a name and a line of definition each.
#include <algorithm>

#include "fixes/ddl/drafts.h"
#include "fixes/ddl/privileges.h"
#include "fixes/ddl/references.h"
#include "fixes/ddl/words.h"
#include "support/strings.h"

namespace si::ddl {
namespace {

struct Other {
  const OtherObject& object;
  std::string schema;  // empty: of the database
  std::string name;    // as SQL names it: behind its schema
};

// "strange USING btree" as public.strange USING btree.
std::string behind_schema(const std::string& schema, const std::string& name, std::string_view split) {
  const std::size_t at = name.rfind(split);
  const std::string bare = name.substr(0, at), rest = at == std::string::npos ? "" : name.substr(at);
  return to_string(QualifiedName{schema, bare}) + rest;
}

// "=== (integer, integer)" with "FUNCTION = int4eq".
std::string create_operator(const Other& other) {
  const std::string& name = other.object.name;
  const std::size_t open = name.find(" (");
  const std::vector<std::string> types = split_list(name.substr(open + 2, name.size() - open - 3), ',');
  std::string out = "CREATE OPERATOR " + quote_identifier(other.schema) + '.' + name.substr(0, open) + " (";
  if (types.size() == 2 && types[0] != "NONE") out += "LEFTARG = " + types[0] + ", ";
  if (types.size() == 2 && types[1] != "NONE") out += "RIGHTARG = " + types[1] + ", ";
  return out + other.object.definition + ')';
}

// "strange USING btree" with "DEFAULT FOR TYPE integer FAMILY public.odd AS OPERATOR 1 <(integer,integer)".
std::string create_operator_class(const Other& other) {
  const std::size_t method = other.name.rfind(" USING ");
  const std::string& definition = other.object.definition;
  const std::size_t rest = std::min(definition.find(" FAMILY "), definition.find(" AS "));
  return "CREATE OPERATOR CLASS " + other.name.substr(0, method) + ' ' + definition.substr(0, rest) +
         other.name.substr(method) + definition.substr(rest);
}

// CREATE OPERATOR CLASS makes a family of its name.
bool comes_with_class(const Other& family, const Schema& schema) {
  const auto space = schema.schemas.find(family.schema);
  return space != schema.schemas.end() &&
         std::any_of(space->second.other.begin(), space->second.other.end(), [&](const OtherObject& object) {
           return object.kind == "operator class" && object.name == family.object.name &&
                  object.definition.find(" FAMILY ") == std::string::npos;
         });
}

// "word: english_words, simple; email: simple".
std::vector<std::string> create_configuration(const Other& other) {
  std::vector<std::string> out = {"CREATE TEXT SEARCH CONFIGURATION " + other.name +
                                  " (PARSER = pg_catalog.\"default\")"};
  for (const std::string& mapping : split_list(other.object.definition, ';')) {
    const std::size_t colon = mapping.find(": ");
    if (colon == std::string::npos) continue;
    out.push_back("ALTER TEXT SEARCH CONFIGURATION " + other.name + " ADD MAPPING FOR " + mapping.substr(0, colon) +
                  " WITH " + mapping.substr(colon + 2));
  }
  return out;
}

// "postgres on far".
std::string create_user_mapping(const OtherObject& object) {
  const std::size_t on = object.name.rfind(" on ");
  if (on == std::string::npos) return "";
  const std::string role = object.name.substr(0, on);
  return "CREATE USER MAPPING FOR " + (role == "public" ? "PUBLIC" : quote_identifier(role)) + " SERVER " +
         quote_identifier(object.name.substr(on + 4));
}

void note_secrets(const OtherObject& object, Step& step) {
  if (object.definition.find(" '********'") == std::string::npos) return;
  step.note += (step.note.empty() ? "" : "; ") + std::string("an option's value is a secret: put it in for ********");
}

Phase phase_of(const std::string& kind) {
  if (kind == "collation") return Phase::kType;
  if (kind == "statistics") return Phase::kStatistics;
  if (kind == "foreign data wrapper" || kind == "foreign server" || kind == "user mapping")
    return Phase::kForeignServer;
  if (kind == "event trigger") return Phase::kEventTrigger;
  if (kind == "publication" || kind == "subscription" || kind == "default privileges") return Phase::kDatabase;
  return Phase::kOperator;
}

// The statements of one object; says in the step why there are none.
void write_object(const Other& other, Drafts& drafts, Step& step) {
  const OtherObject& object = other.object;
  const std::string& kind = object.kind;
  auto& out = step.statements;
  if (kind == "collation" || kind == "statistics" || kind == "publication" || kind == "foreign data wrapper" ||
      kind == "foreign server") {
    out.push_back(object.definition);
    if (kind == "foreign data wrapper") step.note = "its HANDLER and VALIDATOR are not read";
    note_secrets(object, step);
  } else if (kind == "event trigger") {
    constexpr std::string_view kDisabled = " (disabled)";
    const bool disabled = object.definition.ends_with(kDisabled);
    out.push_back(object.definition.substr(0, object.definition.size() - (disabled ? kDisabled.size() : 0)));
    if (disabled) out.push_back("ALTER EVENT TRIGGER " + quote_identifier(object.name) + " DISABLE");
  } else if (kind == "operator" && !object.definition.empty()) {
    out.push_back(create_operator(other));
    step.note = "COMMUTATOR, NEGATOR, RESTRICT, JOIN, HASHES and MERGES are not read";
  } else if (kind == "operator class" && object.definition.find(" AS ") != std::string::npos) {
    out.push_back(create_operator_class(other));
  } else if (kind == "operator family") {
    if (!comes_with_class(other, drafts.schema())) {
      out.push_back("CREATE OPERATOR FAMILY " + other.name);
      step.note = "operators and functions that were added to it are not read";
    }
  } else if (kind == "conversion") {
    out.push_back("CREATE CONVERSION " + other.name + " FOR " + object.definition);
  } else if (kind == "text search dictionary") {
    out.push_back("CREATE TEXT SEARCH DICTIONARY " + other.name + " (" + object.definition + ')');
  } else if (kind == "text search configuration") {
    out = create_configuration(other);
  } else if (kind == "cast") {
    out.push_back("CREATE CAST (" + object.name + ") " + object.definition);
  } else if (kind == "shell type") {
    out.push_back("CREATE TYPE " + other.name);
  } else if (kind == "user mapping" && !create_user_mapping(object).empty()) {
    out.push_back(create_user_mapping(object));
    step.note = "its options hold secrets and are not read";
  } else if (kind == "default privileges") {
    if (drafts.options().privileges) out = default_privileges(object.name, object.definition, other.schema);
  } else {
    step.unsaid = "what it is made of is not read";
  }
}

std::string comment_kind(const std::string& kind) {
  return kind == "foreign server"                      ? "SERVER"
         : kind == "base type" || kind == "shell type" ? "TYPE"
                                                       : to_upper_ascii(kind);
}

}  // namespace

void draft_other(const std::string& schema, const std::vector<OtherObject>& objects, Drafts& drafts) {
  for (const OtherObject& object : objects) {
    if (!object.extension.empty()) continue;
    const std::string& kind = object.kind;
    const bool by_method = kind == "operator class" || kind == "operator family";
    Other other{object, schema, object.name};
    if (by_method)
      other.name = behind_schema(schema, object.name, " USING ");
    else if (kind == "operator")
      other.name = quote_identifier(schema) + '.' + object.name;
    else if (kind == "cast")
      other.name = '(' + object.name + ')';
    else
      other.name = schema.empty() ? quote_identifier(object.name) : to_string(QualifiedName{schema, object.name});
    Mentions mentions;
    mentions.own = {schema, object.name};
    mentions.sql = {object.definition, object.name};
    if (kind == "foreign server") mentions.sql.clear();
    Step& step = drafts.add(phase_of(kind), kind + ' ' + (kind == "default privileges" ? object.name : other.name),
                            std::move(mentions));
    write_object(other, drafts, step);
    if (step.unsaid.empty() && kind != "default privileges" && kind != "user mapping")
      Drafts::comment(step, comment_kind(kind), other.name, object.comment);
    const std::string bare = kind == "operator" ? object.name.substr(0, object.name.find(' ')) : object.name;
    if (kind == "foreign server")
      drafts.name({"", "server " + object.name}, drafts.last());
    else if (!schema.empty() && kind != "operator family")
      drafts.name({schema, bare}, drafts.last());
  }
}

}  // namespace si::ddl
