"""Values of the environment and of running code: unknown, never guessed."""
import os
import random

from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()
LENGTH = int(os.environ.get("NO_SUCH_LENGTH", "40"))
COMMENT = os.getenv("NO_SUCH_COMMENT", "fallback")


class Environment(Base):
    __tablename__ = "environment"
    id = Column(Integer, primary_key=True)
    name = Column(String(LENGTH))
    flag = Column(Integer, nullable=os.environ.get("NO_SUCH_FLAG") is None)
    commented = Column(Integer, comment=COMMENT)
