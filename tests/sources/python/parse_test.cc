// The Python front-end on hostile and odd text: it never fails, and what is broken hides nothing else.
#include <gmock/gmock.h>

#include <algorithm>
#include <ctime>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sources/python/module_graph.h"
#include "sources/python/regex.h"
#include "sources/python/statements.h"
#include "sources/python/string_literal.h"
#include "sources/python/syntax.h"

namespace si::python {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Optional;

std::vector<std::string> class_names(const std::string& text) {
  const std::unique_ptr<SyntaxTree> tree = parse_python(Document("x.py", text));
  std::vector<std::string> names;
  for (const Node* node : tree->root().children())
    if (node->kind == NodeKind::kClass) names.emplace_back(node->text);
  return names;
}

TEST(Parse, AnUnclosedBracketHidesOnlyItsOwnStatement) {
  EXPECT_THAT(class_names("class A:\n  x = f(1\n\nclass B(Base):\n  y = 1\n\nclass C: pass\n"),
              testing::AllOf(Contains("B"), Contains("C")));
}

TEST(Parse, TakesEveryKindOfLineEndAndAByteOrderMark) {
  EXPECT_THAT(class_names("\xEF\xBB\xBF"
                          "class A:\r\n  x = 1\r\nclass B:\r\n  pass\r\n"),
              ElementsAre("A", "B"));
  EXPECT_THAT(class_names(""), ElementsAre());
}

TEST(Parse, DeepNestingIsCutNotFollowed) {
  const std::string deep = "x = " + std::string(10000, '[') + std::string(10000, ']') + "\nclass A: pass\n";
  EXPECT_THAT(class_names(deep), Contains("A"));
  std::string blocks;
  for (int i = 0; i < 90; ++i) blocks += std::string(static_cast<std::size_t>(i), ' ') + "if x:\n";
  blocks += std::string(90, ' ') + "y = 1\nclass A: pass\n";
  EXPECT_THAT(class_names(blocks), Contains("A"));
}

// The search around errors takes time with the square of the text, so it must have a limit. What is measured is the
// processor's time: some seconds, where it would be minutes.
TEST(Parse, WhatNeverClosesTakesSecondsWhateverItsSize) {
  const auto repeat = [](const std::string& text) {
    std::string out;
    while (out.size() < std::size_t{1} << 20) out += text;
    return out;
  };
  const std::string last = "\nclass Last(Base):\n    x = 1\n";
  const std::vector<std::string> texts{
      "x = foo(\n" + repeat("class A(Base):\n    id = Column(Integer, primary_key=True)\n\n"),
      "class X:\n  x = foo(\n" + repeat("  y = {'a': 1, (\n"),
      repeat("def f(:)\n    return (1 2)\n"),
      repeat("This is no Python at all, with commas and. Dots.\n"),
      repeat("))]}\n"),
      "x = \"\"\"" + repeat("abc 'd\n")};
  for (const std::string& text : texts) {
    const std::clock_t start = std::clock();
    const std::unique_ptr<SyntaxTree> tree = parse_python(Document("x.py", text + last));
    EXPECT_LT(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC, 20.0) << text.substr(0, 40);
    EXPECT_FALSE(tree->errors().empty()) << text.substr(0, 40);
  }
  EXPECT_THAT(class_names(texts[0] + last), Contains("Last"));
}

TEST(Parse, WhatStandsAfterMuchThatIsWrongIsStillRead) {
  std::string text = "class First: pass\n";
  for (int i = 0; i < 200; ++i) text += "class A" + std::to_string(i) + ":\n  x = f(1\n";
  text += "class Last: pass\n";
  EXPECT_THAT(class_names(text), testing::AllOf(Contains("First"), Contains("A7"), Contains("Last")));
}

TEST(Parse, StatementsAreCutWhereTheyBegin) {
  const auto starts = [](const std::string& text) {
    std::vector<std::string> out;
    for (const StatementStart& start : outline_of(text).statements)
      out.push_back((start.broken ? "!" : "") + text.substr(start.begin, 5));
    return out;
  };
  EXPECT_THAT(starts("a = 1\nb = (\n2)\n@x(1)\ndef f():\n  pass\nif a:\n  b\nelse:\n  c\nd = 1\n"),
              ElementsAre("a = 1", "b = (", "@x(1)", "if a:", "d = 1"));
  EXPECT_THAT(starts("a = '''\nclass B:\n'''\nc = \"(\" # (\nd = \\\ne()\n"), ElementsAre("a = '", "c = \"", "d = \\"));
  EXPECT_THAT(starts("a = f(\nb=1,\nclass C:\n  x = ')\nd = 1\n"), ElementsAre("!a = f", "!class", "d = 1"));
}

void dump(const Node* node, int depth, std::string& out) {
  if (depth > 60) return;
  out.append(static_cast<std::size_t>(depth), ' ');
  if (node == nullptr) {
    out += "-\n";
    return;
  }
  out += std::to_string(static_cast<int>(node->kind)) + ' ' + std::to_string(node->begin) + '-' +
         std::to_string(node->end) + ' ' + std::string(node->text) + '\n';
  for (const Node* child : node->children()) dump(child, depth + 1, out);
}

std::string dump(const std::string& text, FunctionBodies bodies) {
  std::string out;
  dump(&parse_python(Document("x.py", text), bodies)->root(), 0, out);
  return out;
}

bool has_deferred(const Node* node) {
  if (node == nullptr) return false;
  if (node->deferred != nullptr) return true;
  return std::any_of(node->nodes.begin(), node->nodes.end(), [](const Node* child) { return has_deferred(child); });
}

TEST(Parse, TheElseOfALoopBelongsToItsBody) {
  for (const std::string text : {"for a in b:\n    c\nelse:\n    called()\n", "while b:\n    c\nelse:\n    called()\n",
                                 "for a in b:\r\n    c\r\nelse:\r\n    called()\r\n"}) {
    const auto tree = parse_python(Document("x.py", text), FunctionBodies::kNow);
    const Node* loop = tree->root().child(0);
    ASSERT_NE(loop, nullptr);
    const Node* body = loop->children().back();
    ASSERT_EQ(body->children().size(), 2U) << text;
    EXPECT_EQ(tree->source(*body->child(1)), "called()") << text;
  }
}

// Function bodies that are parsed when they are asked for are what they would have been at once.
TEST(Parse, BodiesParsedLaterAreTheSame) {
  const std::vector<std::string> texts{
      "def f(a, b=1):\n    return a\n",
      "import x\nasync def f(\n  a: int = g(1),\n) -> Dict[str, int]:  # why\n\n    # first\n    x = await a\n"
      "# last\ny = 1\n",
      "class A(B):\n    '''Doc: def no():'''\n    @deco(1)\n    def f(self):\n        x = '''\nnot: a line\n'''\n"
      "        def inner():\n            return 2\n        return inner\n\n    z = Column(1)\n\n"
      "    def g(self): return 1\n    async def h(self):\n        async with a as b:\n            yield b\n\nw = 3\n",
      "if x:\n    def f():\n        return (1,\n2)\nelse:\n    def f():\n        pass\ntry:\n    def g():\n        1\n"
      "except E:\n    z = 1\n",
      "def f(x):\n    if x:\n        return 1\n    else:\n        return {'a': [1, 2]}\n\n\n# end\ndef g():\n"
      "  return f'{x!r:>{w}} {{}}'\n",
      "class A:\n    def f(self):\n        if x:\n            return 1  # one\n            # in\n        # body\n"
      "    # class\n        # still\n\n# module\nx = 1\n",
      "try:\n    def f():\n        return 1\n        # f\nexcept E:\n    def f():\n        return 2\nelse:\n    def "
      "g():\n"
      "        return 3\nfinally:\n    def h():\n        return 4\n# end",
      "if a:\n    def f():\n        return 1\nelif b:\n    def f():\n        return 2\nelse:\n    x = 1\n\n    def "
      "f():\n"
      "        return 3\n        # f\n    # else\ny = 2\n",
      "def f():\r\n    x = 1 \\\r\n  + 2\r\n    return x\r\n\r\nclass B:\r\n    def g(self):\r\n        return 1",
  };
  for (const std::string& text : texts) {
    const std::string now = dump(text, FunctionBodies::kNow);
    EXPECT_EQ(now, dump(text, FunctionBodies::kWhenAsked)) << text;
    const auto tree = parse_python(Document("x.py", text), FunctionBodies::kWhenAsked);
    EXPECT_TRUE(has_deferred(&tree->root())) << text;
  }
  // Where lines may not be what they seem, and in what is not plain, all is parsed at once.
  for (const std::string text :
       {"def f[T: int](x: T) -> T:\n    return x\n", "def f():\n\treturn 1\n", "def f():\n    x = (1\nclass A: pass\n",
        "def f(): return 1\n", "def f():\n    x = 'a\n    y = 1\n", "def f():\n    return 1\n  x = 2\n"}) {
    EXPECT_EQ(dump(text, FunctionBodies::kNow), dump(text, FunctionBodies::kWhenAsked)) << text;
    const auto tree = parse_python(Document("x.py", text), FunctionBodies::kWhenAsked);
    EXPECT_FALSE(has_deferred(&tree->root())) << text;
  }
}

TEST(Parse, TemplatesAndBinariesAreSaidToBeNone) {
  EXPECT_EQ(parse_content(std::string("a = 1\n\0b = 2\n", 13), "n.py").tree, nullptr);
  EXPECT_EQ(parse_content("{% if x %}\nclass A:\n  pass\n{% endif %}\n", "t.py").tree, nullptr);
  EXPECT_EQ(parse_content(std::string("\xff\0\xfe", 3), "b.py").tree, nullptr);
}

TEST(Parse, LatinOneIsReadWithOrWithoutACodingLine) {
  const ParsedFile declared = parse_content("# -*- coding: latin-1 -*-\nx = '\xe9'\n", "l.py");
  ASSERT_NE(declared.tree, nullptr);
  EXPECT_EQ(declared.problem, "");
  EXPECT_EQ(declared.tree->root().child(0)->child(1)->text, "\xC3\xA9");
  const ParsedFile silent = parse_content("x = '\xe9'\n", "l.py");
  ASSERT_NE(silent.tree, nullptr);
  EXPECT_THAT(silent.problem, testing::HasSubstr("not UTF-8"));
}

TEST(Parse, WhatIsAwaitedYieldedAndEnteredIsRead) {
  const ParsedFile file = parse_content(
      "async def f():\n"
      "  async with a() as (b, c), d():\n"
      "    x = await e()\n"
      "  with (g() as h, i()):\n"
      "    yield j()\n",
      "w.py");
  const Node& body = *file.tree->root().child(0)->child(1);
  const Node& first = *body.child(0);
  ASSERT_EQ(first.children().size(), 3U);
  EXPECT_EQ(first.child(1)->kind, NodeKind::kAssign);
  EXPECT_EQ(first.child(1)->child(0)->kind, NodeKind::kTuple);
  EXPECT_EQ(first.child(1)->child(1)->kind, NodeKind::kCall);
  EXPECT_EQ(first.child(2)->kind, NodeKind::kCall);
  EXPECT_EQ(first.child(0)->child(0)->child(1)->kind, NodeKind::kCall);
  const Node& second = *body.child(1);
  ASSERT_EQ(second.children().size(), 3U);
  EXPECT_EQ(second.child(1)->child(0)->text, "h");
  const Node& yielded = *second.child(0)->child(0)->child(0);
  EXPECT_EQ(yielded.kind, NodeKind::kOther);
  ASSERT_EQ(yielded.children().size(), 1U);
  EXPECT_EQ(yielded.child(0)->kind, NodeKind::kCall);
}

TEST(StringLiteral, DecodesEscapes) {
  EXPECT_EQ(decode_string("a\\n\\x41\\u00e9\\101\\q", false, false),
            "a\nA\xC3\xA9"
            "A\\q");
  EXPECT_EQ(decode_string("a\\n", true, false), "a\\n");
}

TEST(Regex, TurnsClassNamesIntoTableNames) {
  EXPECT_THAT(regex_sub("(?<!^)(?=[A-Z])", "_", "UserAccount"), Optional(std::string("User_Account")));
  EXPECT_THAT(regex_sub("([a-z0-9])([A-Z])", "\\1_\\2", "HTTPServerLog"), Optional(std::string("HTTPServer_Log")));
  EXPECT_THAT(regex_split("(?=[A-Z])", "UserAccount"), Optional(ElementsAre("", "User", "Account")));
  EXPECT_EQ(regex_sub("(?i)x", "y", "X"), std::nullopt);
  EXPECT_EQ(regex_sub("(a*)*b", "", std::string(400, 'a')), std::nullopt);
}

}  // namespace
}  // namespace si::python
