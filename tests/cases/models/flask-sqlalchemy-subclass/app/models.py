from app.shared import UTCDateTime, db


class Account(db.Model):
    __tablename__ = "accounts_user"
    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(db.String(255), unique=True)
    seen = db.Column(UTCDateTime)
    seen_call = db.Column(UTCDateTime())
    boss_id = db.Column(db.Integer, db.ForeignKey(id))
