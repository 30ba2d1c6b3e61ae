from sqlalchemy import Column, ForeignKey, Index, Integer, String
from sqlalchemy.orm import declarative_base, relationship, validates

Base = declarative_base()


class User(Base):
    """A user; its .login is what people type."""
    __tablename__ = "users"
    __table_args__ = (Index("ix_users_login", "login"),)
    __mapper_args__ = {"version_id_col": "login"}

    id = Column(Integer, primary_key=True)
    login = Column(String(50), nullable=False)
    name = Column(String(50))
    posts = relationship("Post", back_populates="user", order_by="Post.id")

    @validates("login")
    def check(self, key, value):
        return value.lower()

    @staticmethod
    def compare(self, other):
        return self.login == other

    def __repr__(self):
        return f"<User {self.login}>"


class Post(Base):
    __tablename__ = "posts"

    id = Column(Integer, primary_key=True)
    user_id = Column(Integer, ForeignKey("users.id"))
    user_login = Column(String(50), ForeignKey("users.login"))
    user = relationship(User, foreign_keys=[user_id], back_populates="posts")
