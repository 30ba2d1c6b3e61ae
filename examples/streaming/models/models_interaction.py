"""What users do: events, actions, ratings, favourites, history; and what we tell them."""
from sqlalchemy.dialects.postgresql import JSONB

from extensions import db
from models.base import utcnow


class EventType(db.Model):
    __tablename__ = "events_types"

    id = db.Column(db.Integer, primary_key=True)
    code = db.Column(db.String(50), nullable=False)
    name = db.Column(db.String(100), nullable=False)
    description = db.Column(db.Text, nullable=True)
    is_tracked = db.Column(db.Boolean, default=True)
    retention_days = db.Column(db.Integer, default=90)
    created_at = db.Column(db.DateTime(timezone=True), default=utcnow)
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by = db.Column(db.Integer, db.ForeignKey("users.id"))
    updated_by = db.Column(db.Integer, db.ForeignKey("users.id"))


class Event(db.Model):
    """One tracked event; kept for EventType.retention_days."""

    __tablename__ = "events"
    __table_args__ = (
        db.Index("ix_events_users_id_created_at", "users_id", "created_at"),
    )

    id = db.Column(db.BigInteger, primary_key=True)
    events_type_id = db.Column(db.Integer, db.ForeignKey("events_types.id"), nullable=False)
    users_id = db.Column(db.Integer, db.ForeignKey("users.id"), nullable=True)
    session_id = db.Column(db.String(255), nullable=False)
    ip_address = db.Column(db.String(45))  # long enough for IPv6
    users_agent = db.Column(db.Text)
    event_data = db.Column(db.JSON, default=dict)
    created_at = db.Column(db.DateTime, default=utcnow)
    updated_at = db.Column(db.DateTime, onupdate=utcnow)
    created_by = db.Column(db.Integer, db.ForeignKey("users.id"))
    updated_by = db.Column(db.Integer, db.ForeignKey("users.id"))

    event_type = db.relationship("EventType", backref="events")
    user = db.relationship("User", foreign_keys=[users_id])


class UserAction(db.Model):
    """The audit trail of a user."""

    __tablename__ = "users_actions"

    CATEGORIES = ("account", "playback", "payment", "admin")

    id = db.Column(db.Integer, primary_key=True)
    users_id = db.Column(db.Integer, db.ForeignKey("users.id"), nullable=True)
    action_type = db.Column(db.String(50), nullable=False)
    target_type = db.Column(db.String(50))
    target_id = db.Column(db.Integer)
    action_data = db.Column(db.JSON, default=dict)
    ip_address = db.Column(db.String(45))
    users_agent = db.Column(db.Text)
    created_at = db.Column(db.DateTime(timezone=True), default=utcnow)
    action_category = db.Column(db.String(50), nullable=False)

    user = db.relationship("User", foreign_keys=[users_id], backref="actions")


class Notification(db.Model):
    __tablename__ = "notifications"

    PRIORITIES = ("low", "normal", "high")

    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.Integer, db.ForeignKey("users.id"), nullable=False)
    notification_type = db.Column(db.String(50), nullable=False)
    title = db.Column(db.String(255), nullable=False)
    message = db.Column(db.Text, nullable=False)
    action_url = db.Column(db.String(255))
    # a button to show below the message
    action_data = db.Column(JSONB, default=dict)
    is_read = db.Column(db.Boolean, default=False)
    read_at = db.Column(db.DateTime(timezone=True))
    priority = db.Column(db.String(10), default="normal")
    meta = db.Column(
        "_metadata",
        db.JSON,
        default=dict,
    )
    created_at = db.Column(db.DateTime(timezone=True), default=utcnow)

    user = db.relationship("User", foreign_keys=[user_id], backref="notifications")

    def mark_read(self):
        self.is_read = True
        self.read_at = utcnow()


