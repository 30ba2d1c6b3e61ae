# -*- coding: latin-1 -*-
from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Size(Base):
    """Größe"""
    __tablename__ = "sizes"

    id = Column(Integer, primary_key=True)
    name = Column(String(5))
