"""A table declared once more with extend_existing=True: columns keep their places, new ones follow."""
from sqlalchemy import Boolean, Column, ForeignKey, Integer, MetaData, String, Table, UniqueConstraint
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base(metadata=MetaData())


class Workspace(Base):
    __tablename__ = "workspace"
    id = Column(Integer, primary_key=True)


permission = Table(
    "workspace_permission",
    Base.metadata,
    Column("workspace_id", Integer, ForeignKey("workspace.id", ondelete="CASCADE")),
    Column("user_name", String(20)),
)


class WorkspacePermission(Base):
    __tablename__ = "workspace_permission"
    __table_args__ = (UniqueConstraint("workspace_id", "user_name"), {"extend_existing": True})
    id = Column(Integer, primary_key=True)
    user_name = Column(String(40), nullable=False)
    active = Column(Boolean)
    workspace = relationship(Workspace)


Table("workspace", Base.metadata, Column("label", String(10), index=True), extend_existing=True)
