from sqlalchemy import Column, Computed, Integer, Numeric, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    price = Column(Numeric)
    quantity = Column(Integer)
    title = Column(Text)
    total = Column(Numeric, Computed("(price) * (quantity)::numeric", persisted=True))
    words = Column(TSVECTOR, Computed("to_tsvector('english'::regconfig, COALESCE(title, ''::text))", persisted=True))
