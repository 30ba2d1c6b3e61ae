from sqlalchemy import Column, Index, Integer, Text, desc, func, text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(Text)
    b = Column(Text)
    c = Column(Integer)
    mixed = Column("Mixed Name", Text)
    __table_args__ = (
        Index("i1", text("lower(a) text_ops")),
        Index("i2", text('lower(a) collate "C" text_pattern_ops desc'), text("c asc")),
        Index("i3", text("c DESC")),
        Index("i4", text("a text_pattern_ops, lower(b)")),
        Index("i5", text('("Mixed Name") COLLATE "POSIX"')),
        Index("i6", a),
        Index("i7", (text("(b || ', ' || b)"))),
    )
