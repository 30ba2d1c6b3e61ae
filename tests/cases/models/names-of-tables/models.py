"""Foreign keys that ask a table for its name."""
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table
from sqlalchemy.orm import declarative_base, declared_attr

metadata = MetaData(schema="events")
Base = declarative_base(metadata=metadata)

users = Table("users", metadata, Column("id", Integer, primary_key=True), schema="people")
rooms = Table("rooms", metadata, Column("id", Integer, primary_key=True))


class RatingMixin:
    review_class = None

    @declared_attr
    def review_id(cls):
        return Column(Integer, ForeignKey(f"{cls.review_class.__table__.fullname}.id"))


class Review(Base):
    __tablename__ = "reviews"
    __table_args__ = {"schema": "abstracts"}
    id = Column(Integer, primary_key=True)
    user_id = Column(Integer, ForeignKey(users.fullname + ".id"))
    room_id = Column(Integer, ForeignKey("{}.{}.id".format(rooms.schema, rooms.name)))


class Rating(RatingMixin, Base):
    __tablename__ = "ratings"
    review_class = Review
    id = Column(Integer, primary_key=True)
    room_id = Column(Integer, ForeignKey("%s.id" % rooms.key))


class Answer(Base):
    __tablename__ = "answers"
    id = Column(Integer, primary_key=True)
    rating_id = Column(Integer, ForeignKey(f"{Rating.__table__.schema}.{Rating.__table__.name}.id"))
