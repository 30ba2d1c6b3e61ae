from sqlalchemy import Column, Integer, String, Table
from sqlalchemy.orm import declarative_base, deferred, column_property, mapped_column, DeclarativeBase, Mapped

Base = declarative_base()


class Versioned(Base):
    __tablename__ = "versioned"
    id = Column(Integer, primary_key=True)
    version_id = Column(Integer, nullable=False)
    __mapper_args__ = {"version_id_col": version_id, "eager_defaults": True}


class New(DeclarativeBase):
    pass


class Deferred(New):
    __tablename__ = "deferred"
    id: Mapped[int] = mapped_column(primary_key=True)
    late: Mapped[str] = mapped_column(deferred=True)
    grouped: Mapped[str] = mapped_column(String(7), deferred_group="g", active_history=True)
    raised: Mapped[str] = mapped_column(deferred_raiseload=True, deferred=True)
    wrapped: Mapped[str] = deferred(mapped_column(String(9)))
    prop: Mapped[int] = column_property(mapped_column(Integer, nullable=False))
    info: Mapped[int] = mapped_column(info={"a": 1}, doc="nothing", quote=None, system=False)
