from sqlalchemy import Boolean, CheckConstraint, Column, Date, DateTime, Enum, Integer, Interval, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    m = Column(Enum("sad", "ok", "happy", name="mood"))
    n = Column(Integer)
    s = Column(String(9))
    d = Column(Date)
    b = Column(Boolean)
    mixed = Column("Mixed Case", Integer)
    i = Column(Interval)
    ts = Column(DateTime(timezone=True))
    __table_args__ = (
        CheckConstraint("m = ANY (ARRAY['sad'::mood, 'happy'::public.mood])", name="c1"),
        CheckConstraint("n IN (3, 2, 4)", name="c2"),
        CheckConstraint("n IS NOT DISTINCT FROM 5", name="c3"),
        CheckConstraint("i > '2 days'::interval", name="c4"),
        CheckConstraint('1 <= "Mixed Case" AND "Mixed Case" < 9', name="c5"),
        CheckConstraint("(b is true) and (d >= DATE '2020-01-02')", name="c6"),
        CheckConstraint("char_length(s::text) <= 9 AND NOT s LIKE '% %' AND NOT (s ~ '^[0-8]')", name="c7"),
        CheckConstraint("ts < now()", name="c8"),
        CheckConstraint("COALESCE(n, 0) + 1 > 0 AND (n)::numeric / 3 < 10.5", name="c9"),
        CheckConstraint("CASE WHEN (n > 0) THEN (s IS NOT NULL) ELSE FALSE END", name="ca"),
        CheckConstraint("(n is null) = (s is null)", name="cb"),
    )
