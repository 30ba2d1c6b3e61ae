from sqlalchemy import CheckConstraint, Column, Enum, Integer, SmallInteger
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    flag = Column(SmallInteger)
    mood = Column(Enum("sad", "happy", name="moods", native_enum=False, create_constraint=True), nullable=False)
    level = Column(Enum("low", "medium", "high", name="levels", native_enum=False, create_constraint=True))
    amount = Column(
        Integer, CheckConstraint("amount > 0", name="a_name_that_is_longer_than_the_sixty_three_bytes_that_the_server_keeps")
    )
