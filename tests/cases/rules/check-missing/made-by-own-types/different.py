"""Types that make a constraint of their columns, by a listener or by what SQLAlchemy calls when they get a table."""
from sqlalchemy import CheckConstraint, Column, Integer, SmallInteger, String, type_coerce
from sqlalchemy.event import listens_for
from sqlalchemy.orm import declarative_base
from sqlalchemy.sql.sqltypes import SchemaType
from sqlalchemy.types import TypeDecorator

Base = declarative_base()


class Numbered(TypeDecorator, SchemaType):
    impl = SmallInteger


class Plainly(TypeDecorator):
    impl = SmallInteger


class Color(SchemaType, TypeDecorator):
    impl = String(5)

    def _set_table(self, column, table):
        table.append_constraint(CheckConstraint(column.in_(["red", "blue"]), name="ck_" + column.name))


@listens_for(Numbered, "before_parent_attach")
def _listen_to_column(type_, column):
    @listens_for(column, "after_parent_attach")
    def _add_check(column, table):
        number = type_coerce(column, SmallInteger)
        CheckConstraint(number.in_([0, 1]), f"valid_enum_{column.name}")


@listens_for(Plainly, "before_parent_attach")
def _only_look(type_, column):
    assert column.name


class Request(Base):
    __tablename__ = "requests"
    id = Column(Integer, primary_key=True)
    state = Column(Numbered(), nullable=False)


class Colored(Base):
    __tablename__ = "colors"
    id = Column(Integer, primary_key=True)
    color = Column(Color)


class Plain(Base):
    __tablename__ = "plain"
    id = Column(Integer, primary_key=True)
    x = Column(Plainly)
