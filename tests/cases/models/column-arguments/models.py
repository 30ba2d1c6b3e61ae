"""Arguments that are not literals."""
import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()
REQUIRED = dict(nullable=False)
OPTIONS = {"index": True, "comment": "by a dictionary"}
STRICT = True
SIZES = {"name": 40, "code": 8}
DEFAULT_LENGTH = 2 ** 6 - 1
PREFIX = "app_"


class Sizes:
    SHORT = 12
    LONG = SHORT * 10


class Args(Base):
    __tablename__ = PREFIX + "args"
    id = Column(Integer, primary_key=True)
    a = Column(Integer, **REQUIRED)
    b = Column(Integer, **OPTIONS)
    c = Column(Integer, **{**REQUIRED, "unique": True})
    d = Column(String(SIZES["name"]))
    e = Column(String(DEFAULT_LENGTH), nullable=not STRICT)
    f = Column(String(Sizes.LONG))
    g = Column(String(255 if STRICT else 10))
    h = Column(*("named", Integer))
    i = Column(String(length=Sizes.SHORT), nullable=True if STRICT else False)
    j = Column(String(len("abcd")))
    k = Column(sa.DateTime(timezone=STRICT))
    m = Column(Integer, ForeignKey(f"{PREFIX}args.id"), comment="a" + "b")
    if STRICT:
        n = Column(String(1))
    else:
        n = Column(String(2))


class FString(Base):
    __tablename__ = f"{PREFIX}f_string"
    id = Column(Integer, primary_key=True)


class Annotated(Base):
    __tablename__: str = "annotated_name"
    id = Column(Integer, primary_key=True)
