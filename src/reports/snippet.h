// A line of source with what is meant on it marked by carets.
#pragma once

#include <string>
#include <string_view>

#include "text/source_span.h"

namespace si {

struct Snippet {
  std::string line;    // safe for a terminal; the part around the span when the line is long
  std::string carets;  // blanks and carets that stand below it
};

// `line` is the first line of the span, without its end. Tabs become four blanks.
Snippet make_snippet(std::string_view line, const SourceSpan& span);

}  // namespace si
