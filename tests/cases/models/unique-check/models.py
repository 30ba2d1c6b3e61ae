from sqlalchemy import CheckConstraint, Column, Integer, String, UniqueConstraint, and_, column, func, or_, text
from sqlalchemy.orm import declarative_base

Base = declarative_base()
LIMIT = 10


class Checked(Base):
    __tablename__ = "checked"
    id = Column(Integer, primary_key=True)
    a = Column(Integer, CheckConstraint("a > 0"))
    b = Column(Integer, CheckConstraint("b < 9", name="ck_b"), nullable=False)
    c = Column(String(5))
    d = Column("dee", String(5))
    __table_args__ = (
        UniqueConstraint("a", "b"),
        UniqueConstraint("b", "a", name="uq_b_a"),
        UniqueConstraint(c, d),
        UniqueConstraint("c", deferrable=True, initially="DEFERRED", name="uq_late"),
        UniqueConstraint("dee", "c", name="uq_nulls", postgresql_nulls_not_distinct=True),
        CheckConstraint("a <> b", "ck_positional"),
        CheckConstraint(text("length(c) > 1"), name="ck_text"),
        CheckConstraint(a > 5, name="ck_expression"),
        CheckConstraint(and_(a > 1, b.in_([1, 2])), name="ck_and"),
        CheckConstraint(or_(c.is_(None), func.length(c) >= 2), name="ck_or"),
        CheckConstraint(f"a < {LIMIT}", name="ck_f_string"),
        CheckConstraint("c IN ('x', 'y')", name="ck_in"),
        CheckConstraint(column("a") != column("b"), name="ck_column"),
    )
