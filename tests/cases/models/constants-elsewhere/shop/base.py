from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base

from .constants import ID_LEN
from . import constants

Base = declarative_base()


class HasId:
    id = Column(Integer, primary_key=True)
    external_id = Column(String(ID_LEN), index=True)
