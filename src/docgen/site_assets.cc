#include "docgen/site_assets.h"

namespace si::docgen {

const std::string_view kSiteStyle = R"(:root {
  color-scheme: light dark;
  --ground: #ffffff; --text: #1c2430; --soft: #5b6675; --line: #dde2e8; --raised: #f5f7f9; --link: #0b5cad; --mark: #fff3c4;
}
@media (prefers-color-scheme: dark) {
  :root { --ground: #12161c; --text: #e3e8ee; --soft: #98a4b3; --line: #2b333d; --raised: #1a2028; --link: #7db7f5; --mark: #4a3f12; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
body > header { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: center; gap: .4rem 1.25rem;
  padding: .6rem 1.5rem; background: var(--raised); border-bottom: 1px solid var(--line); }
body > header nav { display: flex; flex-wrap: wrap; gap: .2rem 1rem; flex: 1; }
.home { font-weight: 600; }
main { max-width: 76rem; margin: 0 auto; padding: 1rem 1.5rem 4rem; }
a { color: var(--link); text-decoration: none; }
a:hover, a:focus-visible { text-decoration: underline; }
nav a[aria-current] { color: var(--text); font-weight: 600; }
h1 { font-size: 1.6rem; margin: 1rem 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.75rem 0 .25rem; scroll-margin-top: 5rem; }
code, pre { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .92em;
  unicode-bidi: isolate; }
code { overflow-wrap: anywhere; white-space: pre-wrap; }
pre { padding: .75rem 1rem; overflow-x: auto; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; }
pre code { white-space: pre; }
.prose, blockquote { white-space: pre-line; overflow-wrap: anywhere; unicode-bidi: isolate; }
blockquote { margin: .5rem 0; padding: .25rem 1rem; color: var(--soft); border-left: 3px solid var(--line); }
p { color: var(--soft); max-width: 60rem; }
.grid { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; margin: .75rem 0; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .35rem .75rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
td { min-width: 3rem; max-width: 30rem; }
th { background: var(--raised); color: var(--soft); font-weight: 600; white-space: nowrap; }
tbody tr:last-child td { border-bottom: 0; }
tr { scroll-margin-top: 5rem; }
tr:target td, h3:target { background: var(--mark); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; margin: 1rem 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.search { position: relative; }
.search input { width: 17rem; max-width: 70vw; padding: .35rem .6rem; font: inherit; color: inherit; background: var(--ground);
  border: 1px solid var(--line); border-radius: 6px; }
#hits { position: absolute; right: 0; top: 100%; min-width: 100%; width: max-content; max-width: 90vw; max-height: 70vh;
  overflow-y: auto; margin: .25rem 0 0; padding: .25rem; list-style: none; background: var(--ground);
  border: 1px solid var(--line); border-radius: 6px; box-shadow: 0 6px 20px rgb(0 0 0 / 20%); }
#hits a { display: block; padding: .25rem .6rem; border-radius: 4px; }
#hits a:hover, #hits a:focus { background: var(--raised); text-decoration: none; }
#hits li > span { display: block; padding: .25rem .6rem; color: var(--soft); }
@media (max-width: 45rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; } main, body > header { padding-inline: 1rem; } }
@media print { .search { display: none; } body > header { position: static; } }
)";

// search_index is [[name, path, [column, …]], …].
const std::string_view kSiteSearch = R"((() => {
  "use strict";
  const root = document.currentScript.dataset.root;
  const box = document.getElementById("search");
  const list = document.getElementById("hits");
  const most = 50;

  // 0: the name itself, 1: it begins so, 2: it has it somewhere; 3: not at all.
  const rank = (name, wanted) => {
    const at = name.toLowerCase().indexOf(wanted);
    return at < 0 ? 3 : at > 0 ? 2 : name.length === wanted.length ? 0 : 1;
  };

  const find = (wanted) => {
    const found = [];
    for (const [name, path, columns] of search_index) {
      const own = rank(name, wanted);
      if (own < 3) found.push([own, name, path]);
      columns.forEach((column, number) => {
        const whole = name + "." + column;
        const its = Math.min(rank(column, wanted), wanted.includes(".") ? rank(whole, wanted) : 3);
        if (its < 3) found.push([its + 0.5, whole, path + "#row-" + (number + 1)]);
      });
    }
    return found.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0));
  };

  const show = () => {
    const wanted = box.value.trim().toLowerCase();
    list.replaceChildren();
    list.hidden = wanted === "";
    if (list.hidden) return;
    const found = find(wanted);
    const say = (text) => {
      const item = document.createElement("li");
      item.append(document.createElement("span"));
      item.firstChild.textContent = text;
      list.append(item);
    };
    for (const [, name, path] of found.slice(0, most)) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = root + path;
      link.textContent = name;
      link.addEventListener("click", () => { list.hidden = true; });
      item.append(link);
      list.append(item);
    }
    if (found.length === 0) say("nothing is called so");
    if (found.length > most) say(found.length - most + " more");
  };

  box.addEventListener("input", show);
  box.addEventListener("focus", show);
  box.addEventListener("keydown", (event) => {
    const first = list.querySelector("a");
    if (event.key === "Enter" && first) { event.preventDefault(); first.click(); }
    if (event.key === "ArrowDown" && first) { event.preventDefault(); first.focus(); }
  });
  list.addEventListener("keydown", (event) => {
    const item = document.activeElement.parentElement;
    const next = event.key === "ArrowDown" ? item.nextElementSibling : event.key === "ArrowUp" ? item.previousElementSibling : null;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") event.preventDefault();
    if (event.key === "ArrowUp" && !next) box.focus();
    if (next && next.querySelector("a")) next.querySelector("a").focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { list.hidden = true; box.blur(); }
    if (event.key === "/" && document.activeElement !== box) { event.preventDefault(); box.focus(); }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".search")) list.hidden = true;
  });
})();
)";

}  // namespace si::docgen
