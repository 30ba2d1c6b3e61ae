from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Slot(Base):
    __tablename__ = "slot"

    id = Column(Integer, primary_key=True)
    kind = Column(String(10), nullable=False)
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "slot"}


def simple_slot(kind, column_type):
    return type(
        f"Slot{kind.title()}",
        (Slot,),
        {"__mapper_args__": {"polymorphic_identity": kind}, f"{kind}_value": Column(f"{kind}_value", column_type)},
    )


NumberSlot = simple_slot("number", Integer)
TextSlot = simple_slot("text", String(100))


class FrameSlot(Slot):
    __mapper_args__ = {"polymorphic_identity": "frame"}
    frame_value = Column(Integer)


LateSlot = simple_slot("late", Integer)
