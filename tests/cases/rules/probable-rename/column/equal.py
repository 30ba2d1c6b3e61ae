from sqlalchemy import Column, Date, Integer, Text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    users_id = Column(Integer)
    note = Column(Text)
    made_on = Column(Date)
