"""Columns in the arms of conditions that are known, or in all arms of one."""
import os
import sys

from sqlalchemy import Column, Integer, String, Text
from sqlalchemy.orm import declarative_base

Base = declarative_base()
WITH_NOTES = True
WITH_DRAFTS = not WITH_NOTES
UNKNOWN = os.environ.get("SCHEMA_INSPECTOR_CASE") is not None


class Page(Base):
    __tablename__ = "page"
    id = Column(Integer, primary_key=True)
    if WITH_NOTES:
        note = Column(Integer)
    else:
        draft = Column(String)
    if WITH_DRAFTS:
        hidden = Column(Integer)
    elif WITH_NOTES:
        shown = Column(Integer)
    else:
        hidden = Column(String)
    if UNKNOWN:
        either = Column(Text)
    else:
        either = Column(Text)
    if UNKNOWN:
        one = Column(Integer)
    elif WITH_DRAFTS:
        two = Column(Integer)
    else:
        one = Column(Integer)
    if sys.version_info >= (3, 8):
        new = Column(Text)
    else:
        old = Column(Text)
    try:
        tried = Column(Integer)
    except Exception:
        tried = None
    gone = Column(Integer)
    gone = None
    last = Column(Integer)
