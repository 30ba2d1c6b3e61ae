"""Tables that SQLAlchemy-Continuum makes of versioned classes; the others it does not."""
from sqlalchemy import Column, Integer
from sqlalchemy.orm import configure_mappers, declarative_base
from sqlalchemy_continuum import make_versioned

make_versioned(user_cls=None)

Base = declarative_base()


class Article(Base):
    __versioned__ = {}
    __tablename__ = "article"
    id = Column(Integer, primary_key=True)


class Note(Base):
    __versioned__ = {"table_name": "%s_history"}
    __tablename__ = "note"
    id = Column(Integer, primary_key=True)


class Plain(Base):
    __tablename__ = "plain"
    id = Column(Integer, primary_key=True)


configure_mappers()
