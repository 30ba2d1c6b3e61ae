from sqlalchemy import Column, Integer, MetaData, PrimaryKeyConstraint
from sqlalchemy import String
from sqlalchemy.orm import declarative_base

Base = declarative_base(metadata=MetaData(naming_convention={"pk": "pk_%(table_name)s"}))


class User(Base):
    __tablename__ = "users"

    id = Column(Integer, primary_key=True)
    name = Column(String(50))


class Post(Base):
    __tablename__ = "posts"
    __table_args__ = (PrimaryKeyConstraint("id", name="posts_pkey"),)

    id = Column(Integer)
    name = Column(String(50), nullable=False)


class Vote(Base):
    __tablename__ = "votes"

    id = Column(Integer, primary_key=True)
    name = Column(String(50), nullable=False)


class Old(Base):
    __tablename__ = "old"

    id = Column(Integer, primary_key=True)
