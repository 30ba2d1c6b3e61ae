from sqlalchemy import ARRAY, Column, Date, Integer, Text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    nickname = Column(Text)
    tags = Column(ARRAY(Text), nullable=False)
    note = Column(Text)
    kind = Column(Text)
    made_on = Column(Date)
    phone = Column(Text)
