from sqlalchemy import CheckConstraint, Column, Integer
from sqlalchemy.dialects.postgresql import INET, JSONB, TSQUERY
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(JSONB)
    q = Column(TSQUERY, server_default="fat & rat")
    n = Column(INET, server_default="10.0.0.0/08")
    __table_args__ = (CheckConstraint("a @? '$.* ? ((@.type() != \"string\") && 1 == 1)'", name="c"),)
