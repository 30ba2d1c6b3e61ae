// What is read without the grammar is what the grammar says of it.
#include "sources/python/plain_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <memory_resource>
#include <random>
#include <string>
#include <vector>

#include "sources/python/convert.h"
#include "sources/python/tree_sitter_parse.h"
#include "support/files.h"
#include "support/strings.h"

namespace si::python {
namespace {

// `text`: what the places are told of, without its carriage returns; empty: all characters count.
std::string describe(const Node* node, std::string_view text = {}) {
  if (node == nullptr) return "-";
  const auto place = [&](std::size_t at) {
    return std::to_string(
        at - static_cast<std::size_t>(std::count(text.begin(), text.begin() + std::min(at, text.size()), '\r')));
  };
  std::string out =
      "(" + std::to_string(static_cast<int>(node->kind)) + " " + place(node->begin) + "-" + place(node->end);
  if (!node->text.empty()) out += " '" + std::string(node->text) + "'";
  for (const Node* child : node->children()) out += " " + describe(child, text);
  return out + ")";
}

// By the grammar alone; `errors`: whether it finds any.
std::string by_grammar(const std::string& text, bool* errors = nullptr) {
  const Document document("x.py", text);
  std::pmr::monotonic_buffer_resource memory;
  ParseInput input{document.content(), kStepsOfParse, 0};
  const Tree tree = parse_text(input);
  if (errors != nullptr) *errors = tree == nullptr || ts_node_has_error(ts_tree_root_node(tree.get()));
  if (tree == nullptr) return "";
  const std::vector<const Node*> nodes = convert_statements(ts_tree_root_node(tree.get()), document, 0, memory);
  const Node module{
      NodeKind::kModule, 0, static_cast<std::uint32_t>(document.content().size()), "", {nodes.data(), nodes.size()}};
  return describe(&module);
}

struct PlainResult {
  bool plain = false;
  std::string tree;
};

PlainResult read_plain(const std::string& text, bool returns_count = true) {
  const Document document("x.py", text);
  std::pmr::monotonic_buffer_resource memory;
  std::vector<const Node*> nodes;
  PlainResult out;
  out.plain = read_plain_statements(document, 0, text.size(), memory, nodes);
  const Node module{NodeKind::kModule, 0, static_cast<std::uint32_t>(text.size()), "", {nodes.data(), nodes.size()}};
  out.tree = describe(&module, returns_count ? "" : text);
  return out;
}

TEST(PlainReader, SaysWhatTheGrammarSays) {
  for (const char* text : {
           "",
           "# only a comment\n",
           "'''A text\nof two lines.'''\nx = 1\n",
           "import os, a.b as c\nfrom . import x\nfrom ..a.b import (c as d,\n  e,  # why\n)\nfrom f import *\n",
           "a = b = 'one' \"two\" r'\\d' b'x'\n",
           "a, (b, c.d) = ..., f(x)[1]\n[a, *b] = c\n",
           "x: int = 3\ny: Mapped[List['T']]\nself.z: a.B[c, d] = None\n",
           "x += 1\ny //= 2, 3\nz **= -4\n",
           "call(a, *b, c=d, **e).f(\n  'x'\n  'y',  # two\n)[0, -1]\n",
           "x = a if b else c or not d and e\n",
           "x = -a ** -b + c * d % e - (f | g) << 3 & ~h // j @ k\n",
           "x = a < b\ny = a < b <= c\nz = a is not b\nu = a not in b\nv = a == b != c\n",
           "x = {}\ny = {'a': 1, **b, (c): (d)}\nz = {1, 2.5}\nt = ()\nu = (1,)\nv = [1, (2), *c]\n",
           "def f(a, *args, b: int = 1, c=2, **kw) -> List[str]:\n    return a, b\n\n\nasync def g(*, a, /):\n"
           "    await f((a).b)\n    return\n",
           "@a.b(c)\n@d\nclass A(B, metaclass=C):\n    '''Doc.'''\n    x = Column(Integer)\n\n    # a comment\n"
           "    def f(self):\n        del self.x\n        raise E from e\n\n# another\ny = 1\n",
           "if a:\n    x = 1  # not at its end\n    y = 1\nelif b:\n    y = 2\nelse:\n    z = 3\n",
           "for a, b in c, d:\n    if a: \n        continue\n    while b:\n        break\n",
           "x = 'caf\xC3\xA9'  # caf\xC3\xA9\n",
           "x = type(match, print=1)\n",
           "class A:\n    type: Mapped[int] = f()\n    match = None\n",
           "x = f'{a}b{{}}{c.d(e)!r:>{f}}' 'g' rf'\\d{h=}'\ny = f''\nz = f'a{{'\nu = f\"\"\"{a}\n{b['c']}\"\"\"\n",
           "x = [a for a, *b in c if d if e for f[0] in g]\ny = {a: b async for (a, b) in c}\nz = f(a for a in b)\n"
           "u = {(a) for a.b in c or d}\nv = (a if b else c for a in b)\n",
           "x = lambda: 1\ny = f(lambda a, *b, c=1, **d: a if b else c, key=lambda e: e)\n",
           "x = a[1:2]\ny = a[:, 1:, ::2, b:c:d]\nz = a[:]\nu = a[(b):c,]\n",
           "x = (y := 1)\nif a := f(b):\n    c\nwhile (d := g()) and h(i := 1): ...\n",
           "x = 0x1F + 0o17 - 0b11 * 1_000 / 1e5 ** 2.5e-3\n",
           "x = a \\\n    + b\n",
           "x: A | None = 1\ny: A[b] | C | 'D' | None\nz: A | B[c] | D\nu: M[A[b] | C[d] | None | e] = f(A[b] | c | "
           "d)\n",
           "with a as b, c, d() as (e, f): g\nasync with a.b as c.d:\n    pass\n",
           "try:\n    import a\nexcept (B, C) as d:\n    e\nexcept:  # f\n    pass\nelse:\n    g\nfinally:\n    h\n",
           "for a in b:\n    c\nelse:\n    d\nwhile a:\n    b\n# c\nelse: d\n",
           "async for a, (b, c) in d: e\n",
           "assert a, b\nassert c\nglobal d, e\nyield\nyield a, b\nyield from c\nx = yield d\ny = (yield)\nz = await "
           "(yield e)\n",
           "def f():\n    nonlocal a\n    pass\n",
           "a; b = 1; return c\n",
           "if a: b; c  # d\nelse: pass\nclass A: pass\ndef f(): ...\n",
           "from __future__ import annotations\nx = 1\n",
           "def f():  # a\n    # b\n\n    x = 1  # c\n    # d\n  # e\n# f\ny = 2\n",
           "class A:\n    def f(self):\n        if x:\n            return 1  # one\n            # in\n        # body\n"
           "    # class\n        # still\n\n# module\nx = 1\n",
           "if a:\n    x = 1\n    # the block's\n# whose?\nelif b:\n    pass\n    # c\nelse:\n    x = 2\n    # d",
           "@a  # b\n# c\n@d\n# e\ndef f(): pass\n",
           "x = 1",
       }) {
    for (const std::string& lines : {std::string(text), replace_all(text, "\n", "\r\n")}) {
      const PlainResult plain = read_plain(lines);
      EXPECT_TRUE(plain.plain) << lines;
      EXPECT_EQ(plain.tree, by_grammar(lines)) << lines;
    }
  }
}

TEST(PlainReader, LeavesAloneWhatItDoesNotKnow) {
  for (const char* text : {
           "print 'x'\n",
           "x = f'{a'\n",
           "x = f'}'\n",
           "x = f'{}'\n",
           "x = f'{a!}'\n",
           "x = f'{a:{b}'\n",
           "x = f'{lambda: 1}'\n",
           "x = [a for b]\n",
           "x = [a for a in b, c]\n",
           "x = [a, b for b in c]\n",
           "x = f(a for a in b, c)\n",
           "x = [a for f() in b]\n",
           "x = lambda a: \n",
           "x = a[1:2:3:4]\n",
           "x = a[]\n",
           "x = y := 1\n",
           "x = 0x\n",
           "x = 1e\n",
           "a;\n",
           "def f(**, a): pass\n",
           "await a, b = c\n",
           "del\n",
           "if a: if b: c\n",
           "try:\n    a\n",
           "try:\n    a\nelse:\n    b\n",
           "with a as f(): b\n",
           "with (a, b): c\n",
           "async x\n",
           "if a:\n    # b\n",
           "exec 'x'\n",
           "match x:\n    case 1: y\n",
           "type X = int\n",
           "x = 0777\n",
           "x = 1\r",
           "x = 1\r# a\n",
           "\tx = 1\n",
           " x = 1\n",
           "x = a +\n",
           "x = (a\n",
           "x = 'a\n",
           "x = '''a\\",
           "def f(:\n    x\n",
           "def f():\nx = 1\n",
           "def f():\n    x = 1\n  y = 1\n",
           "x = \xC3\xA9\n",
           "return = 1\n",
           "f() = 1\n",
           "a < b += 1\n",
           "def f(***a):\n    pass\n",
           "def f(**a=1):\n    pass\n",
           "x = a if b\n",
           "x = not\n",
           "x = a not b\n",
           "x = {a: 1, b}\n",
           "x = ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1))))))))))))))))))))))))))))))))"
           "))))))))))))))))))))))))))))\n",
       })
    EXPECT_FALSE(read_plain(text).plain) << text;
}

// Cut anywhere, a text is read as the grammar reads it, or left to it.
TEST(PlainReader, TakesTextThatEndsAnywhere) {
  const std::string text =
      "@a\nclass A(B, c=D):\n    x: Mapped[int] = f('a' r'\\b' '''c''', *d, **{'e': 1.5})\n\n    async def g(self, "
      "*a):\n"
      "        if self.x is not None and a[0] not in (1, 2):\n            return await a.b, -1\n        else:\n"
      "            from a import (b as c, d)\n";
  for (std::size_t end = 0; end <= text.size(); ++end) {
    const std::string cut = text.substr(0, end);
    const PlainResult plain = read_plain(cut);
    if (plain.plain) {
      EXPECT_EQ(plain.tree, by_grammar(cut)) << cut;
    }
  }
}

// One character or line of a stretch of a file gone, doubled, moved or another.
std::string spoiled(std::string text, std::mt19937& random) {
  static constexpr std::string_view kCharacters = ":,()[]{}='\"\n #.*@+-<>!|%&~^a1_\\;`$?rbf\t";
  const auto below = [&](std::size_t count) { return count == 0 ? 0 : random() % count; };
  const std::size_t at = below(text.size());
  const std::size_t line = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
  const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
  switch (below(6)) {
    case 0: text.erase(at, 1 + below(3)); break;
    case 1: text.insert(at, 1, kCharacters[below(kCharacters.size())]); break;
    case 2: text[at] = kCharacters[below(kCharacters.size())]; break;
    case 3: text.erase(line, end - line); break;
    case 4: text.insert(end, text.substr(line, end - line)); break;
    default: text.insert(below(text.size()), text.substr(at, 1 + below(8))); break;
  }
  return text;
}

// What does not parse is not plain, and what is plain has the grammar's tree.
TEST(PlainReader, SaysOfSpoiledTextWhatTheGrammarSays) {
  std::vector<std::string> texts;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(SI_SOURCE_DIR "/tests/cases"))
    if (entry.path().extension() == ".py")
      if (const auto text = read_file(entry.path().string()); text && !text->empty())
        texts.push_back(replace_all(*text, "\r", ""));
  std::sort(texts.begin(), texts.end());
  const char* given = std::getenv("SI_SPOILED_TEXTS");
  const long count = given != nullptr ? std::atol(given) : 20000;
  std::mt19937 random(1);
  long plain = 0, different = 0;
  std::string said;
  for (long i = 0; i < count; ++i) {
    const std::string& whole = texts[random() % texts.size()];
    const std::size_t from = whole.rfind('\n', random() % whole.size()) + 1;  // npos + 1: the beginning
    std::string text = whole.substr(from, 60 + random() % 200);
    for (std::size_t times = 1 + random() % 3; times > 0 && !text.empty(); --times) text = spoiled(text, random);
    const PlainResult result = read_plain(text);
    const PlainResult returns = read_plain(replace_all(text, "\n", "\r\n"), false);
    ASSERT_EQ(returns.plain, result.plain) << testing::PrintToString(text);
    if (!result.plain) continue;
    ASSERT_EQ(returns.tree, result.tree) << text;
    ++plain;
    bool errors = false;
    if (result.tree == by_grammar(text, &errors) && !errors) continue;
    ++different;
    said += text + "\n----\n";
  }
  // The grammar errs on some texts itself: `f(a=\nb)` with nothing before `b`, `Mapped[int][int] = c`.
  EXPECT_LE(different, 1 + count / 20000) << said;
  EXPECT_GT(plain, count / 50);
}

TEST(PlainReader, ReadsTheFilesOfTheTestsAsTheGrammarDoes) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(SI_SOURCE_DIR "/tests/cases")) {
    if (entry.path().extension() != ".py") continue;
    const auto text = read_file(entry.path().string());
    if (!text) continue;
    const auto tree = parse_python(Document("x.py", *text));
    if (!tree->errors().empty()) continue;
    ++files;
    EXPECT_EQ(describe(&tree->root()), by_grammar(*text)) << entry.path();
  }
  EXPECT_GT(files, 100U);
}

}  // namespace
}  // namespace si::python
