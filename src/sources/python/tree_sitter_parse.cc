#include "sources/python/tree_sitter_parse.h"

#include "sources/python/grammar.h"

namespace si::python {
namespace {

struct DeleteParser {
  void operator()(TSParser* parser) const { ts_parser_delete(parser); }
};
using Parser = std::unique_ptr<TSParser, DeleteParser>;

}  // namespace

Tree parse_text(ParseInput& input) {
  thread_local const Parser parser = [] {
    Parser made(ts_parser_new());
    ts_parser_set_language(made.get(), grammar().language);
    return made;
  }();
  ts_parser_reset(parser.get());
  return Tree(ts_parser_parse_with_options(parser.get(), nullptr,
                                           TSInput{&input, ParseInput::read, TSInputEncodingUTF8, nullptr},
                                           TSParseOptions{&input, ParseInput::stop}));
}

}  // namespace si::python
