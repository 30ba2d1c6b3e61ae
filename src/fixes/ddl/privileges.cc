#include "fixes/ddl/privileges.h"

#include <algorithm>

#include "fixes/ddl/references.h"
#include "model/names.h"
#include "support/strings.h"

namespace si::ddl {
namespace {

// reader=r*w/keeper: who has what, with `*` where it may be passed on, from whom. An empty grantee is PUBLIC.
struct AccessItem {
  std::string column;  // quoted; empty: the object as a whole
  std::string grantee, letters, grantor;
};

// A role's name, in double quotes where it is not plain.
std::string take_role(std::string_view& text) {
  std::string name;
  bool quoted = false;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') {
      if (quoted && i + 1 < text.size() && text[i + 1] == '"')
        name += text[++i];
      else
        quoted = !quoted;
    } else if (!quoted && (c == '=' || c == '/')) {
      break;
    } else {
      name += c;
    }
  }
  text.remove_prefix(i);
  return name;
}

AccessItem parse_item(std::string_view text) {
  AccessItem item;
  if (text.starts_with('(')) {
    bool quoted = false;
    std::size_t end = 1;
    for (; end < text.size() && (quoted || text[end] != ')'); ++end)
      if (text[end] == '"') quoted = !quoted;
    item.column = text.substr(1, end - 1);
    text = trim(text.substr(std::min(end + 1, text.size())));
  }
  item.grantee = take_role(text);
  if (text.starts_with('=')) text.remove_prefix(1);
  const std::size_t slash = text.find('/');
  item.letters = text.substr(0, slash);
  if (slash != std::string_view::npos) {
    text.remove_prefix(slash + 1);
    item.grantor = take_role(text);
  }
  return item;
}

std::string_view word_of(char letter) {
  switch (letter) {
    case 'r': return "SELECT";
    case 'a': return "INSERT";
    case 'w': return "UPDATE";
    case 'd': return "DELETE";
    case 'D': return "TRUNCATE";
    case 'x': return "REFERENCES";
    case 't': return "TRIGGER";
    case 'm': return "MAINTAIN";
    case 'X': return "EXECUTE";
    case 'U': return "USAGE";
    case 'C': return "CREATE";
    case 'c': return "CONNECT";
    case 'T': return "TEMPORARY";
    default: return "";
  }
}

std::string role_words(const std::string& role) { return role.empty() ? "PUBLIC" : quote_identifier(role); }

// One GRANT for what may be passed on, one for what may not.
std::vector<std::string> grants(const AccessItem& item, const std::string& target) {
  std::string plain, with_option;
  for (std::size_t i = 0; i < item.letters.size(); ++i) {
    const std::string_view word = word_of(item.letters[i]);
    if (word.empty()) continue;
    std::string& list = i + 1 < item.letters.size() && item.letters[i + 1] == '*' ? with_option : plain;
    list += (list.empty() ? "" : ", ") + std::string(word);
    if (!item.column.empty()) list += " (" + item.column + ')';
  }
  std::vector<std::string> out;
  const std::string to = " ON " + target + " TO " + role_words(item.grantee);
  if (!plain.empty()) out.push_back("GRANT " + plain + to);
  if (!with_option.empty()) out.push_back("GRANT " + with_option + to + " WITH GRANT OPTION");
  return out;
}

// Everything the owner has by itself, whichever of the letters this server's version knows.
bool is_all(const std::string& letters, std::string_view all) {
  for (const char c : all)
    if (c != 'm' && letters.find(c) == std::string::npos) return false;
  return letters.find('*') == std::string::npos;
}

}  // namespace

std::vector<std::string> grant_statements(const std::string& object, const std::vector<std::string>& items,
                                          const std::string& owner, const PrivilegeDefaults& defaults) {
  std::vector<AccessItem> all;
  for (const std::string& item : items) all.push_back(parse_item(item));
  const auto on_whole = [](const AccessItem& item) { return item.column.empty(); };
  std::vector<std::string> out;
  if (std::any_of(all.begin(), all.end(), on_whole)) {
    const auto has = [&](const std::string& grantee, std::string_view letters) {
      return std::any_of(all.begin(), all.end(), [&](const AccessItem& item) {
        return on_whole(item) && item.grantee == grantee && is_all(item.letters, letters);
      });
    };
    if (!defaults.of_public.empty() && !has("", defaults.of_public))
      out.push_back("REVOKE ALL ON " + object + " FROM PUBLIC");
    if (!owner.empty() && !has(owner, defaults.of_owner))
      out.push_back("REVOKE ALL ON " + object + " FROM " + quote_identifier(owner));
  }
  // What others passed on needs what the owner gave them first.
  std::stable_partition(all.begin(), all.end(), [&](const AccessItem& item) { return item.grantor == owner; });
  for (const AccessItem& item : all) {
    const bool by_another = !item.grantor.empty() && !owner.empty() && item.grantor != owner;
    if (by_another) out.push_back("SET ROLE " + quote_identifier(item.grantor));
    for (std::string& grant : grants(item, object)) out.push_back(std::move(grant));
    if (by_another) out.emplace_back("RESET ROLE");
  }
  return out;
}

std::vector<std::string> default_privileges(const std::string& name, const std::string& definition,
                                            const std::string& schema) {
  const std::size_t of = name.find(" of ");
  if (of == std::string::npos) return {};
  const std::string kind = to_upper_ascii(name.substr(0, of)), owner = name.substr(of + 4);
  const std::string start = "ALTER DEFAULT PRIVILEGES FOR ROLE " + quote_identifier(owner) +
                            (schema.empty() ? "" : " IN SCHEMA " + quote_identifier(schema)) + ' ';
  std::vector<std::string> out;
  bool owner_has_some = false, public_has_some = false;
  std::vector<AccessItem> items;
  for (const std::string& text : split_list(definition, ',')) {
    items.push_back(parse_item(text));
    owner_has_some = owner_has_some || items.back().grantee == owner;
    public_has_some = public_has_some || items.back().grantee.empty();
  }
  // Those of all schemas stand in the place of the built-in ones; those of one schema are added to them.
  if (schema.empty()) {
    if (!public_has_some && (kind == "FUNCTIONS" || kind == "TYPES"))
      out.push_back(start + "REVOKE ALL ON " + kind + " FROM PUBLIC");
    if (!owner_has_some) out.push_back(start + "REVOKE ALL ON " + kind + " FROM " + quote_identifier(owner));
  }
  for (const AccessItem& item : items) {
    if (schema.empty() && item.grantee == owner) continue;
    for (const std::string& grant : grants(item, kind)) out.push_back(start + grant);
  }
  return out;
}

}  // namespace si::ddl
