// The look at tokens that says that text parses: it must never say so of what a parse finds an error in.
#include "sources/python/syntax_check.h"

#include <gmock/gmock.h>

#include <random>
#include <string>
#include <vector>

#include "sources/python/tree_sitter_parse.h"

namespace si::python {
namespace {

const std::vector<std::string>& texts() {
  static const std::vector<std::string> kTexts{
      "def f(a, *args, b: int = 1, **kw) -> Dict[str, int]:\n    return f(*args, g(x for x in a), **kw)\n",
      "class A(B, metaclass=M):\n    x: Mapped[int] = mapped_column(primary_key=True)  # why\n\n    @property\n"
      "    def y(self):\n        \"\"\"Doc.\"\"\"\n        self.a, (self.b, c) = 1, (2, 3)\n        # end\n    # "
      "class\nz = 1\n",
      "async def f():\n    async with a as b, c:\n        yield b\n    try:\n        pass\n    except (E, F) as e:\n"
      "        raise X from e\n    finally:\n        print('x', file=y)\n",
      "x = f'{a!r:>{w}} {{}} {b[\"k\"]}' 'more' rb'\\x00'\ny = [*a, {**b, 'c': 1}, lambda *p, q=1: (p, q)]\n",
      "match x:\n    case [1, *_]:\n        type = match\n    case A(b=1) | None if x:\n        pass\ntype X = int\n",
      "for (i, j), *k in zip(a, b):\n    if not i and j is not None or k in (1, 2):\n        del a[i:j, ...], b.c\n"
      "    elif (n := len(a)) > 1 <= 2: continue\n    else:\n        return a if b else c\n",
      "if x:\r\n    a = (1,\r\n  2)\\\r\n  + 3\r\n\r\nwhile True: break; x += 1\r\n",
      "print >>f, 'x'\nprint(x)\nexec 'y' in z\nname = {'\xC3\xA9': caf\xC3\xA9}\n",
  };
  return kTexts;
}

bool has_error(const std::string& text) {
  ParseInput input{text, kStepsOfParse, 0};
  const Tree tree = parse_text(input);
  return tree == nullptr || ts_node_has_error(ts_tree_root_node(tree.get()));
}

TEST(SyntaxCheck, KnowsWhatParses) {
  EXPECT_TRUE(surely_parses(""));
  for (const std::string& text : texts()) {
    EXPECT_FALSE(has_error(text)) << text;
    EXPECT_TRUE(surely_parses(text)) << text;
  }
}

TEST(SyntaxCheck, NeverVouchesForWhatIsBroken) {
  for (const std::string text : {"x = (1\n", "def f(:\n    pass\n", "class A\n    x = 1\n", "x = 'a\n", "a b c\n",
                                 "x = 1 +\n", "f(a=)\n", "\xff\n", "x = \xC3(\n", "return = 3\n", "x = [1, 2)\n"}) {
    EXPECT_TRUE(!surely_parses(text)) << text;
  }
  EXPECT_FALSE(surely_parses(std::string(100000, '(')));
  EXPECT_FALSE(surely_parses("x = " + std::string(3000, '[') + std::string(3000, ']') + "\n"));
}

// Every text with something taken out or put in: what is vouched for has no error.
TEST(SyntaxCheck, AgreesWithTheParseOfTextThatWasSpoiled) {
  static const std::vector<std::string> kBits{"(",   ")",      "]",     "{",    "}",       ":",      ",",      "*",
                                              "=",   "\n",     "    ",  "\t",   "\"",      "'",      "f'",     "print ",
                                              "if ", " else ", " for ", " in ", "lambda ", "async ", "match ", "\\\n",
                                              "#",   ";",      ":=",    "@",    "\"\"\"",  "\r\n",   "\f",     "not "};
  std::mt19937 random(20);
  const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
  int vouched = 0;
  for (int round = 0; round < 400; ++round) {
    std::string text = texts()[below(texts().size())];
    const std::size_t at = below(text.size());
    if (round % 3 == 0) {
      text.erase(at, 1 + below(4));
    } else {
      text.insert(at, kBits[below(kBits.size())]);
    }
    if (!surely_parses(text)) continue;
    ++vouched;
    EXPECT_FALSE(has_error(text)) << text;
  }
  EXPECT_GT(vouched, 20);
}

}  // namespace
}  // namespace si::python
