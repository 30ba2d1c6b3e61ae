#include "rules/rules.h"

namespace si::rules {

// Its findings are made while the models are read.
const Rule relationship_back_populates{
    "relationship-back-populates",
    "The two sides of a relationship do not agree",
    "models",
    Severity::kCritical,
    true,
    R"(`back_populates="name"` names an attribute that the other class lacks, that is no relationship, or that leads to a third
class; `backref="name"` names one that the other class has already; both sides of a table that refers to itself are
one-to-many. Those SQLAlchemy refuses: critical. A warning where the other side names a third attribute: it works, but a
change of one side does not reach the other before the next flush.

Why it matters: the first use of any mapped class configures all of them, and raises an error.

Example: `Order.user = relationship(back_populates="orders")` with `User.order_list = relationship("Order")`.

What to do: let the two name each other, `back_populates="orders"` on one and `back_populates="user"` on the other; on a
table that refers to itself say `remote_side=[id]` on the many-to-one side.)"};

}  // namespace si::rules
