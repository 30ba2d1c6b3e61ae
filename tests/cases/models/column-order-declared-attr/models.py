"""Where the columns of declared_attr functions stand among the others."""
from sqlalchemy import Column, DateTime, ForeignKey, Integer, String, Unicode
from sqlalchemy.orm import DeclarativeBase, Mapped, declarative_base, declared_attr, mapped_column

Base = declarative_base()


class Expiring:
    expires_at = Column(DateTime, nullable=True)


class Shared:
    id = Column(Integer, primary_key=True)
    created_at = Column(DateTime, nullable=False)

    @declared_attr
    def owner_id(self):
        return Column(Integer, ForeignKey("users.id"))

    @declared_attr
    def spawner_id(self):
        return Column(Integer)

    scopes = Column(Unicode(9))


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)


class Share(Shared, Expiring, Base):
    __tablename__ = "shares"
    user_id = Column(Integer)
    group_id = Column(Integer)


class Code(Base, Expiring, Shared):
    __tablename__ = "codes"
    hashed = Column(String(5))

    @declared_attr
    def own(cls):
        return Column(String(6))

    last = Column(String(7))


class NewBase(DeclarativeBase):
    pass


class NewMixin:
    first: Mapped[int]

    @declared_attr
    def declared(cls) -> Mapped[int]:
        return mapped_column(Integer)

    second = mapped_column(Integer)
    third: Mapped[int] = mapped_column()


class New(NewMixin, NewBase):
    __tablename__ = "new"
    own_bare: Mapped[int]
    own_classic = Column(Integer)
    own_call: Mapped[int] = mapped_column(primary_key=True)
    own_plain = mapped_column(Integer)
    own_last: Mapped[str]
