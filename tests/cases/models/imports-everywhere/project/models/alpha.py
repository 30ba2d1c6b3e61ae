import sqlalchemy as sa

from project import core
from project.core import Document, Name, key


class Alpha(core.Base):
    __tablename__ = "alpha"
    id = key()
    name = sa.Column(Name, nullable=False)
    document = sa.Column(Document)
