import datetime

import sqlalchemy as sa
from sqlalchemy import Column, DateTime, Integer, String, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.sql.expression import false, null, true

NOW = text("now()")
UTC_NOW = text("TIMEZONE('utc', CURRENT_TIMESTAMP)")


def now_default():
    return func.now()


class Base(DeclarativeBase):
    pass


class Expressions(Base):
    __tablename__ = "expressions"
    id: Mapped[int] = mapped_column(primary_key=True)
    constant = Column(DateTime, server_default=NOW)
    utc = Column(DateTime, server_default=UTC_NOW)
    at_zone = Column(DateTime, server_default=text("(now() AT TIME ZONE 'utc')"))
    called = Column(DateTime, server_default=now_default())
    interval = Column(DateTime, server_default=text("now() + interval '1 day'"))
    statement = Column(DateTime, server_default=func.statement_timestamp())
    clock = Column(DateTime, server_default=sa.func.clock_timestamp())
    current_date = Column(sa.Date, server_default=func.current_date())
    current_date_text = Column(sa.Date, server_default=text("CURRENT_DATE"))
    upper = Column(DateTime, server_default=func.NOW())
    literal_column = Column(Integer, server_default=sa.literal_column("5"))
    percent = Column(String(9), server_default="100%")
    percent_text = Column(String(9), server_default=text("'100%'"))
    backslash = Column(String(9), server_default="a\\b")
    colon = Column(String(30), server_default=text("'a\\:b'"))
    double_colon = Column(JSONB, server_default=text("'{\"a\": 1}'::jsonb"))
    json_string = Column(JSONB, server_default='{"a": [1, 2]}')
    annotated: Mapped[datetime.datetime] = mapped_column(server_default=func.now())
    flag: Mapped[bool] = mapped_column(server_default=false())
    flag_string: Mapped[bool] = mapped_column(server_default="f")
    flag_true: Mapped[bool] = mapped_column(default=True, server_default=sa.sql.true())
    unicode = Column(String(9), server_default="größe")
    negative = Column(Integer, server_default="-5")
    float_text = Column(sa.Float, server_default=text("0.5"))
    array = Column(sa.ARRAY(sa.String), server_default="{}")
    null = Column(Integer, server_default=null())
