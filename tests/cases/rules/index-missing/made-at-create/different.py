"""What functions change when tables are created is not known; those for other servers and other tables change nothing."""
from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, Text, event, func
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(Text)


class Other(Base):
    __tablename__ = "others"
    id = Column(Integer, primary_key=True)
    name = Column(Text)


class Logged(Base):
    __tablename__ = "logged"
    id = Column(Integer, primary_key=True)
    name = Column(Text)


class Renamed(Base):
    __tablename__ = "renamed"
    id = Column(Integer, primary_key=True)
    name = Column(Text)


@event.listens_for(User.__table__, "before_create")
def add_index(table, connection, **kw):
    if connection.dialect.name != "postgresql":
        return
    if not any(index.name == "idx_name" for index in table.indexes):
        table.indexes.add(Index("idx_name", func.lower(table.c.name), unique=True))


@event.listens_for(Other.__table__, "after_create")
def add_trigger(table, connection, **kw):
    connection.execute("CREATE CONSTRAINT TRIGGER consistent AFTER UPDATE ON others EXECUTE PROCEDURE check()")


@event.listens_for(Table, "before_create")
def for_another_server(target, connection, **kw):
    if connection.dialect.name == "oracle":
        target.append_constraint(CheckConstraint("name IS JSON"))


@event.listens_for(Table, "before_create")
def retype(target, connection, **kw):
    if connection.dialect.name == "postgresql" and target.name == "renamed":
        target.columns.name.type = Integer()


def after_all(metadata, connection, **kw):
    connection.execute("CREATE INDEX idx_logged ON logged (name)")


event.listen(Base.metadata, "after_create", after_all)
