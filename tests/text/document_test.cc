#include "text/document.h"

#include <gtest/gtest.h>

namespace si {
namespace {

TEST(Document, CountsCodePointsAndEveryLineEnding) {
  const Document document("f",
                          "\xEF\xBB\xBF"
                          "aé x\r\nb\rc\n");
  EXPECT_EQ(document.line_count(), 4u);
  EXPECT_EQ(document.line(1), "aé x");
  EXPECT_EQ(document.line(2), "b");
  EXPECT_EQ(document.line(3), "c");
  const SourceSpan span = document.span(document.offset(1, 4), document.offset(3, 2));
  EXPECT_EQ(span, (SourceSpan{1, 4, 3, 2}));
}

}  // namespace
}  // namespace si
