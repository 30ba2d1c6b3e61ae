from sqlalchemy import Column, Integer, String, column, func, text
from sqlalchemy.dialects.postgresql import DATERANGE, TSTZRANGE, ExcludeConstraint
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Booking(Base):
    __tablename__ = "booking"
    id = Column(Integer, primary_key=True)
    room = Column(Integer)
    during = Column(TSTZRANGE)
    state = Column(String(10))
    __table_args__ = (
        ExcludeConstraint(("room", "="), ("during", "&&"), name="no_overlap", using="gist"),
        ExcludeConstraint((column("room"), "="), (during, "&&"), where=text("state <> 'gone'")),
    )
