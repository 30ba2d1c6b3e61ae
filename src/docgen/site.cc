// The one page that the Markdown document is printed from, cut into many: what stands before the tables is the
// overview, each table and view has a page of its own, and every other section is a page.
#include "docgen/site.h"

#include <fmt/format.h>

#include <algorithm>
#include <list>
#include <map>
#include <set>

#include "docgen/html.h"
#include "docgen/pages.h"
#include "docgen/site_assets.h"
#include "support/json_writer.h"
#include "support/sha256.h"
#include "support/strings.h"

namespace si {
namespace docgen {
namespace {

// Objects of these sections have pages of their own, in a folder.
constexpr std::pair<std::string_view, std::string_view> kFolders[] = {
    {"Tables", "tables"}, {"Views", "views"}, {"Materialized views", "views"}};

constexpr std::size_t kMaxFileName = 80;

// A name as a file's: what a file system may not tell apart or not take is replaced, and a hash says what it was.
std::string file_name(const std::string& name) {
  std::string out;
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || (c == '.' && !out.empty());
    if (out.size() < kMaxFileName) out += plain ? c : '-';
  }
  // Windows has devices of these names.
  static const std::set<std::string> kDevices = {"con", "prn", "aux", "nul"};
  const bool device = kDevices.contains(out) || (out.size() == 4 && (out.starts_with("com") || out.starts_with("lpt")));
  return out == name && !device ? out : out + "-" + sha256(name).substr(0, 8);
}

struct SitePage {
  std::string path;
  std::string section;  // that its link in the head is marked of
  std::vector<const Block*> blocks;
  Line title;
};

class SiteBuilder {
 public:
  explicit SiteBuilder(const Page& page) : page_(page) {}

  std::vector<SiteFile> build() {
    cut();
    std::vector<SiteFile> files;
    for (const SitePage& page : pages_) files.push_back({page.path, html(page)});
    files.push_back({"style.css", std::string(kSiteStyle)});
    files.push_back({"search.js", std::string(kSiteSearch)});
    files.push_back({"search_index.js", search_index()});
    std::sort(files.begin(), files.end(), [](const SiteFile& a, const SiteFile& b) { return a.path < b.path; });
    return files;
  }

 private:
  void cut() {
    pages_.push_back({"index.html", "Overview", {}, {}});
    sections_.push_back({"Overview", "index.html"});
    std::string folder;
    bool left_out = false;
    for (const Block& block : page_.blocks) {
      const auto* heading = std::get_if<Heading>(&block);
      if (heading != nullptr && heading->level == 1) pages_.front().title = heading->line;
      if (heading != nullptr && heading->level == 2) {
        const std::string title = plain_text(heading->line);
        // Diagrams are text that needs a program to be drawn.
        left_out = title == "Diagrams";
        folder.clear();
        for (const auto& [section, name] : kFolders)
          if (section == title) folder = name;
        section_ = title;
        // The overview lists the tables.
        if (left_out || folder == "tables") continue;
        if (title != "Overview") start(replace_all(to_lower_ascii(title), " ", "_") + ".html", heading->line, true);
      } else if (heading != nullptr && heading->level == 3 && !folder.empty()) {
        start(folder + "/" + file_name(heading->anchor) + ".html", heading->line, false);
        where_[heading->anchor] = pages_.back().path;
        if (folder != "tables") list(*heading);
      }
      if (!left_out) pages_.back().blocks.push_back(&block);
    }
  }

  // A view on the page of its section.
  void list(const Heading& heading) {
    const auto section = std::find_if(pages_.begin(), pages_.end(), [&](const SitePage& page) {
      return page.section == section_ && page.path == sections_.back().second;
    });
    Line line = heading.line;
    for (Inline& piece : line.pieces)
      if (auto* name = std::get_if<Name>(&piece)) name->target = heading.anchor;
    own_.emplace_back(Paragraph{std::move(line)});
    section->blocks.push_back(&own_.back());
  }

