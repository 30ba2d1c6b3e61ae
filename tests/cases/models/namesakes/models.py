"""Classes that look like models and are none."""
import dataclasses
from dataclasses import dataclass

from pydantic import BaseModel
from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)


class UserSchema(BaseModel):
    __tablename__ = "never"
    id: int


@dataclass
class UserData:
    id: int
    name: str = "x"


class Plain:
    __tablename__ = "not_mapped"
    id = Column(Integer, primary_key=True)


class Factory:
    class Base:
        pass


class Inner(Factory.Base):
    __tablename__ = "not_mapped_either"
    id = Column(Integer, primary_key=True)
