from sqlalchemy import Column, Enum, ForeignKey, String

from shop import constants as c
from shop.base import Base, HasId

from .constants import NAME_LEN, Limits


class Product(HasId, Base):
    __tablename__ = "product"
    name = Column(String(NAME_LEN), nullable=False)
    title = Column(String(Limits.TITLE))
    short = Column(String(c.ID_LEN))
    state = Column(Enum(*c.STATES, name="product_state"), server_default=c.DEFAULT_STATE)


class Part(HasId, Base):
    __tablename__ = "part"
    product_id = Column(ForeignKey("product.id"))
