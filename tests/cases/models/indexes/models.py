from sqlalchemy import Column, DateTime, Index, Integer, String, Text, and_, cast, desc, func, literal_column, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Doc(Base):
    __tablename__ = "doc"

    id = Column(Integer, primary_key=True)
    a = Column(Integer, index=True)
    b = Column("b_col", Integer, unique=True, index=True)
    c = Column(String(10))
    d = Column(DateTime)
    data = Column(JSONB)
    words = Column(TSVECTOR)
    active = Column(Integer)

    in_body = Index("ix_in_body", "c")
    ix_unnamed_in_body = Index(None, "d")

    __table_args__ = (
        Index("ix_two", "a", "c", unique=True),
        Index("ix_by_column", a, b),
        Index("ix_desc", d.desc(), "a"),
        Index("ix_desc_nulls", d.desc().nullslast(), a.asc().nullsfirst()),
        Index("ix_desc_function", desc("c")),
        Index("ix_lower", func.lower(c)),
        Index("ix_text", text("lower(c)")),
        Index("ix_text_desc", text("d DESC")),
        Index("ix_coalesce", func.coalesce(c, "none"), a),
        Index("ix_gin", "data", postgresql_using="gin"),
        Index("ix_gin_ops", "data", postgresql_using="gin", postgresql_ops={"data": "jsonb_path_ops"}),
        Index("ix_words", words, postgresql_using="GIN"),
        Index("ix_pattern", "c", postgresql_ops={"c": "varchar_pattern_ops"}),
        Index("ix_where_text", "a", postgresql_where=text("active = 1")),
        Index("ix_where_expression", "a", postgresql_where=active == 1),
        Index("ix_where_null", "c", unique=True, postgresql_where=d.is_(None)),
        Index("ix_where_not_null", "c", postgresql_where=d.isnot(None)),
        Index("ix_where_and", "c", postgresql_where=and_(active > 0, c != "x")),
        Index("ix_include", "a", postgresql_include=["c", "d"]),
        Index("ix_nulls", "c", unique=True, postgresql_nulls_not_distinct=True),
        Index("ix_with", "a", postgresql_with={"fillfactor": 50}),
        Index("ix_hash", "c", postgresql_using="hash"),
        Index("ix_concurrently", "c", postgresql_concurrently=False),
        Index("ix_json_path", data["name"].astext),
        Index("ix_literal_column", literal_column("length(c)")),
        Index("ix_sqlite_where", "a", sqlite_where=text("a > 1")),
    )


Index("ix_after", Doc.a, Doc.d)
Index("ix_after_lower", func.lower(Doc.c), unique=True, postgresql_where=Doc.active.is_(None))
Index("ix_after_ops", func.lower(Doc.c).label("lowered"), postgresql_ops={"lowered": "text_pattern_ops"})
Index("ix_after_table", Doc.__table__.c.b_col.desc())
