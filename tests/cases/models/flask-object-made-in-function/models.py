from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData

convention = {"ix": "idx_%(table_name)s_%(column_0_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s"}
db = None
options = None


def init_db():
    """Makes what the classes below derive from."""
    global db, options
    options = {"expire_on_commit": False}
    db = SQLAlchemy(session_options=options, metadata=MetaData(naming_convention=convention))


init_db()


class Author(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(80), index=True, nullable=False)


class BookPage(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    author_id = db.Column(db.ForeignKey("author.id"))
