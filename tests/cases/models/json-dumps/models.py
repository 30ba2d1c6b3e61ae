import json
from json import dumps

from sqlalchemy import JSON, Column, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import declarative_base

Base = declarative_base()
LIMITS = {"rows": 1_000, "share": 0.50, "names": ("a", "ü", "日本", "😀"), "open": None}


class Settings(Base):
    __tablename__ = "settings"
    id = Column(Integer, primary_key=True)
    empty = Column(Text, server_default=json.dumps([]))
    mapping = Column(JSONB, nullable=False, server_default=json.dumps({"x": [1, None, True, "é"], "y": {}}))
    limits = Column(JSON, server_default=dumps(LIMITS))
    plain = Column(JSON, server_default=dumps(LIMITS, ensure_ascii=False, separators=(",", ":")))
    ordered = Column(JSON, server_default=dumps({"b": 1, "a": -2.0, "ä": -3}, sort_keys=True, indent=None))
    keys = Column(Text, server_default=json.dumps({1: "a", None: "b", False: "c", 2.5: "d"}))
    escapes = Column(Text, server_default=json.dumps('say "no"\\ \n\t\r\b\f\x01\x7f/'))
    text = Column(Text, server_default=json.dumps("it's"))
    number = Column(Text, server_default=json.dumps(12345678.25))
