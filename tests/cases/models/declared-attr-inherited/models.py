from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base, declared_attr, has_inherited_table

Base = declarative_base()


class Tablename:
    @declared_attr
    def __tablename__(cls):
        if has_inherited_table(cls):
            return None
        return cls.__name__.lower()


class Person(Tablename, Base):
    id = Column(Integer, primary_key=True)
    type = Column(String(10))
    __mapper_args__ = {"polymorphic_on": type}


class Engineer(Person):
    """Shares the parent's table."""
    language = Column(String(20))
    __mapper_args__ = {"polymorphic_identity": "engineer"}


class Manager(Person):
    __tablename__ = "manager"
    __mapper_args__ = {"polymorphic_identity": "manager"}

    @declared_attr
    def id(cls):
        return Column(ForeignKey("person.id"), primary_key=True)
    grade = Column(Integer)
