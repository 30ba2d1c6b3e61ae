from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()

followers = db.Table(
    "followers",
    db.Column("follower_id", db.Integer, db.ForeignKey("user.id")),
    db.Column("followed_id", db.Integer, db.ForeignKey("user.id")),
)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    username = db.Column(db.String(80), unique=True, nullable=False)
    data = db.Column(db.JSON)
    posts = db.relationship("BlogPost", backref="author", lazy="dynamic")


class BlogPost(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    body = db.Column(db.Text)
    user_id = db.Column(db.Integer, db.ForeignKey("user.id", ondelete="CASCADE"))
    __table_args__ = (db.UniqueConstraint("user_id", "body"), db.Index("ix_body", "body"))


class HTTPLogEntry(db.Model):
    id = db.Column(db.BigInteger, primary_key=True)
    created = db.Column(db.DateTime(timezone=True), server_default=db.func.now())
    kind = db.Column(db.Enum("a", "b", name="log_kind"))
    flag = db.Column(db.Boolean, server_default=db.text("false"))


class OAuth2Token(db.Model):
    id = db.Column(db.Integer, primary_key=True)


class Named(db.Model):
    __tablename__ = "given"
    id = db.Column(db.Integer, primary_key=True)


class AbstractThing(db.Model):
    __abstract__ = True
    id = db.Column(db.Integer, primary_key=True)
    note = db.Column(db.String(9))


class ConcreteThing(AbstractThing):
    pass


class SpecialUser(User):
    """Without a key of its own: a single-table subclass."""
    badge = db.Column(db.String(5))


class JoinedUser(User):
    id = db.Column(db.Integer, db.ForeignKey("user.id"), primary_key=True)
    extra = db.Column(db.Integer)
