from datetime import datetime

from sqlmodel import DateTime, Field, SQLModel


class Hero(SQLModel, table=True):
    __tablename__ = "heroes"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=50)
    alias: str
    age: int | None = None
    team_id: int | None = Field(default=None, foreign_key="teams.id")


class Team(SQLModel, table=True):
    __tablename__ = "teams"

    id: int | None = Field(default=None, primary_key=True)


class Session(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    ended: datetime | None = Field(default=None, sa_type=DateTime(timezone=False))
