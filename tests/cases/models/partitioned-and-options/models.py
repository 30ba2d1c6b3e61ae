from sqlalchemy import Column, Date, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Measurement(Base):
    __tablename__ = "measurement"
    __table_args__ = {"postgresql_partition_by": "RANGE (day)"}
    id = Column(Integer, primary_key=True)
    day = Column(Date, primary_key=True)


class Logged(Base):
    __tablename__ = "logged"
    __table_args__ = {"postgresql_tablespace": "pg_default", "info": {"x": 1}, "keep_existing": True, "prefixes": []}
    id = Column(Integer, primary_key=True)
