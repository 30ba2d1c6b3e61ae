import sqlalchemy as sa
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Size(Base):
    __tablename__ = "sizes"

    id     = sa.Column(sa.Integer, primary_key=True)
    width  = sa.Column(sa.Integer,      # without the frame
                       doc="in millimetres, as the supplier measures it",
                       info={"unit": "mm"})
    label  = sa.Column(sa.String(30))   # on the box
