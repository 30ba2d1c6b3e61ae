from sqlalchemy import (
    Column,
    Integer,
    String,
)
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Size(Base):
    __tablename__ = "sizes"

    id = Column(Integer, primary_key=True)
    # The width is the outer one.
    width = Column(
        Integer,  # no fractions
        # filled by the importer
        doc="in millimetres",
        info={
            "unit": "mm",
        },
    )

    # What is printed.
    label = Column(String(30))  # short

    def area(self):
        return self.width * 2
