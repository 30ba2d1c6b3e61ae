from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Size(Base):
    __tablename__ = "sizes"

    id = Column(Integer, primary_key=True)
    label = Column(String(40), unique=True)
    width = Column(Integer)