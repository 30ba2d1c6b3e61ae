from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Order, User, tags


def queries(session: Session):
    session.query(User).filter(User.email == "x", User.name == "y")
    session.query(User).filter_by(email="x")
    session.execute(select(tags.c.label, Order.amount))
