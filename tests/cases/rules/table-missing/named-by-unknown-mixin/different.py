"""A base that is not there names the table: it may be any."""
from not_installed import Mixin
from sqlalchemy import Column, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class OAuth(Mixin, Base):
    user_id = Column(Integer)


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
