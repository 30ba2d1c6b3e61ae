from sqlalchemy import CheckConstraint, Column, Integer, String, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(Integer)
    b = Column(Text)
    state = Column(String(20))
    __table_args__ = (
        CheckConstraint("(a >= 1) AND a <= 10", name="c1"),
        CheckConstraint("state = ANY (ARRAY['paid'::text, 'new'])", name="c2"),
        CheckConstraint("a IN (1, 2) OR NOT (b IS NOT DISTINCT FROM '')", name="c3"),
    )
