"""Support: tickets with their messages, and the settings of the whole system."""
from extensions import db
from models.base import utcnow


class SupportTicket(db.Model):
    __tablename__ = "support_tickets"

    STATUSES = ("open", "waiting", "closed")

    id = db.Column(db.Integer, primary_key=True)
    users_id = db.Column(
        db.Integer,
        db.ForeignKey("users.id"),
        nullable=False,
    )
    assigned_to_users_id = db.Column(db.Integer, db.ForeignKey("users.id"))
    subject = db.Column(db.String(255), nullable=False)
    description = db.Column(db.Text)
    status = db.Column(db.String(20), nullable=False, default="open")
    priority = db.Column(db.String(10), nullable=False, default="normal")
    category = db.Column(db.String(50))
    last_activity_at = db.Column(db.DateTime(timezone=True))
    closed_at = db.Column(db.DateTime(timezone=True))
    created_at = db.Column(db.DateTime(timezone=True), server_default=db.text("now()"))
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by = db.Column(db.Integer, db.ForeignKey("users.id"))
    updated_by = db.Column(db.Integer, db.ForeignKey("users.id"))

    user = db.relationship("User", foreign_keys=[users_id], backref="tickets")
    assignee = db.relationship("User", foreign_keys=[assigned_to_users_id])
    messages = db.relationship("TicketMessage", back_populates="ticket", cascade="all, delete-orphan")

    def close(self):
        self.status = "closed"
        self.closed_at = utcnow()


class TicketMessage(db.Model):
    __tablename__ = "tickets_messages"

    id = db.Column(db.Integer, primary_key=True)
    ticket_id = db.Column(
        db.Integer,
        db.ForeignKey("support_tickets.id"),
        nullable=False,
    )
    users_id = db.Column(
        db.Integer,
        db.ForeignKey("users.id"),
        nullable=False,
    )
    message = db.Column(db.Text, nullable=False)
    is_internal = db.Column(db.Boolean, nullable=False, default=False)
    created_at = db.Column(db.DateTime(timezone=True), server_default=db.text("now()"))
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by = db.Column(db.Integer, db.ForeignKey("users.id"))
    updated_by = db.Column(db.Integer, db.ForeignKey("users.id"))

    ticket = db.relationship("SupportTicket", back_populates="messages")
    author = db.relationship("User", foreign_keys=[users_id])


class SystemSetting(db.Model):
    """A setting that an administrator may change at run time."""

    __tablename__ = "system_settings"

    id = db.Column(db.Integer, primary_key=True)
    setting_key = db.Column(db.String(100), unique=True, nullable=False)
    setting_value = db.Column(db.Text)
    setting_type = db.Column(db.String(20), nullable=False, default="string")
    description = db.Column(db.Text)
    created_at = db.Column(db.DateTime(timezone=True), server_default=db.text("now()"))
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by = db.Column(db.Integer, db.ForeignKey("users.id"))
    updated_by = db.Column(db.Integer, db.ForeignKey("users.id"))

    @classmethod
    def value_of(cls, key, default=None):
        setting = cls.query.filter_by(setting_key=key).first()
        return default if setting is None else setting.setting_value
