#include "sources/python/argument_order.h"

#include <gtest/gtest.h>

#include <string>

namespace si::python {
namespace {

std::string refused(const std::string& text) {
  const auto tree = parse_python(Document("a.py", text));
  const Node* argument = refused_argument(*tree);
  return argument == nullptr ? "" : std::string(tree->source(*argument));
}

// Each line was given to CPython 3.11.
TEST(ArgumentOrder, IsPythons) {
  EXPECT_EQ(refused("f(1, *a, 2, b=1, *c, d=2, **e, g=3, **h)\n"), "");
  EXPECT_EQ(refused("f(x for x in y)\n"), "");
  EXPECT_EQ(refused("f(a=g(1), b=g(a=1))\n"), "");
  EXPECT_EQ(refused("f(a := 1, b)\n"), "");
  EXPECT_EQ(refused("f(a=1, 2)\n"), "2");
  EXPECT_EQ(refused("f(**a, b)\n"), "b");
  EXPECT_EQ(refused("f(**a, *b)\n"), "*b");
  EXPECT_EQ(refused("f(a=1, b=2, a=3)\n"), "a=3");
  EXPECT_EQ(refused("class A(B, metaclass=C, D):\n    pass\n"), "D");
  EXPECT_EQ(refused("def f():\n    return [g(h(a=1, 2))]\n"), "2");
}

}  // namespace
}  // namespace si::python
