"""Written for 2.0, and for 1.4 with a stand-in of the project's own."""
from typing import Optional

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped

try:
    from sqlalchemy.orm import mapped_column
except ImportError:
    def mapped_column(*args, **kwargs):
        from sqlalchemy import Column

        return Column(*args, **kwargs)

try:
    from sqlalchemy.orm import declarative_base
except ImportError:
    from sqlalchemy.ext.declarative import declarative_base

Base = declarative_base()


class Permission(Base):
    __tablename__ = "permission"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True, nullable=False)
    menu_id: Mapped[int] = mapped_column(Integer, ForeignKey("permission.id"))
    note: Mapped[Optional[str]] = mapped_column(String(5))
