// Keys, constraints and indexes in short SQL, for findings.
#pragma once

#include <string>
#include <vector>

#include "model/schema.h"

namespace si {

std::string column_list(const std::vector<std::string>& columns);  // "a, \"B c\""
std::string describe(const PrimaryKey& key);                       // PRIMARY KEY (a, b)
std::string describe(const ForeignKey& key);       // FOREIGN KEY (a) REFERENCES t (id) ON DELETE CASCADE
std::string describe(const Unique& unique);        // UNIQUE NULLS NOT DISTINCT (a, b) INCLUDE (c)
std::string describe(const Check& check);          // CHECK (a > 0)
std::string describe(const Exclusion& exclusion);  // EXCLUDE USING gist (…)
std::string describe(const Index& index);          // UNIQUE INDEX USING gin (lower(a) DESC) WHERE b
std::string describe(const IndexKey& key);         // lower(a) text_pattern_ops DESC
// The columns of an index; an expression as its text.
std::vector<std::string> key_texts(const Index& index);
// "GENERATED ALWAYS AS IDENTITY (START WITH 10)".
std::string describe(const Identity& identity);
// "GENERATED ALWAYS AS (a + b) STORED".
std::string describe(const Generated& generated);

}  // namespace si
