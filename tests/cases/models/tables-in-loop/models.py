"""A module-level loop over a constant sequence that makes tables."""
from sqlalchemy import Boolean, Column, ForeignKey, Integer, Table
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()
associations = {}

for entity in ("user", "group"):
    table = Table(
        f"{entity}_role_map",
        Base.metadata,
        Column(f"{entity}_id", ForeignKey(f"{entity}s.id", ondelete="CASCADE"), primary_key=True),
        Column("role_id", ForeignKey("roles.id"), primary_key=True),
        Column("managed", Boolean, default=False, nullable=False),
    )
    associations[entity] = type(entity.title() + "RoleMap", (Base,), {"__table__": table})


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)


class Group(Base):
    __tablename__ = "groups"
    id = Column(Integer, primary_key=True)


class Role(Base):
    __tablename__ = "roles"
    id = Column(Integer, primary_key=True)
    users = relationship("User", secondary="user_role_map")
