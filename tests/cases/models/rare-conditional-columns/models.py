"""Columns that are there or not as the environment says."""
import os

from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()
UNKNOWN = os.environ.get("SCHEMA_INSPECTOR_CASE") is not None


class Page(Base):
    __tablename__ = "page"
    id = Column(Integer, primary_key=True)
    if UNKNOWN:
        absent = Column(Integer)
    if not UNKNOWN:
        present = Column(Integer)
    if UNKNOWN:
        typed = Column(Integer)
    else:
        typed = Column(String(5))
    withdrawn = Column(Integer)
    if UNKNOWN:
        withdrawn = None
    last = Column(Integer)
