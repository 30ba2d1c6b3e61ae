#include "rules/rules.h"

namespace si::rules {

// Its findings are made while the models are read.
const Rule relationship_back_populates{
    "relationship-back-populates",
    "A relationship whose counterpart is missing or does not point back",
    "models",
    Severity::kCritical,
    true,
    R"(`back_populates="posts"` names an attribute that the other class does not have, or that does not name this one in turn.

Why it matters: without the attribute SQLAlchemy raises InvalidRequestError when the mappers are configured; with one
that points elsewhere, both sides of the relationship are not kept in step until the next commit.

Example: `Post.author = relationship("User", back_populates="posts")`, and `User` has no `posts`.

What to do: add the counterpart, `posts = relationship("Post", back_populates="author")`, or correct the name.)"};

}  // namespace si::rules
