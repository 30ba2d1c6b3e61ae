from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, MetaData
from sqlalchemy.orm import declarative_base

convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
Base = declarative_base(metadata=MetaData(naming_convention=convention))


class Thing(Base):
    __tablename__ = "things"
    id = Column(Integer, primary_key=True)
    a = Column(Integer, unique=True)
    b = Column(Integer, ForeignKey("things.id"))
    c = Column(Integer, index=True)
    __table_args__ = (CheckConstraint("c > 0", name="positive"),)
