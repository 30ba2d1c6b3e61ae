from sqlalchemy import BigInteger, Column, ForeignKey, Identity, Integer, Sequence, SmallInteger, String, Table
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Serial(Base):
    __tablename__ = "serial"
    id = Column(Integer, primary_key=True)


class Big(Base):
    __tablename__ = "big"
    id = Column(BigInteger, primary_key=True, autoincrement=True)


class Small(Base):
    __tablename__ = "small"
    id = Column(SmallInteger, primary_key=True)


class Off(Base):
    __tablename__ = "off"
    id = Column(Integer, primary_key=True, autoincrement=False)


class ByForeignKey(Base):
    __tablename__ = "by_foreign_key"
    id = Column(Integer, ForeignKey("serial.id"), primary_key=True)


class ForcedForeignKey(Base):
    __tablename__ = "forced_foreign_key"
    id = Column(Integer, ForeignKey("serial.id"), primary_key=True, autoincrement=True)


class IgnoreForeignKey(Base):
    __tablename__ = "ignore_foreign_key"
    id = Column(Integer, ForeignKey("serial.id"), primary_key=True, autoincrement="ignore_fk")


class Composite(Base):
    """Of a composite key no column counts by itself."""
    __tablename__ = "composite"
    a = Column(Integer, primary_key=True)
    b = Column(Integer, primary_key=True)


class CompositeForced(Base):
    __tablename__ = "composite_forced"
    a = Column(Integer, primary_key=True, autoincrement=True)
    b = Column(Integer, primary_key=True)


class WithDefault(Base):
    """A Python-side or server-side default takes the place of the serial."""
    __tablename__ = "with_default"
    id = Column(Integer, primary_key=True, default=7)


class WithServerDefault(Base):
    __tablename__ = "with_server_default"
    id = Column(Integer, primary_key=True, server_default="7")


class WithCallable(Base):
    __tablename__ = "with_callable"
    id = Column(Integer, primary_key=True, default=lambda: 3)


class WithSequence(Base):
    __tablename__ = "with_sequence"
    id = Column(Integer, Sequence("with_sequence_ids", start=100, increment=10), primary_key=True)


class OptionalSequence(Base):
    __tablename__ = "optional_sequence"
    id = Column(Integer, Sequence("optional_ids", optional=True), primary_key=True)


class Text(Base):
    __tablename__ = "text_key"
    id = Column(String(5), primary_key=True)


class NotKey(Base):
    __tablename__ = "not_key"
    id = Column(Integer, primary_key=True)
    other = Column(Integer, autoincrement=True, nullable=False)
