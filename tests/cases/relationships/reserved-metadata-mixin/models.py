from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base


class Extra:
    metadata = Column(String)


Base = declarative_base()


class Thing(Extra, Base):
    __tablename__ = "things"
    id = Column(Integer, primary_key=True)
