#include "rules/objects.h"

namespace si::rules {
namespace {

void find_missing(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_missing(pair, comparison, {"extension"}, Severity::kWarning, sink);
}

void find_extra(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_extra(pair, comparison, {"extension"}, Severity::kWarning, sink);
}

void find_differences(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_differences(pair, comparison, {"extension"}, Severity::kInfo, sink);
}

}  // namespace

const Rule extension_missing{
    "extension-missing",
    "An extension of the truth that the follower lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The truth has an extension installed that the follower does not have. With models only what the models declare is
compared.

Why it matters: types, functions and operator classes of the extension are not there.

Example: `pg_trgm` is installed in one database only.

What to do: `CREATE EXTENSION` where it is missing.)",
    nullptr,
    nullptr,
    find_missing};

const Rule extension_extra{
    "extension-extra",
    "An extension of the follower that the truth lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The follower has (or, for models, asks for) an extension that is not installed in the truth.

Why it matters: types, functions and operator classes of the extension are not there.

Example: `pg_trgm` is installed in the second database only.

What to do: `CREATE EXTENSION` where it is missing.)",
    nullptr,
    nullptr,
    find_extra};

const Rule extension_version{"extension-version",
                             "An extension that both have, in different versions",
                             "comparison",
                             Severity::kInfo,
                             true,
                             R"(Both sides have the extension, and its versions differ.

Why it matters: info; a newer version may have functions that an older one lacks.

Example: `postgis` 3.3.2 against 3.4.0.

What to do: `ALTER EXTENSION … UPDATE`, when it suits.)",
                             nullptr,
                             nullptr,
                             find_differences};

}  // namespace si::rules
