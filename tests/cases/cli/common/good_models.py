from sqlalchemy import BigInteger, Column, DateTime, Identity, Integer, String, Text, func
from sqlalchemy.dialects.postgresql import INET
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"

    id = Column(Integer, Identity(), primary_key=True)
    email = Column(String(255), nullable=False, unique=True)
    ip_address = Column(INET)
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())


class Audit(Base):
    __tablename__ = "audit"

    id = Column(BigInteger, primary_key=True, autoincrement=False)
    note = Column(Text)
