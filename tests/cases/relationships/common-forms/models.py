"""Every usual way to say a relationship; SQLAlchemy accepts all of them."""
from typing import TYPE_CHECKING, List, Optional

from sqlalchemy import Column, ForeignKey, Integer, String, Table
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.ext.hybrid import hybrid_method, hybrid_property
from sqlalchemy.orm import (DeclarativeBase, Mapped, backref, column_property, composite, declared_attr, deferred,
                            mapped_column, query_expression, relationship, synonym, validates)


class Base(DeclarativeBase):
    pass


membership = Table("membership", Base.metadata, Column("user_id", ForeignKey("users.id"), primary_key=True),
                   Column("team_id", ForeignKey("teams.id"), primary_key=True))


class Audited:
    created_by_id: Mapped[Optional[int]] = mapped_column(ForeignKey("users.id"))

    @declared_attr
    def created_by(cls) -> Mapped[Optional["User"]]:
        return relationship("User", foreign_keys=[cls.created_by_id])

    @property
    def is_audited(self):
        return True


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column("user_name")
    secret = deferred(Column(String))
    nick = synonym("name")
    teams: Mapped[List["Team"]] = relationship(secondary=membership, back_populates="users")
    orders = relationship("Order", back_populates="user", foreign_keys="Order.user_id", order_by="Order.id.desc()")
    notes = relationship("Note", backref="user")
    profile = relationship(lambda: Profile, back_populates="user", uselist=False)
    team_names: AssociationProxy[List[str]] = association_proxy("teams", "name")
    loud = column_property("name" + "")
    extra: Mapped[Optional[str]] = query_expression()

    @hybrid_property
    def upper(self):
        return self.name

    @upper.expression
    def upper(cls):
        return cls.name

    @hybrid_method
    def older(self, than):
        return self.id > than

    @validates("name")
    def check_name(self, key, value):
        self.checked = True
        return value

    @classmethod
    def by_name(cls, name):
        return cls

    constant = 5

    if TYPE_CHECKING:
        virtual: int


User.loud = column_property(User.name + "!")


class Team(Base):
    __tablename__ = "teams"
    id = Column(Integer, primary_key=True)
    name = Column(String(20))
    users = relationship(User, secondary="membership", back_populates="teams")
    parent_id = Column(ForeignKey("teams.id"))
    children = relationship("Team", backref=backref("parent", remote_side=[id]))


class Order(Audited, Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    user_id = Column(ForeignKey("users.id"))
    user = relationship("User", back_populates="orders", foreign_keys=[user_id])


class Note(Base):
    __tablename__ = "notes"
    id = Column(Integer, primary_key=True)
    user_id = Column(ForeignKey(User.id))


class Profile(Base):
    __tablename__ = "profiles"
    user_id = Column(ForeignKey("users.id"), primary_key=True)
    user: Mapped[User] = relationship(back_populates="profile")


class Special(Order):
    """Shares the table; has all that Order has."""
    reason = Column(String)


class Visit(Note):
    __tablename__ = "visits"
    id = Column(ForeignKey("notes.id"), primary_key=True)
    place = Column(String)


Order.late = relationship(Note, primaryjoin="foreign(Note.user_id) == Order.user_id", viewonly=True)
Order.by_year = synonym("id")
