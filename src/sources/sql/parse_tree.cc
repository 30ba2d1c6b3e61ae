#include "sources/sql/parse_tree.h"

#include <pg_query.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <deque>
#include <memory_resource>

#include "support/strings.h"

namespace si {
namespace {

constexpr std::size_t kMaxText = 128 * 1024;
constexpr int kMaxDepth = 500;
constexpr std::size_t kMaxSpare = 4, kMaxSpareNodes = 2000;

void append_utf8(char*& out, unsigned code) {
  if (code < 0x80) {
    *out++ = static_cast<char>(code);
  } else if (code < 0x800) {
    *out++ = static_cast<char>(0xC0 | (code >> 6));
    *out++ = static_cast<char>(0x80 | (code & 0x3F));
  } else {
    *out++ = static_cast<char>(0xE0 | (code >> 12));
    *out++ = static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    *out++ = static_cast<char>(0x80 | (code & 0x3F));
  }
}

}  // namespace

// libpg_query writes its tree as JSON: `{"SelectStmt": {…}}` is a node with its tag, any other object a plain
// structure. It is read in one pass, and texts stay where they are written.
struct ParseTree::State {
  PgQueryParseResult parsed{};
  std::deque<ParseNode> nodes;  // the first `used` are this tree's, the others left over from one before
  std::size_t used = 0;
  std::vector<const ParseNode*> statements;
  std::vector<const ParseNode*> open_items;  // of the lists that are being read, innermost last
  std::pmr::monotonic_buffer_resource items;
  char* at = nullptr;  // what is left of the JSON; ends with a NUL
  int depth = 0;
  bool failed = false;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { pg_query_free_parse_result(parsed); }

  // Statements are read by the ten thousands: a thread keeps the memory of trees that it is done with.
  static std::vector<std::unique_ptr<State>>& spare() {
    thread_local std::vector<std::unique_ptr<State>> kept;
    return kept;
  }
  static std::unique_ptr<State> take() {
    if (spare().empty()) return std::make_unique<State>();
    std::unique_ptr<State> state = std::move(spare().back());
    spare().pop_back();
    return state;
  }
  void clear() {
    pg_query_free_parse_result(parsed);
    parsed = {};
    used = 0;
    statements.clear();
    open_items.clear();
    items.release();
    depth = 0;
    failed = false;
  }

  // False: it is nested too deeply (or no JSON of the kind that we know).
  bool read() {
    at = parsed.parse_tree;
    const ParseNode* root = take_character('{') ? node({}) : nullptr;
    if (root == nullptr || failed) return false;
    for (const ParseNode* each : root->list("stmts"))
      if (const ParseNode* statement = each->node("stmt")) statements.push_back(statement);
    return true;
  }

 private:
  ParseNode& fresh(std::string_view tag) {
    if (used == nodes.size()) nodes.emplace_back();
    ParseNode& made = nodes[used++];
    made.tag = tag;
    made.nodes.clear();
    made.lists.clear();
    made.texts.clear();
    made.numbers.clear();
    return made;
  }

  bool take_character(char c) {
    if (*at != c) return false;
    ++at;
    return true;
  }
  std::nullptr_t fail() {
    failed = true;
    return nullptr;
  }

  // Behind the opening bracket of an object. With `tag` it is the body of a node.
  const ParseNode* node(std::string_view tag) {
    if (++depth > kMaxDepth) return fail();
    ParseNode* made = nullptr;
    const ParseNode* tagged = nullptr;
    while (!failed && !take_character('}')) {
      if ((made != nullptr || tagged != nullptr) && !take_character(',')) return fail();
      const std::string_view key = take_character('"') ? string() : std::string_view();
      if (!take_character(':')) return fail();
      const bool names_tag = tag.empty() && !key.empty() && key[0] >= 'A' && key[0] <= 'Z' && *at == '{';
      if (tagged != nullptr || (names_tag && made != nullptr)) return fail();
      if (names_tag) {
        ++at;
        tagged = node(key);
      } else {
        if (made == nullptr) made = &fresh(tag);
        value(*made, key);
      }
    }
    --depth;
    if (failed) return nullptr;
    if (tagged != nullptr) return tagged;
    return made != nullptr ? made : &fresh(tag);
  }

