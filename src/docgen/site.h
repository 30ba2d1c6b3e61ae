// A schema as a static site: no server, no network, no clock.
#pragma once

#include <string>
#include <vector>

#include "model/schema.h"

namespace si {

struct SiteFile {
  std::string path;  // below the site's folder: "index.html", "tables/users.html"; lower-case ASCII
  std::string content;
};

// A page for each table and view, an overview, a page for each other kind of object, a search over names of tables and
// columns that works without a server, and a style that follows the reader's choice of light and dark. Sorted by path.
std::vector<SiteFile> write_site(const Schema& schema);

}  // namespace si
