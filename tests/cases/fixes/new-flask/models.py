from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.ext.declarative import declared_attr

db = SQLAlchemy()


class Stamped:
    id = db.Column(db.Integer, primary_key=True)
    created_at = db.Column(db.DateTime)


class Author(Stamped, db.Model):
    name = db.Column(db.String(50))
    books = db.relationship("Book", backref="author")


class Book(Stamped, db.Model):
    title = db.Column(db.String(50))
    author_id = db.Column(db.Integer, db.ForeignKey("author.id"))