  void start(std::string path, const Line& title, bool is_section) {
    pages_.push_back({std::move(path), section_, {}, title});
    if (is_section) sections_.push_back({section_, pages_.back().path});
  }

  static std::string root_of(const SitePage& page) { return page.path.find('/') == std::string::npos ? "" : "../"; }

  std::string html(const SitePage& page) const {
    const std::string root = root_of(page), site = html_text(plain_text(pages_.front().title));
    HtmlPrinter body([&](const std::string& target) {
      const auto found = where_.find(target);
      return found == where_.end() ? "" : root + found->second;
    });
    std::size_t number = 0;
    bool first = true;
    for (const Block* block : page.blocks) {
      const auto* heading = std::get_if<Heading>(block);
      if (heading == nullptr) {
        body.print(*block);
        continue;
      }
      Heading shown = *heading;
      if (first) shown.level = 1;
      const bool linked = !first && heading->level == 3;
      first = false;
      body.print(Block{shown}, linked ? fmt::format("object-{}", ++number) : "");
    }
    std::string links;
    for (const auto& [title, path] : sections_)
      links += fmt::format("<a href=\"{}{}\"{}>{}</a>\n", root, path, path == page.path ? " aria-current=\"page\"" : "",
                           html_text(title));
    const bool is_first = &page == &pages_.front();
    std::string title = is_first ? site : html_text(plain_text(page.title)) + " - " + site;
    return fmt::format(R"html(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="schema-inspector">
<title>{0}</title>
<link rel="stylesheet" href="{1}style.css">
</head>
<body>
<header>
<a class="home" href="{1}index.html">{2}</a>
<nav>
{3}</nav>
<div class="search"><input type="search" id="search" placeholder="Search tables and columns ( / )" aria-label="Search tables and columns" autocomplete="off" spellcheck="false"><ul id="hits" hidden></ul></div>
</header>
<main>
{4}</main>
<script src="{1}search_index.js"></script>
<script src="{1}search.js" data-root="{1}"></script>
</body>
</html>
)html",
                       title, root, site, links, body.take());
  }

  // A line a name, so that a change of the schema is a small difference. "</script>" ends no file of its own, but a
  // reader may put it into a page.
  std::string search_index() const {
    std::string out = "const search_index = [\n";
    for (const SitePage& page : pages_) {
      if (page.path.find('/') != std::string::npos) {
        out += entry(plain_text(page.title), page.path, columns_of(page));
        continue;
      }
      std::size_t number = 0;
      for (const Block* block : page.blocks) {
        const auto* heading = std::get_if<Heading>(block);
        if (heading == nullptr || heading->level != 3) continue;
        out += entry(plain_text(heading->line), fmt::format("{}#object-{}", page.path, ++number), {});
      }
    }
    return out + "];\n";
  }

  static std::string entry(const std::string& name, const std::string& path, const std::vector<std::string>& columns) {
    JsonWriter json(true);
    json.begin_array().string(printable(name)).string(path).begin_array();
    for (const std::string& column : columns) json.string(printable(column));
    json.end_array().end_array();
    return replace_all(json.take(), "<", "\\u003c") + ",\n";
  }

  static std::vector<std::string> columns_of(const SitePage& page) {
    std::vector<std::string> out;
    for (const Block* block : page.blocks) {
      const auto* grid = std::get_if<Grid>(block);
      if (grid == nullptr || grid->header.front() != "Column") continue;
      for (const auto& row : grid->rows) out.push_back(plain_text(row.front()));
      break;
    }
    return out;
  }

  const Page& page_;
  std::list<Block> own_;  // blocks that the page does not have
  std::string section_;
  std::vector<SitePage> pages_;
  std::vector<std::pair<std::string, std::string>> sections_;  // title, path
  std::map<std::string, std::string> where_;                   // anchor -> path
};

}  // namespace
}  // namespace docgen

std::vector<SiteFile> write_site(const Schema& schema) {
  const docgen::Page page = docgen::schema_page(schema);
  return docgen::SiteBuilder(page).build();
}

}  // namespace si
