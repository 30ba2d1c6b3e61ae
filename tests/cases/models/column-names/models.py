from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, declarative_base, mapped_column, synonym, column_property, deferred

Base = declarative_base()
NAME = "by_constant"


class Renamed(Base):
    __tablename__ = "renamed"
    id = Column("ID", Integer, primary_key=True)
    metadata_ = Column("metadata", String(5))
    same = Column("same", Integer)
    keyword = Column(name="by_keyword", type_=String(7))
    constant = Column(NAME, Integer)
    spaced = Column("with space", Integer, index=True)
    upper = Column("UPPER", Integer, unique=True)
    unicode = Column("größe", Integer)
    keyed = Column("key_name", Integer, key="key_key")
    type_keyword = Column(type_=Integer())
    late = deferred(Column(String(11)))
    late_named = deferred(Column("late_name", String(12)), group="g")
    prop = column_property(Column("prop_name", String(13)))
    also = synonym("constant")
    _hidden = Column(Integer)
    __private = Column(Integer)