  void value(ParseNode& owner, std::string_view key) {
    switch (*at) {
      case '{':
        ++at;
        owner.nodes.emplace_back(key, node({}));
        return;
      case '[':
        ++at;
        owner.lists.emplace_back(key, list());
        return;
      case '"':
        ++at;
        owner.texts.emplace_back(key, string());
        return;
      case 't':
      case 'f': owner.numbers.emplace_back(key, *at == 't' ? 1 : 0); [[fallthrough]];
      case 'n':
        while (*at >= 'a' && *at <= 'z') ++at;
        return;
      default: break;
    }
    const bool negative = take_character('-');
    if (*at < '0' || *at > '9') {
      failed = true;
      return;
    }
    std::int64_t number = 0;
    for (; *at >= '0' && *at <= '9'; ++at) number = number * 10 + (*at - '0');
    owner.numbers.emplace_back(key, negative ? -number : number);
  }

  ParseNodes list() {
    const std::size_t begin = open_items.size();
    for (bool first = true; !take_character(']'); first = false) {
      if (!first && !take_character(',')) failed = true;
      if (failed) return {};
      if (take_character('{')) {
        open_items.push_back(node({}));
      } else {  // a list of numbers
        ParseNode nobody;
        value(nobody, {});
      }
    }
    const std::size_t count = open_items.size() - begin;
    if (count == 0) return {};
    const ParseNode** kept = std::pmr::polymorphic_allocator<const ParseNode*>(&items).allocate(count);
    std::copy(open_items.begin() + static_cast<std::ptrdiff_t>(begin), open_items.end(), kept);
    open_items.resize(begin);
    return {kept, count};
  }

  // Behind the opening quote; what is escaped is decoded in place.
  std::string_view string() {
    static constexpr auto kPlain = [] {
      std::array<bool, 256> plain{};
      for (std::size_t i = 1; i < plain.size(); ++i) plain[i] = i != '"' && i != '\\';
      return plain;
    }();
    char* const begin = at;
    char* out = at;
    while (kPlain[static_cast<unsigned char>(*out)]) ++out;
    at = out;
    while (*at != '"' && !failed) {
      if (*at == '\0') {
        failed = true;
      } else if (*at != '\\') {
        *out++ = *at++;
      } else {
        escape(out);
      }
    }
    if (!failed) ++at;
    return {begin, static_cast<std::size_t>(out - begin)};
  }

  void escape(char*& out) {
    const char c = *++at;
    if (c == '\0') {
      failed = true;
      return;
    }
    ++at;
    if (c != 'u') {
      *out++ = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == 'b' ? '\b' : c == 'f' ? '\f' : c;
      return;
    }
    unsigned code = 0;
    for (int i = 0; i < 4 && std::isxdigit(static_cast<unsigned char>(*at)) != 0; ++i, ++at)
      code = code * 16 + static_cast<unsigned>(*at <= '9' ? *at - '0' : (*at | 0x20) - 'a' + 10);
    append_utf8(out, code);
  }
};

const ParseNode* ParseNode::node(std::string_view field) const {
  for (const auto& [name, value] : nodes)
    if (name == field) return value;
  return nullptr;
}

ParseNodes ParseNode::list(std::string_view field) const {
  for (const auto& [name, value] : lists)
    if (name == field) return value;
  return {};
}

std::string_view ParseNode::text(std::string_view field) const {
  for (const auto& [name, value] : texts)
    if (name == field) return value;
  return {};
}

std::int64_t ParseNode::number(std::string_view field) const {
  for (const auto& [name, value] : numbers)
    if (name == field) return value;
  return 0;
}

ParseTree::ParseTree(std::string_view sql) : state_(State::take()) {
  if (sql.size() > kMaxText || sql.find('\0') != std::string_view::npos) {
    error_ = "it is too long to be read";
    return;
  }
  const std::string text(sql);
  const PgQueryParseResult& parsed = state_->parsed = pg_query_parse(text.c_str());
  if (parsed.error != nullptr) {
    error_ = parsed.error->message != nullptr ? parsed.error->message : "syntax error";
    error_offset_ = parsed.error->cursorpos > 0
                        ? byte_offset(text, static_cast<std::size_t>(parsed.error->cursorpos) - 1)
                        : text.size();
    syntax_error_ = parsed.error->cursorpos > 0;
  } else if (!state_->read()) {
    error_ = "it is nested too deeply to be read";
    state_->statements.clear();
  }
}

ParseTree::ParseTree(ParseTree&&) noexcept = default;
ParseTree& ParseTree::operator=(ParseTree&&) noexcept = default;
ParseTree::~ParseTree() {
  if (state_ == nullptr || state_->nodes.size() > kMaxSpareNodes) return;
  if (State::spare().size() >= kMaxSpare) return;
  state_->clear();
  State::spare().push_back(std::move(state_));
}

const std::vector<const ParseNode*>& ParseTree::statements() const { return state_->statements; }

int parser_major_version() { return std::atoi(PG_MAJORVERSION); }

}  // namespace si
