from sqlalchemy import Column, Index, Integer, Text, text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(Integer)
    b = Column(Integer)
    c = Column(Integer)
    d = Column(Text)
    __table_args__ = (
        Index("i_predicate", "a", postgresql_where=text("b > 1")),
        Index("i_include", "b"),
        Index("i_method", "c"),
        Index("i_opclass", "d"),
        Index("i_with", "c", postgresql_with={"fillfactor": 80}),
        Index("i_order", text("a DESC"), "b"),
    )
