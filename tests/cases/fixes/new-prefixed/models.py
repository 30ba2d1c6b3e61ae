from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    def __init_subclass__(cls, **kwargs):
        cls.__tablename__ = f"app_{cls.__tablename__}"
        super().__init_subclass__(**kwargs)


class User(Base):
    __tablename__ = "users"

    id = Column(Integer, primary_key=True)
    name = Column(String(50))
