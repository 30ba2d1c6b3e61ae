"""A field declared again keeps the place of the first; SQLAlchemy merges that with the class's own annotations."""
from typing import Optional

from sqlmodel import JSON, Column, Field, Relationship, SQLModel


class Team(SQLModel, table=True):
    id: int = Field(primary_key=True)
    flows: list["Flow"] = Relationship(back_populates="team")


class FlowBase(SQLModel):
    name: str = Field(index=True)
    icon: Optional[str] = Field(default=None)
    gradient: Optional[str] = None
    data: Optional[dict] = None
    endpoint: Optional[str] = None
    tags: Optional[list[str]] = None
    locked: Optional[bool] = None
    mcp: Optional[bool] = None


class Flow(FlowBase, table=True):
    id: int = Field(primary_key=True)
    data: Optional[dict] = Field(default=None, sa_column=Column(JSON))
    team_id: Optional[int] = Field(default=None, foreign_key="team.id")
    team: Optional[Team] = Relationship(back_populates="flows")
    icon: Optional[str] = None
    tags: Optional[list[str]] = Field(sa_column=Column(JSON), default=[])
    locked: Optional[bool] = None
    folder: Optional[int] = None
