from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer, MetaData, String, Table
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()
USERS_ID = "users.id"
SCHEMA = "aux"

rooms = Table("rooms", Base.metadata, Column("no", Integer, primary_key=True), Column("wing", String(1)))


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    code = Column(String(9), unique=True)


class Place(Base):
    __tablename__ = "places"
    __table_args__ = {"schema": SCHEMA}
    id = Column(Integer, primary_key=True)
    a = Column("key_a", Integer, unique=True)


class Visit(Base):
    __tablename__ = "visits"

    id = Column(Integer, primary_key=True)
    by_string = Column(Integer, ForeignKey("users.id"))
    by_class = Column(Integer, ForeignKey(User.id))
    by_table = Column(Integer, ForeignKey(rooms.c.no))
    by_table_item = Column(Integer, ForeignKey(rooms.c["no"]))
    by_dunder = Column(Integer, ForeignKey(User.__table__.c.id))
    by_constant = Column(Integer, ForeignKey(USERS_ID))
    by_schema = Column(Integer, ForeignKey("aux.places.id"))
    by_concatenation = Column(Integer, ForeignKey(SCHEMA + ".places.id"))
    by_f_string = Column(Integer, ForeignKey(f"{User.__tablename__}.id"))
    by_percent = Column(Integer, ForeignKey("%s.places.id" % SCHEMA))
    by_format = Column(Integer, ForeignKey("{}.id".format(User.__tablename__)))
    by_keyword = Column(Integer, ForeignKey(column="users.id"))
    by_renamed = Column(Integer, ForeignKey("aux.places.key_a"))
    by_renamed_class = Column(Integer, ForeignKey(Place.a))
    by_name = Column("no_such_name", String(9), ForeignKey("users.code"))
    self_id = Column(Integer, ForeignKey("visits.id"))
    self_direct = Column(Integer, ForeignKey(id))
