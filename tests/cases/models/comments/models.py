from sqlalchemy import Column, Integer, MetaData, String, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NOTE = "from a constant"


class Base(DeclarativeBase):
    pass


class Commented(Base):
    """A docstring is no comment."""
    __tablename__ = "commented"
    __table_args__ = {"comment": "the table's comment"}
    id: Mapped[int] = mapped_column(primary_key=True, comment="the key")
    name = Column(String(5), comment="it's a \"name\"", doc="documentation is no comment")
    long = Column(Integer, comment=("in two "
                                    "pieces"))
    constant = Column(Integer, comment=NOTE)
    empty = Column(Integer, comment=None)
    unicode = Column(Integer, comment="größe ≥ 0 \u2603")
    lines = Column(Integer, comment="""two
lines""")
