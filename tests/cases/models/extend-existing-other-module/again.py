from sqlalchemy import Column, Integer, String, Text

from base import Base
from first import Other


class Token(Base):
    __tablename__ = "token"
    __table_args__ = {"extend_existing": True}

    id = Column(Integer, primary_key=True)
    value = Column(Text, nullable=False)
    note = Column(String(20))


class Later(Other):
    pass
