from sqlalchemy import Column, ForeignKey, Integer, Table
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()

# The key of the class's own half goes, the other's, and both.
owners = Table(
    "owners",
    Base.metadata,
    Column("user_id", ForeignKey("users.id"), primary_key=True),
    Column("domain_id", ForeignKey("domains.id"), primary_key=True),
)
members = Table(
    "members",
    Base.metadata,
    Column("user_id", ForeignKey("users.id"), primary_key=True),
    Column("group_id", ForeignKey("groups.id"), primary_key=True),
)
bearers = Table(
    "bearers",
    Base.metadata,
    Column("user_id", ForeignKey("users.id"), primary_key=True),
    Column("role_id", ForeignKey("roles.id"), primary_key=True),
)


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)


class Domain(Base):
    __tablename__ = "domains"
    id = Column(Integer, primary_key=True)
    owners = relationship("User", secondary="owners", backref="domains")


class Group(Base):
    __tablename__ = "groups"
    id = Column(Integer, primary_key=True)
    users = relationship("User", secondary="members")


class Role(Base):
    __tablename__ = "roles"
    id = Column(Integer, primary_key=True)
    users = relationship("User", secondary="bearers")
