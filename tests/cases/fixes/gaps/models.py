from sqlalchemy import Column, Integer, Text, UniqueConstraint
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Wallet(Base):
    """What somebody has."""

    gone = Column(Integer)

    __tablename__ = "wallets"

    id = Column(Integer, primary_key=True)

    older = Column(Integer)
    oldest = Column(Integer)

    owner = Column(Text, nullable=False)

    __table_args__ = (
        # One each.
        UniqueConstraint("owner", name="one_each"),
    )

    def __repr__(self):
        return self.owner

    kept = Column(Integer)


class Note(Base):
    __tablename__ = "notes"

    id = Column(Integer, primary_key=True)

    lost = Column(Integer)
