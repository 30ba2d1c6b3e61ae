"""Two constraints over the same columns count as one; a composite key too."""
from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class Place(Base):
    __tablename__ = "places"
    x = Column(Integer, primary_key=True)
    y = Column(Integer, primary_key=True)


class Event(Base):
    __tablename__ = "events"
    id = Column(Integer, primary_key=True)
    x = Column(Integer)
    y = Column(Integer)
    place = relationship(Place)
    __table_args__ = (ForeignKeyConstraint(["x", "y"], ["places.x", "places.y"]),
                      ForeignKeyConstraint(["x", "y"], ["places.x", "places.y"], name="again"))


class Other(Base):
    __tablename__ = "others"
    id = Column(Integer, primary_key=True)
    event_id = Column(ForeignKey("events.id"), ForeignKey(Event.id, name="once_more"))
    event = relationship("Event", backref="others")
