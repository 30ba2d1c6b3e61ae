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
