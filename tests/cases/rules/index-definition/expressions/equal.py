from sqlalchemy import Column, Index, Integer, Text, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(Text)
    d = Column(JSONB)
    __table_args__ = (
        Index("i2", text("(d ->> 'kind'::text)")),
    )


Index("i1", func.to_tsvector(text("'english'"), T.a), postgresql_using="gin")
Index("i4", T.d, postgresql_using="gin", postgresql_ops={"d": "jsonb_path_ops"})
