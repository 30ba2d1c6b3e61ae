from sqlalchemy import Column, Integer, String

from base import Base


class Token(Base):
    __tablename__ = "token"
    __table_args__ = {"extend_existing": True}

    id = Column(Integer, primary_key=True)
    value = Column(String)


class Other(Base):
    __tablename__ = "other"

    id = Column(Integer, primary_key=True)
