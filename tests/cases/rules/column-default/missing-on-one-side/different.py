from sqlalchemy import Boolean, Column, Integer, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(Integer, nullable=False)
    b = Column(Text, nullable=False, server_default="")
    c = Column(Integer, default=1)
    d = Column(Boolean, nullable=False, default=False)
    e = Column(JSONB, server_default='{"a": [2, 1]}')
    f = Column(Text, server_default="its")
