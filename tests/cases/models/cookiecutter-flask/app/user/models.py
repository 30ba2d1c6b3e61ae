import datetime as dt

from app.database import Column, PkModel, db, reference_col, relationship


class Role(PkModel):
    __tablename__ = "roles"
    name = Column(db.String(80), unique=True, nullable=False)
    user_id = reference_col("users", nullable=True)
    user = relationship("User", backref="roles")


class User(PkModel):
    __tablename__ = "users"
    username = Column(db.String(80), unique=True, nullable=False)
    created_at = Column(db.DateTime, nullable=False, default=dt.datetime.utcnow)
    boss_id = reference_col("users", nullable=True, foreign_key_kwargs={"ondelete": "SET NULL"}, column_kwargs={"index": True})
