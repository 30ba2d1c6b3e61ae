// What SQLAlchemy itself would refuse, and the questions models ask of it while they are being mapped.
#pragma once

#include <string>
#include <vector>

#include "sources/sqlalchemy/mapper.h"

namespace si::sqlalchemy {

// model-import-error: only where certain.
void find_refusals(Context& context, Mapper& mapper);

// has_inherited_table(cls) and the like; null: nothing to say.
const Value* run_time_question(Mapper& mapper, Evaluator& evaluator, const std::string& name,
                               const std::vector<Argument>& arguments);

}  // namespace si::sqlalchemy
