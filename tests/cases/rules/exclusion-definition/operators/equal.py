from sqlalchemy import Column, Integer
from sqlalchemy.dialects.postgresql import INT4RANGE, TSTZRANGE, ExcludeConstraint
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    room = Column(INT4RANGE)
    during = Column(TSTZRANGE)
    __table_args__ = (ExcludeConstraint(("room", "="), ("during", "&&"), name="no_overlap"),)
