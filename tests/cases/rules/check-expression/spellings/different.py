from sqlalchemy import CheckConstraint, Column, Integer, String, Text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(Integer)
    b = Column(Text)
    state = Column(String(20))
    __table_args__ = (
        CheckConstraint("a > 1 AND a <= 10", name="c1"),
        CheckConstraint("state IN ('new', 'paid', 'gone')", name="c2"),
        CheckConstraint("b IS DISTINCT FROM '' AND a = 1 OR a = 2", name="c3"),
    )
