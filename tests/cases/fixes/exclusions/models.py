from sqlalchemy import Column, Date, Integer, String
from sqlalchemy.dialects.postgresql import ExcludeConstraint, TSRANGE
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Booking(Base):
    __tablename__ = "bookings"
    __table_args__ = (
        ExcludeConstraint(("during", "&&"), name="bookings_during"),
    )

    id = Column(Integer, primary_key=True)
    room = Column(String(20))
    during = Column(TSRANGE)
    starts = Column(Date)
    ends = Column(Date)
