from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class Thing(Base):
    __tablename__ = "things"
    id = Column(Integer, primary_key=True)
    metadata = relationship("Meta")


class Meta(Base):
    __tablename__ = "metas"
    id = Column(Integer, primary_key=True)
    thing_id = Column(ForeignKey("things.id"))
