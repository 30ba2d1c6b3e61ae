// Access privileges as the catalog keeps them (aclitem) put back into GRANT and REVOKE.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace si::ddl {

// What owner and PUBLIC have where nothing was granted.
struct PrivilegeDefaults {
  std::string_view of_owner;   // "arwdDxt"
  std::string_view of_public;  // "X" of a function
};
inline constexpr PrivilegeDefaults kTablePrivileges{"arwdDxtm", ""}, kSequencePrivileges{"rwU", ""},
    kSchemaPrivileges{"UC", ""}, kFunctionPrivileges{"X", "X"};

// `object` is how GRANT names it: "TABLE public.users". `items` as in Table::privileges; those of columns come with the
// column in parentheses. Empty: nothing to do.
std::vector<std::string> grant_statements(const std::string& object, const std::vector<std::string>& items,
                                          const std::string& owner, const PrivilegeDefaults& defaults);

// An entry of pg_default_acl: `name` is "tables of keeper", `definition` its aclitems; `schema` empty: all schemas.
std::vector<std::string> default_privileges(const std::string& name, const std::string& definition,
                                            const std::string& schema);

}  // namespace si::ddl
