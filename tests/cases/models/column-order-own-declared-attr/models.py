"""SQLAlchemy 1.4 makes the columns of a class's own declared_attr functions after those of its mixins."""
from sqlalchemy import Column, Integer, Text
from sqlalchemy.ext.declarative import declared_attr
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class CommentMixin:
    id = Column(Integer, primary_key=True)

    @declared_attr
    def user_id(cls):
        return Column(Integer)

    @declared_attr
    def text(cls):
        return Column(Text)


class AbstractComment(CommentMixin, Base):
    __tablename__ = "abstract_comments"
    plain = Column(Integer)

    @declared_attr
    def abstract_id(cls):
        return Column(Integer)

    @declared_attr
    def visibility(cls):
        return Column(Integer)
