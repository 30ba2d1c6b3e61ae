from typing import Annotated

from fastapi import Depends
from shop.model import Parcel, User
from sqlalchemy import select

from .filters import sort_by


def queries(session, order: Annotated[str, Depends(sort_by([User.name, User.email], default=User.emial))], kind: "User.email"):
    session.execute(select(User).where(User.name == "x", User.email == "y").order_by(order))
    session.execute(select(Parcel).where(Parcel.label == kind, Parcel.owner == None))
    found: Annotated[str, sort_by(Parcel.label)]


def answer() -> Annotated[str, Depends(sort_by(User.email))]:
    return User.name
