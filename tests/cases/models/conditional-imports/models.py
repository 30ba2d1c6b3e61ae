try:
    from sqlalchemy.orm import declarative_base
except ImportError:
    from sqlalchemy.ext.declarative import declarative_base

try:
    from sqlalchemy.dialects.postgresql import JSONB as JsonType
except ImportError:
    JsonType = None

import sys
from typing import TYPE_CHECKING

from sqlalchemy import Column, Integer, String

if TYPE_CHECKING:
    from no_such_package import Missing

Base = declarative_base()


class Conditional(Base):
    __tablename__ = "conditional"
    id = Column(Integer, primary_key=True)
    data = Column(JsonType)
    if TYPE_CHECKING:
        hidden: "Missing"
    name: str = Column(String(3))
