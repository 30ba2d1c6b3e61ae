"""Options of other databases, chosen by what only running tells."""
import os

from sqlalchemy import Column, Integer, String, UniqueConstraint
from sqlalchemy.orm import declarative_base

Base = declarative_base()


def table_args():
    if os.environ.get("DATABASE_URL", "").startswith("mysql"):
        return {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4"}
    return None


def dialect_args():
    if os.environ.get("DATABASE_URL", "").startswith("mysql"):
        return {"mysql_engine": "InnoDB"}
    return {"sqlite_autoincrement": True}


class Plain(Base):
    __tablename__ = "plain"
    __table_args__ = table_args()
    id = Column(Integer, primary_key=True)


class Both(Base):
    __tablename__ = "both_kinds"
    __table_args__ = (UniqueConstraint("name", name="uniq_name"), dialect_args())
    id = Column(Integer, primary_key=True)
    name = Column(String(10))
