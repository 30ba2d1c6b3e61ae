"""Layouts that a reader by lines would trip over."""
from sqlalchemy import (  # noqa
    Column,
    Integer, String as S,
)
from sqlalchemy.orm import declarative_base; Base = declarative_base()


class \
        Odd(Base):
    "docstring"
    __tablename__ = ("od"
                     "d"); id = Column(Integer, primary_key=True)
    a = b = None
    c, d = 1, 2
    e = Column(
        # a comment with Column(Integer)
        S(
            10
        ),
        nullable = False,  # trailing: nullable=True
        comment = """triple "quoted" text""",
    )
    f = (Column(Integer))
    # g = Column(Integer)
    """
    h = Column(Integer)
    """
    i = Column(S(5)) if True else Column(Integer)
    j: "anything" = Column(S(6))
    k = Column(r'raw\name', Integer)
    l = Column(u'unicode_prefix', Integer)
    m = Column('con' 'catenated', Integer)
    n = Column(Integer, index=(True), nullable=(not True))
    o = Column(S(0x10)); p = Column(S(1_000))
    del a, b

    class Config:
        q = Column(Integer)

    def method(self):
        r = Column(Integer)
        return r
