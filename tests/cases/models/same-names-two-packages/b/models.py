from sqlalchemy import Column, Integer, String, ForeignKey
from sqlalchemy.orm import declarative_base, relationship
from . import types
Base = declarative_base()
class User(Base):
    __tablename__ = "b_user"
    id = Column(Integer, primary_key=True)
    name = Column(types.Name)
class Post(Base):
    __tablename__ = "b_post"
    id = Column(Integer, primary_key=True)
    user_id = Column(Integer, ForeignKey(User.id))
    user = relationship("User")
