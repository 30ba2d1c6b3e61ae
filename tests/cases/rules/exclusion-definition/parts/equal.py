from sqlalchemy import Boolean, Column, Integer, text
from sqlalchemy.dialects.postgresql import INT4RANGE, TSTZRANGE, ExcludeConstraint
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    room = Column(INT4RANGE)
    during = Column(TSTZRANGE)
    cancelled = Column(Boolean)
    __table_args__ = (
        ExcludeConstraint(("during", "&&"), name="e1", using="gist", where=text("cancelled = false")),
        ExcludeConstraint((room, "="), (during, "&&"), name="e2", deferrable=True),
        ExcludeConstraint(("id", "="), name="e3", using="btree"),
        ExcludeConstraint(("room", "-|-"), name="e4"),
    )
