import os
from importlib import import_module

from flask_sqlalchemy import SQLAlchemy

path = os.environ.get("SHARED_DATABASE_OBJECT")
if path:
    module_name, object_name = path.rsplit(".", 1)
    db = getattr(import_module(module_name), object_name)
else:
    db = SQLAlchemy()

reads = db.Table(
    "reads",
    db.Column("book_id", db.Integer, db.ForeignKey("book.id"), primary_key=True),
    db.Column("reader_id", db.Integer, db.ForeignKey("reader.id"), primary_key=True),
)


class Book(db.Model):
    __tablename__ = "book"

    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.Unicode(120), nullable=False)


class Reader(db.Model):
    __tablename__ = "reader"

    id = db.Column(db.Integer, primary_key=True)
    book_id = db.Column(db.Integer, db.ForeignKey("book.id", ondelete="CASCADE"))
