from sqlalchemy import Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn


class Base(DeclarativeBase):
    pass


class Required(MappedColumn):
    inherit_cache = True

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("nullable", False)
        if "doc" in kwargs:
            kwargs["comment"] = kwargs.pop("doc")
        super().__init__(*args, **kwargs)


class Note(Base):
    __tablename__ = "note"

    id = MappedColumn(Integer, primary_key=True)
    title = Required(String(40))
    body = MappedColumn(String)
    rank: Mapped[int] = MappedColumn()
    words = Required(Integer, doc="how many", index=True)
    hint: Mapped[str | None] = Required(nullable=True)
