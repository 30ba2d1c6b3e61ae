from sqlalchemy import *
from sqlalchemy.orm import *
from sqlalchemy.dialects.postgresql import *


class Base(DeclarativeBase):
    pass


class Thing(Base):
    __tablename__ = "thing"

    id = Column(Integer, primary_key=True)
    name = Column(String(20), nullable=False)
    address = Column(INET)
    data = Column(JSONB)
    plain = Column(JSON)
    tags = Column(ARRAY(Text))
    rate: Mapped[int] = mapped_column(SmallInteger)
    __table_args__ = (UniqueConstraint("name", name="thing_name"), Index("thing_lower", func.lower(name)))
