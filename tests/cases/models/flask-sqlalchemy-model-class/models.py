import sqlalchemy as sa
import sqlalchemy.orm as so
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.model import Model
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention={"ix": "idx_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"})


db = SQLAlchemy(model_class=Base)


class UserProfile(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: so.Mapped[str] = so.mapped_column(sa.String(64), index=True)
    about: so.Mapped[str | None]


class Todo(db.Model):
    __tablename__ = "todos"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(db.ForeignKey("user_profile.id"))
