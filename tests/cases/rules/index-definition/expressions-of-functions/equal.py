from sqlalchemy import Column, Index, Integer, String, Text, cast, func, text
from sqlalchemy.dialects.postgresql import JSON, JSONB
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(Text)
    b = Column(String(40))
    d = Column(JSONB)
    e = Column(JSON)


Index(
    "i1",
    func.to_tsvector(text("'english'"), func.coalesce(T.a, text("''")) + " " + func.coalesce(T.b, text("''"))),
    postgresql_using="gin",
)
Index("i2", cast(T.d["n"].astext, Integer))
Index("i3", func.lower(T.b).label("lowered"), text("(e ->> 'x')"), postgresql_ops={"lowered": "text_pattern_ops"})
Index(
    "i4",
    func.upper(T.a),
    postgresql_where=text(
        "(a ~~ 'a long literal that goes on for more than the sixty-three bytes an identifier may have, it''s quoted too%'::text)"
    ),
)
Index("i5", text("date_trunc('day'::text, '2024-01-01 00:00:00'::timestamp without time zone)"), T.a)
