from sqlalchemy import CheckConstraint, Column, Index, Integer, String, text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Conditional(Base):
    __tablename__ = "conditional"
    id = Column(Integer, primary_key=True)
    a = Column(String(9))
    __table_args__ = (
        Index("ix_postgresql", "a").ddl_if(dialect="postgresql"),
        Index("ix_sqlite", "a", sqlite_where=text("a > 'x'")).ddl_if(dialect="sqlite"),
        CheckConstraint("length(a) > 1", name="ck_postgresql").ddl_if(dialect="postgresql"),
        CheckConstraint("length(a) > 2", name="ck_mysql").ddl_if(dialect="mysql"),
    )
