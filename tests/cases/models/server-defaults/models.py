import enum

import sqlalchemy as sa
from sqlalchemy import (Boolean, Column, DateTime, DefaultClause, FetchedValue, Integer, String, Text, false, func, literal,
                        sql, text, true)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID
from sqlalchemy.orm import declarative_base
from sqlalchemy.sql import expression

Base = declarative_base()
EMPTY = "{}"
ZERO = 0


class State(str, enum.Enum):
    NEW = "new"


class Defaults(Base):
    __tablename__ = "defaults"

    id = Column(Integer, primary_key=True)
    string = Column(String(9), server_default="x")
    quoted = Column(String(9), server_default="it's")
    empty = Column(String(9), server_default="")
    number = Column(Integer, server_default="0")
    boolean_word = Column(Boolean, server_default="False")
    boolean_digit = Column(Boolean, server_default="1")
    json = Column(JSONB, server_default=EMPTY)
    text_number = Column(Integer, server_default=text("0"))
    text_string = Column(String(9), server_default=text("'abc'"))
    text_cast = Column(String(9), server_default=text("'abc'::character varying"))
    text_now = Column(DateTime, server_default=text("now()"))
    text_current = Column(DateTime, server_default=text("CURRENT_TIMESTAMP"))
    text_json = Column(JSONB, server_default=sa.text("'{}'::jsonb"))
    text_null = Column(Text, server_default=text("NULL::text"))
    text_uuid = Column(UUID, server_default=text("gen_random_uuid()"))
    func_now = Column(DateTime, server_default=func.now())
    func_current = Column(DateTime, server_default=func.current_timestamp())
    func_uuid = Column(UUID(as_uuid=True), server_default=func.gen_random_uuid())
    func_args = Column(DateTime, server_default=func.timezone("UTC", func.now()))
    func_random = Column(sa.Float, server_default=sa.func.random())
    is_true = Column(Boolean, server_default=true())
    is_false = Column(Boolean, server_default=sql.false())
    expression_true = Column(Boolean, server_default=expression.true())
    sa_false = Column(Boolean, server_default=sa.sql.expression.false())
    enum_value = Column(String(5), server_default=State.NEW.value)
    by_str = Column(Integer, server_default=str(ZERO))
    clause = Column(Integer, server_default=DefaultClause("5"))
    literal_number = Column(Integer, server_default=literal(7))
    fetched = Column(Integer, FetchedValue())
    fetched_keyword = Column(Integer, server_default=FetchedValue())
    none = Column(Integer, server_default=None)
    python_side = Column(Integer, default=5)
    update_side = Column(DateTime, onupdate=func.now(), server_onupdate=FetchedValue())
    array = Column(ARRAY(Text), server_default=text("ARRAY[]::text[]"))
    f_string = Column(Integer, server_default=text(f"{ZERO}"))
    concatenated = Column(String(9), server_default="a" "b")
    cast = Column(String(9), server_default=sa.cast("x", String))
    minus = Column(Integer, server_default=text("-1"))
