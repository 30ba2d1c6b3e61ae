import os

from sqlalchemy import Integer, String
from sqlalchemy.orm import declarative_base

if os.environ.get("ORM_COLUMNS", False):
    from sqlalchemy.orm import MappedColumn as BaseColumn
else:
    from sqlalchemy import Column as BaseColumn

Base = declarative_base()


class Column(BaseColumn):
    """NOT NULL unless it says otherwise."""

    inherit_cache = True

    def __init__(self, *args, **kwargs):
        kwargs["nullable"] = kwargs.get("nullable", False)
        super().__init__(*args, **kwargs)


class Book(Base):
    __tablename__ = "book"

    id = Column(Integer, primary_key=True)
    title = Column(String(80))
    note = Column(String, nullable=True)
