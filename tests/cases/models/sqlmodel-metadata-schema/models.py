"""SQLModel.metadata.schema: where the keys' targets are looked for, and the tables that name none."""
from typing import Optional

from sqlmodel import Field, SQLModel

SCHEMA = "app"
SQLModel.metadata.schema = SCHEMA


class Owner(SQLModel, table=True):
    __tablename__ = "owner"
    __table_args__ = {"schema": SCHEMA}
    id: Optional[int] = Field(default=None, primary_key=True)


class Pet(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    owner_id: int = Field(foreign_key="owner.id")


class Vet(SQLModel, table=True):
    __table_args__ = {"schema": "medical"}
    id: Optional[int] = Field(default=None, primary_key=True)
    pet_id: Optional[int] = Field(default=None, foreign_key="pet.id")
