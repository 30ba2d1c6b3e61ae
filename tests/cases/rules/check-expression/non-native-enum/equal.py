from sqlalchemy import Column, Enum, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    m = Column(Enum("sad", "happy", name="mood", native_enum=False, create_constraint=True))