class UserFavorite(db.Model):
    __tablename__ = "users_favorites"

    id = db.Column(db.Integer, primary_key=True)
    users_id = db.Column(db.Integer, db.ForeignKey("users.id"), nullable=False)
    media_id = db.Column(db.Integer, db.ForeignKey("media.id"), nullable=False)
    favorite_type = db.Column(db.String(20), nullable=False)
    notes = db.Column(db.Text)
    created_at = db.Column(db.DateTime, default=utcnow)
    updated_at = db.Column(db.DateTime, onupdate=utcnow)

    user = db.relationship("User", backref="favorites")
    media = db.relationship("Media", backref="favorited_by")


class UserMediaHistory(db.Model):
    """What was played, how far, and what it cost."""

    __tablename__ = "users_media_history"
    __table_args__ = (
        db.Index("ix_users_media_history_users_id_created_at", "users_id", "created_at"),
    )

    id = db.Column(db.BigInteger, primary_key=True)
    users_id = db.Column(db.Integer, db.ForeignKey("users.id"), nullable=False)
    media_id = db.Column(db.Integer, db.ForeignKey("media.id"), nullable=False)
    action_type = db.Column(db.String(20), nullable=False)
    playback_position_seconds = db.Column(db.Integer, default=0)
    completion_percentage = db.Column(db.Integer, default=0)
    credits_spent = db.Column(db.Integer, default=0)
    quality_level = db.Column(db.String(20))
    device_type = db.Column(db.String(50))
    ip_address = db.Column(db.String(45))
    device_info = db.Column(db.JSON, default=dict)
    updated_at = db.Column(db.DateTime, onupdate=utcnow)
    created_at = db.Column(db.DateTime, default=utcnow)

    user = db.relationship("User", backref="history")
    media = db.relationship("Media", backref="history")

    @property
    def is_finished(self):
        return (self.completion_percentage or 0) >= 90


class UserRating(db.Model):
    __tablename__ = "users_ratings"
    __table_args__ = (
        db.UniqueConstraint("users_id", "media_id", name="uq_users_ratings_users_id_media_id"),
        db.CheckConstraint("user_score BETWEEN 1 AND 10", name="ck_users_ratings_user_score"),
    )

    id = db.Column(db.Integer, primary_key=True)
    users_id = db.Column(db.Integer, db.ForeignKey("users.id"), nullable=False)
    media_id = db.Column(db.Integer, db.ForeignKey("media.id"), nullable=False)
    user_score = db.Column(db.Integer, nullable=False)
    review_text = db.Column(db.Text)
    is_public = db.Column(db.Boolean, default=True)
    created_at = db.Column(db.DateTime, nullable=False, default=utcnow)
    updated_at = db.Column(db.DateTime, onupdate=utcnow)

    user = db.relationship("User", back_populates="ratings")
    media = db.relationship("Media", backref="ratings")


class ContentReport(db.Model):
    """A complaint about a medium, and what became of it."""

    __tablename__ = "content_reports"

    STATUSES = ("open", "in_review", "resolved", "rejected")

    id = db.Column(db.Integer, primary_key=True)
    reported_by_users_id = db.Column(db.Integer, db.ForeignKey("users.id"), nullable=False)
    media_id = db.Column(db.Integer, db.ForeignKey("media.id"), nullable=False)
    report_type = db.Column(db.String(length=50), nullable=False)
    description = db.Column(db.Text, nullable=False)
    status = db.Column(db.String(20), default="open")
    admin_notes = db.Column(db.Text)
    resolved_by_users_id = db.Column(db.Integer, db.ForeignKey("users.id"))
    resolved_at = db.Column(db.DateTime)
    created_at = db.Column(db.DateTime, default=utcnow)
    updated_at = db.Column(db.DateTime, onupdate=utcnow)

    media = db.relationship("Media", backref="reports")
    reported_by = db.relationship("User", foreign_keys=[reported_by_users_id])
    resolved_by = db.relationship("User", foreign_keys=[resolved_by_users_id])

    def resolve(self, user, notes=None):
        self.status = "resolved"
        self.resolved_by = user
        self.resolved_at = utcnow()
        self.admin_notes = notes
