from sqlalchemy import Column, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class OAuth(Base):
    __tablename__ = "oauth"
    id = Column(Integer, primary_key=True)
    user_id = Column(Integer)


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
