// Each grammar rule that we know has a row in kRules; anything else becomes kOther.
#include "sources/python/grammar.h"

#include <cstring>

extern "C" const TSLanguage* tree_sitter_python(void);

namespace si::python {
namespace {

constexpr RuleRow kRules[] = {
    {"comment", Rule::kIgnored},
    {"line_continuation", Rule::kIgnored},
    {"parenthesized_expression", Rule::kTransparent},
    {"await", Rule::kTransparent},
    {"yield", Rule::kUnread},
    {"assert_statement", Rule::kUnread},
    {"print_statement", Rule::kUnread},
    {"type", Rule::kTransparent},
    {"with_item", Rule::kTransparent},
    {"as_pattern_target", Rule::kTransparent},
    {"identifier", Rule::kIdentifier},
    {"dotted_name", Rule::kMemberType},
    {"attribute", Rule::kAttribute},
    {"call", Rule::kCall},
    {"subscript", Rule::kSubscript},
    {"generic_type", Rule::kGenericType},
    {"union_type", Rule::kUnionType},
    {"member_type", Rule::kMemberType},
    {"slice", Rule::kSequence, NodeKind::kSlice},
    {"string", Rule::kString},
    {"concatenated_string", Rule::kConcatenated},
    {"integer", Rule::kInteger},
    {"float", Rule::kFloat},
    {"true", Rule::kTrue},
    {"false", Rule::kFalse},
    {"none", Rule::kNone},
    {"ellipsis", Rule::kEllipsis},
    {"tuple", Rule::kSequence, NodeKind::kTuple},
    {"expression_list", Rule::kSequence, NodeKind::kTuple},
    {"pattern_list", Rule::kSequence, NodeKind::kTuple},
    {"tuple_pattern", Rule::kSequence, NodeKind::kTuple},
    {"list", Rule::kSequence, NodeKind::kList},
    {"list_pattern", Rule::kSequence, NodeKind::kList},
    {"set", Rule::kSequence, NodeKind::kSet},
    {"dictionary", Rule::kSequence, NodeKind::kDictionary},
    {"pair", Rule::kPair},
    {"not_operator", Rule::kNot},
    {"unary_operator", Rule::kUnary},
    {"binary_operator", Rule::kBinary},
    {"boolean_operator", Rule::kBoolean},
    {"comparison_operator", Rule::kCompare},
    {"conditional_expression", Rule::kConditional},
    {"lambda", Rule::kLambda},
    {"list_comprehension", Rule::kComprehension},
    {"set_comprehension", Rule::kComprehension},
    {"dictionary_comprehension", Rule::kComprehension},
    {"generator_expression", Rule::kComprehension},
    {"for_in_clause", Rule::kForIn},
    {"if_clause", Rule::kIfClause},
    {"named_expression", Rule::kWalrus},
    {"keyword_argument", Rule::kKeyword},
    {"list_splat", Rule::kStar},
    {"list_splat_pattern", Rule::kStar},
    {"splat_type", Rule::kStar},
    {"dictionary_splat", Rule::kDoubleStar},
    {"dictionary_splat_pattern", Rule::kDoubleStar},
    {"parameters", Rule::kParameters},
    {"lambda_parameters", Rule::kParameters},
    {"default_parameter", Rule::kParameter},
    {"typed_parameter", Rule::kParameter},
    {"typed_default_parameter", Rule::kParameter},
    {"module", Rule::kModule},
    {"block", Rule::kBlock},
    {"expression_statement", Rule::kExpressionStatement},
    {"assignment", Rule::kAssignment},
    {"augmented_assignment", Rule::kAugmented},
    {"import_statement", Rule::kImport},
    {"import_from_statement", Rule::kImportFrom},
    {"future_import_statement", Rule::kIgnored},
    {"pass_statement", Rule::kIgnored},
    {"class_definition", Rule::kClass},
    {"function_definition", Rule::kFunction},
    {"decorated_definition", Rule::kDecorated},
    {"if_statement", Rule::kIf},
    {"try_statement", Rule::kTry},
    {"with_statement", Rule::kWith},
    {"for_statement", Rule::kFor},
    {"while_statement", Rule::kWhile},
    {"match_statement", Rule::kMatch},
    {"return_statement", Rule::kReturn},
    {"raise_statement", Rule::kRaise},
    {"delete_statement", Rule::kDelete},
    {"type_alias_statement", Rule::kTypeAlias},
    {"global_statement", Rule::kGlobal},
    {"nonlocal_statement", Rule::kGlobal},
};

}  // namespace

Grammar::Grammar() : language(tree_sitter_python()) {
  const auto field = [this](const char* field_name) {
    return ts_language_field_id_for_name(language, field_name, static_cast<std::uint32_t>(std::strlen(field_name)));
  };
  rules.resize(ts_language_symbol_count(language));
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    const auto symbol = static_cast<TSSymbol>(i);
    if (ts_language_symbol_type(language, symbol) != TSSymbolTypeRegular) continue;
    const std::string_view symbol_name = ts_language_symbol_name(language, symbol);
    for (const RuleRow& row : kRules)
      if (row.name == symbol_name) rules[i] = &row;
  }
  alias = field("alias"), alternative = field("alternative"), argument = field("argument");
  arguments = field("arguments"), attribute = field("attribute"), body = field("body");
  condition = field("condition"), consequence = field("consequence"), function = field("function");
  left = field("left"), module_name = field("module_name"), name = field("name"), object = field("object");
  operator_ = field("operator"), operators = field("operators"), parameters = field("parameters");
  return_type = field("return_type"), right = field("right"), subject = field("subject");
  subscript = field("subscript"), superclasses = field("superclasses"), type = field("type");
  value = field("value"), key = field("key"), expression = field("expression"), definition = field("definition");
}

const Grammar& grammar() {
  static const Grammar the_grammar;
  return the_grammar;
}

}  // namespace si::python
