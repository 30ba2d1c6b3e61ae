from models import Post, User


def find(session, login):
    return session.query(User).filter(User.login == login).filter_by(login=login).first()


def create(session, form):
    # form.login is checked
    user = User(login=form.get("login"), name="x")
    user.login = user.login.strip()
    session.add(user)
    return getattr(user, "login")


def anything(thing):
    return thing.login
