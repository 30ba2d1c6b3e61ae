from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Main(db.Model):
    id = db.Column(db.Integer, primary_key=True)


class Meta(db.Model):
    __bind_key__ = "meta"
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(10))


meta_links = db.Table("meta_links", db.Column("meta_id", db.ForeignKey("meta.id"), primary_key=True), bind_key="meta")
