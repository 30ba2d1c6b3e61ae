"""Conditions that SQLAlchemy negates by the opposite operator."""
from sqlalchemy import Boolean, CheckConstraint, Column, Index, Integer, String, and_, column, not_, or_
from sqlalchemy.orm import declarative_base

Base = declarative_base()
FINAL = ("done", "failed")


class Job(Base):
    __tablename__ = "job"
    id = Column(Integer, primary_key=True)
    status = Column(String(20))
    size = Column(Integer)
    hidden = Column(Boolean)
    __table_args__ = (
        Index("ix_open", "size", postgresql_where=or_(column("status").is_(None), ~column("status").in_(FINAL))),
        Index("ix_shown", "size", postgresql_where=~hidden),
        Index("ix_not_null", "size", postgresql_where=~(status == None)),  # noqa: E711
        Index("ix_not_one", "size", postgresql_where=not_(size == 1)),
        Index("ix_small", "size", postgresql_where=~(size >= 10)),
        Index("ix_twice", "size", postgresql_where=~(~(size >= 10))),
        Index("ix_unlike", "size", postgresql_where=~status.like("x")),
        Index("ix_neither", "size", postgresql_where=~or_(size == 1, and_(hidden, size > 3))),
        CheckConstraint(~status.in_(["never"]), name="ck_status"),
    )
