from sqlalchemy import Column, Date, Integer, Text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class U(Base):
    __tablename__ = "accounts"
    id = Column(Integer, primary_key=True)
    email = Column(Text, nullable=False)
    made_on = Column(Date)
    score = Column(Integer)
