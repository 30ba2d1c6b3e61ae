from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.orm import Session

import models
from models import Order, User, tags


def queries(session: Session):
    session.query(User).filter(User.nmae == "x").all()
    session.query(User).filter_by(mial="x").first()
    session.query(User).join(Order).filter_by(statsu="new")
    session.execute(select(models.User.nikname))
    session.execute(update(User).where(User.id == 1).values(nmae="ann", mood="great"))
    session.execute(insert(User).values(email="x"))
    session.execute(
        pg_insert(User).values(name="a").on_conflict_do_update(index_elements=["name"], set_={"nicck": "x"})
    )
    session.execute(select(tags.c.lable))
    session.query(User).filter(User.mood == "happy")


def objects(session: Session, user: User):
    user.nickame = "set and lost"
    print(user.emial)
    session.add(User(name="longer than ten", emial="x"))
    session.add(Order(amount=1))
    print(getattr(User, "shwon"), getattr(user, "nicknme", None))
    for each in session.query(User):
        print(each.ordres)
