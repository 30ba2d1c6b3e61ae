// Objects that are compared as a whole: the three findings that every kind of them can give.
#pragma once

#include <initializer_list>
#include <string_view>

#include "rules/words.h"

namespace si::rules {

using ObjectCheck = void (*)(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink);

// Each reports only pairs of the given kinds.
void report_object_missing(const ObjectPair& pair, const Comparison& comparison,
                           std::initializer_list<std::string_view> kinds, Severity severity, FindingSink& sink);
void report_object_extra(const ObjectPair& pair, const Comparison& comparison,
                         std::initializer_list<std::string_view> kinds, Severity severity, FindingSink& sink);
// Info where nothing but the comment differs.
void report_object_differences(const ObjectPair& pair, const Comparison& comparison,
                               std::initializer_list<std::string_view> kinds, Severity severity, FindingSink& sink);

// Whether a kind has rules of its own; the others go to object-missing, object-extra and object-definition.
bool has_own_rules(std::string_view kind);

}  // namespace si::rules
