"""A mixin's declared_attr makes a class of its own for each class that has the mixin."""
from sqlalchemy import Column, ForeignKey, Integer, Unicode
from sqlalchemy.orm import declarative_base, declared_attr, relationship

Base = declarative_base()


class BaseModel(Base):
    __abstract__ = True

    @declared_attr
    def __tablename__(self):
        return self.__name__.lower()

    id = Column(Integer, primary_key=True)


class Label:
    label = Column(Unicode(255))


class LabelMixin:
    @declared_attr
    def labels(self):
        class_name = f"{self.__name__:s}Label"
        self.Label = type(
            class_name,
            (Label, BaseModel),
            {
                "__tablename__": f"{self.__tablename__:s}_label",
                "parent_id": Column(Integer, ForeignKey(f"{self.__tablename__:s}.id")),
                "parent": relationship(self, viewonly=True),
            },
        )
        return relationship(self.Label)


class CommentMixin:
    @declared_attr
    def comments(cls):
        class Comment(BaseModel):
            __tablename__ = cls.__tablename__ + "_comment"
            text = Column(Unicode(80), nullable=False)
            about_id = Column(ForeignKey(cls.__tablename__ + ".id"))

        cls.Comment = Comment
        return relationship(Comment)


class Sketch(LabelMixin, CommentMixin, BaseModel):
    name = Column(Unicode(255))


class Event(LabelMixin, BaseModel):
    name = Column(Unicode(100))
