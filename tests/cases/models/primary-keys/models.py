from sqlalchemy import Column, Integer, PrimaryKeyConstraint, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Flags(Base):
    __tablename__ = "by_flags"
    z: Mapped[int] = mapped_column(primary_key=True)
    a: Mapped[str] = mapped_column(primary_key=True)
    nullable_said: Mapped[str] = mapped_column(nullable=True)


class Reordered(Base):
    __tablename__ = "reordered"
    a = Column(Integer)
    b = Column(Integer)
    c = Column(Text)
    __table_args__ = (PrimaryKeyConstraint("c", "a", name="reordered_key"),)


class Unnamed(Base):
    __tablename__ = "unnamed"
    a = Column(Integer, nullable=False)
    __table_args__ = (PrimaryKeyConstraint(a),)


class MapperKey(Base):
    """The key that the mapper is told, and the table does not have."""
    __tablename__ = "mapper_key"
    x = Column(Integer, nullable=False)
    y = Column(Integer)
    __mapper_args__ = {"primary_key": [x]}
