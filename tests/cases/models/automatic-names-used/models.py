"""Names that the class behind a base makes, used in the keys of other classes."""
from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy.ext.declarative import declared_attr
from sqlalchemy.orm import declarative_base


class Named:
    @declared_attr
    def __tablename__(cls):
        return cls.__name__.lower() + "s"


Base = declarative_base(cls=Named)


class Owner(Base):
    id = Column(Integer, primary_key=True)


class Pet(Base):
    id = Column(Integer, primary_key=True)
    owner_id = Column(Integer, ForeignKey(f"{Owner.__tablename__}.id"))
    keeper_id = Column(Integer, ForeignKey(Owner.__tablename__ + ".id"))
    parent_id = Column(Integer, ForeignKey(f"{'pets'}.id"))
