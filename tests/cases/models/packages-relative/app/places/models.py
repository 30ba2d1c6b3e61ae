from sqlalchemy.orm import Mapped

import app.db
from app import Base
from app.db.columns import name as name_column, pk


class Place(Base):
    __tablename__ = "place"
    id: Mapped[pk]
    name: Mapped[name_column]


class Region(app.db.Base):
    __tablename__ = "region"
    id: Mapped[app.db.columns.pk]
