from sqlalchemy import Column, ForeignKey, Integer, String, func, literal_column, select
from sqlalchemy.ext.associationproxy import association_proxy
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import DeclarativeBase, Mapped, WriteOnlyMapped, DynamicMapped, backref, column_property, composite, declared_attr, mapped_column, query_expression, relationship, synonym, validates
from typing import Any, ClassVar, List, Optional


class Base(DeclarativeBase):
    pass


class Tag(Base):
    __tablename__ = "tag"
    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))


class Item(Base):
    __tablename__ = "item"
    CONSTANT = 5
    limit: ClassVar[int] = 3
    id: Mapped[int] = mapped_column(primary_key=True)
    first: Mapped[str]
    last: Mapped[str]
    parent_id: Mapped[Optional[int]] = mapped_column(ForeignKey("item.id"))
    tags: Mapped[List["Tag"]] = relationship(backref=backref("item", lazy="joined"))
    many: DynamicMapped["Tag"] = relationship(overlaps="item,tags", viewonly=True)
    writes: WriteOnlyMapped["Tag"] = relationship(overlaps="item,tags")
    words = association_proxy("tags", "word")
    whole = column_property(literal_column("first || last"))
    extra: Mapped[Optional[int]] = query_expression()
    alias = synonym("first")

    @hybrid_property
    def full(self):
        return self.first + self.last

    @full.expression
    def full(cls):
        return cls.first + cls.last

    @validates("first")
    def check(self, key, value):
        return value

    @property
    def plain(self):
        return 1


Item.late = column_property(select(func.count(Tag.id)).where(Tag.item_id == Item.id).scalar_subquery())
Item.late_column = Column("late_column", String(5))
