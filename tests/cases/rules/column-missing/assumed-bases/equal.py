from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Book(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    more = db.Column(db.Integer)


class Reader(db.Model):
    id = db.Column(db.Integer, primary_key=True)


class Shelf(db.Model):
    id = db.Column(db.Integer, primary_key=True)
