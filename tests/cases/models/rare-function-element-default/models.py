"""A default of the application's own: what it becomes is only known by running it."""
from sqlalchemy import Column, DateTime, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import declarative_base
from sqlalchemy.sql.expression import FunctionElement


class utc_now(FunctionElement):
    type = DateTime()
    inherit_cache = True


@compiles(utc_now, "postgresql")
def compile_utc_now(element, compiler, **kw):
    return "TIMEZONE('utc', CURRENT_TIMESTAMP)"


Base = declarative_base()


class Stamped(Base):
    __tablename__ = "stamped"
    id = Column(Integer, primary_key=True)
    at = Column(DateTime, server_default=utc_now())
