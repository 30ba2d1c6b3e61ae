"""Right in every line: nothing here may be found."""
from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

import models
from models import Order, User, tags


class Form:
    name = "a form"


def queries(session: Session, names):
    session.query(User).filter(User.name == "ann", User.shown != "x").options(joinedload(User.orders)).all()
    session.query(User).filter_by(name="a name that is far too long to be stored", mood="ok").first()
    session.query(User).join(Order).filter_by(status="new").order_by(Order.amount)
    session.execute(select(models.User.nickname, func.count()).group_by(models.User.nickname))
    other = aliased(User)
    session.query(other).filter(other.email.like("%x%"))
    session.execute(update(User).where(User.id == 1).values(name="ann", nick="a"))
    session.execute(insert(User).values(name="ann"))
    session.execute(insert(User), [{"name": name} for name in names])
    session.execute(pg_insert(User).values(name="a").on_conflict_do_update(index_elements=["email"], set_={"nick": "x"}))
    session.execute(select(tags.c.key, tags.c.label).where(tags.c.keys() == []))
    session.execute(select(User).options(selectinload(User.orders))).scalars().all()


def objects(session: Session, user: User, data):
    user.nickname = "a nickname of any length"
    user.cached = 1
    print(user.greet(), user.greeted, user.metadata, user.registry, user.cached)
    session.add(User(name="ann", mood="sad"))
    session.add(User(**data))
    filled = User()
    filled.name = "later"
    session.add(filled)
    for each in session.query(User):
        print(each.name, each.orders[0].amount, each.__dict__)
    row = session.query(User.id, User.name).first()
    print(row.id, row.anything)
    if hasattr(user, "extra"):
        print(user.extra)
    try:
        print(user.perhaps)
    except AttributeError:
        pass
    print(getattr(User, "name"), getattr(user, data, None), Form.name, Form.nothing)


def shadowed(User):
    return User.nothing_here


def rebound(session):
    User = Form
    return User.nothing


def versions(session, SERVER_V_3_PLUS):
    field = User.name if SERVER_V_3_PLUS else User.old_name
    if not SERVER_V_3_PLUS:
        session.query(User.older_name)
    return field


def voices():
    return User.loud, User.quiet
