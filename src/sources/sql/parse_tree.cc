#include "sources/sql/parse_tree.h"

#include <pg_query.h>
#include <simdjson.h>

#include <cstdlib>
#include <deque>

#include "support/strings.h"

namespace si {
namespace {

using Json = simdjson::dom::element;

constexpr std::size_t kMaxText = 128 * 1024;
constexpr int kMaxDepth = 500;
constexpr std::size_t kMaxSpare = 4, kMaxSpareNodes = 2000;

}  // namespace

struct ParseTree::State {
  simdjson::dom::parser parser;
  std::deque<ParseNode> nodes;  // the first `used` are this tree's, the others left over from one before
  std::size_t used = 0;
  std::vector<const ParseNode*> statements;
  int depth = 0;
  bool too_deep = false;

  // Statements are read by the ten thousands: a thread keeps the memory of trees that it is done with.
  static std::vector<std::unique_ptr<State>>& spare() {
    thread_local std::vector<std::unique_ptr<State>> kept;
    return kept;
  }
  static std::unique_ptr<State> take() {
    if (spare().empty()) return std::make_unique<State>();
    std::unique_ptr<State> state = std::move(spare().back());
    spare().pop_back();
    state->used = 0;
    state->statements.clear();
    state->too_deep = false;
    return state;
  }

  ParseNode& fresh() {
    if (used == nodes.size()) nodes.emplace_back();
    ParseNode& node = nodes[used++];
    node.nodes.clear();
    node.lists.clear();
    node.texts.clear();
    node.numbers.clear();
    return node;
  }

  // `{"SelectStmt": {…}}` is a node with its tag, anything else a plain structure.
  const ParseNode* read(const simdjson::dom::object& object) {
    if (object.size() == 1) {
      const auto member = *object.begin();
      simdjson::dom::object body;
      if (!member.key.empty() && member.key[0] >= 'A' && member.key[0] <= 'Z' &&
          member.value.get(body) == simdjson::SUCCESS)
        return fill(member.key, body);
    }
    return fill("", object);
  }

  const ParseNode* fill(std::string_view tag, const simdjson::dom::object& body) {
    ParseNode& node = fresh();
    node.tag = tag;
    if (++depth > kMaxDepth) {
      too_deep = true;
      --depth;
      return &node;
    }
    for (const auto member : body) {
      switch (member.value.type()) {
        case simdjson::dom::element_type::OBJECT:
          node.nodes.emplace_back(member.key, read(member.value.get_object()));
          break;
        case simdjson::dom::element_type::ARRAY: {
          std::vector<const ParseNode*> items;
          const simdjson::dom::array array = member.value.get_array();
          items.reserve(array.size());
          for (const Json item : array)
            if (item.is_object()) items.push_back(read(item.get_object()));
          node.lists.emplace_back(member.key, std::move(items));
          break;
        }
        case simdjson::dom::element_type::STRING:
          node.texts.emplace_back(member.key, member.value.get_string().value());
          break;
        case simdjson::dom::element_type::INT64:
          node.numbers.emplace_back(member.key, member.value.get_int64().value());
          break;
        case simdjson::dom::element_type::BOOL:
          node.numbers.emplace_back(member.key, member.value.get_bool().value() ? 1 : 0);
          break;
        default: break;
      }
    }
    --depth;
    return &node;
  }
};

const ParseNode* ParseNode::node(std::string_view field) const {
  for (const auto& [name, value] : nodes)
    if (name == field) return value;
  return nullptr;
}

const std::vector<const ParseNode*>& ParseNode::list(std::string_view field) const {
  static const std::vector<const ParseNode*> kNone;
  for (const auto& [name, value] : lists)
    if (name == field) return value;
  return kNone;
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
  PgQueryParseResult parsed = pg_query_parse(text.c_str());
  if (parsed.error != nullptr) {
    error_ = parsed.error->message != nullptr ? parsed.error->message : "syntax error";
    error_offset_ = parsed.error->cursorpos > 0
                        ? byte_offset(text, static_cast<std::size_t>(parsed.error->cursorpos) - 1)
                        : text.size();
    syntax_error_ = parsed.error->cursorpos > 0;
  } else {
    Json root;
    simdjson::dom::array statements;
    if (state_->parser.parse(std::string_view(parsed.parse_tree)).get(root) != simdjson::SUCCESS ||
        root["stmts"].get(statements) != simdjson::SUCCESS) {
      error_ = "it is nested too deeply to be read";
    } else {
      for (const Json each : statements) {
        simdjson::dom::object statement;
        if (each["stmt"].get(statement) == simdjson::SUCCESS) state_->statements.push_back(state_->read(statement));
      }
      if (state_->too_deep) error_ = "it is nested too deeply to be read";
    }
  }
  pg_query_free_parse_result(parsed);
}

ParseTree::ParseTree(ParseTree&&) noexcept = default;
ParseTree& ParseTree::operator=(ParseTree&&) noexcept = default;
ParseTree::~ParseTree() {
  if (state_ == nullptr || state_->nodes.size() > kMaxSpareNodes) return;
  if (State::spare().size() < kMaxSpare) State::spare().push_back(std::move(state_));
}

const std::vector<const ParseNode*>& ParseTree::statements() const { return state_->statements; }

int parser_major_version() { return std::atoi(PG_MAJORVERSION); }

}  // namespace si
