"""Elements whose text other elements are part of."""
from sqlalchemy import Column, DateTime, Integer, Text, func, literal_column, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import declarative_base
from sqlalchemy.sql import expression

Base = declarative_base()


class utcnow(expression.FunctionElement):
    type = DateTime()
    inherit_cache = True


@compiles(utcnow, "postgresql")
def pg_utcnow(element, compiler, **kw):
    return "TIMEZONE('utc', CURRENT_TIMESTAMP)"


class later(expression.FunctionElement):
    type = DateTime()
    inherit_cache = True


@compiles(later)
def default_later(element, compiler, **kw):
    return compiler.process(utcnow(), **kw)


class tomorrow(expression.FunctionElement):
    type = DateTime()
    inherit_cache = True


@compiles(tomorrow, "sqlite")
def sqlite_tomorrow(element, compiler, **kw):
    return "date('now')"


@compiles(tomorrow)
def default_tomorrow(element, compiler, **kw):
    return f"{compiler.process(later(), **kw)} + interval '1 day'"


class largest(expression.FunctionElement):
    type = Integer()
    inherit_cache = True


@compiles(largest)
def default_largest(element, compiler, **kw):
    return "GREATEST(%s)" % compiler.process(element.clauses, **kw)


@compiles(largest, "mysql")
def mysql_largest(element, compiler, **kw):
    return "MAX(%s)" % compiler.process(element.clauses, **kw)


class lowered(expression.FunctionElement):
    type = Text()
    inherit_cache = True

    def __init__(self, word):
        super().__init__(func.trim(word))


@compiles(lowered)
def default_lowered(element, compiler, **kw):
    return "lower" + compiler.process(element.clause_expr, **kw)


class Stamped(Base):
    __tablename__ = "stamped"
    id = Column(Integer, primary_key=True)
    now = Column(DateTime, server_default=utcnow())
    later = Column(DateTime, server_default=later())
    tomorrow = Column(DateTime, server_default=tomorrow())
    largest = Column(Integer, server_default=largest(text("1"), literal_column("2")))
    lowered = Column(Text, server_default=lowered(text("' X'")))
