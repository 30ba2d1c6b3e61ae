import sqlalchemy as sa
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class RolePermission(Base):
    __tablename__ = "role_permissions"

    role_id = sa.Column(sa.Integer, sa.ForeignKey("roles.id"), primary_key=True)
    permission_id = sa.Column(sa.Integer, sa.ForeignKey("permissions.id"), primary_key=True)


class Role(Base):
    __tablename__ = "roles"

    id = sa.Column(sa.Integer, primary_key=True)
    permissions = relationship("Permission", secondary=RolePermission.__table__)


class Permission(Base):
    __tablename__ = "permissions"

    id = sa.Column(sa.Integer, primary_key=True)


class User(Base):
    __tablename__ = "users"

    id = sa.Column(sa.Integer, primary_key=True)
