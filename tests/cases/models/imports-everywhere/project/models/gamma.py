from sqlalchemy import Column, ForeignKey, Integer, Table

from ..core import Base, shared_metadata
from ..core import types as t
from .alpha import Alpha as First

links = Table("gamma_links", shared_metadata, Column("alpha_id", ForeignKey(First.__table__.c.id), primary_key=True))


class Gamma(Base):
    __tablename__ = "gamma"
    id = t.key()
    first_id = Column(ForeignKey(First.id, ondelete="CASCADE"))
