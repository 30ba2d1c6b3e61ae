import sqlalchemy as sa

import project.core.base as base_module
from project.models import alpha
from project.core.types import Hidden


class Beta(base_module.Base):
    __tablename__ = "beta"
    id = sa.Column(sa.Integer, primary_key=True)
    alpha_id = sa.Column(sa.ForeignKey(alpha.Alpha.id))
    hidden = sa.Column(Hidden)


if True:
    class Nested(base_module.Base):
        __tablename__ = "nested"
        id = sa.Column(sa.Integer, primary_key=True)
