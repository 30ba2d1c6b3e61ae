from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base
from sqlalchemy.sql import quoted_name
from sqlalchemy.sql.elements import quoted_name as qn

Base = declarative_base()


class Quoted(Base):
    __tablename__ = quoted_name("QuotedTable", quote=True)
    id = Column(quoted_name("Id", True), Integer, primary_key=True)
    plain = Column(qn("plain_name", None), String(3), index=True)
