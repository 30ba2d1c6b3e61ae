// What a method's text says of the attributes that it may set: too much rather than too little.
#include "sources/sqlalchemy/unparsed_functions.h"

#include <gmock/gmock.h>

#include <string>

namespace si::sqlalchemy {
namespace {

TEST(UnparsedFunctions, AssignmentsToSelfAreSeen) {
  for (const std::string body : {"self.a = 1",
                                 "x = self.a = 1",
                                 "self.a: int",
                                 "self.a: int = 1",
                                 "self.a += 1",
                                 "self.a >>= 1",
                                 "self.a, b = c",
                                 "b, self.a = c",
                                 "(self.a) = 1",
                                 "(self.a,\n    b) = c",
                                 "(\n    self.a,\n    b,\n) = c",
                                 "for self.a in b:",
                                 "for i, self.a in b:",
                                 "with f() as self.a:",
                                 "with f() as (b, self.a):",
                                 "self.a \\\n    = 1",
                                 "self . a = 1",
                                 "x = 1; self.a = 2",
                                 "if x: self.a = 1",
                                 "setattr(self, 'a', 1)",
                                 "self.__dict__.update(x)",
                                 "self.a = 1\r\n",
                                 "[self.a, *b] = c"})
    EXPECT_TRUE(may_set_own_attributes(body, "self")) << body;
}

TEST(UnparsedFunctions, MethodsThatOnlyReadNeedNoParse) {
  for (const std::string body : {"return self.a", "return self.a == 1", "if self.a != b or self.a <= c:", "x = self.a",
                                 "self.a.b = 1", "self.a[0] = 1", "self.a()", "return f(self.a, self.b)", "other.a = 1",
                                 "myself.a = 1", "x.self.a = 1", "f(\n    self.a,\n    b,\n)"})
    EXPECT_FALSE(may_set_own_attributes(body, "self")) << body;
}

}  // namespace
}  // namespace si::sqlalchemy
