from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class User(Base):
    __tablename__ = "users"

    id = Column(Integer, primary_key=True)
    posts = relationship("Post", back_populates="author")


class Post(Base):
    __tablename__ = "posts"

    id = Column(Integer, primary_key=True)
    author_id = Column(Integer, ForeignKey("users.id"))
    topic_id = Column(ForeignKey("topics.id"))
    author = relationship("User", back_populates="posts")
    topic = relationship("Topic")


class Topic(Base):
    __tablename__ = "topics"

    id = Column(Integer, primary_key=True)


class Label(Base):
    __tablename__ = "labels"
    id = Column(Integer, primary_key=True)
    owner_id = Column(Integer)


class Pot(Base):
    __tablename__ = "pots"
    id = Column(Integer, primary_key=True)
    labels = relationship("Label", primaryjoin="foreign(Label.owner_id) == Pot.id", viewonly=True)
