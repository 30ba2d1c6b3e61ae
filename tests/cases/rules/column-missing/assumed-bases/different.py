"""One reason for all tables is said once."""
import os
from importlib import import_module

from flask_sqlalchemy import SQLAlchemy

path = os.environ.get("SHARED_DATABASE_OBJECT")
if path:
    module_name, object_name = path.rsplit(".", 1)
    db = getattr(import_module(module_name), object_name)
else:
    db = SQLAlchemy()


class Book(db.Model):
    id = db.Column(db.Integer, primary_key=True)


class Reader(db.Model):
    id = db.Column(db.Integer, primary_key=True)


class Shelf(db.Model):
    id = db.Column(db.Integer, primary_key=True)
