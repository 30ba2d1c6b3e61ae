// The site of a schema: whatever names and comments hold, it is text; every link leads to a file of the site.
#include "docgen/site.h"

#include <gmock/gmock.h>

#include <map>
#include <set>

#include "support/strings.h"

namespace si {
namespace {

using testing::HasSubstr;
using testing::Not;

Column column(const std::string& name) {
  Column out;
  out.name = name;
  out.type = parse_type("text");
  out.nullable = true;
  out.default_value = std::optional<std::string>();
  out.identity = std::optional<Identity>();
  out.generated = std::optional<Generated>();
  out.comment = std::optional<std::string>();
  return out;
}

Table& add(Schema& schema, const std::string& space, const std::string& name, const std::vector<std::string>& columns) {
  Table& table = schema.schemas[space].tables[name];
  table.name = name;
  table.comment = std::optional<std::string>();
  for (const std::string& each : columns) table.columns.push_back(column(each));
  return table;
}

ForeignKey key(const std::string& column_name, const QualifiedName& to) {
  ForeignKey out;
  out.name = column_name + "_fkey";
  out.columns = {column_name};
  out.referenced_table = to;
  out.referenced_columns = {"id"};
  return out;
}

std::map<std::string, std::string> site_of(const Schema& schema) {
  std::map<std::string, std::string> out;
  for (const SiteFile& file : write_site(schema)) out[file.path] = file.content;
  return out;
}

// The values of an attribute in a page.
std::set<std::string> values(const std::string& page, const std::string& attribute) {
  std::set<std::string> out;
  const std::string head = " " + attribute + "=\"";
  for (std::size_t at = page.find(head); at != std::string::npos; at = page.find(head, at + 1)) {
    const std::size_t begin = at + head.size();
    out.insert(page.substr(begin, page.find('"', begin) - begin));
  }
  return out;
}

void expect_links_lead_somewhere(const std::map<std::string, std::string>& site) {
  for (const auto& [path, content] : site) {
    if (!path.ends_with(".html")) continue;
    for (const char* attribute : {"href", "src"})
      for (std::string to : values(content, attribute)) {
        EXPECT_EQ(to.find(':'), std::string::npos) << path << " leads out: " << to;
        const std::string folder = path.substr(0, path.rfind('/') + 1);
        to = to.starts_with("../") ? to.substr(3) : folder + to;
        EXPECT_TRUE(site.contains(to)) << path << ": " << to;
      }
  }
}

TEST(Site, HasAPageForEachTableAndLinksBothWays) {
  Schema schema;
  schema.source.name = "app";
  add(schema, "public", "users", {"id", "email"});
  add(schema, "public", "orders", {"id", "users_id"}).foreign_keys.push_back(key("users_id", {"public", "users"}));
  const auto site = site_of(schema);
  ASSERT_TRUE(site.contains("tables/orders.html") && site.contains("tables/users.html"));
  EXPECT_THAT(site.at("index.html"), HasSubstr("<a href=\"tables/users.html\"><code>users</code></a>"));
  EXPECT_THAT(site.at("tables/orders.html"), HasSubstr("FK → <a href=\"../tables/users.html\"><code>users</code></a>"));
  EXPECT_THAT(site.at("tables/users.html"), HasSubstr("<dt>Referenced by</dt><dd><a href=\"../tables/orders.html\">"));
  EXPECT_THAT(site.at("tables/users.html"), HasSubstr("<title>users - Schema of app</title>"));
  EXPECT_THAT(site.at("search_index.js"), HasSubstr(R"(["users","tables/users.html",["id","email"]],)"));
  expect_links_lead_somewhere(site);
  EXPECT_EQ(site, site_of(schema));
}

TEST(Site, HoldsHostileNamesAsText) {
  const std::string script = "</script><script>alert('1')</script>", quote = "\"onclick=\"x",
                    slash = "../../etc/passwd";
  Schema schema;
  schema.source.name = script;
  for (const std::string& name : {script, quote, slash, std::string("\x1b[31m\n\xe2\x80\xae"), std::string("Users"),
                                  std::string("users"), std::string("con"), std::string("a.b"), std::string("\xff"),
                                  std::string(63, 'x'), std::string(".."), std::string("ü")})
    add(schema, "public", name, {"id", script}).comment = std::optional(name);
  add(schema, "a", "b", {"id"}).foreign_keys.push_back(key("id", {"public", script}));
  const auto site = site_of(schema);
  std::set<std::string> folded;
  for (const auto& [path, content] : site) {
    EXPECT_TRUE(folded.insert(to_lower_ascii(path)).second) << path;
    EXPECT_EQ(path.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-./"), std::string::npos) << path;
    EXPECT_EQ(path.find(".."), std::string::npos) << path;
    EXPECT_THAT(content, Not(HasSubstr("<script>alert"))) << path;
    EXPECT_THAT(content, Not(HasSubstr("onclick=\"x\""))) << path;
    EXPECT_THAT(content, Not(HasSubstr("\x1b"))) << path;
    EXPECT_THAT(content, Not(HasSubstr("\xff"))) << path;
    EXPECT_THAT(content, Not(HasSubstr("\xe2\x80\xae"))) << path;
  }
  EXPECT_EQ(site.count("tables/users.html"), 1U);
  EXPECT_EQ(site.count("tables/con.html"), 0U);
  EXPECT_THAT(site.at("search_index.js"), Not(HasSubstr("<")));
  expect_links_lead_somewhere(site);
}

}  // namespace
}  // namespace si
