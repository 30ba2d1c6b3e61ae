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
        Index("i_predicate", "a", postgresql_where=text("b > 0")),
        Index("i_include", "b", postgresql_include=["c"]),
        Index("i_method", "c", postgresql_using="hash"),
        Index("i_opclass", "d", postgresql_ops={"d": "text_pattern_ops"}),
        Index("i_with", "c", postgresql_with={"fillfactor": 70}),
        Index("i_order", text("a DESC NULLS LAST"), "b"),
    )
