import sqlalchemy as sa
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Größe(Base):
    __tablename__ = "sizes"

    id = sa.Column(sa.Integer, primary_key=True)
    width = sa.Column(sa.Integer)
