"""Index names that SQLAlchemy makes itself, and cuts at 63 bytes with a hash."""
from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Long(Base):
    __tablename__ = "a_table_name_of_some_length_that_still_fits_well"
    id = Column(Integer, primary_key=True)
    short = Column(Integer, index=True)
    a_column_name_of_some_length_too = Column(String(10), index=True)
    renamed_attribute = Column("renamed_column", Integer, index=True, unique=True)


class InSchema(Base):
    __tablename__ = "small"
    __table_args__ = {"schema": "deep"}
    id = Column(Integer, primary_key=True)
    x = Column(Integer, index=True)
